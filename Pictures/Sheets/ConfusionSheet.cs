using GpuDigits.Engine.Train;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>The confusion matrix: rows are what a digit is, columns what was read.</summary>
public static class ConfusionSheet
{
    /// <summary>Draws it: right readings blue, wrong ones the more orange the more often they happen.</summary>
    public static SheetCanvas Draw(Evaluation evaluation, SheetTheme theme)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var classes = evaluation.Classes;
        const int Left = 60, Top = 64;
        float cell = (Sheet.Width - Left - 90) / (float)classes, right = Left + (classes * cell);
        var canvas = Sheet.Create(theme, (int)(Top + (classes * cell) + Sheet.Margin));
        Sheet.Label(
            canvas, theme, Left, 26,
            $"Down: what it is. Across: what was read. {Sheet.Percent(evaluation.Accuracy)} of {Sheet.Count(evaluation.Samples)} are "
                + "right.");
        canvas.Text(Sheet.Width - Sheet.Margin, Top - 10, "right", theme.Dim, 12.5f, SKTextAlign.Right);
        var most = evaluation.MostConfused() is [var worst, ..] ? worst.Times : 1;
        for (var label = 0; label < classes; label++)
        {
            float y = Top + (label * cell), baseline = y + (cell / 2) + 5;
            canvas.Text(Left - 16, baseline, $"{label}", theme.Text, 16, SKTextAlign.Right);
            canvas.Text(Left + (label * cell) + (cell / 2), Top - 10, $"{label}", theme.Text, 16, SKTextAlign.Center);
            var share = evaluation.Count(label) == 0 ? "–" : Sheet.Percent(evaluation.AccuracyOf(label));
            canvas.Text(Sheet.Width - Sheet.Margin, baseline, share, theme.Dim, 13, SKTextAlign.Right);
            for (var read = 0; read < classes; read++)
            {
                var times = evaluation.Confusion(label, read);
                var back = label == read
                    ? Colours.Mix(theme.Card, theme.Accent, 0.35f)
                    : Colours.Mix(theme.Card, theme.Second, times == 0 ? 0 : 0.15f + (0.75f * times / most));
                canvas.RoundedBox(Left + (read * cell) + 1, y + 1, cell - 2, cell - 2, 5, back);
                if (times > 0)
                    canvas.Text(Left + (read * cell) + (cell / 2), baseline, $"{times}", Sheet.Over(back), 13.5f, SKTextAlign.Center);
            }
        }

        return canvas;
    }
}
