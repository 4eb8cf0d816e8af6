using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Pictures.Sheets;

/// <summary>
/// How a calculation is read, from the top: the strokes in the order in which they were written; the windows that were tried, as the
/// network sees them, each with its best symbol and the odds that it is one; the symbols that were taken; and the formula as a tree.
/// </summary>
public static class ReadingSheet
{
    private const int Width = 900, Margin = 16, InkHeight = 170, Title = 24;
    private const int Cell = 62, CellHeight = 86, Picture = DigitPreparation.Size, MostWindows = 39;
    private const int Indent = 22, Row = 19;
    private const float PenWidth = 2.5f, Small = 11;

    /// <summary>Draws it.</summary>
    /// <param name="strokes">The ink; at least one stroke.</param>
    /// <param name="reader">Has been given these strokes.</param>
    public static SheetCanvas Draw(ImmutableArray<Stroke> strokes, CalculationReader reader)
    {
        var theme = SheetTheme.Dark;
        var reading = reader.Read();
        var taken = reading.Symbols.Select(symbol => Name(symbol.Strokes)).ToHashSet();
        JudgedWindow[] windows = [.. reader.Candidates().OrderBy(one => one.Window.Strokes[0]).ThenBy(one => one.Window.Strokes.Length)];
        var tried = windows.Length;
        if (tried > MostWindows)
            windows = [.. windows.Where(one => taken.Contains(Name(one.Window.Strokes))).Take(MostWindows)];
        var tree = reading.Formula is null ? ["nothing was read"] : Lines(reading.Formula, 0).ToArray();

        const int Columns = (Width - 2 * Margin) / (Cell + 4);
        var rows = (windows.Length + Columns - 1) / Columns;
        var height = 3 * Margin + 2 * (InkHeight + Title) + Title + rows * CellHeight + Title + tree.Length * Row + Margin;
        var canvas = new SheetCanvas(Width, height, theme.Background);
        float y = Margin;

        Heading($"1  {strokes.Length} strokes, in the order of writing");
        var place = new PlacedInk(strokes, new(Margin + 10, y + 12), new(Width - 2 * Margin - 20, InkHeight - 24));
        foreach (var (i, stroke) in strokes.Index())
        {
            place.Draw(canvas, stroke, PenWidth, theme.Text);
            var start = place.At(stroke.Points[0].Position);
            canvas.Text(start.X - 4, start.Y - 5, (i + 1).ToString(CultureInfo.InvariantCulture), theme.Accent, Small);
        }

        y += InkHeight;
        Heading(windows.Length == tried
            ? $"2  {tried} windows were tried: the best symbol of each, and the odds that it is one (natural logarithm)"
            : $"2  {tried} windows were tried; those that were taken, and the odds that each is its symbol (natural logarithm)");
        foreach (var (i, one) in windows.Index())
            DrawWindow(one, Margin + i % Columns * (Cell + 4), y + i / Columns * CellHeight);
        y += rows * CellHeight;

        Heading("3  the division with the largest sum of odds; orange is doubtful");
        place = new(strokes, new(Margin + 10, y + 22), new(Width - 2 * Margin - 20, InkHeight - 34));
        foreach (var symbol in reading.Symbols)
        {
            var colour = symbol.IsDoubtful ? theme.Second : theme.Accent;
            var box = InkBounds.Of(symbol.Strokes.Select(at => strokes[at]));
            var (from, to) = (place.At(box.Min) - new Vector2(5), place.At(box.Max) + new Vector2(5));
            canvas.Frame(from.X, from.Y, to.X - from.X, to.Y - from.Y, 1, colour);
            foreach (var at in symbol.Strokes)
                place.Draw(canvas, strokes[at], PenWidth, theme.Text);
            canvas.Text(from.X, from.Y - 3, symbol.Label.ToString(), colour, Small + 2);
        }

        y += InkHeight;
        Heading($"4  the formula: {reading.Text}");
        foreach (var line in tree)
            canvas.Text(Margin + 10 + Indent * line.TakeWhile(c => c == ' ').Count(), y += Row, line.Trim(), theme.Text);
        return canvas;

        void Heading(string text)
        {
            canvas.Text(Margin, y + 14, text, theme.Dim);
            y += Title;
        }

        void DrawWindow(JudgedWindow one, float x, float top)
        {
            var isTaken = taken.Contains(Name(one.Window.Strokes));
            var picture = DigitPreparation.Picture([.. one.Window.Strokes.Select(at => strokes[at])]);
            const float Zoom = Cell * 0.9f / Picture;
            canvas.Image<byte>(
                x, top, Picture, picture, Zoom, level => Colours.Mix(theme.Card, isTaken ? theme.Text : theme.Dim, level / 255f));
            if (isTaken)
                canvas.Frame(x, top, Picture * Zoom, Picture * Zoom, 1, theme.Accent);
            canvas.Text(
                x, top + Cell + 8, FormattableString.Invariant($"{Alphabet.Shapes[one.Best]}  {one.Gain:+0.0;−0.0}"),
                isTaken ? theme.Accent : theme.Dim, Small);
        }
    }

    /// <summary>A formula, a part on a line; each blank at the beginning is a step down the tree.</summary>
    private static IEnumerable<string> Lines(Formula formula, int depth)
    {
        var blank = new string(' ', depth);
        var run = "";
        foreach (var part in formula.Parts)
        {
            if (part is SymbolPart symbol)
            {
                run += symbol.Label;
                continue;
            }

            if (run.Length > 0)
                yield return blank + run;
            run = "";
            (string Name, Formula Child)[] children = part switch
            {
                FractionPart fraction => [("fraction, above the bar", fraction.Numerator), ("below the bar", fraction.Denominator)],
                RootPart { Index: { } index } root => [("root, index", index), ("below the sign", root.Radicand)],
                RootPart root => [("root, below the sign", root.Radicand)],
                PowerPart power => [("raised", power.Exponent)],
                _ => throw new InvalidOperationException($"a part of an unknown kind: {part}"),
            };
            foreach (var (name, child) in children)
            {
                yield return $"{blank}{name}";
                foreach (var line in Lines(child, depth + 1))
                    yield return line;
            }
        }

        if (run.Length > 0)
            yield return blank + run;
    }

    private static string Name(ImmutableArray<int> strokes) => string.Join(' ', strokes);
}
