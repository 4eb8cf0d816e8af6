namespace GpuDigits.Web.Tests.Browser;

/// <summary>The page speaks to its own server and to nobody else.</summary>
[Collection(InBrowsers.Name)]
public sealed class NothingLeavesTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Every_request_goes_to_the_own_server()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        var before = browser.Outgoing.All.Count();
        await page.ShowAsync("Sheet");
        await page.Hand(Means.Pen).WriteAsync("13×14=", page.Size);
        await page.WaitUntilReadAsync();
        foreach (var tab in (string[])["Lens", "Filter lab", "Learning", "Your hand", "Calculator"])
            await page.ShowAsync(tab);
        await page.Tab.ReloadAsync();
        await page.WaitUntilReadAsync();

        Assert.True(page.Requests.Count() > 10);
        Assert.All(page.Requests, request => Assert.True(
            request.Url.StartsWith(browser.Address, StringComparison.Ordinal) || request.Url.StartsWith("blob:", StringComparison.Ordinal)
                || request.Url.StartsWith("data:", StringComparison.Ordinal), request.Url));
        Assert.Equal(before, browser.Outgoing.All.Count());
    }

    [SkippableTheory]
    [InlineData("fetch('http://example.com/')")]
    [InlineData("fetch('https://example.com/')")]
    [InlineData("fetch('http://127.0.0.1:9/')")]
    [InlineData("new Promise((yes, no) => Object.assign(new Image(), { onload: yes, onerror: no, src: 'http://example.com/x.png' }))")]
    [InlineData("import('http://example.com/x.js')")]
    [InlineData("new Promise((yes, no) => { const one = new WebSocket('ws://example.com/'); one.onopen = yes; one.onerror = no; })")]
    [InlineData("new Promise((yes, no) => { const one = new EventSource('http://example.com/'); one.onopen = yes; one.onerror = no; })")]
    public async Task The_policy_refuses_what_would_leave(string way)
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        var before = browser.Outgoing.All.Count();

        var refused = await page.Tab.EvaluateFunctionAsync<string[]>(
            $$"""
            async () => {
                const rules = [];
                addEventListener('securitypolicyviolation', one => rules.push(one.effectiveDirective));
                const ended = await ({{way}}).then(() => 'done', () => 'refused');
                await new Promise(done => setTimeout(done, 100));
                return [ended, ...rules];
            }
            """);

        Assert.Equal("refused", refused[0]);
        Assert.NotEmpty(refused.Skip(1));
        Assert.Equal(before, browser.Outgoing.All.Count());
        Assert.NotEmpty(page.TakeFaults());
    }

    /// <summary>The other tests would notice a request that leaves: a page without the policy makes one.</summary>
    [SkippableFact]
    public async Task A_request_that_leaves_is_noticed()
    {
        var person = await browser.MeetAsync();
        var page = await person.NewPageAsync();
        await page.GoToAsync("data:text/html,<p>");

        await page.EvaluateFunctionAsync("() => fetch('http://example.com/left').catch(() => null)");

        Assert.Contains(browser.Outgoing.All, line => line.Contains("example.com/left", StringComparison.Ordinal));
    }
}
