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
    private readonly UndoStack<Move> _past, _future;

    /// <summary>Makes a calculator that shows 0.</summary>
    public PocketCalculator()
        : this(CalculatorState.Initial)
    {
    }

    /// <summary>Makes a calculator that holds a state and has no past.</summary>
    internal PocketCalculator(CalculatorState state)
    {
        State = state;
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

    /// <summary>
    /// A state to begin at, as <see cref="CalculatorMemory"/> keeps it, and the steps that lead from there to this calculator's state: those that
    /// can be undone, then those that can be redone, taken back. A step that goes back further than the memory does ("wrong digit") is not made
    /// again; the state after it is the one to begin at.
    /// </summary>
    internal (CalculatorState Start, IReadOnlyList<CalculatorInput> Steps) Condensed()
    {
        CalculatorState[] states = [.. _past.Select(move => move.State), State];
        var start = CalculatorMemory.Copy(states[0]);
        var replay = new PocketCalculator(start);
        List<CalculatorInput> steps = [];
        foreach (var (i, move) in _past.Index())
        {
            replay.Apply(move.Step);
            steps.Add(move.Step);
            if (CalculatorMemory.AreAlike(replay.State, states[i + 1])) continue;

            start = CalculatorMemory.Copy(states[i + 1]);
            replay = new PocketCalculator(start);
            steps.Clear();
        }

        int redone = 0;
        foreach (var move in _future.Reverse())
        {
            replay.Apply(move.Step);
            if (!CalculatorMemory.AreAlike(replay.State, move.State)) break;

            steps.Add(move.Step);
            redone++;
        }

        steps.AddRange(Enumerable.Repeat(CalculatorInput.Undo, redone));
        return (start, steps);
    }

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
                _past.Push(new(before, input));
                _future.Clear();
            }
        }

        bool changed = !ReferenceEquals(State, before);
        bool saved = input.Kind == InputKind.Digit && (changed || State.Number.IsZero);
        bool padFree = saved || input.Kind is InputKind.WrongDigit or InputKind.Reset;
        return (changed ? CalculatorEffect.Changed : 0) | (padFree ? CalculatorEffect.PadFree : 0);
    }

    private void Step(UndoStack<Move> from, UndoStack<Move> to)
    {
        if (!from.TryPop(out var move)) return;

        to.Push(move with { State = State });
        State = move.State;
    }

    /// <summary>A step, and the state on its other side: before it in the past, after it in the future.</summary>
    private readonly record struct Move(CalculatorState State, CalculatorInput Step);
}
