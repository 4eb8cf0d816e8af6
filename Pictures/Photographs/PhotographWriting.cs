using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Pictures.Photographs;

/// <summary>What the synthetic hand writes for a photograph.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Paths">The points of each stroke; a digit is <see cref="DigitHeight"/> high, the box of all begins at (0, 0).</param>
/// <param name="Size">The size of that box.</param>
internal sealed record PhotographWriting(
    PhotographKind Kind, string Text, ImmutableArray<ImmutableArray<Vector2>> Paths, Vector2 Size)
{
    /// <summary>The unit of a sheet: a hundredth of a digit's height.</summary>
    public const float DigitHeight = 100;

    /// <summary>Separates these hands from those that networks learn from with the same seed.</summary>
    private const uint HandSeed = 0x5A00_0000;

    /// <summary>Calculations that are looked at for one; one in about twenty is a number of several digits.</summary>
    private const uint Tried = 1000;

    /// <summary>The share of the calculations that have a fraction.</summary>
    private const float Fractions = 0.25f;

    /// <summary>The longest calculation, in symbols.</summary>
    private const int Longest = 14;

    /// <summary>The least distance of two symbols' lines, as a share of a digit's height: symbols that merge may mean anything.</summary>
    private const float LeastGap = 0.13f;

    /// <summary>Writes number <paramref name="index"/> of a kind.</summary>
    public static PhotographWriting Of(PhotographKind kind, uint seed, uint index)
    {
        if (kind == PhotographKind.Digit)
        {
            var (label, drawn) = SyntheticDigits.Draw(seed + HandSeed, index);
            return Place(kind, FormattableString.Invariant($"{label}"), drawn, InkBounds.Of(drawn).Size.Y);
        }

        var random = new PenRandom(seed + HandSeed + 1, index);
        var hasFraction = random.Chance(Fractions);
        var written = Enumerable.Range(0, (int)Tried).Select(i => SyntheticCalculations.Write(seed + HandSeed, (index * Tried) + (uint)i))
            .First(one => (kind == PhotographKind.Number ? IsNumber(one) : IsCalculation(one, hasFraction)) && IsClear(one));
        return Place(kind, written.Plain, written.Strokes, DigitHeightOf(written));
    }

    /// <summary>Small digits stand in fractions: the usual height is that of the larger ones.</summary>
    private static float DigitHeightOf(WrittenCalculation written)
    {
        float[] heights =
        [
            .. written.Symbols.Where(symbol => char.IsAsciiDigit(symbol.Label))
                .Select(symbol => InkBounds.Of(symbol.Strokes.Select(i => written.Strokes[i])).Size.Y).Order(),
        ];
        return heights[heights.Length * 2 / 3];
    }

    private static bool IsNumber(WrittenCalculation written) =>
        written.Plain.Length is >= 2 and <= 5 && written.Plain.All(char.IsAsciiDigit);

    private static bool IsCalculation(WrittenCalculation written, bool hasFraction) =>
        written.Symbols.Length is >= 3 and <= Longest
            && written.Symbols.Any(symbol => char.IsAsciiDigit(symbol.Label))
            && written.Symbols.Any(symbol => "+-×÷/".Contains(symbol.Label, StringComparison.Ordinal))
            && written.Symbols.All(symbol => "0123456789+-×÷/=.".Contains(symbol.Label, StringComparison.Ordinal))
            && written.Plain.All(c => "0123456789+-×÷/=.()".Contains(c, StringComparison.Ordinal))
            && hasFraction == (written.Plain.Contains('/', StringComparison.Ordinal) && written.Symbols.All(symbol => symbol.Label != '/'));

    private static bool IsClear(WrittenCalculation written)
    {
        var least = LeastGap * DigitHeightOf(written);
        var symbols = written.Symbols.Select(symbol => symbol.Strokes.Select(i => written.Strokes[i]).ToArray()).ToArray();
        return !symbols.Index().Any(one => symbols[..one.Index].Any(other => one.Item.Any(a => other.Any(b => AreNear(a, b, least)))));
    }

    private static bool AreNear(Stroke a, Stroke b, float least)
    {
        var around = new InkBounds(a.Bounds.Min - new Vector2(least), a.Bounds.Max + new Vector2(least));
        if (!around.Meets(b.Bounds))
            return false;
        for (var i = 0; i < b.Points.Length; i++)
        {
            if (a.DistanceTo(b.Points[Math.Max(0, i - 1)].Position, b.Points[i].Position) < least)
                return true;
        }

        return false;
    }

    private static PhotographWriting Place(PhotographKind kind, string text, ImmutableArray<Stroke> strokes, float digit)
    {
        var bounds = InkBounds.Of(strokes);
        var scale = DigitHeight / digit;
        return new(
            kind, text,
            [.. strokes.Select(stroke => stroke.Points.Select(point => (point.Position - bounds.Min) * scale).ToImmutableArray())],
            bounds.Size * scale);
    }
}
