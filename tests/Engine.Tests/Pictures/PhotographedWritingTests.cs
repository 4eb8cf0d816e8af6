using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Photographs;
using GpuDigits.Pictures.Preparation;
using SkiaSharp;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>Strokes out of pictures as large as photographs, on which the test draws.</summary>
public sealed class PhotographedWritingTests
{
    /// <summary>Two, seven, one: acute corners at the foot of the two, of the seven's bar, and at the top of the one.</summary>
    private static readonly Vector2[][] Written =
    [
        [new(0, 10), new(15, 0), new(30, 14), new(0, 50), new(34, 50)],
        [new(60, 0), new(90, 0), new(70, 50)],
        [new(112, 16), new(130, 0), new(130, 50)],
    ];

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void A_sharp_turn_is_one_stroke(float pen)
    {
        var strokes = FirstLook.Trace(Photograph(1200, 900, 4, new(300, 300), pen));
        Assert.Equal(3, strokes.Length);
        // The pen goes into the corner, not across it: both ends of the foot of the two are there.
        var two = strokes[0].Bounds;
        Assert.InRange(two.Size.X / two.Size.Y, 0.55f, 0.9f);
    }

    [Fact]
    public void Small_writing_on_a_large_sheet_is_found()
    {
        // 50 of 3000 pixels: less than a sixtieth.
        AssertWhole(FirstLook.Trace(Photograph(3000, 2000, 1.2f, new(900, 700), 5)));
    }

    [Fact]
    public void A_picture_of_many_pixels_is_read_at_half_its_size()
    {
        using var canvas = new SheetCanvas(4000, 3000, SKColors.White);
        canvas.Line(1000, 1000, 3000, 1000, 80, SKColors.Black);
        using var picture = SKImage.FromPixelCopy(new SKImageInfo(4000, 3000, SKColorType.Rgba8888, SKAlphaType.Unpremul), canvas.Pixels);
        using var file = picture.Encode(SKEncodedImageFormat.Jpeg, 90);
        var image = Image.Read(file.ToArray(), "test");
        Assert.Equal((2000, 1500), (image.Width, image.Height));
        var stroke = Assert.Single(FirstLook.Trace(image));
        Assert.True(stroke.Bounds.IsFlat);
    }

    [Fact]
    public void The_edge_of_a_shadow_is_no_ink_and_ink_lies_on_both_sides_of_it() =>
        AssertWhole(FirstLook.Trace(Photograph(1200, 900, 4, new(300, 300), 6, x => x < 620 ? 0.6f : 1)));

    [Fact]
    public void The_light_beside_a_shadow_is_no_sheet_of_its_own() =>
        AssertWhole(FirstLook.Trace(Photograph(1200, 900, 4, new(300, 300), 6, x => x > 700 ? 0.6f : 1)));

    [Fact]
    public void Wood_around_a_sheet_is_no_ink()
    {
        // 1 + 97 on squared paper: wood is dark in blue, and the strips of paper between its edge and the lines are bright.
        var (truth, bytes) = PhotographSet.Render(9, 332);
        Assert.Equal("1+97", truth.Text);
        Assert.InRange(FirstLook.Trace(Image.Read(bytes, truth.File)).Length, 5, 7);
    }

    [Fact]
    public void A_loop_that_is_nearly_closed_by_the_blur_stays_a_loop()
    {
        const int Width = 300, Height = 200;
        var ring = new Grey([.. Enumerable.Range(0, Width * Height).Select(i =>
            MathF.Abs(Vector2.Distance(new(i % Width, i / Width), new(150, 100)) - 14) < 5 ? 1f : 0)], Width, Height)
            .Blur(BlurKernels.Gauss(5));
        var stroke = Assert.Single(FirstLook.Trace(new Image(
            Width, Height, 1, [.. ring.Values.Select(ink => (byte)(230 - (150 * ink)))])));
        Assert.InRange(stroke.Bounds.Size.X, 15, 35);
        Assert.InRange(Vector2.Distance(stroke.Points[0].Position, stroke.Points[^1].Position), 0, 3);
    }

    [Fact]
    public void Dark_blots_of_the_paper_are_no_ink() =>
        AssertWhole(FirstLook.Trace(Photograph(1200, 900, 4, new(300, 300), 6, blots: (x, y) =>
            1 - (0.35f * MathF.Max(0, MathF.Sin(x / 37) * MathF.Cos(y / 31))))));

    [Theory]
    [InlineData(-20)]
    [InlineData(-8)]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(20)]
    public void Sloping_writing_is_turned_level(int degrees)
    {
        // Five ones and a long bar tell a line; what is level stays so.
        Vector2[][] line =
            [.. Enumerable.Range(0, 5).Select(i => (Vector2[])[new(60 * i, 0), new(60 * i, 50)]), [new(300, 25), new(360, 25)]];
        var turn = Matrix3x2.CreateRotation(float.DegreesToRadians(degrees));
        var level = WritingSlope.Level([.. line.Select(path => Dense(path).ConvertAll(at => Vector2.Transform(at, turn)))]);
        var bar = level[^1];
        Assert.InRange(MathF.Abs(bar[^1].Y - bar[0].Y) / Vector2.Distance(bar[0], bar[^1]), 0, 0.06f);
    }

    [Fact]
    public void A_hole_that_no_loop_of_the_pen_leaves_is_filled()
    {
        var mask = new bool[80 * 40];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = i % 80 is > 10 and < 70 && i / 80 is > 10 and < 22 && (i % 80, i / 80) is not (40 or 41, 16 or 17);
        Assert.Single(InkTracing.Trace(mask, 80));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void A_closing_is_the_least_of_the_greatest_values_around(int reach)
    {
        const int Width = 23, Height = 17;
        var random = new Random(reach);
        var picture = new Grey([.. Enumerable.Range(0, Width * Height).Select(_ => (float)random.Next(9))], Width, Height);
        foreach (var sign in (int[])[1, -1])
        {
            var greatest = Around(Array.ConvertAll(picture.Values, v => sign * v), values => values.Max());
            var expected = Array.ConvertAll(Around(greatest, values => values.Min()), v => sign * v);
            Assert.Equal(expected, Morphology.Close(picture, reach, sign).Values);
        }

        float[] Around(float[] values, Func<IEnumerable<float>, float> of) => [.. values.Select((_, i) => of(values.Where((_, k) =>
            Math.Abs((k % Width) - (i % Width)) <= reach && Math.Abs((k / Width) - (i / Width)) <= reach)))];
    }

    /// <summary>The box around all ink is that of the writing.</summary>
    private static void AssertWhole(IReadOnlyCollection<Stroke> strokes)
    {
        Assert.InRange(strokes.Count, 3, 4);
        var box = strokes.Aggregate(InkBounds.Empty, (all, stroke) => all.With(stroke.Bounds));
        Assert.InRange(box.Size.X / box.Size.Y, 2.4f, 2.8f);
    }

    private static List<Vector2> Dense(Vector2[] path) =>
        [.. path.Zip(path.Skip(1)).SelectMany(line => Enumerable.Range(0, 60).Select(i => Vector2.Lerp(line.First, line.Second, i / 59f)))];

    /// <summary>The writing on grey paper.</summary>
    private static Image Photograph(
        int width, int height, float scale, Vector2 at, float pen, Func<float, float>? light = null,
        Func<float, float, float>? blots = null)
    {
        using var canvas = new SheetCanvas(width, height, new SKColor(225, 225, 220));
        foreach (var path in Written)
        {
            for (var i = 1; i < path.Length; i++)
            {
                var (from, to) = (at + (scale * path[i - 1]), at + (scale * path[i]));
                canvas.Line(from.X, from.Y, to.X, to.Y, pen * MathF.Max(1, scale / 2), new SKColor(40, 40, 60));
            }
        }

        var random = new Random(1);
        var pixels = canvas.Pixels.ToArray();
        for (var i = 0; i < pixels.Length; i++)
        {
            if (i % 4 < 3)
                pixels[i] = (byte)Math.Clamp((pixels[i] * (light?.Invoke(i / 4 % width) ?? 1)
                    * (blots?.Invoke(i / 4 % width, i / 4 / width) ?? 1)) + random.Next(-4, 5), 0, 255);
        }

        return new(width, height, 4, pixels);
    }
}
