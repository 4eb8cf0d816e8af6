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
/// <param name="page">The page, in Chromium.</param>
/// <param name="means">With what.</param>
internal sealed class CanvasHand(IPage page, Means means)
{
    private Vector2 _at;

    public Task DownAsync(Vector2 at)
    {
        _at = at;
        return means == Means.Touch ? TouchAsync("touchStart", at) : PointAsync("mousePressed", isDown: true);
    }

    public Task MoveAsync(Vector2 at)
    {
        _at = at;
        return means == Means.Touch ? TouchAsync("touchMove", at) : PointAsync("mouseMoved", isDown: true);
    }

    public Task UpAsync() => means == Means.Touch ? TouchAsync("touchEnd") : PointAsync("mouseReleased", isDown: false);

    /// <summary>A pen comes near, or a mouse moves.</summary>
    public Task HoverAsync(Vector2 at)
    {
        _at = at;
        return PointAsync("mouseMoved", isDown: false);
    }

    public async Task TapAsync(Vector2 at)
    {
        await DownAsync(at);
        await UpAsync();
    }

    /// <summary>The points of a stroke come faster than the page draws, so it gets several with one event.</summary>
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
                sent.Add(MoveAsync(point));
                await Task.Delay(3);
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

    private Task<JsonElement?> PointAsync(string what, bool isDown) => page.Client.SendAsync("Input.dispatchMouseEvent", new
    {
        type = what,
        x = _at.X,
        y = _at.Y,
        button = isDown || what == "mouseReleased" ? "left" : "none",
        buttons = isDown ? 1 : 0,
        clickCount = what == "mouseMoved" ? 0 : 1,
        force = isDown && means == Means.Pen ? 0.4 : 0,
        pointerType = means == Means.Pen ? "pen" : "mouse",
    });
}
