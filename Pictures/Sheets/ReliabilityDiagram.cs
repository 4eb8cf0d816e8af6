using System.Globalization;
using GpuDigits.Engine;
using GpuDigits.Engine.Train;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>
/// A reliability diagram (Guo et al. 2017, arXiv 1706.04599, figure 1): for each bin of confidence how often the network was right, with
/// the gap to what it claimed, and below how many readings fell into the bin
/// (on a logarithmic scale, since almost all are in the last one).
/// </summary>
public static class ReliabilityDiagram
{
    private const int Left = 64, Top = 74, Side = 420, Counts = 90, Between = 40, Right = 28, Bottom = 52;

    /// <summary>Draws it.</summary>
    public static SheetCanvas Draw(Reliability reliability, string title)
    {
        var theme = SheetTheme.Dark;
        var canvas = new SheetCanvas(Left + Side + Right, Top + Side + Between + Counts + Bottom, theme.Background, 2);
        canvas.Text(Left, 32, title, theme.Text, 18);
        double error = reliability.ExpectedCalibrationError * 100, temperature = reliability.Temperature;
        canvas.Text(
            Left, 54,
            Invariant($"expected calibration error {error:F2} %   temperature {temperature:F2}   {reliability.Samples:N0} digits"),
            theme.Dim, 13);
        canvas.RoundedBox(Left, Top, Side, Side, 6, theme.Card);
        for (var tick = 0; tick <= 4; tick++)
        {
            var y = Top + Side - (tick * Side / 4f);
            if (tick is > 0 and < 4)
                canvas.Line(Left, y, Left + Side, y, 1, theme.Line);
            canvas.Text(Left - 10, y + 4, Invariant($"{tick * 25} %"), theme.Dim, 12, SKTextAlign.Right);
            canvas.Text(Left + (tick * Side / 4f), Top + Side + Between + Counts + 20, Invariant($"{tick * 25} %"), theme.Dim, 12,
                SKTextAlign.Center);
        }

        float width = (float)Side / reliability.Bins.Count, most = PortableMath.Log10(1 + reliability.Bins.Max(b => b.Samples));
        for (var i = 0; i < reliability.Bins.Count; i++)
        {
            var bin = reliability.Bins[i];
            float x = Left + (i * width), accuracy = (float)bin.Accuracy * Side, claimed = (float)bin.Confidence * Side;
            if (bin.Samples == 0)
                continue;
            canvas.Fill(x + 1.5f, Top + Side - accuracy, width - 3, accuracy, theme.Accent);
            float low = Math.Min(accuracy, claimed), high = Math.Max(accuracy, claimed);
            canvas.Fill(x + 1.5f, Top + Side - high, width - 3, high - low,
                Colours.Mix(accuracy >= claimed ? theme.Accent : theme.Card, theme.Second, 0.55f));
            canvas.Fill(x + 1.5f, Top + Side - claimed - 1, width - 3, 2, theme.Second);
            float height = Counts * PortableMath.Log10(1 + bin.Samples) / most, floor = Top + Side + Between + Counts;
            canvas.Fill(x + 1.5f, floor - height, width - 3, height, theme.Line);
            canvas.Text(x + (width / 2), floor - height - 4, bin.Samples.ToString(CultureInfo.InvariantCulture), theme.Dim, 9.5f,
                SKTextAlign.Center);
        }

        canvas.Line(Left, Top + Side, Left + Side, Top, 1.5f, theme.Dim);
        canvas.Text(Left + 12, Top + 24, "read correctly", theme.Accent, 13);
        canvas.Text(Left + 12, Top + 43, "claimed, and the gap", theme.Second, 13);
        canvas.Text(Left + (Side / 2), Top + Side + Between + Counts + 40, "confidence", theme.Dim, 13, SKTextAlign.Center);
        canvas.Text(Left - 10, Top + Side + Between + Counts, "digits", theme.Dim, 12, SKTextAlign.Right);
        return canvas;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
