using System.Numerics;
using GpuDigits.Engine.Ink;
using SkiaSharp;

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
            DrawInk(canvas, one.Ink, new(x + Inset, y + Inset), new(CellWidth - (2 * Inset), InkHeight - (2 * Inset)), theme.Text);
            canvas.Text(x, y + InkHeight + 17, Shorten(one.Meant), theme.Dim, TextSize);
            canvas.Text(
                x, y + InkHeight + 35, one.Read.Length == 0 ? "nothing was read" : Shorten(one.Read),
                one.IsMarked ? theme.Text : theme.Second, TextSize);
        }

        return canvas;
    }

    /// <summary>Draws ink as large as it fits into a box, in its middle.</summary>
    private static void DrawInk(SheetCanvas canvas, IReadOnlyList<Stroke> ink, Vector2 corner, Vector2 room, SKColor colour)
    {
        var bounds = ink.Aggregate(InkBounds.Empty, (box, stroke) => box.With(stroke.Bounds));
        var zoom = MathF.Min(room.X / MathF.Max(bounds.Size.X, 1), room.Y / MathF.Max(bounds.Size.Y, 1));
        foreach (var stroke in ink)
        {
            var from = At(stroke.Points[0]);
            for (var i = 0; i < stroke.Points.Length; i++)
            {
                // A dot is a line of no length with round ends.
                var to = At(stroke.Points[i]);
                if (i > 0 || stroke.Points.Length == 1)
                    canvas.Line(from.X, from.Y, to.X, to.Y, PenWidth, colour);
                from = to;
            }
        }

        Vector2 At(InkPoint point) => corner + (room / 2) + ((point.Position - bounds.Center) * zoom);
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
