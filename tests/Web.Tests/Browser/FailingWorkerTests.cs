using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>Workers that do not start: the page says so, and the keyboard works.</summary>
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

    [SkippableFact]
    public async Task A_worker_that_cannot_learn_is_said_and_another_may_be_tried()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.ShowAsync("Learning");
        await page.Tab.EvaluateExpressionAsync("""
            const Real = Worker;
            globalThis.Worker = class extends Real {
                constructor(address, options) {
                    super(address.replace('worker.js', 'missing.js'), options);
                    globalThis.Worker = Real;
                }
            };
            """);

        await page.ActivateAsync("Start training");
        await page.HearAsync("Nothing is learned: the worker did not start");
        page.TakeFaults();

        await page.ActivateAsync("Start training");
        await page.StateOfAsync("Stop", isOn: null, canPress: true);
        await page.ActivateAsync("Stop");
    }
}
