using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Train;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>A contact sheet of digits that were read wrongly, the most confident mistakes first: label → reading, probability.</summary>
public static class MistakeSheet
{
    private const int Zoom = 3;
    private const int Margin = 14;
    private const int Caption = 26;

    /// <summary>Draws up to limit mistakes, columns side by side.</summary>
    /// <param name="digits">The set.</param>
    /// <param name="evaluation">How it was read.</param>
    /// <param name="doubtful">The places of likely wrong labels: they are marked, with their place.</param>
    /// <param name="limit">Most mistakes on the sheet.</param>
    /// <param name="columns">How many stand side by side.</param>
    public static SheetCanvas Draw(
        DigitSet digits, Evaluation evaluation, IReadOnlySet<int>? doubtful = null, int limit = 60, int columns = 10)
    {
        var theme = SheetTheme.Dark;
        Misreading[] shown = [.. evaluation.Misreadings.Take(limit)];
        int across = (digits.Width * Zoom) + Margin, down = (digits.Height * Zoom) + Caption + Margin;
        var rows = Math.Max(1, (shown.Length + columns - 1) / columns);
        var canvas = new SheetCanvas((columns * across) + Margin, (rows * down) + Margin + Caption, theme.Background);
        canvas.Text(
            Margin, Margin + 12, FormattableString.Invariant(
                $"{evaluation.Misreadings.Count} of {evaluation.Samples} misread: label → reading, how surely (orange: label doubtful)"),
            theme.Dim);
        for (var i = 0; i < shown.Length; i++)
        {
            int x = Margin + (i % columns * across), y = Margin + Caption + (i / columns * down);
            int pixels = digits.Height * digits.Width, baseline = y + (digits.Height * Zoom) + 18;
            canvas.Image<byte>(x, y, digits.Width, digits.Images.AsSpan(shown[i].Index * pixels, pixels), Zoom, Colours.Grey);
            var isDoubtful = doubtful?.Contains(shown[i].Index) == true;
            var reading = $"{shown[i].Label} → {shown[i].Read}";
            canvas.Text(x, baseline, reading, isDoubtful ? theme.Second : theme.Text, 15);
            var sure = isDoubtful
                ? string.Create(CultureInfo.InvariantCulture, $"#{shown[i].Index}")
                : string.Create(CultureInfo.InvariantCulture, $"{shown[i].Probability * 100:F0} %");
            var size = Sheet.FittingSize(sure, 12, (digits.Width * Zoom) - SheetCanvas.TextWidth(reading, 15) - 5);
            canvas.Text(x + (digits.Width * Zoom), baseline, sure, theme.Dim, size, SKTextAlign.Right);
        }

        return canvas;
    }
}
