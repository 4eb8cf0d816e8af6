namespace GpuDigits.Web.Tests.Browser;

/// <summary>A calculation that is written on the sheet, with all that one can write with, on all kinds of devices.</summary>
[Collection(InBrowsers.Name)]
public sealed class SheetByHandTests(BrowserFixture browser)
{
    [SkippableTheory]
    [InlineData("desktop", "Mouse")]
    [InlineData("desktop", "Touch")]
    [InlineData("tablet", "Pen")]
    [InlineData("phone", "Touch")]
    [InlineData("lying", "Touch")]
    public async Task A_calculation_is_answered(string device, string means)
    {
        await using var page = await browser.OpenAsync(PageSize.Of(device));
        await page.ShowAsync("Sheet");

        await page.Hand(Enum.Parse<Means>(means)).WriteAsync("13×14=", page.Size);

        Assert.Equal(["13×14= 182"], await page.SheetAsync());
        await Screenshots.KeepAsync(page, $"sheet-{device}-{means}");
    }
}
