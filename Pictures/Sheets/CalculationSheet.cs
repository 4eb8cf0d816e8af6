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
    private const float PenWidth = 2, Inset = 10;

    private static readonly ContactSheet Cells = new(Columns: 3, CellWidth: 300, PictureHeight: 110);

    /// <summary>Draws up to limit calculations.</summary>
    /// <param name="misread">The misread ones.</param>
    /// <param name="samples">How many were read.</param>
    /// <param name="limit">Most calculations on the sheet.</param>
    public static SheetCanvas Draw(IReadOnlyList<MisreadCalculation> misread, int samples, int limit = 60)
    {
        var theme = SheetTheme.Dark;
        return Cells.Draw(
            [.. misread.Take(limit)],
            FormattableString.Invariant(
                $"{misread.Count} of {samples} misread: what was meant, and what was read (orange: nothing was marked as doubtful)"),
            (canvas, one, x, y) =>
            {
                var placed = new PlacedInk(
                    one.Ink, new(x + Inset, y + Inset), new(Cells.CellWidth - (2 * Inset), Cells.PictureHeight - (2 * Inset)));
                foreach (var stroke in one.Ink)
                    placed.Draw(canvas, stroke, PenWidth, theme.Text);
            },
            one =>
            [
                (one.Meant, theme.Dim),
                (one.Read.Length == 0 ? "nothing was read" : one.Read, one.IsMarked ? theme.Text : theme.Second),
            ]);
    }
}
