using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Offscreen;

namespace GpuDigits.Viewer.Tests;

/// <summary>Ink against the shape that it stands for: the union of the capsules of a stroke.</summary>
public class InkTests
{
    private const int Side = 320, Polylines = 10;

    [SkippableTheory]
    [InlineData(1, 1)]
    [InlineData(1, 0.5f)]
    [InlineData(1.25f, 1)]
    [InlineData(1.5f, 1)]
    [InlineData(1.5f, 0.5f)]
    [InlineData(2, 1)]
    [InlineData(2, 0.5f)]
    public void Ink_has_no_holes_where_segments_meet(float scale, float grid)
    {
        WithOpenGl.OrSkip(() =>
        {
            using var context = new OffscreenContext();
            using var renderer = new Renderer(context.Gl);
            using var framebuffer = new Framebuffer(context.Gl, Side, Side);
            var list = new DrawList(Font.Default);
            var (holes, inside) = (0, 0);
            for (var seed = 0; seed < Polylines; seed++)
            {
                list.Reset();
                var space = new PadSpace(new Box(0, 0, Side, Side));
                InkBrush.Draw(list, [Polyline(seed, scale, grid, space)], space, 7 * scale, Rgba.Hex(0xFFFFFF));
                renderer.Draw(list, Side, Side, Rgba.Hex(0));
                var pixels = renderer.ReadPixels(Side, Side);
                for (var i = 0; i < Side * Side; i++)
                {
                    if (!IsInside(list.Quads, new(i % Side + 0.5f, i / Side + 0.5f)))
                        continue;
                    inside++;
                    holes += pixels[4 * i] < 250 ? 1 : 0;
                }
            }
            Assert.True(inside > 1000);
            Assert.Equal(0, holes);
        });
    }

    /// <summary>Whenever it was written: only the time between the points counts.</summary>
    [Fact]
    public void Fast_ink_is_thinner_than_slow_ink()
    {
        float slow = ThinnestRadius(start: 0, between: 50), fast = ThinnestRadius(start: 0, between: 5);
        Assert.InRange(fast, 5, slow - 0.5f);
        Assert.InRange(slow, fast + 0.5f, 10);
        Assert.Equal(slow, ThinnestRadius(start: 1e6, between: 50));
        Assert.Equal(fast, ThinnestRadius(start: 1e6, between: 5));
    }

    /// <summary>Of a straight line with a point every ten units, by a pen whose radius is 10 at rest.</summary>
    private static float ThinnestRadius(double start, double between)
    {
        var list = new DrawList(Font.Default);
        var points = Enumerable.Range(0, 20).Select(i => new InkPoint(40 + 10 * i, 100, start + between * i));
        var stroke = new Stroke([.. points]);
        InkBrush.Draw(list, [stroke], new PadSpace(new Box(0, 0, PadSpace.Side, PadSpace.Side)), 10, Rgba.Hex(0xFFFFFF));
        var thinnest = float.PositiveInfinity;
        foreach (var quad in list.Quads)
            thinnest = MathF.Min(thinnest, MathF.Min(quad.Traits.X, quad.Traits.Y));
        return thinnest;
    }

    /// <summary>Whether a place lies so deep in a stroke that its pixel is covered whole.</summary>
    private static bool IsInside(ReadOnlySpan<Quad> quads, Vector2 at)
    {
        foreach (var quad in quads)
        {
            var (a, b) = (new Vector2(quad.Shape.X, quad.Shape.Y), new Vector2(quad.Shape.Z, quad.Shape.W));
            var along = a == b ? 0 : Math.Clamp(Vector2.Dot(at - a, b - a) / Vector2.DistanceSquared(a, b), 0, 1);
            if (Vector2.Distance(at, Vector2.Lerp(a, b, along)) < MathF.Min(quad.Traits.X, quad.Traits.Y) - 1.5f)
                return true;
        }
        return false;
    }

    /// <summary>A walk over whole or half pixels, as a mouse or a dense screen gives them.</summary>
    private static Stroke Polyline(int seed, float scale, float grid, PadSpace space)
    {
        var random = new Random(seed);
        var at = new Vector2(random.Next(40, 280), random.Next(40, 280));
        var points = ImmutableArray.CreateBuilder<InkPoint>();
        for (var i = 0; i < 25; i++)
        {
            var ink = space.ToInk(at);
            points.Add(new(ink.X, ink.Y, 8 * i));
            var step = new Vector2(random.Next(-20, 21), random.Next(-20, 21)) * grid;
            at = Vector2.Clamp(at + step * scale, new(20), new(Side - 20));
            at = new(MathF.Round(at.X / grid) * grid, MathF.Round(at.Y / grid) * grid);
        }
        return new(points.ToImmutable());
    }
}
