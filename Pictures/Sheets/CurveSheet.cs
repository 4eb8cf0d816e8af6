using GpuDigits.Engine;
using GpuDigits.Engine.Train;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>Loss and accuracy by epoch, of the training digits and, where they were kept apart, of the validation digits.</summary>
public static class CurveSheet
{
    private static readonly int[] RoundSteps = [1, 2, 5, 10];

    private const int Top = 56;
    private const int Height = 190;

    /// <summary>Draws the two charts side by side.</summary>
    /// <exception cref="ArgumentException">There is no epoch.</exception>
    public static SheetCanvas Draw(IReadOnlyList<EpochResult> epochs, SheetTheme theme)
    {
        if (epochs is not { Count: > 0 })
            throw new ArgumentException("there is no epoch to draw", nameof(epochs));
        var canvas = Sheet.Create(theme, Top + Height + 46);
        Chart(canvas, theme, 66, "Loss", [.. epochs.Select(e => e.Loss)], [.. epochs.Select(e => e.ValLoss)], Sheet.Number, 2, 0);
        Chart(canvas, theme, 66 + 306, "Accuracy", [.. epochs.Select(e => e.Accuracy)], [.. epochs.Select(e => e.ValAccuracy)],
            (v, decimals) => Sheet.Percent(v, decimals - 2), 3, 1);
        return canvas;
    }

    // fewest: decimals of the axis at least. always: a value that it shows in any case, 0 for the loss and 1 for the accuracy.
    private static void Chart(SheetCanvas canvas, SheetTheme theme, float left, string title, double[] training, double?[] validation,
        Func<double, int, string> format, int fewest, double always)
    {
        const int Width = 234;
        double[] all = [.. training.Concat(validation.OfType<double>()).Where(double.IsFinite), always];
        (var step, var low) = Steps(all.Min(), all.Max());
        // Rounded first, so that 5.0000001 steps count as 5.
        var intervals = (int)Math.Ceiling(Math.Round((all.Max() - low) / step, 6));
        double span = Math.Max(1, intervals) * step, high = low + span;
        var decimals = intervals == 0 ? fewest : Math.Max(fewest, -(int)Math.Floor(PortableMath.Log10(step) + 1e-9));
        canvas.Text(left - 46, 30, title, theme.Text, 15);
        var legend = left + Width;
        if (validation.Any(v => v is not null))
            Legend("validation", theme.Second);
        Legend("training", theme.Accent);
        for (var i = 0; i <= intervals; i++)
        {
            var y = Top + (Height * i / (float)Math.Max(1, intervals));
            canvas.Fill(left, y, Width, 0.5f, theme.Line);
            canvas.Text(left - 8, y + 4, format(high - (step * i), decimals), theme.Dim, 10.5f, SKTextAlign.Right);
        }

        var every = Math.Max(1, (training.Length + 7) / 8);
        for (var i = 0; i < training.Length; i += every)
            canvas.Text(X(i), Top + Height + 18, $"{i + 1}", theme.Dim, 10.5f, SKTextAlign.Center);
        canvas.Text(left + (Width / 2f), Top + Height + 36, "epoch", theme.Dim, 11, SKTextAlign.Center);
        Curve([.. validation], theme.Second);
        Curve([.. training.Select(v => (double?)v)], theme.Accent);

        void Legend(string text, SKColor colour)
        {
            canvas.Text(legend, 30, text, theme.Dim, 11.5f, SKTextAlign.Right);
            legend -= SheetCanvas.TextWidth(text, 11.5f) + 8;
            canvas.Line(legend - 12, 26, legend, 26, 3, colour);
            legend -= 26;
        }

        void Curve(double?[] values, SKColor colour)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is not { } v || !double.IsFinite(v))
                    continue;
                if (i > 0 && values[i - 1] is { } before && double.IsFinite(before))
                    canvas.Line(X(i - 1), Y(before), X(i), Y(v), 2, colour);
                canvas.Line(X(i), Y(v), X(i), Y(v), 6, colour);
            }
        }

        float X(int epoch) => training.Length == 1 ? left + (Width / 2f) : left + 8 + ((Width - 16) * epoch / (training.Length - 1f));
        float Y(double value) => Top + (float)(Height * (high - value) / span);
    }

    /// <summary>A round distance between lines, so that there are about five, and the lowest line.</summary>
    private static (double Step, double Low) Steps(double low, double high)
    {
        double rough = Math.Max((high - low) / 5, 1e-6), power = PortableMath.Pow(10, Math.Floor(PortableMath.Log10(rough)));
        var step = power * RoundSteps.First(f => f * power >= rough * 0.999);
        return (step, Math.Floor((low / step) + 1e-9) * step);
    }
}
