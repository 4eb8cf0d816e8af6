using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>
/// The only way out for a browser that is tested: a proxy that lets nothing through and notes who asked. What goes to the loopback address
/// goes past it.
/// </summary>
internal sealed class OutgoingCalls : IDisposable
{
    /// <summary>Chromium asks there who is signed in, whatever the page does.</summary>
    private const string OwnOfChromium = " accounts.google.com:443 ";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly Task _listening;

    public OutgoingCalls()
    {
        _listener.Start();
        _listening = ListenAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The first lines of the requests, as <c>CONNECT example.com:443 HTTP/1.1</c>.</summary>
    public IEnumerable<string> All => _calls;

    /// <summary>Fails with what has gone out since there were so many calls.</summary>
    public void AssertNoneSince(int before)
    {
        Assert.False(_listening.IsCompleted, "nobody listens any more, so that nothing would be noticed");
        Assert.Empty(_calls.Skip(before));
    }

    public void Dispose() => _listener.Dispose();

    private async Task ListenAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The tests are over.
                return;
            }
            // Not waited for: a client that says nothing must not hide the next one.
            _ = RefuseAsync(client);
        }
    }

    private async Task RefuseAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                if (await reader.ReadLineAsync() is { } line && !line.Contains(OwnOfChromium, StringComparison.Ordinal))
                    _calls.Enqueue(line);
                await stream.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                // This client is gone; the others are still heard.
            }
        }
    }
}
