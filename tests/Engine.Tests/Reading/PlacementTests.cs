using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

/// <summary>What is measured of a window and its neighbours, in line heights, which are 100 pixels here.</summary>
public sealed class PlacementTests
{
    /// <summary>An upright stroke, with two others on its left, two on its right, two dashes above it and two below.</summary>
    private static readonly Stroke[] Around =
    [
        TestInk.Bar(-40, 0), TestInk.Bar(-120, 0), TestInk.Bar(0, 0), TestInk.Bar(60, 20, 80), TestInk.Bar(150, 0),
        TestInk.Dash(-30, -50), TestInk.Dash(-30, -80), TestInk.Dash(-30, 130), TestInk.Dash(-30, 160),
    ];

    [Fact]
    public void The_nearest_neighbour_on_each_side_counts()
    {
        var measures = Measures([2], Around);
        Assert.Equal((0.4f, 0.6f, 0.5f, 0.3f), (measures.Left, measures.Right, measures.Above, measures.Below));
        Assert.Equal(0.3f, measures.Nearest, 1e-4f);
        Assert.Equal((1f, 0.8f, 0f, 0.1f), (measures.LeftHeight, measures.RightHeight, measures.LeftCentre, measures.RightCentre));
        Assert.False(measures.Inside);
        Assert.False(measures.IsAlone);
        // Where the pen came from, and went to.
        Assert.Equal(MathF.Sqrt(1.2f * 1.2f + 1), measures.Before, 1e-4f);
        Assert.Equal(1, measures.After, 1e-4f);
    }

    [Fact]
    public void A_window_alone_has_its_neighbours_far_away()
    {
        var measures = Measures([0], TestInk.Bar(0, 0));
        Assert.Equal((3f, 3f, 3f, 3f, 3f), (measures.Left, measures.Right, measures.Above, measures.Below, measures.Nearest));
        Assert.Equal((0f, 0f), (measures.LeftHeight, measures.RightHeight));
        Assert.True(measures.IsAlone);
        Assert.Equal((3f, 3f), (measures.Before, measures.After));
    }

    [Fact]
    public void Of_two_bars_the_gap_between_them_is_measured_and_what_lies_between_is_inside()
    {
        var measures = Measures([0, 2], TestInk.Dash(0, 0), TestInk.Bar(30, 30, 20), TestInk.Dash(0, 80), TestInk.Bar(300, 0));
        Assert.Equal(0.8f, measures.InnerGap, 1e-4f);
        Assert.True(measures.Inside);
        Assert.Equal((0f, 1f, 0f, 0f), measures.Strokes);
    }

    private static Seen Measures(int[] strokes, params Stroke[] ink)
    {
        var page = new Page();
        foreach (var stroke in ink)
            page.Add(stroke);
        Assert.Equal(100, page.Height);
        var all = Placement.Measure(page, [page.WindowOf(strokes, new float[Alphabet.None])])[Alphabet.None..];
        Assert.Equal(Placement.Count, all.Length);
        return new(all);
    }

    /// <summary>The measures by their names.</summary>
    private sealed record Seen(float[] All)
    {
        public (float One, float Two, float Three, float Four) Strokes => (All[4], All[5], All[6], All[7]);

        public float InnerGap => All[13];

        public float Nearest => All[14];

        public float Left => All[15];

        public float Right => All[16];

        public float Above => All[17];

        public float Below => All[18];

        public bool Inside => All[19] == 1;

        public float LeftHeight => All[22];

        public float RightHeight => All[23];

        public float LeftCentre => All[24];

        public float RightCentre => All[25];

        public bool IsAlone => All[26] == 1;

        public float Before => All[27];

        public float After => All[28];
    }
}
