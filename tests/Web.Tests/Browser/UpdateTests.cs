using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using GpuDigits.Web.Server;
using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>A newer page comes to the server, and then one that is damaged on the way.</summary>
[Collection(InBrowsers.Name)]
public sealed partial class UpdateTests(BrowserFixture browser) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task A_new_version_takes_over_at_the_next_start_and_a_damaged_one_never()
    {
        var person = await browser.MeetAsync();
        PublishedPage.CopyTo(_folder);
        int port;
        await using (var first = await PageServer.StartAsync(Site.Read(_folder), 0, lan: false))
        {
            port = first.Port;
            await using var page = await OpenPage.OpenAsync(person, first.AddressAt(IPAddress.Loopback), PageSize.Desktop);
            await page.Tab.EvaluateFunctionAsync("() => navigator.serviceWorker.ready.then(() => true)");
        }

        Rename("The second", isDamaged: false, "The second");
        await using (var second = await PageServer.StartAsync(Site.Read(_folder), port, lan: false))
        {
            var address = second.AddressAt(IPAddress.Loopback);
            await using (var before = await OpenPage.OpenAsync(person, address, PageSize.Desktop))
            {
                Assert.StartsWith("GpuDigits", await before.Tab.GetTitleAsync(), StringComparison.Ordinal);
                await UntilAsync(before, "registration.waiting !== null");
            }

            await using var after = await OpenPage.OpenAsync(person, address, PageSize.Desktop);
            Assert.Equal("The second", await after.Tab.GetTitleAsync());
        }

        Rename("The third", isDamaged: true, "The third");
        await using var third = await PageServer.StartAsync(Site.Read(_folder), port, lan: false);
        await using (var page = await OpenPage.OpenAsync(person, third.AddressAt(IPAddress.Loopback), PageSize.Desktop))
        {
            await page.Tab.EvaluateFunctionAsync(
                "() => navigator.serviceWorker.getRegistration().then(one => one.update()).catch(() => {})");
            await UntilAsync(page, "registration.installing === null && registration.waiting === null");
            page.TakeFaults();
        }

        await using var last = await OpenPage.OpenAsync(person, third.AddressAt(IPAddress.Loopback), PageSize.Desktop);
        Assert.Equal("The second", await last.Tab.GetTitleAsync());
        // The browser tries again by itself at every visit, and keeps nothing of it.
        await UntilAsync(last, "registration.installing === null && caches.keys().then(all => all.length === 1)");
        last.TakeFaults();
    }

    /// <summary>It has the files of the page that is in use.</summary>
    [SkippableFact]
    public async Task A_worker_that_cannot_be_installed_leaves_the_page_that_has_its_version()
    {
        var person = await browser.MeetAsync();
        PublishedPage.CopyTo(_folder);
        string address;
        await using (var first = await PageServer.StartAsync(Site.Read(_folder), 0, lan: false))
        {
            address = first.AddressAt(IPAddress.Loopback);
            await using var page = await OpenPage.OpenAsync(person, address, PageSize.Desktop);
            await page.Tab.EvaluateFunctionAsync("() => navigator.serviceWorker.ready.then(() => true)");
        }

        Rename("Damaged", isDamaged: true, version: null);
        Change("service-worker.js", text => text + "// Another.\n");
        await using (var second = await PageServer.StartAsync(Site.Read(_folder), new Uri(address).Port, lan: false))
        {
            await using var page = await OpenPage.OpenAsync(person, address, PageSize.Desktop);
            await page.Tab.EvaluateFunctionAsync(
                "() => navigator.serviceWorker.getRegistration().then(one => one.update()).catch(() => {})");
            await UntilAsync(page, "registration.installing === null && registration.waiting === null");
            page.TakeFaults();
        }

        await using var last = await OpenPage.OpenAsync(person, address, PageSize.Desktop);
        Assert.StartsWith("GpuDigits", await last.Tab.GetTitleAsync(), StringComparison.Ordinal);
    }

    /// <summary>All caches are the server's; each page clears away its own older ones only.</summary>
    [SkippableFact]
    public async Task Two_pages_of_a_server_leave_each_other_their_files()
    {
        var person = await browser.MeetAsync();
        File.WriteAllText(Path.Combine(_folder, "index.html"), "");
        foreach (var name in (string[])["one", "two"])
            PublishedPage.CopyTo(Path.Combine(_folder, name));
        Change("two/offline-files.js", text => Version().Replace(text, "version: 'another'"));
        await using var server = await PageServer.StartAsync(Site.Read(_folder), 0, lan: false);
        foreach (var (name, pages) in ((string, int)[])[("one", 1), ("two", 2)])
        {
            var address = $"{server.AddressAt(IPAddress.Loopback)}{name}/index.html";
            await using var page = await OpenPage.OpenAsync(person, address, PageSize.Desktop);
            await UntilAsync(page, "registration?.active?.state === 'activated'");
            Assert.Equal(pages, await page.Tab.EvaluateFunctionAsync<int>("async () => (await caches.keys()).length"));
        }
    }

    private static Task<IJSHandle> UntilAsync(OpenPage page, string condition) => page.Tab.WaitForFunctionAsync(
        $"() => navigator.serviceWorker.getRegistration().then(registration => {condition})",
        new WaitForFunctionOptions { Timeout = 30_000, PollingInterval = 100 });

    // Another title, and the list with its hash and a version (null: the same).
    private void Rename(string title, bool isDamaged, string? version)
    {
        var html = Change("index.html", text => Title().Replace(text, $"<title>{title}</title>"));
        var hash = isDamaged ? SHA256.HashData([]) : SHA256.HashData(File.ReadAllBytes(html));
        // In braces: a hash may begin with a digit.
        Change("offline-files.js", text => Entry().Replace(
            version is null ? text : Version().Replace(text, $"version: '{version}'"), $"${{1}}{Convert.ToBase64String(hash)}'"));
    }

    private string Change(string name, Func<string, string> change)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, change(File.ReadAllText(path)));
        foreach (var packed in (string[])[".br", ".gz"])
            File.Delete(path + packed);
        return path;
    }

    [GeneratedRegex("<title>.*</title>")]
    private static partial Regex Title();

    [GeneratedRegex("version: '[^']*'")]
    private static partial Regex Version();

    [GeneratedRegex("(name: 'index.html', hash: 'sha256-)[^']*'")]
    private static partial Regex Entry();
}
