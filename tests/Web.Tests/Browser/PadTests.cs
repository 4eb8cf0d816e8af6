using System.Numerics;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>The calculator: digits on the pad, buttons on the canvas and in the accessibility tree.</summary>
[Collection(InBrowsers.Name)]
public sealed class PadTests(BrowserFixture browser)
{
    /// <summary>The finger is on the button before the worker has read the digit.</summary>
    [SkippableTheory]
    [InlineData("tablet")]
    [InlineData("phone")]
    public async Task A_digit_that_is_saved_at_once_is_read_first(string device)
    {
        await using var page = await browser.OpenAsync(PageSize.Of(device));
        var hand = page.Hand(Means.Touch);
        var button = await page.PlaceOfAsync("Save digit");

        await hand.WriteAsync(Digit('3', page.Size));
        await hand.TapAsync(button);
        await hand.WriteAsync(Digit('4', page.Size));
        await hand.TapAsync(button);

        Assert.Equal("34", await page.DisplayAsync());
    }

    [SkippableFact]
    public async Task A_screen_reader_saves_a_digit_and_hears_it()
    {
        await using var page = await browser.OpenAsync(PageSize.Phone);
        await page.Hand(Means.Touch).WriteAsync(Digit('7', page.Size));

        await page.ActivateAsync("Save digit");

        Assert.Equal("7", await page.DisplayAsync());
        Assert.Contains("7", await page.SaidAsync(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("desktop", "Mouse")]
    [InlineData("phone", "Touch")]
    [InlineData("lying", "Touch")]
    [InlineData("tablet", "Pen")]
    public async Task Thirteen_times_fourteen(string device, string with)
    {
        await using var page = await browser.OpenAsync(PageSize.Of(device));
        var means = Enum.Parse<Means>(with);
        foreach (var sign in "13×14=")
            if (char.IsAsciiDigit(sign))
            {
                await page.Hand(means).WriteAsync(Digit(sign, page.Size));
                await page.PressAsync("Save digit", means);
            }
            else
            {
                await page.PressAsync(sign == '=' ? "Work it out" : "Multiply", means);
            }

        Assert.Equal("182", await page.DisplayAsync());
        Assert.Contains("13 × 14 = 182", await page.SaidAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_was_typed_is_worked_out()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);

        await page.Tab.Keyboard.TypeAsync("13*14=");

        Assert.Equal("182", await page.DisplayAsync());
    }

    private static List<Vector2[]> Digit(char digit, PageSize size) =>
        new PaperHand(5 * size.PadTenth) { Interval = 12 }.Write(digit.ToString(), size.Pad + new Vector2(-1.5f, 2.5f) * size.PadTenth);
}
