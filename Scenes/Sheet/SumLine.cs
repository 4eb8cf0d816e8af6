using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// A line drawn under numbers that stand one under another: their sum is asked for. Each number is a calculation of its own; the last may
/// be one with the line.
/// </summary>
internal static class SumLine
{
    /// <summary>The least width of the line, in heights of the writing, and the share of the ink above that it lies under.</summary>
    private const float Width = 1, Share = 0.7f;

    /// <summary>How far ink above may reach below the line, and how far the rows are apart, in heights of the writing.</summary>
    private const float Reach = 0.15f, RowGap = 1.2f;

    /// <summary>How far the right ends of the rows may differ, in heights of the writing.</summary>
    private const float Ragged = 1.5f;

    /// <summary>The gap between the line and the sum, in heights of the writing.</summary>
    private const float Gap = 0.35f;

    /// <summary>What a number is written with.</summary>
    private static readonly SearchValues<char> Signs = SearchValues.Create("0123456789.,");

    /// <summary>What may stand before a number that is not the first.</summary>
    private const string Operations = "-+−×÷·*";

    /// <summary>The stroke of a group that may be such a line: it lies under all others, or under another group.</summary>
    public static PaperStroke? Of(PaperGroup group, ImmutableArray<PaperGroup> groups)
    {
        var line = group.Strokes.MaxBy(one => one.Ink.Bounds.Min.Y)!;
        var box = line.Ink.Bounds;
        if (!line.IsFlat)
            return null;
        var above = group.Strokes.Length > 1
            ? new PaperGroup(0, group.Strokes.Remove(line))
            : groups.Where(other => other != group && other.Bounds.Center.Y < box.Min.Y && Shared(other.Bounds, box) > 0)
                .MaxBy(other => other.Bounds.Max.Y);
        if (above is null)
            return null;
        var (ink, height) = (above.Bounds, above.Height);
        var isUnder = ink.Max.Y <= box.Min.Y + (Reach * height) && box.Min.Y - ink.Max.Y <= RowGap * height
            && box.Size.X >= Width * height && Shared(ink, box) >= Share * ink.Size.X;
        return isUnder && !above.Strokes.MaxBy(one => one.Ink.Bounds.Max.Y)!.IsFlat ? line : null;
    }

    /// <summary>The sum as a text: <c>25+13-4=</c>; null if what stands above the line are no numbers.</summary>
    /// <param name="last">The calculation with the line.</param>
    /// <param name="all">All calculations.</param>
    /// <param name="text">What a calculation says by itself.</param>
    public static string? TextOf(CalculationEntry last, IEnumerable<CalculationEntry> all, Func<CalculationEntry, string?> text)
    {
        if (last.SumLine is not { } line)
            return null;
        var rows = new List<CalculationEntry>();
        if (text(last) is { Length: > 0 })
            rows.Add(last);
        for (var top = rows.Count > 0 ? last.Bounds : line; NextAbove(top, line, all, rows) is { } row; top = row.Bounds)
            rows.Add(row);
        rows.Reverse();
        var texts = rows.ConvertAll(row => text(row) ?? "");
        if (rows.Count < 2 || rows.Exists(row => row.IsGuess) || !IsNumber(texts[0], "-")
            || !texts.Skip(1).All(row => IsNumber(row, Operations)))
            return null;
        return string.Concat(texts.Select(Summand)).TrimStart('+') + "=";
    }

    /// <summary>Where the sum stands: under the line, its right end under that of the line.</summary>
    public static Vector2 PlaceOf(InkBounds line, string sum, float height) =>
        new(line.Max.X - TypedText.WidthOf(sum, height), line.Max.Y + ((1 + Gap) * height));

    private static CalculationEntry? NextAbove(
        InkBounds top, InkBounds line, IEnumerable<CalculationEntry> all, List<CalculationEntry> rows) =>
        all.Where(other => !rows.Contains(other) && other.SumLine is null && other.Line is { } writing
                && other.Bounds.Max.Y < top.Center.Y && top.Min.Y - other.Bounds.Max.Y <= RowGap * writing.Height
                && Shared(other.Bounds, line) > 0 && MathF.Abs(other.Bounds.Max.X - line.Max.X) <= Ragged * writing.Height)
            .MaxBy(other => other.Bounds.Max.Y);

    private static float Shared(InkBounds a, InkBounds b) => MathF.Min(a.Max.X, b.Max.X) - MathF.Max(a.Min.X, b.Min.X);

    /// <summary>A number behind its operation; an arithmetic text has no comma without a digit before it.</summary>
    private static string Summand(string row)
    {
        var number = row.TrimStart(Operations.ToCharArray());
        return (number.Length < row.Length ? row[..1] : "+") + (number[0] == ',' ? "0" : "") + number;
    }

    /// <summary>Whether a text is a number, alone or behind one of some operations.</summary>
    private static bool IsNumber(string text, string operations)
    {
        var digits = text.AsSpan(text.Length > 0 && operations.Contains(text[0], StringComparison.Ordinal) ? 1 : 0);
        return digits.ContainsAnyInRange('0', '9') && !digits.ContainsAnyExcept(Signs);
    }
}
