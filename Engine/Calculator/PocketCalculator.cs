namespace GpuDigits.Engine.Calculator;

/// <summary>The effect of a step.</summary>
[Flags]
public enum CalculatorEffect
{
    /// <summary>Nothing: the step was not possible at the moment.</summary>
    None = 0,

    /// <summary>There is a new <see cref="PocketCalculator.State"/>.</summary>
    Changed = 1,

    /// <summary>The drawing on the pad has been used; the pad is free for the next one.</summary>
    PadFree = 2,
}

/// <summary>
/// An ordinary four-function calculator. Numbers are exact (<see cref="Rational"/>) and have up to 15 digits before the decimal point,
/// typed ones up to 15 in all; chains are computed from left to right. The last thousand steps can be undone and redone. A step that is
/// not possible at the moment (an operation after an error, a sixteenth digit) is ignored.
/// </summary>
public sealed class PocketCalculator
{
    private readonly UndoStack<Move> _past, _future;

    /// <summary>Creates a calculator that shows 0.</summary>
    public PocketCalculator()
        : this(CalculatorState.Initial)
    {
    }

    /// <summary>Creates a calculator with a state and no history.</summary>
    internal PocketCalculator(CalculatorState state)
    {
        State = state;
        (_past, _future) = (new(), new());
    }

    /// <summary>Creates an independent calculator with the same state and history.</summary>
    internal PocketCalculator(PocketCalculator other)
    {
        State = other.State;
        (_past, _future) = (other._past.Copy(), other._future.Copy());
    }

    /// <summary>The current state.</summary>
    public CalculatorState State { get; private set; }

    /// <summary>
    /// A start state, as <see cref="CalculatorMemory"/> stores it, and the steps from there to this calculator's state: the steps that can
    /// be undone, then the steps that can be redone, then one undo for each of the latter. If a step goes back further than the memory
    /// ("wrong digit"), it cannot be repeated; then the state after it becomes the start state.
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
            if (CalculatorMemory.AreAlike(replay.State, states[i + 1]))
                continue;

            start = CalculatorMemory.Copy(states[i + 1]);
            replay = new PocketCalculator(start);
            steps.Clear();
        }

        var redone = 0;
        foreach (var move in _future.Reverse())
        {
            replay.Apply(move.Step);
            if (!CalculatorMemory.AreAlike(replay.State, move.State))
                break;

            steps.Add(move.Step);
            redone++;
        }

        steps.AddRange(Enumerable.Repeat(CalculatorInput.Undo, redone));
        return (start, steps);
    }

    /// <summary>Performs one step. Never fails.</summary>
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

        var changed = !ReferenceEquals(State, before);
        var saved = (input.Kind == InputKind.Digit && (changed || (State.Number.IsZero && State.Decimals is null)))
            || (input.Kind == InputKind.Number && changed);
        var padFree = saved || input.Kind is InputKind.WrongDigit or InputKind.Reset;
        return (changed ? CalculatorEffect.Changed : 0) | (padFree ? CalculatorEffect.PadFree : 0);
    }

    private void Step(UndoStack<Move> from, UndoStack<Move> to)
    {
        if (!from.TryPop(out var move))
            return;

        to.Push(move with { State = State });
        State = move.State;
    }

    /// <summary>A step, and the state on its other side: before it for undo, after it for redo.</summary>
    private readonly record struct Move(CalculatorState State, CalculatorInput Step);
}
