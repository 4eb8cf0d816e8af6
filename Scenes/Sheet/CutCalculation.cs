using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A written equation, cut behind its first sign of equality: a calculation that asks for its result.</summary>
/// <param name="Sample">The equation.</param>
/// <param name="Strokes">The ink up to that sign, in the order of writing.</param>
/// <param name="Value">What the left side is worth.</param>
internal sealed record CutCalculation(CalculationSample Sample, ImmutableArray<Stroke> Strokes, Value Value)
{
    /// <summary>Cuts an equation; null if it has no = or what stands before it is no arithmetic.</summary>
    public static CutCalculation? Of(CalculationSample sample)
    {
        var written = sample.Written;
        var left = written.Plain.Split('=')[0];
        var signs = written.Symbols.Where(symbol => symbol.Label == '=').Select(BoundsOf).ToArray();
        if (signs.Length == 0 || !Expression.TryParse(left, out var expression, out _))
            return null;
        // What belongs to the right side stands right of the sign.
        var end = signs.Min(box => box.Max.X);
        var kept = written.Symbols.Where(symbol => BoundsOf(symbol).Center.X <= end).SelectMany(symbol => symbol.Strokes).Order();
        return new(sample, [.. kept.Select(stroke => written.Strokes[stroke])], expression.Evaluate());

        InkBounds BoundsOf(WrittenSymbol symbol) => InkBounds.Of(symbol.Strokes.Select(stroke => written.Strokes[stroke]));
    }

    /// <summary>Whether an answer is this value, or the same lack of one.</summary>
    public bool IsRight(Answer answer) => answer.Value.Fault is null == Value.Fault is null && answer.Value.Number.Equals(Value.Number);
}
