using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>
/// One tab at a time keeps its steps. On plain HTTP, as a phone asks another machine, a browser has no locks: these tabs have none either.
/// </summary>
[Collection(InBrowsers.Name)]
public sealed class OneKeeperTests(BrowserFixture browser)
{
    private const string NoLocks = "delete Navigator.prototype.locks;";
    private const string Complaint = "open in another tab";

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_tab_says_that_it_keeps_nothing_and_leaves_the_first_ones_work_alone(bool hasLocks)
    {
        var person = await browser.MeetAsync();
        await using var first = await OpenAsync(person, hasLocks);
        await first.Tab.Keyboard.TypeAsync("12+30=");
        await first.WaitUntilReadAsync();
        await using (var second = await OpenAsync(person, hasLocks))
        {
            Assert.Contains(Complaint, await second.SaidAsync(), StringComparison.Ordinal);
            Assert.Equal("0", await second.DisplayAsync());
            await second.Tab.Keyboard.TypeAsync("7*8=");
            Assert.Equal("56", await second.DisplayAsync());
            await Task.Delay(700);
        }
        await first.Tab.BringToFrontAsync();

        await first.Tab.ReloadAsync();

        Assert.Equal("42", await first.DisplayAsync());
    }

    /// <summary>It is the first to ask, and then its store does not open.</summary>
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tab_that_cannot_keep_leaves_it_to_another(bool hasLocks)
    {
        var person = await browser.MeetAsync();
        await using var first = await OpenAsync(person, hasLocks, """
            const open = IDBFactory.prototype.open;
            IDBFactory.prototype.open = function (name, ...rest) {
                if (name === 'gpudigits')
                    throw new Error('its store is damaged');
                return open.call(this, name, ...rest);
            };
            """);
        Assert.Contains("keeps nothing here: its store is damaged", await first.SaidAsync(), StringComparison.Ordinal);
        await using var second = await OpenAsync(person, hasLocks);
        await second.Tab.Keyboard.TypeAsync("12+30=");
        await second.WaitUntilReadAsync();

        await second.Tab.ReloadAsync();

        Assert.Equal("42", await second.DisplayAsync());
    }

    /// <summary>The others, which have asked for its place, do not get it meanwhile.</summary>
    [SkippableFact]
    public async Task The_tab_that_keeps_may_be_loaded_anew_while_others_are_open()
    {
        var person = await browser.MeetAsync();
        var first = await OpenBareAsync(person);
        Assert.True(await KeepsAsync(first));
        Assert.False(await KeepsAsync(await OpenBareAsync(person)));
        Assert.False(await KeepsAsync(await OpenBareAsync(person)));

        await first.ReloadAsync();

        Assert.True(await KeepsAsync(first));
        Assert.False(await KeepsAsync(await OpenBareAsync(person)));
        await person.CloseAsync();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_the_tab_that_keeps_was_closed_or_has_crashed_the_next_one_keeps(bool crashes)
    {
        var person = await browser.MeetAsync();
        var first = await OpenBareAsync(person);
        Assert.True(await KeepsAsync(first));
        if (crashes)
        {
            var isGone = new TaskCompletionSource();
            first.Error += (_, _) => isGone.TrySetResult();
            // It does not live to answer.
            _ = first.Client.SendAsync("Page.crash");
            await isGone.Task;
        }
        else
            await first.CloseAsync();

        Assert.True(await KeepsAsync(await OpenBareAsync(person)));
        Assert.False(await KeepsAsync(await OpenBareAsync(person)));
        await person.CloseAsync();
    }

    /// <summary>It answers nobody, and goes on later.</summary>
    [SkippableFact]
    public async Task A_tab_that_keeps_and_is_frozen_stays_the_one()
    {
        var person = await browser.MeetAsync();
        var first = await OpenBareAsync(person);
        Assert.True(await KeepsAsync(first));
        await FreezeAsync("frozen");
        Assert.False(await KeepsAsync(await OpenBareAsync(person)));
        await FreezeAsync("active");
        Assert.False(await KeepsAsync(await OpenBareAsync(person)));
        Assert.False(await IsLostAsync(first));
        await person.CloseAsync();

        Task FreezeAsync(string state) => first.Client.SendAsync("Page.setWebLifecycleState", new { state });
    }

    [SkippableFact]
    public async Task Of_tabs_that_are_opened_at_once_one_keeps()
    {
        var person = await browser.MeetAsync();
        for (var round = 0; round < 2; round++)
        {
            var tabs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenBareAsync(person)));
            Assert.Single(await Task.WhenAll(tabs.Select(KeepsAsync)), true);
            await Task.WhenAll(tabs.Select(tab => tab.CloseAsync()));
        }
        await person.CloseAsync();
    }

    /// <summary>What makes a tab the one is gone with all that pages have kept: it takes it anew, or hears that another has it.</summary>
    [SkippableFact]
    public async Task One_tab_keeps_when_the_person_has_cleared_what_was_kept()
    {
        var person = await browser.MeetAsync();
        var first = await OpenBareAsync(person);
        var second = await OpenBareAsync(person);
        Assert.True(await KeepsAsync(first));
        await OpenPage.ClearAsync(first);
        if (await KeepsAsync(second))
            await first.WaitForFunctionAsync("() => globalThis.isLost === true", new WaitForFunctionOptions { PollingInterval = 20 });
        else
            Assert.False(await IsLostAsync(first));
        Assert.False(await KeepsAsync(await OpenBareAsync(person)));
        await person.CloseAsync();
    }

    private Task<OpenPage> OpenAsync(IBrowserContext person, bool hasLocks, string before = "") =>
        OpenPage.OpenAsync(person, browser.Address, PageSize.Desktop, before: $"() => {{ {before} {(hasLocks ? "" : NoLocks)} }}");

    /// <summary>A tab that has the page's store, and not the page: a busy machine has room for many.</summary>
    private async Task<IPage> OpenBareAsync(IBrowserContext person)
    {
        var tab = await person.NewPageAsync();
        await tab.EvaluateFunctionOnNewDocumentAsync($"() => {{ {NoLocks} }}");
        await tab.GoToAsync(new Uri(new(browser.Address), "store.js").AbsoluteUri);
        return tab;
    }

    /// <summary>Has a tab ask whether it is the one.</summary>
    private static Task<bool> KeepsAsync(IPage tab) => tab.EvaluateFunctionAsync<bool>(
        "async () => (await import('./store.js')).keepsAlone(() => globalThis.isLost = true)");

    private static Task<bool> IsLostAsync(IPage tab) => tab.EvaluateFunctionAsync<bool>("() => globalThis.isLost === true");
}
