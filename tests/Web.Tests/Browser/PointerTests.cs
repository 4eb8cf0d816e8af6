using System.Numerics;
using PuppeteerSharp.Input;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>Mice: their buttons, their wheel, and fingers beside them.</summary>
[Collection(InBrowsers.Name)]
public sealed class PointerTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task A_middle_button_neither_writes_nor_presses()
    {
        const MouseButton Button = MouseButton.Middle;
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.ShowAsync("Sheet");
        await page.Hand(Means.Mouse).WriteAsync("13×14=", page.Size);
        Assert.Equal(["13×14= 182"], await page.SheetAsync());
        var clear = await page.PlaceOfAsync("Clear all");
        var mouse = page.Tab.Mouse;

        await mouse.MoveAsync(300, 450);
        await mouse.DownAsync(new() { Button = Button });
        await mouse.MoveAsync(300, 520, new() { Steps = 8 });
        await mouse.UpAsync(new() { Button = Button });
        await mouse.MoveAsync((decimal)clear.X, (decimal)clear.Y);
        await mouse.DownAsync(new() { Button = Button });
        await mouse.UpAsync(new() { Button = Button });

        Assert.Equal(["13×14= 182"], await page.SheetAsync());
    }

    /// <summary>The hand rests: a pen gives no sign of itself for longer than a palm needs.</summary>
    [SkippableFact]
    public async Task Fingers_do_not_take_away_what_a_mouse_is_writing()
    {
        await using var page = await browser.OpenAsync(PageSize.Tablet);
        await page.ShowAsync("Sheet");
        CanvasHand mouse = page.Hand(Means.Mouse), palm = page.Hand(Means.Touch);
        await mouse.DownAsync(new(300, 500));
        await mouse.MoveAsync(new(300, 530));

        await palm.TouchAsync("touchStart", new Vector2(500, 800), new Vector2(560, 830));
        await palm.TouchAsync("touchEnd");
        for (var y = 540; y <= 580; y += 10)
            await mouse.MoveAsync(new(300, y));
        await mouse.UpAsync();

        Assert.Single(await page.SheetAsync());
    }

    /// <summary>Browsers tell a notch in lines or in pixels, and a touchpad's pinch in few pixels.</summary>
    [SkippableFact]
    public async Task A_notch_with_Ctrl_zooms_as_far_in_lines_as_in_pixels()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);

        var notches = await page.Tab.EvaluateFunctionAsync<double[]>("""
            () => {
                const all = [], real = gpudigits.Zoom;
                gpudigits.Zoom = (time, notches) => all.push(notches);
                for (const [deltaMode, deltaY] of [[0, -100], [1, -3], [2, -0.2], [0, -5]])
                    document.getElementById('paper').dispatchEvent(
                        new WheelEvent('wheel', { deltaMode, deltaY, ctrlKey: true, clientX: 300, clientY: 300, cancelable: true }));
                gpudigits.Zoom = real;
                return all;
            }
            """);

        Assert.Equal([1, 1, 1, 0.5], notches);
    }
}
