using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Ink.Tracing;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Preparation;
using SkiaSharp;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>Strokes out of pictures that the test draws.</summary>
public sealed class InkTracingTests
{
    private const int Width = 200, Height = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_line_is_one_stroke_from_end_to_end(float pen)
    {
        var stroke = Assert.Single(FirstLook.Trace(Drawn(pen, (Vector2[])[new(40, 30), new(150, 80)])));
        AssertBox(stroke, 40, 30, 150, 80, pen);
        AssertStraight(stroke);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    public void A_cross_is_two_strokes_that_go_straight_on(float pen)
    {
        var strokes = FirstLook.Trace(Drawn(pen, [new(50, 60), new(150, 60)], [new(100, 20), new(100, 100)]));
        Assert.Equal(2, strokes.Length);
        AssertBox(strokes[0], 50, 60, 150, 60, pen);
        AssertBox(strokes[1], 100, 20, 100, 100, pen);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(13)]
    public void A_small_cross_of_a_thick_pen_keeps_its_arms(float pen)
    {
        var arm = 1.65f * pen;
        var strokes = FirstLook.Trace(Drawn(
            pen, [new(100 - arm, 60 + (arm / 3)), new(100 + arm, 60 - (arm / 3))], [new(100, 60 - arm), new(100, 60 + arm)]));
        Assert.Equal(2, strokes.Length);
        Assert.All(strokes, stroke => Assert.InRange(
            Vector2.Distance(stroke.Points[0].Position, stroke.Points[^1].Position), 1.2f * arm, 2.6f * arm));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public void Lines_that_cross_aslant_are_two_strokes(float pen)
    {
        var strokes = FirstLook.Trace(Drawn(pen, [new(60, 25), new(140, 95)], [new(140, 25), new(60, 95)]));
        Assert.Equal(2, strokes.Length);
        Assert.All(strokes, stroke => AssertBox(stroke, 60, 25, 140, 95, pen));
        Assert.All(strokes, AssertStraight);
    }

    [Fact]
    public void A_ring_is_one_closed_stroke()
    {
        var stroke = Assert.Single(FirstLook.Trace(Drawn(5, Arc(new(100, 60), 40, 0, 360))));
        AssertBox(stroke, 60, 20, 140, 100, 5);
        Assert.InRange(Vector2.Distance(stroke.Points[0].Position, stroke.Points[^1].Position), 0, 2);
    }

    [Fact]
    public void A_ring_with_a_tail_is_one_stroke_if_the_tail_goes_on_into_it()
    {
        // A six: down, and round.
        var stroke = Assert.Single(FirstLook.Trace(Drawn(4, [new(70, 10), .. Arc(new(100, 70), 30, 180, -180)])));
        AssertBox(stroke, 70, 10, 130, 100, 5);
    }

    [Fact]
    public void A_T_is_a_bar_and_a_stem()
    {
        var strokes = FirstLook.Trace(Drawn(5, [new(50, 30), new(150, 30)], [new(100, 30), new(100, 100)]));
        Assert.Equal(2, strokes.Length);
        AssertBox(strokes[0], 50, 30, 150, 30, 5);
        AssertBox(strokes[1], 100, 30, 100, 100, 5);
    }

    [Fact]
    public void A_corner_is_no_end()
    {
        var stroke = Assert.Single(FirstLook.Trace(Drawn(5, (Vector2[])[new(50, 30), new(150, 30), new(100, 100)])));
        AssertBox(stroke, 50, 30, 150, 100, 5);
    }

    [Fact]
    public void Pieces_come_from_left_to_right()
    {
        var strokes = FirstLook.Trace(Drawn(
            4, [new(150, 20), new(150, 100)], [new(60, 75), new(110, 75)], [new(60, 50), new(110, 50)], [new(20, 20), new(20, 100)]));
        Assert.Equal([20, 60, 60, 150], strokes.Select(stroke => (int)MathF.Round(stroke.Bounds.Min.X / 10) * 10));
        Assert.True(strokes[1].Bounds.Min.Y < strokes[2].Bounds.Min.Y);
        Assert.True(strokes[0].Points[^1].Time < strokes[1].Points[0].Time);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    public void A_dot_is_one_stroke_where_it_is(float pen)
    {
        // Beside larger ink, as a decimal point, with a pen of any width.
        var strokes = FirstLook.Trace(Drawn(
            pen, [new(30, 15), new(30, 105)], [new(60, 100), new(60, 100)],
            [new(90, 15), new(190, 15), new(190, 105), new(90, 105), new(90, 60)]));
        Assert.Equal(3, strokes.Length);
        Assert.InRange(strokes[1].Bounds.Extent, 0, pen);
        Assert.InRange(Vector2.Distance(strokes[1].Bounds.Center, new(60, 100)), 0, 2);
    }

    [Fact]
    public void Ink_at_the_edge_is_followed_to_it()
    {
        var mask = new bool[40 * 30];
        for (var y = 0; y < 30; y++)
            mask[y * 40 + 39] = mask[y * 40] = true;
        var strokes = InkTracing.Trace(mask, 40);
        Assert.Equal([0f, 39f], strokes.Select(stroke => stroke.Bounds.Center.X));
        Assert.All(strokes, stroke => Assert.Equal((0f, 29f), (stroke.Bounds.Min.Y, stroke.Bounds.Max.Y)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(30, 30)]
    [InlineData(2, 30)]
    [InlineData(7, 20)]
    public void A_filled_rectangle_never_vanishes(int width, int height)
    {
        var mask = new bool[50 * 50];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = i % 50 >= 10 && i % 50 < 10 + width && i / 50 >= 10 && i / 50 < 10 + height;
        var strokes = InkTracing.Trace(mask, 50);
        var box = strokes.Aggregate(InkBounds.Empty, (all, stroke) => all.With(stroke.Bounds));
        Assert.NotEmpty(strokes);
        Assert.InRange(Vector2.Distance(box.Center, new(9.5f + width / 2f, 9.5f + height / 2f)), 0, 2);
    }

    /// <summary>The roughness of an edge is no stroke, wherever it is and however often.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(60, 130)]
    [InlineData(40, 80, 120, 150)]
    public void Hairs_of_a_bar_are_no_strokes(params int[] hairs)
    {
        const int Width = 200, Top = 40, Pen = 6;
        var mask = new bool[Width * 80];
        Fill(30, Top, 140, Pen);
        foreach (var (i, at) in hairs.Index())
            Fill(at, i % 2 == 0 ? Top - 5 : Top + Pen, 3, 5);
        Assert.Single(InkTracing.Trace(mask, Width));

        void Fill(int left, int top, int width, int height)
        {
            for (var y = top; y < top + height; y++)
                mask.AsSpan(y * Width + left, width).Fill(true);
        }
    }

    [Fact]
    public void Thin_lines_have_the_pieces_of_the_ink()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            // Blots and holes of any form; the edge is free.
            var mask = new bool[40 * 40];
            for (var blot = 0; blot < 12; blot++)
            {
                int x = random.Next(1, 30), y = random.Next(1, 30), w = random.Next(1, 9), h = random.Next(1, 9);
                for (var i = 0; i < w * h; i++)
                    mask[(y + i / w) * 40 + x + i % w] = blot % 4 > 0;
            }

            var thin = Thinning.Thin(mask, 40);
            Assert.Equal(Pieces(mask, 40), Pieces(thin, 40));
            Assert.All(thin.Index().Where(pixel => pixel.Item), pixel => Assert.True(mask[pixel.Index]));
        }

        static int Pieces(bool[] mask, int width) => InkComponent.All(mask, width).Count;
    }

    [Fact]
    public void Pictures_without_ink_have_no_strokes()
    {
        Assert.Empty(InkTracing.Trace(new bool[100], 10));
        Assert.Empty(FirstLook.Trace(new Image(60, 40, 1, [.. Enumerable.Repeat((byte)255, 2400)])));
        var noise = new byte[120 * 90];
        new Random(1).NextBytes(noise);
        Assert.Empty(FirstLook.Trace(new Image(120, 90, 1, noise)));
    }

    [Fact]
    public void Faint_noise_beside_ink_adds_no_strokes()
    {
        var drawn = Drawn(5, (Vector2[])[new(40, 30), new(150, 80)]);
        var random = new Random(3);
        byte[] noisy = [.. drawn.Pixels.Select(level => (byte)Math.Clamp(level * 0.8 + random.Next(-8, 9), 0, 255))];
        Assert.Single(FirstLook.Trace(new Image(drawn.Width, drawn.Height, 1, noisy)));
    }

    private static Image Drawn(float pen, params Vector2[][] lines)
    {
        using var canvas = new SheetCanvas(Width, Height, SKColors.White);
        foreach (var line in lines)
        {
            for (var i = 1; i < line.Length; i++)
                canvas.Line(line[i - 1].X, line[i - 1].Y, line[i].X, line[i].Y, pen, SKColors.Black);
        }

        return new(Width, Height, 1, new Image(Width, Height, 4, canvas.Pixels).ToGrey());
    }

    private static Vector2[] Arc(Vector2 centre, float radius, float from, float to) =>
    [
        .. Enumerable.Range(0, 41).Select(i => float.DegreesToRadians(from + (to - from) * i / 40))
            .Select(angle => centre + radius * new Vector2(MathF.Cos(angle), MathF.Sin(angle))),
    ];

    private static void AssertBox(Stroke stroke, float left, float top, float right, float bottom, float pen)
    {
        // The end of a line that leaves the thinned ink aslant is shorter by a few pixels.
        var reach = pen / 2 + 5;
        var box = stroke.Bounds;
        Assert.True(
            MathF.Abs(box.Min.X - left) <= reach && MathF.Abs(box.Min.Y - top) <= reach
                && MathF.Abs(box.Max.X - right) <= reach && MathF.Abs(box.Max.Y - bottom) <= reach,
            $"{box.Min} to {box.Max} is not {left}, {top} to {right}, {bottom}");
    }

    /// <summary>The way is hardly longer than the distance of its ends: no steps of pixels.</summary>
    private static void AssertStraight(Stroke stroke)
    {
        var way = stroke.Points.Zip(stroke.Points.Skip(1), (a, b) => Vector2.Distance(a.Position, b.Position)).Sum();
        Assert.InRange(way / Vector2.Distance(stroke.Points[0].Position, stroke.Points[^1].Position), 0.99f, 1.03f);
    }
}
