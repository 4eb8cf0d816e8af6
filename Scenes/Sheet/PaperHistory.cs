using GpuDigits.Engine;

namespace GpuDigits.Scenes.Sheet;

/// <summary>What is on the paper, and what was there before each step that can be undone.</summary>
internal sealed class PaperHistory
{
    private readonly UndoStack<Turn> _past = new(), _future = new();

    /// <summary>What is on the paper now.</summary>
    public PaperContent Content { get; private set; } = PaperContent.Empty;

    public bool CanUndo => _past.Count > 0;

    public bool CanRedo => _future.Count > 0;

    /// <summary>Makes a step; one that makes no sense now changes nothing. Returns whether anything changed.</summary>
    public bool Make(PaperStep step)
    {
        switch (step)
        {
            case PaperUndo:
                return Step(_past, _future);
            case PaperRedo:
                return Step(_future, _past);
            default:
                _past.Push(new(Content, step));
                _future.Clear();
                Content = step is PaperChange change ? Content.With(change) : (PaperContent)step;
                return true;
        }
    }

    /// <summary>
    /// Steps that lead from an empty paper to the same content and history: the oldest content that is kept, the steps that can be undone,
    /// those that can be made again, and one undo for each of the latter.
    /// </summary>
    public IEnumerable<PaperStep> Condensed()
    {
        yield return _past.Count > 0 ? _past.First().Content : Content;
        foreach (var turn in _past)
            yield return turn.Step;
        foreach (var turn in _future.Reverse())
            yield return turn.Step;
        for (var i = 0; i < _future.Count; i++)
            yield return new PaperUndo();
    }

    /// <summary>Makes the steps of an earlier run again; a content that comes first is where they begin, and cannot be undone.</summary>
    public void Repeat(IEnumerable<PaperStep> steps)
    {
        foreach (var (i, step) in steps.Index())
        {
            if (i == 0 && step is PaperContent start)
                Content = start;
            else
                Make(step);
        }
    }

    private bool Step(UndoStack<Turn> from, UndoStack<Turn> to)
    {
        if (!from.TryPop(out var turn))
            return false;
        to.Push(turn with { Content = Content });
        Content = turn.Content;
        return true;
    }

    /// <summary>A step, and the content on its other side: before it for undo, after it for redo.</summary>
    private readonly record struct Turn(PaperContent Content, PaperStep Step);
}
