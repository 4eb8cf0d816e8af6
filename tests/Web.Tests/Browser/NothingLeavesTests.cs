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
        browser.Outgoing.AssertNoneSince(before);
    }

    [SkippableFact]
    public async Task The_policy_refuses_what_would_leave()
    {
        string[] ways =
        [
            "fetch('http://example.com/')",
            "fetch('https://example.com/')",
            "fetch('http://127.0.0.1:9/')",
            "import('http://example.com/x.js')",
            "new Promise((yes, no) => Object.assign(new Image(), { onload: yes, onerror: no, src: 'http://example.com/x.png' }))",
            "new Promise((yes, no) => Object.assign(new WebSocket('ws://example.com/'), { onopen: yes, onerror: no }))",
            "new Promise((yes, no) => Object.assign(new EventSource('http://example.com/'), { onopen: yes, onerror: no }))",
        ];
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        var before = browser.Outgoing.All.Count();

        foreach (var way in ways)
        {
            var refused = await page.Tab.EvaluateFunctionAsync<string[]>(
                $$"""
                async () => {
                    const rules = [], hear = one => rules.push(one.effectiveDirective);
                    addEventListener('securitypolicyviolation', hear);
                    const ended = await ({{way}}).then(() => 'done', () => 'refused');
                    await new Promise(done => setTimeout(done, 50));
                    removeEventListener('securitypolicyviolation', hear);
                    return [ended, ...rules];
                }
                """);
            Assert.True(refused is ["refused", _, ..], $"{way}: {string.Join(", ", refused)}");
        }

        browser.Outgoing.AssertNoneSince(before);
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
