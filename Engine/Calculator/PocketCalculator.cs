namespace GpuDigits.Engine.Calculator;

/// <summary>What a step did.</summary>
[Flags]
public enum CalculatorEffect
{
    /// <summary>Nothing: the step made no sense at the moment.</summary>
    None = 0,

    /// <summary>There is a new <see cref="PocketCalculator.State"/>.</summary>
    Changed = 1,

    /// <summary>The drawing on the pad has served; the pad is free for the next one.</summary>
    PadFree = 2,
}

/// <summary>
/// A four-function calculator as people know them. Numbers are exact (<see cref="Rational"/>) and have up to 15 digits before the
/// decimal point; chains work from left to right. The last thousand steps can be undone and redone. A step that makes no sense at the moment (an
/// operation after an error, a sixteenth digit) is ignored.
/// </summary>
public sealed class PocketCalculator
{
    private readonly UndoStack<CalculatorState> _past, _future;

    /// <summary>Makes a calculator that shows 0.</summary>
    public PocketCalculator()
    {
        State = CalculatorState.Initial;
        (_past, _future) = (new(), new());
    }

    /// <summary>A calculator with the same state, past and future, which then goes its own way.</summary>
    internal PocketCalculator(PocketCalculator other)
    {
        State = other.State;
        (_past, _future) = (other._past.Copy(), other._future.Copy());
    }

    /// <summary>What it holds and shows now.</summary>
    public CalculatorState State { get; private set; }

    /// <summary>True when <see cref="InputKind.Undo"/> would change something.</summary>
    public bool CanUndo => _past.Count > 0;

    /// <summary>True when <see cref="InputKind.Redo"/> would change something.</summary>
    public bool CanRedo => _future.Count > 0;

    /// <summary>Makes one step. Never fails.</summary>
    public CalculatorEffect Apply(CalculatorInput input)
    {
        var before = State;
        if (input.Kind == InputKind.Undo)
        {
            Step(_past, _future);
        }
        else if (input.Kind == InputKind.Redo)
        {
            Step(_future, _past);
        }
        else
        {
            State = CalculatorTable.Find(before.Phase, input.Kind).Apply(before, input);
            if (!ReferenceEquals(State, before))
            {
                _past.Push(before);
                _future.Clear();
            }
        }

        bool changed = !ReferenceEquals(State, before);
        bool saved = input.Kind == InputKind.Digit && (changed || State.Number.IsZero);
        bool padFree = saved || input.Kind is InputKind.WrongDigit or InputKind.Reset;
        return (changed ? CalculatorEffect.Changed : 0) | (padFree ? CalculatorEffect.PadFree : 0);
    }

    private void Step(UndoStack<CalculatorState> from, UndoStack<CalculatorState> to)
    {
        if (!from.TryPop(out var state)) return;

        to.Push(State);
        State = state;
    }
}
