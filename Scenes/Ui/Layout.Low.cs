using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Ui;

/// <content>What differs in a low window: tabs and tools in columns, and a block of keys.</content>
internal sealed partial class Layout
{
    private const float LowMargin = 10, LowGap = 8, LowReading = 84, LeastLowReading = 60, LowDisplay = 78, LowColumn = 280, LowPanel = 424;

    /// <summary>Whether it is a wide window with little height, like a phone that lies on its side.</summary>
    public bool IsLow { get; }

    /// <summary>What has no room is left out: the tape, and in the lowest windows the reading.</summary>
    private void PlaceLowColumn(Box rest)
    {
        PlaceKeys(CutBottom(ref rest, 3 * Target(KeyHeight) + 2 * LowGap, LowGap));
        var spare = rest.Height - Target(AlternativeHeight) - 2 * LowGap;
        var reading = MathF.Min(spare - LowDisplay, spare / 2);
        if (reading >= LeastLowReading)
            PlaceReading(CutBottom(ref rest, reading, LowGap));
        PlaceCorrection(CutBottom(ref rest, Target(AlternativeHeight), LowGap));
        PlaceDisplay(rest, 0, MathF.Min(rest.Height - 44, 66), 22);
        Tape = default;
    }

    /// <summary>
    /// Tabs and tools are columns at the left edge of a low window, so that the paper has its height. Tools stand in pairs under the tabs
    /// as far as there is room; the first ones have columns of their own.
    /// </summary>
    private void PlaceRail(ref Box inner)
    {
        const int MostPairs = 2;
        var tools = Arrangement == Arrangement.Alone ? SheetTools : [.. LeftTools, .. RightTools.Reverse()];
        var side = Target(ToolHeight);
        var wide = MathF.Max(2 * side, NarrowestTab + 28);
        var high = MathF.Min(side, inner.Height / Widgets.Tabs);
        for (var i = 0; i < Widgets.Tabs; i++)
            Place(Widgets.TabOf(i), new(inner.X, inner.Y + i * high, wide, high));
        var pairs = Math.Min(MostPairs, (int)((inner.Height - Widgets.Tabs * high) / side));
        var apart = tools.Length - 2 * pairs;
        var inColumn = Math.Max(1, (int)(inner.Height / side));
        for (var i = 0; i < tools.Length; i++)
        {
            var (column, row) = i < apart ? Math.DivRem(i, inColumn) : ((i - apart) % 2, (i - apart) / 2);
            Place(tools[i], i < apart
                ? new(inner.X + wide + LowGap + column * side, inner.Y + row * side, side, side)
                : new(inner.X + column * side, inner.Bottom - (pairs - row) * side, side, side));
        }
        var width = wide + (apart + inColumn - 1) / inColumn * side + 2 * LowGap;
        inner = inner with { X = inner.X + width, Width = inner.Width - width };
        var left = MathF.Round(inner.X * Unit);
        if (Arrangement == Arrangement.Alone)
            Panel = new(left, 0, Size.X - left, Size.Y);
    }
}
