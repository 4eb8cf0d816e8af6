using System.Net;
using GpuDigits.Web.Server;
using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>One Chromium and one server for all tests in browsers; each test is a new person, for whom nothing was kept before.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IBrowser? _chromium;
    private PageServer? _server;

    internal OutgoingCalls Outgoing { get; } = new();

    /// <summary>The published page, and beside it what only tests ask for (<c>probe/</c>).</summary>
    internal Site Site { get; private set; } = null!;

    internal string Address => _server!.AddressAt(IPAddress.Loopback);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        Outgoing.Dispose();
        Figures.Save();
    }

    /// <summary>A browser in which nobody has been to the page. The test that asks is skipped where there is no Chromium.</summary>
    internal async Task<IBrowserContext> MeetAsync()
    {
        var program = Find("chromium", "chromium-browser", "google-chrome");
        Skip.If(program is null, "Chromium is missing: install the package chromium");
        await ServeAsync();
        _chromium ??= await LaunchAsync(program!);
        return await _chromium.CreateBrowserContextAsync();
    }

    internal async Task ServeAsync()
    {
        if (_server is not null)
            return;
        Site = Server.Site.Read(ServedPage.Folder);
        _server = await PageServer.StartAsync(Site, 0, lan: false);
    }

    internal async Task<OpenPage> OpenAsync(PageSize size, string theme = "dark") =>
        await OpenPage.OpenAsync(await MeetAsync(), Address, size, theme);

    /// <summary>A program by one of its names; null if there is none.</summary>
    internal static string? Find(params string[] names) =>
        (from name in names
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         let file = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
         where File.Exists(file)
         select file).FirstOrDefault();

    private Task<IBrowser> LaunchAsync(string program) => Puppeteer.LaunchAsync(new()
    {
        ExecutablePath = program,
        Headless = true,
        Args =
        [
            "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
            "--disable-component-update", $"--proxy-server={Outgoing.Address}",
        ],
    });
}

/// <summary>The tests in browsers run one after the other: each needs the whole machine.</summary>
[CollectionDefinition(Name)]
public sealed class InBrowsers : ICollectionFixture<BrowserFixture>
{
    public const string Name = "in browsers";
}
