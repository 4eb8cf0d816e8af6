using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Data.Synthetic;

/// <summary>Synthetic calculations as photographs show them.</summary>
public sealed class TracedCalculationsTests
{
    private const uint Seed = 5;

    [Fact]
    public void About_a_third_is_traced_and_the_rest_is_as_the_pen_wrote_it()
    {
        var traced = 0;
        for (uint i = 0; i < 60; i++)
        {
            var (written, isTraced) = TracedCalculations.Write(Seed, i);
            traced += isTraced ? 1 : 0;
            Assert.Equal(SyntheticCalculations.Write(Seed, i).Plain, written.Plain);
            Assert.Equal(written.Strokes.Length, written.Symbols.SelectMany(symbol => symbol.Strokes).Distinct().Count());
            if (!isTraced)
                Assert.Equal(SyntheticCalculations.Write(Seed, i).Strokes.Select(Points), written.Strokes.Select(Points));
        }

        // Every second one, but not those whose symbols touch.
        Assert.InRange(traced, 15, 35);
    }

    [Fact]
    public void A_symbol_lies_in_its_traced_strokes()
    {
        var seen = 0;
        for (uint i = 0; i < 20; i++)
        {
            var pen = SyntheticCalculations.Write(Seed, i);
            if (TracedCalculations.Trace(pen, new(Seed, i)) is not { } traced)
                continue;
            seen++;
            // The same writing, larger or smaller: the middle of each symbol has the same place in the whole.
            InkBounds all = InkBounds.Of(pen.Strokes), copy = InkBounds.Of(traced.Strokes);
            foreach (var (symbol, found) in pen.Symbols.Zip(traced.Symbols))
            {
                Assert.Equal(symbol.Label, found.Label);
                var from = (InkBounds.Of(symbol.Strokes.Select(at => pen.Strokes[at])).Center - all.Min) / all.Extent;
                var to = (InkBounds.Of(found.Strokes.Select(at => traced.Strokes[at])).Center - copy.Min) / copy.Extent;
                Assert.InRange((from - to).Length(), 0, 0.06f);
            }
        }

        Assert.InRange(seen, 10, 20);
    }

    [Fact]
    public void Symbols_that_touch_are_not_traced()
    {
        Stroke one = Line(0, 0, 0, 50), bar = Line(0, 25, 60, 25), far = Line(100, 0, 100, 50);
        WrittenCalculation Of(Stroke second) => new("11", [one, second], [new('1', [0]), new('1', [1])]);
        Assert.NotNull(TracedCalculations.Trace(Of(far), new(1, 1)));
        // A bar that begins on the one, and goes on in it, is neither the one nor the other.
        Assert.Null(TracedCalculations.Trace(Of(Line(0, 50, 0, 110)), new(1, 1)));
        Assert.NotNull(TracedCalculations.Trace(Of(bar), new(1, 1)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_strokes() =>
        Assert.Equal(
            TracedCalculations.Write(Seed, 3).Written.Strokes.Select(Points),
            TracedCalculations.Write(Seed, 3).Written.Strokes.Select(Points));

    private static Stroke Line(float x0, float y0, float x1, float y1) =>
        new([.. Enumerable.Range(0, 30).Select(i => new InkPoint(x0 + ((x1 - x0) * i / 29), y0 + ((y1 - y0) * i / 29), i))]);

    private static InkPoint[] Points(Stroke stroke) => [.. stroke.Points];
}
