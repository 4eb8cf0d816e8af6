using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Train;

namespace GpuDigits.Engine.Pictures;

/// <summary>A contact sheet of digits that were read wrongly, the most confident mistakes first: label → reading, probability.</summary>
public static class MistakeSheet
{
    private const int Zoom = 3;
    private const int Margin = 10;
    private const int Caption = 22;

    private static readonly Rgb Background = new(24, 26, 32);
    private static readonly Rgb Ink = new(226, 230, 238);
    private static readonly Rgb Quiet = new(140, 148, 164);

    /// <summary>Draws up to limit mistakes, columns side by side.</summary>
    public static Canvas Draw(DigitSet digits, Evaluation evaluation, int limit = 60, int columns = 10)
    {
        Misreading[] shown = [.. evaluation.Misreadings.Take(limit)];
        int across = (digits.Width * Zoom) + Margin, down = (digits.Height * Zoom) + Caption + Margin;
        int rows = Math.Max(1, (shown.Length + columns - 1) / columns);
        var canvas = new Canvas((columns * across) + Margin, (rows * down) + Margin + Caption, Background);
        canvas.Text(
            Margin, Margin, FormattableString.Invariant($"{evaluation.Misreadings.Count} of {evaluation.Samples} misread: what it is → what was read, and how surely"), Quiet);
        for (int i = 0; i < shown.Length; i++)
        {
            int x = Margin + (i % columns * across), y = Margin + Caption + (i / columns * down);
            int size = digits.Height * digits.Width;
            canvas.Image<byte>(x, y, digits.Width, digits.Images.AsSpan(shown[i].Index * size, size), Zoom, Rgb.Grey);
            canvas.Text(x, y + (digits.Height * Zoom) + 5, $"{shown[i].Label}→{shown[i].Read}", Ink, 2);
            string sure = string.Create(CultureInfo.InvariantCulture, $"{shown[i].Probability * 100:F0}%");
            canvas.Text(x + (digits.Width * Zoom) - Canvas.TextWidth(sure), y + (digits.Height * Zoom) + 8, sure, Quiet);
        }

        return canvas;
    }
}
