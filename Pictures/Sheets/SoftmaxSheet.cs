using GpuDigits.Engine;
using GpuDigits.Engine.Insight;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>Softmax written out, a row for each class.</summary>
public static class SoftmaxSheet
{
    /// <summary>Draws logits, exponentials, their sum and the probabilities.</summary>
    public static SheetCanvas Draw(Activations activations, SheetTheme theme)
    {
        var a = SoftmaxArithmetic.Of(activations);
        int winner = Numbers.ArgMax(a.Logits), top = 50;
        var canvas = Sheet.Create(theme, top + (a.Logits.Length * 28) + 62);
        const int Logit = 110, Difference = 220, Exponential = 330, Bar = 368, BarWidth = 170, Right = Sheet.Width - Sheet.Margin;
        Head(Logit, "logit z");
        Head(Difference, "z − largest");
        Head(Exponential, "exp of it");
        Sheet.Label(canvas, theme, Bar, 32, "divided by the sum");
        Head(Right, "probability");
        for (var i = 0; i < a.Logits.Length; i++)
        {
            float y = top + (i * 28), baseline = y + 18;
            var colour = i == winner ? theme.Accent : theme.Text;
            if (i == winner)
                canvas.RoundedBox(Sheet.Margin - 8, y, Sheet.Width - (2 * Sheet.Margin) + 16, 26, 6, theme.Card);
            canvas.Text(Sheet.Margin, baseline, $"{i}", colour, 16);
            canvas.Text(Logit, baseline, Sheet.Number(a.Logits[i], 3), theme.Text, 14, SKTextAlign.Right);
            canvas.Text(Difference, baseline, Sheet.Number(a.Logits[i] - a.Largest, 3), theme.Dim, 14, SKTextAlign.Right);
            Small(Exponential, baseline, a.Exponentials[i]);
            canvas.RoundedBox(Bar, y + 8, BarWidth, 10, 5, theme.Line);
            if (a.Probabilities[i] > 0.002f)
                canvas.RoundedBox(Bar, y + 8, Math.Max(10, BarWidth * a.Probabilities[i]), 10, 5, colour);
            canvas.Text(Right, baseline, Sheet.Percent(a.Probabilities[i]), colour, 14, SKTextAlign.Right);
        }

        float line = top + (a.Logits.Length * 28) + 6;
        canvas.Fill(Difference + 20, line, Exponential - Difference - 20, 1, theme.Line);
        Small(Exponential, line + 24, a.Sum);
        Sheet.Label(canvas, theme, Difference, line + 24, "sum", SKTextAlign.Right);
        return canvas;

        void Head(float x, string text) => Sheet.Label(canvas, theme, x, 32, text, SKTextAlign.Right);

        // Five places; what is smaller in powers of ten.
        void Small(float right, float baseline, double value)
        {
            if (value is 0 or >= 1e-4)
            {
                canvas.Text(right, baseline, Sheet.Number(value, 5), theme.Text, 14, SKTextAlign.Right);
                return;
            }

            var power = (int)Math.Floor(PortableMath.Log10(value));
            // What rounds to ten has the next power.
            if (Math.Round(value / PortableMath.Pow(10.0, power), 1) >= 10)
                power++;
            var exponent = Sheet.Number(power, 0);
            canvas.Text(right, baseline - 5, exponent, theme.Text, 9.5f, SKTextAlign.Right);
            canvas.Text(
                right - SheetCanvas.TextWidth(exponent, 9.5f) - 1, baseline,
                Sheet.Number(value / PortableMath.Pow(10.0, power), 1) + "·10", theme.Text, 14, SKTextAlign.Right);
        }
    }
}
