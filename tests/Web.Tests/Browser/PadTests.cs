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

    /// <summary>As where a reading takes long: of the worker's messages only a few come, and the stroke has many more moves.</summary>
    [SkippableFact]
    public async Task Ink_follows_the_hand_while_the_worker_reads()
    {
        await using var page = await OpenPage.OpenAsync(await browser.MeetAsync(), browser.Address, PageSize.Desktop, before: """
            () => {
                [globalThis.most, globalThis.held] = [Infinity, []];
                globalThis.hearSome = () => {
                    while (most > 0 && held.length > 0 && most--)
                        held.shift()();
                };
                const add = Worker.prototype.addEventListener;
                Worker.prototype.addEventListener = function (kind, hear) {
                    add.call(this, kind, kind !== 'message' ? hear : event => held.push(() => hear(event)) && hearSome());
                };
            }
            """);
        await page.Tab.EvaluateExpressionAsync("most = 0");
        await page.Hand(Means.Mouse).WriteAsync(
            [[new(250, 250), new(250, 300), new(250, 350)], [.. Enumerable.Range(0, 31).Select(i => new Vector2(370, 250 + 5 * i))]]);
        await page.Tab.EvaluateExpressionAsync("most = 6; hearSome()");

        var (ink, paper) = (0, 0);
        for (var look = 0; look < 50 && ink < paper + 60; look++)
        {
            await Task.Delay(100);
            var picture = await page.PictureAsync();
            (ink, paper) = (Level(picture, 370, 395), Level(picture, 310, 395));
        }
        Assert.True(ink >= paper + 60, $"{ink} is no ink on {paper}");
        await page.Tab.EvaluateExpressionAsync("most = Infinity; hearSome()");
        await page.WaitUntilReadAsync();

        static int Level(Pictures.Image picture, int x, int y) => picture.Pixels[(y * picture.Width + x) * picture.Channels];
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
