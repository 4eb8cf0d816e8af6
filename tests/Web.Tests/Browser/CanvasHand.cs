using System.Numerics;
using System.Text.Json;
using GpuDigits.Viewer.Tests.Sheet;
using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>What touches the canvas.</summary>
internal enum Means { Mouse, Touch, Pen }

/// <summary>
/// Moves a mouse, a finger or a pen over the page, by events that come to it as those of a real one do. Places are in CSS pixels.
/// </summary>
/// <param name="page">The page; one in another browser than Chromium has a mouse only.</param>
/// <param name="means">With what.</param>
internal sealed class CanvasHand(IPage page, Means means)
{
    private Vector2 _at;

    public async Task DownAsync(Vector2 at)
    {
        _at = at;
        if (means == Means.Mouse)
            await page.Mouse.MoveAsync((decimal)at.X, (decimal)at.Y);
        await (means switch
        {
            Means.Mouse => page.Mouse.DownAsync(),
            Means.Touch => TouchAsync("touchStart", at),
            _ => PenAsync("mousePressed", isDown: true),
        });
    }

    public Task MoveAsync(Vector2 at)
    {
        _at = at;
        return means switch
        {
            Means.Mouse => page.Mouse.MoveAsync((decimal)at.X, (decimal)at.Y),
            Means.Touch => TouchAsync("touchMove", at),
            _ => PenAsync("mouseMoved", isDown: true),
        };
    }

    public Task UpAsync() => means switch
    {
        Means.Mouse => page.Mouse.UpAsync(),
        Means.Touch => TouchAsync("touchEnd"),
        _ => PenAsync("mouseReleased", isDown: false),
    };

    /// <summary>A pen comes near, or a mouse moves.</summary>
    public Task HoverAsync(Vector2 at)
    {
        _at = at;
        return means == Means.Mouse ? page.Mouse.MoveAsync((decimal)at.X, (decimal)at.Y) : PenAsync("mouseMoved", isDown: false);
    }

    public async Task TapAsync(Vector2 at)
    {
        await DownAsync(at);
        await UpAsync();
    }

    /// <summary>The points of a stroke by pen or finger come faster than the page draws, so it gets several with one event.</summary>
    public async Task WriteAsync(IEnumerable<Vector2[]> strokes)
    {
        foreach (var stroke in strokes)
        {
            if (means != Means.Touch)
                await HoverAsync(stroke[0]);
            await DownAsync(stroke[0]);
            List<Task> sent = [];
            foreach (var point in stroke.Skip(1))
            {
                var move = MoveAsync(point);
                if (means == Means.Mouse)
                    await move;
                else
                    await Task.Delay(3);
                sent.Add(move);
            }
            await Task.WhenAll(sent);
            await UpAsync();
        }
    }

    public Task WriteAsync(string text, PageSize size) =>
        WriteAsync(new PaperHand(size.InkHeight) { Interval = 12 }.Write(text, size.Line));

    /// <summary>Fingers at some places; none: the last is lifted.</summary>
    public Task TouchAsync(string what, params Vector2[] fingers) => page.Client.SendAsync("Input.dispatchTouchEvent", new
    {
        type = what,
        touchPoints = fingers.Select((at, id) => new { x = at.X, y = at.Y, id, radiusX = 8, radiusY = 8, force = 0.5 }),
    });

    private Task<JsonElement?> PenAsync(string what, bool isDown) => page.Client.SendAsync("Input.dispatchMouseEvent", new
    {
        type = what,
        x = _at.X,
        y = _at.Y,
        button = isDown || what == "mouseReleased" ? "left" : "none",
        buttons = isDown ? 1 : 0,
        clickCount = what == "mouseMoved" ? 0 : 1,
        force = isDown ? 0.4 : 0,
        pointerType = "pen",
    });
}
