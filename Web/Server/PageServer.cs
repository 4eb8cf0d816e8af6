using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GpuDigits.Web.Server;

/// <summary>A running server of one page.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    /// <summary>The port where nobody named one and it is free.</summary>
    public const int UsualPort = 8013;

    private readonly WebApplication _application;

    private PageServer(WebApplication application, string root)
    {
        (_application, Root) = (application, root);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Port = new Uri(addresses.First()).Port;
    }

    /// <summary>Where the page begins: / or, for all addresses, a random path with a slash at both ends.</summary>
    public string Root { get; }

    public int Port { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="site">What.</param>
    /// <param name="port">Where; null: the usual port, or a free one where that is taken.</param>
    /// <param name="lan">On all addresses of the machine, not only the loopback one.</param>
    /// <exception cref="IOException">The port is taken, or may not be used by this user; one line says so.</exception>
    public static async Task<PageServer> StartAsync(Site site, int? port, bool lan)
    {
        var root = lan ? $"/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}/" : "/";
        try
        {
            return await ListenAsync(port ?? UsualPort);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return port is null
                ? await ListenAsync(0)
                : throw new IOException($"port {port} is taken; choose another one, or leave --port out to get a free one", e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            // Windows keeps ranges of ports for itself, which may hold the usual one.
            return port is null
                ? await ListenAsync(0)
                : throw new IOException($"port {port} may not be used by this user; choose one above 1023", e);
        }

        async Task<PageServer> ListenAsync(int at)
        {
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
            builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
            {
                options.AddServerHeader = false;
                options.Listen(lan ? IPAddress.Any : IPAddress.Loopback, at);
            });
            var application = builder.Build();
            application.Run(new PageAnswer(site, root).Answer);
            try
            {
                await application.StartAsync();
                return new(application, root);
            }
            catch
            {
                await application.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Where the page is, seen from a machine that reaches this one under an address.</summary>
    public string AddressAt(IPAddress address) => $"http://{address}:{Port}{Root}";

    /// <summary>Waits until Ctrl+C, or a request of the system to end.</summary>
    public Task WaitAsync() => _application.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
