using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>Another engine than Chromium's.</summary>
[Collection(InBrowsers.Name)]
public sealed class FirefoxTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Firefox_reads_a_calculation()
    {
        var program = BrowserFixture.Find("firefox-esr", "firefox");
        Skip.If(program is null, "Firefox is missing: install the package firefox-esr");
        await browser.ServeAsync();
        await using var firefox = await Puppeteer.LaunchAsync(new()
        {
            Browser = SupportedBrowser.Firefox, ExecutablePath = program, Headless = true, Protocol = ProtocolType.WebdriverBiDi,
            ExtraPrefsFirefox = new Dictionary<string, object> { ["webgl.force-enabled"] = true },
        });
        await using var page = await OpenPage.OpenAsync(firefox.DefaultContext, browser.Address, PageSize.Desktop, theme: null);

        await page.ShowAsync("Sheet");
        await page.Hand(Means.Mouse).WriteAsync("13×14=", page.Size);

        Assert.Equal(["13×14= 182"], await page.SheetAsync());
    }
}
