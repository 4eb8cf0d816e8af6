using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>Without its worker the page reads nothing; it says so, and the keyboard works.</summary>
[Collection(InBrowsers.Name)]
public sealed class FailingWorkerTests(BrowserFixture browser)
{
    [SkippableTheory]
    [InlineData("worker.js")]
    [InlineData("wasm-host.js")]
    public async Task A_worker_that_does_not_start_is_said(string missing)
    {
        var person = await browser.MeetAsync();
        await browser.ServeAsync();
        var tab = await person.NewPageAsync();
        await tab.SetRequestInterceptionAsync(true);
        tab.Request += (_, asked) => _ = asked.Request.Url.EndsWith(missing, StringComparison.Ordinal)
            ? asked.Request.AbortAsync()
            : asked.Request.ContinueAsync();
        await tab.GoToAsync(browser.Address);
        await tab.WaitForFunctionAsync("() => document.getElementById('said').textContent.includes('Nothing is read here')",
            new WaitForFunctionOptions { Timeout = 20_000 });

        await tab.Keyboard.TypeAsync("12+30=");
        await tab.WaitForFunctionAsync("() => JSON.parse(gpudigits.State()).display === '42'",
            new WaitForFunctionOptions { Timeout = 5_000 });
        await person.CloseAsync();
    }
}
