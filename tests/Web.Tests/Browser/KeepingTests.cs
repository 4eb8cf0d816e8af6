using System.Net;
using GpuDigits.Web.Server;
using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>What stays in the browser from one visit to the next.</summary>
[Collection(InBrowsers.Name)]
public sealed class KeepingTests(BrowserFixture browser)
{
    private const string Steps = "viewer.steps.jsonl";

    [SkippableFact]
    public async Task The_next_visit_finds_sheet_and_calculator_as_they_were_left()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Tab.Keyboard.TypeAsync("12+30=");
        await page.ShowAsync("Sheet");
        await page.Hand(Means.Mouse).WriteAsync("13×14=", page.Size);
        var left = (await page.StateAsync()).GetRawText();

        await page.Tab.ReloadAsync();

        Assert.Equal(left, (await page.StateAsync()).GetRawText());
        Assert.Equal(["13×14= 182"], await page.SheetAsync());
        Assert.Equal("42", await page.DisplayAsync());
    }

    [SkippableFact]
    public async Task What_is_being_typed_on_the_sheet_is_on_it_at_the_next_visit()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.ShowAsync("Sheet");
        await page.Tab.Keyboard.TypeAsync("12*13");

        await page.Tab.ReloadAsync();

        await page.WaitUntilReadAsync();
        Assert.Equal(["12×13= 156"], await page.SheetAsync());
    }

    [SkippableFact]
    public async Task Steps_can_be_undone_at_the_next_visit()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Tab.Keyboard.TypeAsync("12+30=");
        await page.WaitUntilReadAsync();
        await page.Tab.ReloadAsync();
        await page.WaitUntilReadAsync();

        await page.ActivateAsync("Undo");

        Assert.Equal("30", await page.DisplayAsync());
    }

    [SkippableFact]
    public async Task A_full_browser_is_said_once_and_what_was_not_kept_is_kept_when_there_is_room()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        // As a full disk: the requests succeed, the transaction does not. (A quota that is set for a test holds only now and then.)
        await page.Tab.EvaluateExpressionAsync("""
            globalThis.isFull = true;
            const real = IDBDatabase.prototype.transaction;
            IDBDatabase.prototype.transaction = function (...all) {
                if (all[1] !== 'readwrite' || !isFull)
                    return real.apply(this, all);
                const full = { error: new DOMException('', 'QuotaExceededError'), commit: () => setTimeout(() => full.onabort()) };
                return Object.assign(full, { objectStore: () => ({ transaction: full, put() {}, delete() {} }) });
            };
            """);
        await page.Tab.Keyboard.TypeAsync("12+3");
        const string Complaint = "cannot keep what you do here: there is no room for more";
        await page.Tab.WaitForFunctionAsync("text => timesSaid(text) > 0", new WaitForFunctionOptions { PollingInterval = 10 }, Complaint);
        await page.Tab.Keyboard.TypeAsync("0");
        await Task.Delay(700);
        Assert.Equal(1, await page.TimesSaidAsync(Complaint));
        await page.Tab.EvaluateExpressionAsync("isFull = false");
        await page.Tab.Keyboard.TypeAsync("=");
        await Task.Delay(700);

        await page.Tab.ReloadAsync();

        Assert.Equal("42", await page.DisplayAsync());
    }

    /// <summary>As browsers do that are short of memory, or whose person clears what pages have kept.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_done_after_the_browser_has_closed_the_store_is_kept_too(bool isCleared)
    {
        await using var page = await OpenPage.OpenAsync(await browser.MeetAsync(), browser.Address, PageSize.Desktop, before: """
            () => {
                const real = IDBFactory.prototype.open;
                globalThis.stores = [];
                IDBFactory.prototype.open = function (...all) {
                    const asked = real.apply(this, all);
                    asked.addEventListener('success', () => stores.push(asked.result));
                    return asked;
                };
            }
            """);
        await page.Tab.Keyboard.TypeAsync("12+3");
        await page.WaitForKeptAsync(Steps, "\"value\":3");
        if (isCleared)
            await OpenPage.ClearAsync(page.Tab);
        else
            await page.Tab.EvaluateExpressionAsync("stores.forEach(one => one.close())");

        await page.Tab.Keyboard.TypeAsync("0=");
        await page.WaitUntilReadAsync();
        await Task.Delay(700);

        Assert.Equal(0, await page.TimesSaidAsync("cannot keep what you do here"));
        await page.Tab.ReloadAsync();
        Assert.Equal("42", await page.DisplayAsync());
    }

    /// <summary>Work that was begun before it goes on, and nothing is drawn.</summary>
    [SkippableFact]
    public async Task What_comes_while_nobody_sees_the_page_is_kept()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Tab.EvaluateExpressionAsync("""
            Object.defineProperty(document, 'hidden', { value: true });
            globalThis.requestAnimationFrame = () => 0;
            """);
        // What was drawn before is kept by then.
        await Task.Delay(4000);
        await page.Tab.EvaluateExpressionAsync("gpudigits.Type(performance.now() / 1000, '7', '')");
        await page.WaitForKeptAsync(Steps, "\"value\":7");
    }

    /// <summary>As while a training is shown: each frame seems to be something that the person does.</summary>
    [SkippableFact]
    public async Task What_is_done_while_something_moves_is_kept()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Tab.EvaluateExpressionAsync("setInterval(() => gpudigits.Redraw(), 50)");
        await page.Tab.Keyboard.TypeAsync("12+3");
        await page.WaitForKeptAsync(Steps, "\"value\":3");
        await page.Tab.Keyboard.TypeAsync("4");
        await page.WaitForKeptAsync(Steps, "\"value\":4");
    }

    [SkippableFact]
    public async Task It_starts_and_reads_without_the_server_once_it_was_there()
    {
        var person = await browser.MeetAsync();
        await using var server = await PageServer.StartAsync(browser.Site, 0, lan: false);
        var address = server.AddressAt(IPAddress.Loopback);
        await using (var visit = await OpenPage.OpenAsync(person, address, PageSize.Phone))
            await visit.Tab.EvaluateFunctionAsync("async () => { await navigator.serviceWorker.ready; }");
        await server.DisposeAsync();
        using (var client = new HttpClient())
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(address)));

        await using var page = await OpenPage.OpenAsync(person, address, PageSize.Phone);
        await page.ShowAsync("Sheet");
        await page.Hand(Means.Touch).WriteAsync("13×14=", page.Size);

        Assert.Equal(["13×14= 182"], await page.SheetAsync());
    }
}
