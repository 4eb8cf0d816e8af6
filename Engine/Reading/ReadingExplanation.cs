using System.Collections.Immutable;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// How a reading came about: the windows that were tried, the divisions of the strokes into windows, and the readings of the best
/// divisions.
/// All scores are natural logarithms of odds or of probabilities, up to a constant.
/// </summary>
/// <param name="Reading">What was read.</param>
/// <param name="Windows">The windows, by their first stroke and then by their number of strokes.</param>
/// <param name="Divisions">The best divisions that were looked at, the best first. The reading need not be of the first one.</param>
/// <param name="Readings">
/// What the drawing may say, each text once, the best first: the first one was chosen. None if nothing was read.
/// </param>
public sealed record ReadingExplanation(
    CalculationReading Reading, ImmutableArray<TriedWindow> Windows, ImmutableArray<TriedDivision> Divisions,
    ImmutableArray<TriedReading> Readings)
{
    /// <summary>How far the chosen reading is ahead of the second one; null if there is no second one.</summary>
    public float? Lead => Readings is [var first, var second, ..] ? first.Score - second.Score : null;
}

/// <summary>A group of strokes that may be a symbol.</summary>
/// <param name="Strokes">Indices into the strokes of the calculation, ascending.</param>
/// <param name="Label">Its best symbol.</param>
/// <param name="Gain">What it adds to a division: the logarithm of the odds that it is this symbol, not none.</param>
/// <param name="ByShape">The probability of each of <see cref="Alphabet.Shapes"/>, by the shape alone.</param>
/// <param name="ByPlace">
/// The probability of each class, <see cref="Alphabet.None"/> included, by the shape, the size and the place; or what a person said.
/// </param>
public sealed record TriedWindow(
    ImmutableArray<int> Strokes, char Label, float Gain, ImmutableArray<float> ByShape, ImmutableArray<float> ByPlace)
{
    internal static TriedWindow Of(JudgedWindow one) => new(
        one.Window.Strokes, Alphabet.Shapes[one.Best], one.Gain, [.. one.Window.Shape.Select(PortableMath.Exp)],
        [.. one.Classes.Select(PortableMath.Exp)]);
}

/// <summary>A division of the strokes into windows.</summary>
/// <param name="Windows">The strokes of each window, by the first stroke.</param>
/// <param name="Score">The sum of the windows' gains, less the price of the strokes that are in none.</param>
public sealed record TriedDivision(ImmutableArray<ImmutableArray<int>> Windows, float Score);

/// <summary>Something that the drawing may say.</summary>
/// <param name="Formula">The layout; its numbers are indices into the symbols.</param>
/// <param name="Symbols">What each symbol was read as, and its strokes.</param>
/// <param name="SymbolScore">The score of the division with these labels.</param>
/// <param name="LayoutScore">How well the symbols lie where the formula has them.</param>
/// <param name="ArithmeticScore">How likely people are to write this formula.</param>
/// <param name="Probability">The share of this text in all that was looked at, 0 to 1.</param>
public sealed record TriedReading(
    Formula Formula, ImmutableArray<(char Label, ImmutableArray<int> Strokes)> Symbols, float SymbolScore, float LayoutScore,
    float ArithmeticScore, float Probability)
{
    /// <summary>The sum of the three scores.</summary>
    public float Score => SymbolScore + LayoutScore + ArithmeticScore;
}
