using System.Globalization;
using GpuDigits.Engine.Data;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>
/// A contact sheet of the corruptions: a row for each with its name, its strength, the same ten digits, and how well they are read.
/// </summary>
public static class CorruptionSheet
{
    private const int Zoom = 2, Margin = 18, Names = 250, Gap = 6, Bar = 130;

    /// <summary>Draws it.</summary>
    /// <param name="digits">The clean set; the first of each label is shown.</param>
    /// <param name="rows">The corrupted sets with the share of each that was read correctly.</param>
    public static SheetCanvas Draw(DigitSet digits, IReadOnlyList<(string Name, string Strength, DigitSet Corrupted, double Accuracy)> rows)
    {
        var theme = SheetTheme.Dark;
        int[] shown = [.. Enumerable.Range(0, 10).Select(label => Array.IndexOf(digits.Labels, (byte)label)).Where(i => i >= 0)];
        int across = (digits.Width * Zoom) + Gap, down = (digits.Height * Zoom) + Gap, size = digits.Height * digits.Width;
        var barX = Margin + Names + (shown.Length * across) + 10;
        var canvas = new SheetCanvas(barX + Bar + 64 + Margin, (rows.Count * down) + (2 * Margin), theme.Background, 2);
        for (var r = 0; r < rows.Count; r++)
        {
            var (name, strength, corrupted, accuracy) = rows[r];
            int y = Margin + (r * down), middle = y + (digits.Height * Zoom / 2);
            canvas.Text(Margin, middle - 2, name, theme.Text, 15);
            canvas.Text(Margin, middle + 15, strength, theme.Dim, 10.5f);
            for (var i = 0; i < shown.Length; i++)
                canvas.Image<byte>(Margin + Names + (i * across), y, digits.Width, corrupted.Images.AsSpan(shown[i] * size, size), Zoom,
                    Colours.Grey);
            canvas.RoundedBox(barX, middle - 4, Bar, 8, 4, theme.Line);
            canvas.RoundedBox(barX, middle - 4, Math.Max(8, (float)accuracy * Bar), 8, 4, theme.Accent);
            canvas.Text(
                barX + Bar + 64, middle + 5, accuracy.ToString("P1", CultureInfo.InvariantCulture), theme.Text, 14, SKTextAlign.Right);
        }

        return canvas;
    }
}
