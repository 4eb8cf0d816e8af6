using GpuDigits.Engine.Data;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>How training changes its digits: a row for each, as it is and then as each epoch sees it.</summary>
public static class AugmentationSheet
{
    private const int Gap = 6;
    private const int Top = 58;

    /// <summary>Draws a set and what the epochs made of it.</summary>
    /// <param name="digits">As they are.</param>
    /// <param name="epochs">The same digits, changed, epoch by epoch.</param>
    /// <param name="theme">The colours.</param>
    public static SheetCanvas Draw(DigitSet digits, IReadOnlyList<DigitSet> epochs, SheetTheme theme)
    {
        ArgumentNullException.ThrowIfNull(digits);
        float tile = (Sheet.Width - (2 * Sheet.Margin) - 12 - (epochs.Count * Gap)) / (epochs.Count + 1f),
            zoom = Sheet.Zoom(tile, Math.Max(digits.Width, digits.Height));
        var down = (digits.Height * zoom) + Gap;
        var canvas = Sheet.Create(theme, (int)(Top + (digits.Count * down) + Sheet.Margin));
        Sheet.Label(canvas, theme, Sheet.Margin, 28, "A digit as it is, and as each epoch of a training sees it");
        for (var column = 0; column <= epochs.Count; column++)
        {
            var shown = column == 0 ? digits : epochs[column - 1];
            var x = Sheet.Margin + (column * (tile + Gap)) + (column == 0 ? 0 : 12);
            canvas.Text(
                x + (digits.Width * zoom / 2), Top - 10, column == 0 ? "as it is" : $"{column}", theme.Dim, 11.5f, SKTextAlign.Center);
            for (var i = 0; i < digits.Count; i++)
            {
                var size = digits.Height * digits.Width;
                canvas.Image<byte>(x, Top + (i * down), digits.Width, shown.Images.AsSpan(i * size, size), zoom, Colours.Grey);
            }
        }

        return canvas;
    }
}
