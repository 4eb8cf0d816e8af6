using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A calculation with what was read of it and worked out so far.</summary>
internal abstract class CalculationEntry
{
    /// <summary>What may begin a line that goes on from the one above.</summary>
    protected const string Operations = "+-−×÷/*·";

    public abstract int Id { get; }

    /// <summary>The ink of the calculation, as <see cref="PaperCalculation.Bounds"/>.</summary>
    public abstract InkBounds Bounds { get; }

    /// <summary>The line that the answer stands on; null while nothing is read.</summary>
    public abstract WritingLine? Line { get; }

    /// <summary>Whether it begins with an operation, and so goes on from the answer above if there is one.</summary>
    public abstract bool GoesOn { get; }

    /// <summary>Whether it is waiting to be read.</summary>
    public abstract bool IsWaiting { get; }

    /// <summary>Whether a symbol is only guessed: an answer would be as well.</summary>
    public virtual bool IsGuess => false;

    /// <summary>The links among the strokes.</summary>
    public abstract ImmutableArray<int> Links { get; }

    /// <summary>What it says; null if nothing was read.</summary>
    /// <param name="links">The numbers for the links, in the notation of <see cref="Expression.TryParse"/>.</param>
    /// <param name="above">The number that it goes on from; empty if there is none.</param>
    public abstract string? Text(Func<int, string> links, string above);

    /// <summary>The place that is left empty for a number, and where that is to stand; null if there is none on the paper.</summary>
    public virtual InkBounds? EmptyPlace => null;

    /// <summary>The text that was worked out last, and what came of it; null before.</summary>
    public (string? Text, bool IsToggled, PaperCalculation Shown, Worked Worked)? Last { get; set; }

    /// <summary>The line under a column of numbers whose sum is asked for; null if there is none.</summary>
    public virtual InkBounds? SumLine => null;

    /// <summary>The calculation as others see it.</summary>
    public abstract PaperCalculation Show(Expression? expression, Answer? answer, int? goesOnFrom);
}
