using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Pictures.Sheets;

/// <summary>What filters do to a picture: the lesson's filters, strides and paddings, and the two poolings.</summary>
public static class LabSheet
{
    private const int Map = 92;
    private const float Step = (Sheet.Width - (2 * Sheet.Margin) - Map) / 5f;

    /// <summary>Draws all of it over one picture.</summary>
    public static SheetCanvas Draw(GreyPicture picture, SheetTheme theme)
    {
        var canvas = Sheet.Create(theme, 584);
        var presets = FilterLab.Presets(3);
        Sheet.Label(canvas, theme, Sheet.Margin, 28, "Six filters, and what each makes of the same picture (stride 1, padding valid)");
        for (var i = 0; i < presets.Count; i++)
        {
            var x = X(i);
            var filter = presets[i];
            Sheet.Grid(canvas, x + 1, 42, 30, 3, filter.Values, ValueScale.Of([.. filter.Values, -1, 1]).DivergingColour(),
                filter.Values.All(float.IsInteger) ? 0 : 2);
            Show(canvas, theme, x, 142, FilterLab.Convolve(picture, filter), filter.Name.Split(", ")[0],
                filter.Name.Split(", ") is [_, var kind] ? kind : "");
        }

        Sheet.Label(canvas, theme, Sheet.Margin, 296, "The vertical filter with other strides and paddings: the size of the result");
        var column = 0;
        foreach (var padding in new[] { Padding.Valid, Padding.Same })
        {
            for (var stride = 1; stride <= 3; stride++)
            {
                var result = FilterLab.Convolve(picture, presets[2], stride, padding);
                Show(canvas, theme, X(column++), 310, result, $"{(padding == Padding.Valid ? "valid" : "same")}, stride {stride}",
                    $"{result.Height}×{result.Width}");
            }
        }

        Sheet.Label(canvas, theme, Sheet.Margin, 458, "Pooling, 2×2 windows side by side");
        Show(canvas, theme, X(0), 470, picture, "the picture", "");
        Show(canvas, theme, X(1), 470, FilterLab.Pool(picture, new(2, 2), max: true), "the largest", "");
        Show(canvas, theme, X(2), 470, FilterLab.Pool(picture, new(2, 2), max: false), "the mean", "");
        return canvas;
    }

    private static float X(int column) => Sheet.Margin + (column * Step);

    private static void Show(SheetCanvas canvas, SheetTheme theme, float x, float y, GreyPicture picture, string label, string size)
    {
        var zoom = Sheet.Zoom(Map, Math.Max(picture.Width, picture.Height));
        canvas.Image<float>(x, y, picture.Width, picture.Values, zoom, ValueScale.Of(picture.Values).GreyColour());
        canvas.Frame(x - 0.5f, y - 0.5f, (picture.Width * zoom) + 1, (picture.Height * zoom) + 1, 0.5f, theme.Line);
        var below = y + Map + 14;
        canvas.Text(x, below, label, theme.Text, 11);
        canvas.Text(x, below + 15, size, theme.Dim, 11);
    }
}
