using System.Collections.Immutable;
using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>
/// The contents of the pad: strokes, of which the newest may still be open. Every change can be undone and redone; a stroke is one change,
/// from pen down to pen up. Calls that make no sense at the moment (extend without a pen down, undo without a history) change nothing, so
/// that a window can pass on its events as they come.
/// </summary>
public sealed class Drawing
{
    private readonly UndoStack<ImmutableArray<Stroke>> _past = new(), _future = new();
    private readonly List<InkPoint> _open = [];
    private ImmutableArray<Stroke> _strokes = [];

    /// <summary>Increases with every visible change; equal versions mean equal ink.</summary>
    public long Version { get; private set; }

    /// <summary>True between <see cref="Begin"/> and <see cref="End"/>.</summary>
    public bool PenIsDown => _open.Count > 0;

    /// <summary>True when there is no ink at all; an open stroke counts as ink.</summary>
    public bool IsEmpty => _strokes.IsEmpty && !PenIsDown;

    /// <summary>All current ink, including an open stroke. The result is immutable: another thread may read it.</summary>
    public ImmutableArray<Stroke> Snapshot() => PenIsDown ? _strokes.Add(new Stroke([.. _open])) : _strokes;

    /// <summary>Pen down. A stroke that is still open is ended first.</summary>
    /// <exception cref="ArgumentException">The position is not valid (<see cref="InkPoint.IsSound"/>).</exception>
    public void Begin(float x, float y, double time)
    {
        var point = new InkPoint(x, y, time);
        Stroke.RequireSound(point);
        End();
        _open.Add(point);
        Version++;
    }

    /// <summary>The pen moved. Ignored while it is up, or if the position is the same.</summary>
    /// <exception cref="ArgumentException">The position is not valid (<see cref="InkPoint.IsSound"/>).</exception>
    public void Extend(float x, float y, double time)
    {
        var point = new InkPoint(x, y, time);
        Stroke.RequireSound(point);
        if (!PenIsDown || _open[^1].Position == point.Position)
            return;

        _open.Add(point);
        Version++;
    }

    /// <summary>Pen up: the open stroke becomes a finished one.</summary>
    public void End()
    {
        if (!PenIsDown)
            return;

        var finished = Snapshot();
        _open.Clear();
        Become(finished);
    }

    /// <summary>Undoes the last change, or discards the open stroke if there is one. Returns whether anything changed.</summary>
    public bool Undo()
    {
        if (PenIsDown)
        {
            _open.Clear();
            Version++;
            return true;
        }

        return Step(_past, _future);
    }

    /// <summary>Repeats the last undone change. Returns whether anything changed.</summary>
    public bool Redo() => !PenIsDown && Step(_future, _past);

    /// <summary>
    /// Removes all strokes within radius of the segment along which the eraser moved. Returns their number. An open stroke is ended first.
    /// </summary>
    public int EraseAlong(Vector2 from, Vector2 to, float radius)
    {
        End();
        var kept = _strokes.RemoveAll(stroke => stroke.DistanceTo(from, to) <= radius);
        var erased = _strokes.Length - kept.Length;
        if (erased > 0)
            Become(kept);
        return erased;
    }

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        End();
        if (!_strokes.IsEmpty)
            Become([]);
    }

    private void Become(ImmutableArray<Stroke> strokes)
    {
        _past.Push(_strokes);
        _future.Clear();
        _strokes = strokes;
        Version++;
    }

    private bool Step(UndoStack<ImmutableArray<Stroke>> from, UndoStack<ImmutableArray<Stroke>> to)
    {
        if (!from.TryPop(out var strokes))
            return false;

        to.Push(_strokes);
        _strokes = strokes;
        Version++;
        return true;
    }
}
