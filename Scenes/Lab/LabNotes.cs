using GpuDigits.Engine.Layers;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Lab;

/// <summary>The effect of the filter and the computation of the result's size, in words.</summary>
internal static class LabNotes
{
    private static readonly string[][] OfPresets =
    [
        ["Ones in a row, zeros elsewhere:", "bright where the row has ink,", "whatever lies above and below."],
        ["Ones in a row, −1 elsewhere:", "ink above or below counts against it.", "Bright only on thin level lines."],
        ["The same, upright: bright on", "vertical strokes, dark beside them."],
        ["The middle against its neighbours:", "0 where all are the same,", "large where the picture changes."],
        ["The mean of the neighbourhood:", "edges grow soft, noise disappears."],
        ["The middle, and its difference from", "its neighbours on top: edges stand out."],
    ];

    private static readonly string[] OfOwn = ["Your own filter. A network finds its", "filters itself, by training."];

    public static void Draw(DrawList list, LabPanel lab, ViewState state)
    {
        var (bench, theme, unit) = (lab.Bench, state.Theme, state.Layout.Unit);
        var line = state.Layout.Side with { Height = 22 * unit };
        Say(bench.Filter.Name, 15, theme.Text);
        foreach (var row in bench.Preset >= 0 ? OfPresets[bench.Preset] : OfOwn)
            Say(row, 13, theme.DimText);
        line = line with { Y = line.Y + 10 * unit };
        Say("Size of the result", 15, theme.Text);
        var (n, f, s) = (bench.Picture.Height, bench.Filter.Size, bench.Stride);
        Say(bench.Padding == Padding.Valid
            ? $"({n} − {f}) ÷ {s}, rounded down, + 1 = {bench.Result.Height} rows"
            : $"{n} ÷ {s}, rounded up = {bench.Result.Height} rows", 13, theme.Accent);
        Say(bench.Padding == Padding.Valid ? "Windows lie wholly inside." : "Zeros are added around the picture first.", 13, theme.DimText);
        line = line with { Y = line.Y + 10 * unit };
        Say("Pooling", 15, theme.Text);
        Say($"One number for each {bench.PoolSize}×{bench.PoolSize}: the largest says", 13, theme.DimText);
        Say("whether the feature is there, the mean", 13, theme.DimText);
        Say("how much of it.", 13, theme.DimText);

        void Say(string text, float size, Rgba color)
        {
            if (line.Bottom <= state.Layout.Side.Bottom)
                list.TextIn(line, text, size * unit, color, Align.Left, true);
            line = line with { Y = line.Y + 21 * unit };
        }
    }
}
