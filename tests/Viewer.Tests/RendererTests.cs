using System.Numerics;
using GpuDigits.Scenes.Painting;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Offscreen;

namespace GpuDigits.Viewer.Tests;

/// <summary>Pixels of small off-screen pictures.</summary>
public class RendererTests
{
    private const int Side = 64;
    private static readonly Rgba Black = Rgba.Hex(0x000000);
    private static readonly Rgba White = Rgba.Hex(0xFFFFFF);
    private static readonly Rgba Red = Rgba.Hex(0xFF0000);

    [SkippableFact]
    public void Box_is_filled_bordered_and_rounded()
    {
        var pixel = Draw(list => list.Box(new(10, 10, 40, 30), White, 8, 2, Red));
        Assert.Equal(White, pixel(30, 25));
        Assert.Equal(Red, pixel(30, 10));
        Assert.Equal(Red, pixel(11, 25));
        Assert.Equal(White, pixel(12, 25));
        Assert.Equal(Black, pixel(10, 10));
        Assert.Equal(Black, pixel(9, 25));
        Assert.Equal(Black, pixel(50, 25));
    }

    [SkippableFact]
    public void Half_covered_pixels_are_half_grey()
    {
        var pixel = Draw(list => list.Box(new(10.5f, 10, 20, 20), White));
        Assert.InRange(pixel(10, 20).R, 126, 130);
        Assert.Equal(White, pixel(11, 20));
    }

    [SkippableFact]
    public void Capsule_tapers_from_one_radius_to_the_other()
    {
        var pixel = Draw(list => list.Capsule(new(12, 32), new(52, 32), 10, 2, White));
        int Height(int x) => Enumerable.Range(0, Side).Sum(y => pixel(x, y).R) / 255;
        Assert.InRange(Height(12), 19, 20);
        Assert.InRange(Height(32), 11, 13);
        Assert.InRange(Height(51), 3, 4);
        Assert.Equal(Black, pixel(56, 32));
    }

    [SkippableFact]
    public void Capsule_without_length_is_a_dot()
    {
        var pixel = Draw(list => list.Capsule(new(32, 32), new(32, 32), 5, 5, White));
        Assert.Equal(White, pixel(32, 32));
        Assert.Equal(White, pixel(28, 32));
        Assert.Equal(Black, pixel(38, 32));
    }

    [SkippableFact]
    public void Joined_capsules_leave_no_gap_at_any_angle()
    {
        var centre = new Vector2(32, 32);
        var pixel = Draw(list =>
        {
            for (var i = 0; i < 12; i++)
                list.Line(centre, centre + 24 * new Vector2(MathF.Cos(i * MathF.Tau / 12), MathF.Sin(i * MathF.Tau / 12)), 4, White);
        });
        for (var i = 0; i < 12; i++)
            for (var r = 0; r < 24; r++)
                Assert.Equal(White, pixel((int)(32 + r * MathF.Cos(i * MathF.Tau / 12)), (int)(32 + r * MathF.Sin(i * MathF.Tau / 12))));
    }

    [SkippableFact]
    public void Clip_cuts_every_kind_and_ends_with_its_scope()
    {
        var pixel = Draw(list =>
        {
            list.Clipped(new(20, 0, 10, 64), () =>
            {
                list.Box(new(0, 0, 64, 20), White);
                list.Line(new(0, 30), new(64, 30), 8, White);
                list.Picture(new(0, 40, 64, 10), [.. Enumerable.Repeat((byte)255, 784)], Black, White);
            });
            list.Box(new(40, 60, 4, 4), White);
        });
        foreach (var y in (int[])[10, 30, 45])
        {
            Assert.Equal(Black, pixel(19, y));
            Assert.Equal(White, pixel(20, y));
            Assert.Equal(White, pixel(29, y));
            Assert.Equal(Black, pixel(30, y));
        }
        Assert.Equal(White, pixel(41, 61));
    }

    [SkippableFact]
    public void Picture_keeps_even_squares_upright()
    {
        var bytes = new byte[784];
        bytes[1 * 28 + 2] = 255; // row 1, column 2
        var pixel = Draw(list => list.Picture(new(4, 4, 56, 56), bytes, Red, White));
        Assert.Equal(White, pixel(4 + 4, 4 + 2));
        Assert.Equal(White, pixel(4 + 5, 4 + 3));
        Assert.Equal(Red, pixel(4 + 6, 4 + 2));
        Assert.Equal(Red, pixel(4 + 4, 4 + 4));
    }

    [SkippableFact]
    public void Tiles_show_their_own_values_from_whatever_page()
    {
        var sheet = new TileSheet(100);
        Assert.Equal(2, sheet.Across);
        // Five tiles of 2×3 to a value of their number each, the fifth on the second page; a larger one around them must not shine in.
        for (var tile = 0; tile < 5; tile++)
            sheet.Add(2, 3, [tile, 10, 10, 10, tile, 10]);
        Assert.Equal(2, sheet.Pages);
        var colors = ColorScale.Between(0, 10, Black, White);
        var pixel = Draw(list =>
        {
            for (var tile = 0; tile < 5; tile++)
                list.Tile(new(tile * 12, 0, 8, 12), sheet, tile, colors);
        });
        for (var tile = 0; tile < 5; tile++)
        {
            foreach (var (x, y) in ((int, int)[])[(0, 0), (3, 3), (0, 8), (3, 11)])
                Assert.Equal(colors.Of(tile), pixel(tile * 12 + x, y));
            foreach (var (x, y) in ((int, int)[])[(4, 0), (7, 3), (0, 4), (3, 7), (4, 11)])
                Assert.Equal(White, pixel(tile * 12 + x, y));
        }
        Assert.Equal(Black, pixel(8, 0));
    }

    [SkippableFact]
    public void Signed_tiles_go_through_grey_at_zero()
    {
        var sheet = new TileSheet(8);
        sheet.Add(5, 1, [-4, -2, 0, 1, 9]);
        var colors = ColorScale.Signed(4, Red, 0.2f, White);
        var pixel = Draw(list => list.Tile(new(0, 0, 50, 10), sheet, 0, colors));
        foreach (var (i, value) in ((int, float)[])[(0, -4), (1, -2), (2, 0), (3, 1), (4, 9)])
        {
            var (seen, wanted) = (pixel(10 * i + 5, 5), colors.Of(value));
            Assert.InRange(seen.R - wanted.R, -1, 1);
            Assert.InRange(seen.G - wanted.G, -1, 1);
        }
        Assert.Equal(White, pixel(45, 5));
    }

    [SkippableFact]
    public void Small_tiles_keep_the_mean()
    {
        // 20 columns, black and white in turn, on 10 pixels: each pixel sees one of each.
        var sheet = new TileSheet(20);
        sheet.Add(20, 1, [.. Enumerable.Range(0, 20).Select(i => (float)(i % 2))]);
        var pixel = Draw(list => list.Tile(new(0, 0, 10, 4), sheet, 0, ColorScale.Between(0, 1, Black, White)));
        for (var x = 0; x < 10; x++)
            Assert.InRange(pixel(x, 2).R, 126, 129);
    }

    [SkippableFact]
    public void Text_stands_on_its_baseline_with_the_measured_width()
    {
        var pixel = Draw(list => list.Text("HH", new(4, 50), 32, White));
        bool Row(int y) => Enumerable.Range(0, Side).Any(x => pixel(x, y).R > 128);
        bool Column(int x) => Enumerable.Range(0, Side).Any(y => pixel(x, y).R > 128);
        Assert.True(Row(49));
        Assert.False(Row(50));
        var top = 50 - Font.Default.CapHeight * 32;
        Assert.True(Row((int)MathF.Ceiling(top)));
        Assert.False(Row((int)MathF.Floor(top) - 1));
        var last = Enumerable.Range(0, Side).Last(Column);
        Assert.InRange(last, Font.Default.Measure("HH", 32) - 2, 4 + Font.Default.Measure("HH", 32));
    }

    [SkippableFact]
    public void Contexts_of_several_threads_come_and_go_without_ending_each_other()
    {
        Draw(list => list.Box(new(0, 0, 8, 8), White));
        var problems = new System.Collections.Concurrent.ConcurrentBag<string>();
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                try
                {
                    if (Draw(list => list.Box(new(0, 0, 8, 8), White))(4, 4) != White)
                        problems.Add("not drawn");
                }
                catch (Exception e)
                {
                    problems.Add(e.Message);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(problems);
    }

    private static Func<int, int, Rgba> Draw(Action<DrawList> draw)
    {
        var list = new DrawList(Font.Default);
        draw(list);
        return WithOpenGl.OrSkip<Func<int, int, Rgba>>(() =>
        {
            using var context = new OffscreenContext();
            using var renderer = new Renderer(context.Gl);
            using var framebuffer = new Framebuffer(context.Gl, Side, Side);
            renderer.Draw(list, Side, Side, Black);
            var pixels = renderer.ReadPixels(Side, Side);
            return (x, y) => new(pixels[4 * (y * Side + x)], pixels[4 * (y * Side + x) + 1], pixels[4 * (y * Side + x) + 2]);
        });
    }
}
