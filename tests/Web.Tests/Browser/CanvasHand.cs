using System.Numerics;
using GpuDigits.Viewer.Tests.Sheet;
using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>What touches the canvas.</summary>
internal enum Means { Mouse, Touch, Pen }

/// <summary>Moves a mouse, a finger or a pen over the page, by events that come to it as those of a real one do. Places in CSS pixels.</summary>
/// <param name="session">The page's.</param>
/// <param name="means">With what.</param>
internal sealed class CanvasHand(ICDPSession session, Means means)
{
    private Vector2 _at;

    public Task DownAsync(Vector2 at)
    {
        _at = at;
        return means == Means.Touch ? TouchAsync("touchStart", at) : PointAsync("mousePressed", at, isDown: true);
    }

    public Task MoveAsync(Vector2 at)
    {
        _at = at;
        return means == Means.Touch ? TouchAsync("touchMove", at) : PointAsync("mouseMoved", at, isDown: true);
    }

    public Task UpAsync() => means == Means.Touch ? TouchAsync("touchEnd") : PointAsync("mouseReleased", _at, isDown: false);

    public Task HoverAsync(Vector2 at) => PointAsync("mouseMoved", at, isDown: false);

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
            List<Task> sent = [DownAsync(stroke[0])];
            foreach (var point in stroke.Skip(1))
            {
                await Task.Delay(3);
                sent.Add(MoveAsync(point));
            }
            sent.Add(UpAsync());
            await Task.WhenAll(sent);
        }
    }

    public Task WriteAsync(string text, PageSize size) =>
        WriteAsync(new PaperHand(size.InkHeight) { Interval = 12 }.Write(text, size.Line));

    /// <summary>Fingers at some places; none: the last is lifted.</summary>
    public Task TouchAsync(string what, params Vector2[] fingers) => session.SendAsync("Input.dispatchTouchEvent", new
    {
        type = what,
        touchPoints = fingers.Select((at, id) => new { x = at.X, y = at.Y, id, radiusX = 8, radiusY = 8, force = 0.5 }),
    });

    private Task PointAsync(string what, Vector2 at, bool isDown) => session.SendAsync("Input.dispatchMouseEvent", new
    {
        type = what,
        x = at.X,
        y = at.Y,
        button = isDown || what == "mouseReleased" ? "left" : "none",
        buttons = isDown ? 1 : 0,
        clickCount = what == "mouseMoved" ? 0 : 1,
        force = isDown && means == Means.Pen ? 0.4 : 0,
        pointerType = means == Means.Pen ? "pen" : "mouse",
    });
}
