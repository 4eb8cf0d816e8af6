using GpuDigits.Pictures.Photographs;

namespace GpuDigits.Pictures.Sheets;

/// <summary>A photograph that was read.</summary>
/// <param name="Truth">What is written on it.</param>
/// <param name="Read">What was read; empty if nothing was.</param>
/// <param name="IsUnsure">Whether the reading was marked as unsure.</param>
public sealed record PhotographReading(PhotographTruth Truth, string Read, bool IsUnsure)
{
    /// <summary>Whether the text is the one that is written, character by character.</summary>
    public bool IsRight => Read == Truth.Text;
}

/// <summary>A contact sheet of photographs that were misread: what is written, what was read, and the damage.</summary>
public static class PhotographMistakeSheet
{
    private static readonly ContactSheet Cells = new(Columns: 4, CellWidth: 220, PictureHeight: 165);

    /// <summary>Draws up to limit of them, those that were shown as sure first.</summary>
    /// <param name="readings">All readings.</param>
    /// <param name="folder">The folder of the photographs.</param>
    /// <param name="limit">Most photographs on the sheet.</param>
    /// <exception cref="ImageException">A photograph cannot be read any more.</exception>
    public static SheetCanvas Draw(IReadOnlyCollection<PhotographReading> readings, string folder, int limit = 60)
    {
        var theme = SheetTheme.Dark;
        PhotographReading[] misread = [.. readings.Where(one => !one.IsRight).OrderBy(one => one.IsUnsure)];
        return Cells.Draw(
            [.. misread.Take(limit)],
            FormattableString.Invariant(
                $"{misread.Length} of {readings.Count} misread: what is written → what was read (orange: shown as sure), the damage"),
            (canvas, one, x, y) =>
                canvas.Photograph(x, y, Cells.CellWidth, Cells.PictureHeight, Image.Read(Path.Combine(folder, one.Truth.File))),
            one =>
            [
                ($"{one.Truth.Text} → {(one.Read.Length == 0 ? "nothing" : one.Read)}", one.IsUnsure ? theme.Text : theme.Second),
                ($"{one.Truth.Damage}, {one.Truth.File}", theme.Dim),
            ]);
    }
}
