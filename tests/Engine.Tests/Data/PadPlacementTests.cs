using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Tests.Ink;

namespace GpuDigits.Engine.Tests.Data;

public class PadPlacementTests
{
    private static readonly StrokeSample Sample =
        new(4, "anna", [.. InkShapes.Digit(4).Select(stroke => stroke.Points.Select(point => point.Position / 220).ToImmutableArray())]);

    public static TheoryData<float, float, float> Placements => new()
    {
        { 0.1f, 0, 0 }, { 0.1f, 0.4f, -0.4f }, { 0.35f, -0.2f, 0.1f }, { 0.95f, 0, 0 }, { 0.95f, 0.3f, 0.3f }, { 0.5f, 9, -9 },
    };

    [Theory]
    [MemberData(nameof(Placements))]
    public void The_network_sees_the_same_wherever_and_however_large(float fill, float x, float y)
    {
        var usual = new PadPlacement().Draw(Sample).Snapshot();
        var other = new PadPlacement { PadSize = 280, Fill = fill, Offset = new Vector2(x, y) }.Draw(Sample).Snapshot();
        byte[] expected = DigitPreparation.Prepare(usual)!, actual = DigitPreparation.Prepare(other)!;
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, 2);
    }

    [Theory]
    [MemberData(nameof(Placements))]
    public void The_drawing_fills_its_share_and_stays_on_the_pad(float fill, float x, float y)
    {
        var strokes = new PadPlacement { PadSize = 400, Fill = fill, Offset = new Vector2(x, y) }.Draw(Sample).Snapshot();
        var box = strokes.Aggregate(InkBounds.Empty, (all, stroke) => all.With(stroke.Bounds));
        Assert.Equal(400 * fill, box.Extent, 0.01f);
        Assert.InRange(MathF.Min(box.Min.X, box.Min.Y), -0.01f, 400);
        Assert.InRange(MathF.Max(box.Max.X, box.Max.Y), 0, 400.01f);
        if (fill < 0.5f)
            Assert.True(Vector2.Distance(box.Center, new Vector2(200 + 400 * x, 200 + 400 * y)) < 0.01f);
    }

    [Fact]
    public void A_drawing_of_one_point_lies_in_the_middle()
    {
        var dot = new PadPlacement { PadSize = 400, Offset = new Vector2(0.25f, 0) }.Draw(new(1, "anna", [[new(3, 7)]])).Snapshot();
        Assert.Equal([new InkPoint(300, 200, 0)], Assert.Single(dot).Points.ToArray());
    }

    [Fact]
    public void Strokes_follow_one_another_in_time()
    {
        var points = new PadPlacement().Draw(Sample).Snapshot().SelectMany(stroke => stroke.Points).ToArray();
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.First.Time < pair.Second.Time));
    }

    /// <summary>A pointer that reports every 8 ms, and 120 ms from one stroke to the next.</summary>
    [Fact]
    public void The_usual_pad_has_360_pixels_of_which_a_drawing_takes_seven_tenths()
    {
        var strokes = new PadPlacement().Draw(new(1, "anna", [[new(0, 0), new(10, 0), new(10, 5)], [new(4, 20)], [new(0, 20), new(1, 20)]]))
            .Snapshot();
        var box = InkBounds.Of(strokes);
        Assert.Equal(252, box.Size.Y, 1e-3f);
        Assert.Equal(126, box.Size.X, 1e-3f);
        Assert.True(Vector2.Distance(box.Center, new Vector2(180)) < 1e-3f);
        Assert.Equal([0, 8, 16, 136, 256, 264], strokes.SelectMany(stroke => stroke.Points).Select(point => point.Time));
        Assert.Equal(54, strokes[0].Points[0].Y, 1e-3f);
        Assert.Equal(243, strokes[0].Points[1].X, 1e-3f);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1e5f, true)]
    [InlineData(0.99f, false)]
    [InlineData(100_001f, false)]
    [InlineData(float.NaN, false)]
    public void A_pad_has_one_to_many_pixels(float size, bool isPad)
    {
        var placement = new PadPlacement { PadSize = size };
        if (isPad)
            Assert.Equal(0.7f * size, InkBounds.Of(placement.Draw(Sample).Snapshot()).Extent, 1e-3f * size);
        else
            Assert.StartsWith("The pad must have 1 to 100000 pixels, not ", Refusal(placement), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_says_what_is_allowed()
    {
        Assert.Equal("Fill must be 0.1 to 0.95, not 0.99.", Refusal(new() { Fill = 0.99f }));
        var endless = Refusal(new() { Offset = new Vector2(0, float.PositiveInfinity) });
        Assert.StartsWith("The offset must be finite, not <0", endless, StringComparison.Ordinal);
    }

    private static string Refusal(PadPlacement placement) =>
        Assert.Throws<InvalidOperationException>(() => placement.Draw(Sample)).Message;

    [Theory]
    [InlineData(0.05f, 0)]
    [InlineData(1, 0)]
    [InlineData(float.NaN, 0)]
    [InlineData(0.5f, float.NaN)]
    public void Senseless_placements_are_refused(float fill, float x) =>
        Assert.Throws<InvalidOperationException>(() => new PadPlacement { Fill = fill, Offset = new Vector2(x, 0) }.Draw(Sample));
}
