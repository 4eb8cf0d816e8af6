using GpuDigits.Engine.Ink;

namespace GpuDigits.Pictures.Sheets;

/// <summary>A calculation on the sheet.</summary>
/// <param name="Ink">The strokes.</param>
/// <param name="Meant">What was meant.</param>
/// <param name="Read">What was read; empty if nothing was.</param>
/// <param name="IsMarked">Whether the reading was marked as doubtful.</param>
public sealed record MisreadCalculation(IReadOnlyList<Stroke> Ink, string Meant, string Read, bool IsMarked);

/// <summary>A contact sheet of calculations that were misread: the ink, what was meant and what was read.</summary>
public static class CalculationSheet
{
    private const int Columns = 3, CellWidth = 300, InkHeight = 110, Caption = 44, Margin = 14, Title = 26;

    private const float PenWidth = 2, TextSize = 13, Inset = 10;

    /// <summary>Draws up to limit calculations.</summary>
    /// <param name="misread">The misread ones.</param>
    /// <param name="samples">How many were read.</param>
    /// <param name="limit">Most calculations on the sheet.</param>
    public static SheetCanvas Draw(IReadOnlyList<MisreadCalculation> misread, int samples, int limit = 60)
    {
        var theme = SheetTheme.Dark;
        MisreadCalculation[] shown = [.. misread.Take(limit)];
        const int Across = CellWidth + Margin, Down = InkHeight + Caption + Margin;
        var rows = Math.Max(1, (shown.Length + Columns - 1) / Columns);
        var canvas = new SheetCanvas((Columns * Across) + Margin, (rows * Down) + (2 * Margin) + Title, theme.Background);
        canvas.Text(
            Margin, Margin + 12, FormattableString.Invariant(
                $"{misread.Count} of {samples} misread: what was meant, and what was read (orange: nothing was marked as doubtful)"),
            theme.Dim);
        foreach (var (i, one) in shown.Index())
        {
            int x = Margin + (i % Columns * Across), y = Margin + Title + (i / Columns * Down);
            canvas.RoundedBox(x, y, CellWidth, InkHeight, 4, theme.Card);
            var placed = new PlacedInk(
                one.Ink, new(x + Inset, y + Inset), new(CellWidth - (2 * Inset), InkHeight - (2 * Inset)));
            foreach (var stroke in one.Ink)
                placed.Draw(canvas, stroke, PenWidth, theme.Text);
            canvas.Text(x, y + InkHeight + 17, Shorten(one.Meant), theme.Dim, TextSize);
            canvas.Text(
                x, y + InkHeight + 35, one.Read.Length == 0 ? "nothing was read" : Shorten(one.Read),
                one.IsMarked ? theme.Text : theme.Second, TextSize);
        }

        return canvas;
    }

    /// <summary>A text that fits below a calculation: the end of a long one is left out.</summary>
    private static string Shorten(string text)
    {
        var length = text.Length;
        while (SheetCanvas.TextWidth(text[..length], TextSize) > CellWidth)
            length--;
        return length == text.Length ? text : text[..Math.Max(0, length - 1)] + "…";
    }
}
