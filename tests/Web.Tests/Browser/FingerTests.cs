using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>What fingers and palms do on the sheet besides writing.</summary>
[Collection(InBrowsers.Name)]
public sealed class FingerTests(BrowserFixture browser)
{
    private const int Steps = 12;

    [SkippableFact]
    public async Task Two_fingers_scroll_and_zoom_the_sheet_and_write_nothing()
    {
        await using var page = await OpenSheetAsync();
        var hand = page.Hand(Means.Touch);
        await hand.WriteAsync("13×14=", page.Size);
        var written = await page.SheetAsync();
        var first = await AnswerAsync(page);

        await PinchAsync(hand, new(300, 600), new(500, 600), new(300, 500), new(500, 500));

        Assert.Equal(written, await page.SheetAsync());
        var scrolled = await AnswerAsync(page);
        Assert.Equal(first.Center.Y - 100, scrolled.Center.Y, 4f);
        Assert.Equal(first.Center.X, scrolled.Center.X, 4f);
        Assert.Equal(first.Size.Y, scrolled.Size.Y, 2f);

        await PinchAsync(hand, new(300, 500), new(500, 500), new(325, 500), new(475, 500));

        Assert.Equal(written, await page.SheetAsync());
        Assert.Equal(0.75 * first.Size.Y, (await AnswerAsync(page)).Size.Y, 4f);
    }

    [SkippableFact]
    public async Task A_third_finger_moves_nothing_when_it_comes_nor_when_it_goes()
    {
        await using var page = await OpenSheetAsync();
        var hand = page.Hand(Means.Touch);
        await hand.WriteAsync("13×14=", page.Size);
        var written = await page.SheetAsync();
        var first = await AnswerAsync(page);
        Vector2 left = new(300, 600), right = new(500, 600), third = new(400, 700), step = new(0, -2);
        await hand.TouchAsync("touchStart", left);
        await hand.TouchAsync("touchStart", left, right);
        await hand.TouchAsync("touchStart", left, right, third);
        for (var i = 0; i < Steps; i++)
            await hand.TouchAsync("touchMove", left -= new Vector2(0, 10), right -= new Vector2(0, 10), third);

        await hand.TouchAsync("touchEnd", left, right);
        await hand.TouchAsync("touchMove", left + step, right + step);
        await hand.TouchAsync("touchEnd", left);
        await hand.TouchAsync("touchEnd");

        Assert.Equal(written, await page.SheetAsync());
        var last = await AnswerAsync(page);
        Assert.Equal(first.Center.Y + step.Y, last.Center.Y, 4f);
        Assert.Equal(first.Size.Y, last.Size.Y, 2f);
    }

    [SkippableFact]
    public async Task A_palm_beside_the_pen_leaves_nothing()
    {
        await using var page = await OpenSheetAsync();
        var line = new PaperHand(80) { Interval = 12 }.Write("1", new(500, 800));
        await page.Hand(Means.Pen).WriteAsync("13×14=", page.Size);

        await page.Hand(Means.Touch).WriteAsync(line);
        Assert.Equal(["13×14= 182"], await page.SheetAsync());

        // Without a pen the same finger writes.
        await Task.Delay(1200);
        await page.Hand(Means.Touch).WriteAsync(line);
        Assert.Equal(2, (await page.SheetAsync()).Length);
    }

    [SkippableFact]
    public async Task A_palm_that_lies_before_the_pen_comes_leaves_nothing()
    {
        await using var page = await OpenSheetAsync();
        var palm = page.Hand(Means.Touch);
        await palm.DownAsync(new(500, 800));
        await palm.MoveAsync(new(505, 830));

        await page.Hand(Means.Pen).WriteAsync("13×14=", page.Size);
        await palm.MoveAsync(new(520, 850));
        await palm.UpAsync();

        Assert.Equal(["13×14= 182"], await page.SheetAsync());
    }

    [SkippableTheory]
    [InlineData("touchEnd", 1)]
    [InlineData("touchCancel", 0)]
    public async Task What_the_system_takes_back_leaves_nothing(string end, int calculations)
    {
        await using var page = await OpenSheetAsync(PageSize.Phone);
        var hand = page.Hand(Means.Touch);
        await hand.DownAsync(new(100, 300));
        for (var y = 300; y <= 360; y += 5)
            await hand.MoveAsync(new(100, y));

        await hand.TouchAsync(end);

        Assert.Equal(calculations, (await page.SheetAsync()).Length);
    }

    private async Task<OpenPage> OpenSheetAsync(PageSize? size = null)
    {
        var page = await browser.OpenAsync(size ?? PageSize.Tablet);
        await page.ShowAsync("Sheet");
        return page;
    }

    private static async Task PinchAsync(CanvasHand hand, Vector2 left, Vector2 right, Vector2 toLeft, Vector2 toRight)
    {
        await hand.TouchAsync("touchStart", left);
        await hand.TouchAsync("touchMove", left + new Vector2(3, 0));
        await hand.TouchAsync("touchStart", left, right);
        for (var step = 1; step <= Steps; step++)
        {
            var part = (float)step / Steps;
            await hand.TouchAsync("touchMove", Vector2.Lerp(left, toLeft, part), Vector2.Lerp(right, toRight, part));
        }
        await hand.TouchAsync("touchEnd", toLeft);
        await hand.TouchAsync("touchEnd");
    }

    /// <summary>Where the answer stands, the only thing in the theme's colour below the bar of tools, in CSS pixels.</summary>
    private static async Task<InkBounds> AnswerAsync(OpenPage page)
    {
        var picture = await page.PictureAsync();
        List<Vector2> blue = [];
        for (var y = (int)(120 * page.Size.PixelRatio); y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
            {
                var pixel = picture.Pixels.AsSpan((y * picture.Width + x) * picture.Channels);
                if (pixel[2] > pixel[0] + 80)
                    blue.Add(new Vector2(x, y) / (float)page.Size.PixelRatio);
            }
        Assert.NotEmpty(blue);
        return InkBounds.Of(blue);
    }
}
