using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Viewer.Tests;

/// <summary>The line that stands for a stroke: where it goes, how round it is, and how wide.</summary>
public sealed class InkBrushTests
{
    private const float Radius = 10;

    private static readonly Rgba Colour = Rgba.Hex(0xFFFFFF);

    [Fact]
    public void A_dot_is_as_wide_as_the_pen()
    {
        foreach (var scale in (float[])[1, 2])
        {
            var dot = Assert.Single(Drawn(scale, new InkPoint(100, 200, 0)));
            Assert.Equal(new Vector4(100, 200, 100, 200) * scale, dot.Shape);
            Assert.Equal((Radius * scale, Radius * scale, Colour), (dot.Traits.X, dot.Traits.Y, dot.Fill));
        }
    }

    [Fact]
    public void A_line_goes_from_the_first_place_to_the_last_without_a_gap_and_through_the_middles_between_them()
    {
        InkPoint[] points = [new(100, 100, 0), new(200, 100, 100), new(200, 200, 200), new(320, 240, 300)];
        foreach (var scale in (float[])[0.5f, 1, 2])
        {
            var line = Drawn(scale, points);
            Assert.Equal(points[0].Position * scale, From(line[0]));
            Assert.Equal(points[^1].Position * scale, To(line[^1]));
            for (var i = 1; i < line.Length; i++)
            {
                Assert.Equal(To(line[i - 1]), From(line[i]));
                Assert.Equal(line[i - 1].Traits.Y, line[i].Traits.X);
            }
            foreach (var (one, other) in ((int, int)[])[(0, 1), (1, 2)])
            {
                var middle = (points[one].Position + points[other].Position) / 2 * scale;
                Assert.Contains(line, part => Vector2.Distance(To(part), middle) < 0.01f);
            }
            // Of the corner only the direction is followed.
            Assert.True(line.Min(part => Vector2.Distance(To(part), points[1].Position * scale)) > 5 * scale);
            // The middle of the curve about it lies halfway between the corner and the middle of its ends.
            var top = (points[1].Position / 2 + new Vector2(150, 100) / 4 + new Vector2(200, 150) / 4) * scale;
            Assert.True(line.Min(part => Vector2.Distance(To(part), top)) < 4);
        }
    }

    [Fact]
    public void A_circle_of_few_places_is_round()
    {
        InkPoint[] points = [.. Enumerable.Range(0, 17).Select(i =>
            new InkPoint(280 + 200 * MathF.Cos(i * MathF.Tau / 16), 280 + 200 * MathF.Sin(i * MathF.Tau / 16), 50 * i))];
        var line = Drawn(1, points);
        Assert.InRange(line.Length, 4 * points.Length, 6 * points.Length);
        // Without the straight pieces at its ends.
        foreach (var part in line[8..^8])
        {
            Assert.InRange(Vector2.Distance(From(part), new(280)), 194, 199.5f);
            var middle = (From(part) + To(part)) / 2;
            Assert.InRange(Vector2.Distance(middle, new(280)), 194, 199.5f);
        }
        for (var i = 1; i < line.Length; i++)
            Assert.True(Vector2.Dot(Direction(line[i - 1]), Direction(line[i])) > 0.98f, $"it has a corner at {From(line[i])}");
    }

    /// <summary>
    /// Two pieces end at one line through the bend, so that they do not lie over each other; a sharp one has both round ends.
    /// </summary>
    [Fact]
    public void Pieces_meet_at_the_line_that_halves_a_bend()
    {
        var round = Drawn(1, [new(100, 100, 0), new(200, 100, 100), new(300, 140, 200), new(380, 220, 300)]);
        for (var i = 1; i < round.Length; i++)
        {
            var half = Vector2.Normalize(Direction(round[i - 1]) + Direction(round[i]));
            Assert.Equal((Packed(half.X), Packed(half.Y)), (round[i - 1].Edge.B, round[i - 1].Edge.A));
            Assert.Equal((Packed(half.X), Packed(half.Y)), (round[i].Edge.R, round[i].Edge.G));
        }
        Assert.Equal((Packed(0), Packed(0)), (round[0].Edge.R, round[0].Edge.G));
        Assert.Equal((Packed(0), Packed(0)), (round[^1].Edge.B, round[^1].Edge.A));

        // There and back.
        var sharp = Drawn(1, [new(100, 100, 0), new(200, 100, 100), new(100, 101, 200)]);
        Assert.Contains(Enumerable.Range(1, sharp.Length - 1), i => Vector2.Dot(Direction(sharp[i - 1]), Direction(sharp[i])) < 0.7f
            && sharp[i].Edge is { R: var x, G: var y } && x == Packed(0) && y == Packed(0));
    }

    /// <summary>A pen that is moved at one speed for long; halfway to the thinnest at 1.6 units in a millisecond.</summary>
    [Theory]
    [InlineData(0.01f, 1)]
    [InlineData(1.6f, 0.84f)]
    [InlineData(4.8f, 0.76f)]
    [InlineData(300, 0.68f)]
    public void The_faster_the_pen_the_thinner_the_line(float speed, float share)
    {
        foreach (var between in (double[])[5, 20])
        {
            ImmutableArray<InkPoint> points =
                [.. Enumerable.Range(0, 80).Select(i => new InkPoint((float)(speed * between * i), 0, between * i))];
            var line = Drawn(1, points.AsSpan());
            Assert.Equal(Radius, line[0].Traits.X);
            Assert.Equal(share * Radius, line[^1].Traits.Y, 0.05f);
        }
    }

    /// <summary>The speed is smoothed: after 40 ms it counts for 63 %.</summary>
    [Fact]
    public void The_line_becomes_thinner_little_by_little()
    {
        var line = Drawn(1, [.. Enumerable.Range(0, 5).Select(i => new InkPoint(16 * i, 0, 10 * i))]);
        var speed = 1.6f * (1 - MathF.Exp(-1));
        Assert.Equal(Radius * (1 - 0.32f * speed / (speed + 1.6f)), line[^1].Traits.Y, 0.01f);
        var radii = line.Select(part => part.Traits.Y).ToArray();
        Assert.Equal(radii.OrderDescending(), radii);
    }

    /// <summary>As some drivers send them.</summary>
    [Fact]
    public void Places_of_the_same_time_count_as_a_millisecond_apart()
    {
        var (same, apart) = (Drawn(1, [new(0, 0, 5), new(30, 0, 5)]), Drawn(1, [new(0, 0, 5), new(30, 0, 6)]));
        Assert.Equal(apart.Select(part => part.Traits), same.Select(part => part.Traits));
        Assert.InRange(same[^1].Traits.Y, 0.68f * Radius, Radius - 0.1f);
    }

    [Fact]
    public void Places_that_are_hardly_apart_make_no_piece_of_their_own()
    {
        var line = Drawn(1, [.. Enumerable.Range(0, 200).Select(i => new InkPoint(100 + 0.1f * i, 100, 8 * i))]);
        Assert.InRange(line.Length, 20, 42);
        Assert.All(line, part => Assert.True(Vector2.Distance(From(part), To(part)) > 0.49f));
    }

    private static Quad[] Drawn(float scale, params ReadOnlySpan<InkPoint> points)
    {
        var list = new DrawList(Font.Default);
        var space = new PadSpace(new(0, 0, PadSpace.Side * scale, PadSpace.Side * scale));
        InkBrush.Draw(list, [new Stroke([.. points])], space, Radius, Colour);
        return list.Quads.ToArray();
    }

    private static Vector2 From(Quad part) => new(part.Shape.X, part.Shape.Y);

    private static Vector2 To(Quad part) => new(part.Shape.Z, part.Shape.W);

    private static Vector2 Direction(Quad part) => Vector2.Normalize(To(part) - From(part));

    private static byte Packed(float component) => (byte)(127 + MathF.Round(127 * component));
}
