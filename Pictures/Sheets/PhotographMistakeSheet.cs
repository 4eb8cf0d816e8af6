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
    private const int Columns = 4, CellWidth = 220, PictureHeight = 165, Caption = 44, Margin = 14, Title = 26;

    private const float TextSize = 13;

    /// <summary>Draws up to limit of them, those that were shown as sure first.</summary>
    /// <param name="readings">All readings.</param>
    /// <param name="folder">The folder of the photographs.</param>
    /// <param name="limit">Most photographs on the sheet.</param>
    /// <exception cref="ImageException">A photograph cannot be read any more.</exception>
    public static SheetCanvas Draw(IReadOnlyCollection<PhotographReading> readings, string folder, int limit = 60)
    {
        var theme = SheetTheme.Dark;
        PhotographReading[] misread = [.. readings.Where(one => !one.IsRight).OrderBy(one => one.IsUnsure)];
        PhotographReading[] shown = [.. misread.Take(limit)];
        const int Across = CellWidth + Margin, Down = PictureHeight + Caption + Margin;
        var rows = Math.Max(1, (shown.Length + Columns - 1) / Columns);
        var canvas = new SheetCanvas((Columns * Across) + Margin, (rows * Down) + (2 * Margin) + Title, theme.Background);
        canvas.Text(
            Margin, Margin + 12, FormattableString.Invariant(
                $"{misread.Length} of {readings.Count} misread: what is written → what was read (orange: shown as sure), the damage"),
            theme.Dim);
        foreach (var (i, one) in shown.Index())
        {
            int x = Margin + (i % Columns * Across), y = Margin + Title + (i / Columns * Down);
            canvas.RoundedBox(x, y, CellWidth, PictureHeight, 4, theme.Card);
            canvas.Photograph(x, y, CellWidth, PictureHeight, Image.Read(Path.Combine(folder, one.Truth.File)));
            canvas.Text(
                x, y + PictureHeight + 17, Shorten($"{one.Truth.Text} → {(one.Read.Length == 0 ? "nothing" : one.Read)}"),
                one.IsUnsure ? theme.Text : theme.Second, TextSize);
            canvas.Text(x, y + PictureHeight + 35, Shorten($"{one.Truth.Damage}, {one.Truth.File}"), theme.Dim, TextSize);
        }

        return canvas;
    }

    /// <summary>A text that fits below a photograph: the end of a long one is left out.</summary>
    private static string Shorten(string text)
    {
        var length = text.Length;
        while (SheetCanvas.TextWidth(text[..length], TextSize) > CellWidth)
            length--;
        return length == text.Length ? text : text[..Math.Max(0, length - 1)] + "…";
    }
}
