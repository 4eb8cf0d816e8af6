using System.Text.Json;
using Xunit.Abstractions;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>Pictures to be looked at, and how large everything is that one presses.</summary>
[Collection(InBrowsers.Name)]
public sealed class LooksTests(BrowserFixture browser, ITestOutputHelper output)
{
    private static readonly string[] Tabs = ["Calculator", "Sheet", "Lens", "Filter lab", "Learning", "Your hand"];

    [SkippableTheory]
    [InlineData("desktop", "dark")]
    [InlineData("desktop", "light")]
    [InlineData("tablet", "dark")]
    [InlineData("tablet", "light")]
    [InlineData("phone", "dark")]
    [InlineData("phone", "light")]
    [InlineData("lying", "dark")]
    [InlineData("lying", "light")]
    public async Task All_tabs(string device, string theme)
    {
        Skip.If(Screenshots.Folder is null, "makes pictures to look at; name a folder in WEB_FOLDER");
        await using var page = await browser.OpenAsync(PageSize.Of(device), theme);
        foreach (var tab in Tabs)
        {
            await page.ShowAsync(tab);
            await page.WaitUntilReadAsync();
            await Screenshots.KeepAsync(page, $"{tab.Replace(' ', '-').ToLowerInvariant()}-{device}-{theme}");
            var buttons = await page.Tab.EvaluateExpressionAsync<string>("""
                JSON.stringify([...document.querySelectorAll('#buttons button')].map(
                    one => [one.textContent, ...['left', 'top', 'width', 'height'].map(name => parseFloat(one.style[name]))]))
                """);
            foreach (var button in JsonDocument.Parse(buttons).RootElement.EnumerateArray())
                output.WriteLine($"{device} {tab}: {button}");
        }
    }
}
