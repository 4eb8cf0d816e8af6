using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Pictures.Typesetting;

namespace GpuDigits.Pictures.Sheets;

/// <summary>
/// How a calculation is read, from the top: the strokes in the order in which they were written; the windows that were tried, as the
/// network sees them, each with its best symbol and the odds that it is one; the symbols that were taken; and the formula as a tree.
/// </summary>
public static class ReadingSheet
{
    private const int Width = 900, Margin = 16, InkHeight = 170, Title = 24;
    private const int Cell = 62, CellHeight = 86, Picture = DigitPreparation.Size, MostWindows = 39;
    private const int Indent = 22, Row = 19, PlaceWidth = 130;
    private const float PenWidth = 2.5f, Small = 11;

    /// <summary>Draws it.</summary>
    /// <param name="strokes">The ink; at least one stroke.</param>
    /// <param name="reader">Has been given these strokes.</param>
    public static SheetCanvas Draw(ImmutableArray<Stroke> strokes, CalculationReader reader)
    {
        var theme = SheetTheme.Dark;
        var explanation = reader.Explain();
        var (reading, windows) = (explanation.Reading, explanation.Windows);
        var taken = reading.Symbols.Select(symbol => Name(symbol.Strokes)).ToHashSet();
        var tried = windows.Length;
        if (tried > MostWindows)
            windows = [.. windows.Where(one => taken.Contains(Name(one.Strokes))).Take(MostWindows)];
        FormulaRow[] tree = reading.Formula is { } formula ? [.. FormulaRow.Of(formula)] : [];

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
        Heading(tree.Length == 0 ? "4  nothing was read" : $"4  the formula: {reading.Text}");
        foreach (var row in tree)
        {
            var x = Margin + 10 + Indent * row.Depth;
            canvas.Text(x, y += Row, row.Place, theme.Dim);
            canvas.Text(x + PlaceWidth, y, string.Join("  ", row.Content.Parts.Select(FormulaRow.NameOf)), theme.Text);
        }

        return canvas;

        void Heading(string text)
        {
            canvas.Text(Margin, y + 14, text, theme.Dim);
            y += Title;
        }

        void DrawWindow(TriedWindow one, float x, float top)
        {
            var isTaken = taken.Contains(Name(one.Strokes));
            var picture = DigitPreparation.Picture([.. one.Strokes.Select(at => strokes[at])]);
            const float Zoom = Cell * 0.9f / Picture;
            canvas.Image<byte>(
                x, top, Picture, picture, Zoom, level => Colours.Mix(theme.Card, isTaken ? theme.Text : theme.Dim, level / 255f));
            if (isTaken)
                canvas.Frame(x, top, Picture * Zoom, Picture * Zoom, 1, theme.Accent);
            canvas.Text(
                x, top + Cell + 8, FormattableString.Invariant($"{one.Label}  {one.Gain:+0.0;−0.0}"),
                isTaken ? theme.Accent : theme.Dim, Small);
        }
    }

    private static string Name(ImmutableArray<int> strokes) => string.Join(' ', strokes);
}
