using GpuDigits.Engine;

namespace GpuDigits.Scenes.App;

/// <summary>Which of the two histories a step of the person belongs to; saving a digit belongs to both.</summary>
[Flags]
internal enum Parts { None = 0, Ink = 1, Calculator = 2 }

/// <summary>The order of steps over pad and calculator, each of which remembers its own: what to undo next.</summary>
internal sealed class History
{
    private readonly UndoStack<Parts> _past = new(), _future = new();

    public bool CanUndo => _past.Count > 0;

    public bool CanRedo => _future.Count > 0;

    public void Record(Parts parts)
    {
        if (parts == Parts.None)
            return;
        _past.Push(parts);
        _future.Clear();
    }

    /// <summary>The parts to undo now, or none.</summary>
    public Parts Undo() => Step(_past, _future);

    /// <summary>The parts to redo now, or none.</summary>
    public Parts Redo() => Step(_future, _past);

    private static Parts Step(UndoStack<Parts> from, UndoStack<Parts> to)
    {
        if (!from.TryPop(out var parts))
            return Parts.None;
        to.Push(parts);
        return parts;
    }
}
