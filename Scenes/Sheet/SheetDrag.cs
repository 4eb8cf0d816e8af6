using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;

namespace GpuDigits.Scenes.Sheet;

/// <summary>What the pointer does on the sheet from a button's press to its release. It begins with a move to its first place.</summary>
/// <param name="button">The button that is down.</param>
internal abstract class SheetDrag(PointerButton button)
{
    public PointerButton Button => button;

    /// <param name="pixel">The pointer's place.</param>
    /// <param name="at">The same on the paper.</param>
    /// <param name="time">In seconds.</param>
    public abstract void Move(Vector2 pixel, Vector2 at, double time);

    public abstract void End(double time);

    /// <summary>It was not meant.</summary>
    public virtual void Cancel()
    {
    }
}

/// <summary>A stroke is written, or something is tapped.</summary>
internal sealed class WritingDrag(Action<Stroke, bool> finish, float longestWay, bool mayBeTap) : SheetDrag(PointerButton.Left)
{
    private readonly List<InkPoint> _points = [];
    private Vector2 _start;
    private bool _moved;

    public Stroke? Ink => _points.Count == 0 ? null : new([.. _points]);

    public override void Move(Vector2 pixel, Vector2 at, double time)
    {
        var point = new InkPoint(at.X, at.Y, time * 1000);
        if (!point.IsSound || (_points.Count > 0 && _points[^1].Position == at))
            return;
        _start = _points.Count == 0 ? pixel : _start;
        _moved |= Vector2.Distance(pixel, _start) > longestWay;
        _points.Add(point);
    }

    public override void End(double time)
    {
        if (Ink is { } ink)
            finish(ink, mayBeTap && !_moved && time - ink.Points[0].Time / 1000 <= SheetTap.LongestTime);
    }
}

/// <summary>The eraser is drawn over the paper.</summary>
internal sealed class ErasingDrag(Paper paper, float radius, PointerButton button) : SheetDrag(button)
{
    private Vector2? _last;

    public override void Move(Vector2 pixel, Vector2 at, double time)
    {
        paper.EraseAlong(_last ?? at, at, radius);
        _last = at;
    }

    public override void End(double time) => paper.EndErase();

    public override void Cancel() => paper.EndErase();
}

/// <summary>A loop is drawn around what is to be selected.</summary>
internal sealed class LoopDrag(Action<IReadOnlyList<Vector2>> finish) : SheetDrag(PointerButton.Left)
{
    private readonly List<Vector2> _loop = [];

    public IReadOnlyList<Vector2> Loop => _loop;

    public override void Move(Vector2 pixel, Vector2 at, double time) => _loop.Add(at);

    public override void End(double time) => finish(_loop);
}

/// <summary>Something is dragged to another place, or only pressed.</summary>
/// <param name="finish">Receives the way on the paper; null if it was only pressed.</param>
/// <param name="longestWay">Pixels that a press may move.</param>
internal sealed class CarryingDrag(Action<Vector2?> finish, float longestWay) : SheetDrag(PointerButton.Left)
{
    private Vector2? _from, _fromPixel;

    /// <summary>The way on the paper.</summary>
    public Vector2 By { get; private set; }

    /// <summary>Whether it is more than a press.</summary>
    public bool IsCarried { get; private set; }

    /// <summary>The calculation whose answer is carried; null for a selection.</summary>
    public PaperCalculation? Source { get; init; }

    public override void Move(Vector2 pixel, Vector2 at, double time)
    {
        (_from, _fromPixel) = (_from ?? at, _fromPixel ?? pixel);
        IsCarried |= Vector2.Distance(pixel, _fromPixel.Value) > longestWay;
        By = IsCarried ? at - _from.Value : default;
    }

    public override void End(double time) => finish(IsCarried ? By : null);
}

/// <summary>A key of the row is pressed.</summary>
internal sealed class KeyDrag(Func<Vector2, int> keyAt, Action<int> press) : SheetDrag(PointerButton.Left)
{
    private int? _pressed;
    private int _over;

    public override void Move(Vector2 pixel, Vector2 at, double time)
    {
        _over = keyAt(pixel);
        _pressed ??= _over;
    }

    public override void End(double time)
    {
        if (_over == _pressed && _over >= 0)
            press(_over);
    }
}
