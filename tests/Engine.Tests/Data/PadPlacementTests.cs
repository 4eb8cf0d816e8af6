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

    [Theory]
    [InlineData(0.05f, 0)]
    [InlineData(1, 0)]
    [InlineData(float.NaN, 0)]
    [InlineData(0.5f, float.NaN)]
    public void Senseless_placements_are_refused(float fill, float x) =>
        Assert.Throws<InvalidOperationException>(() => new PadPlacement { Fill = fill, Offset = new Vector2(x, 0) }.Draw(Sample));
}
