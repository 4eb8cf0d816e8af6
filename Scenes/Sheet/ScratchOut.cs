using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// Recognises a stroke that scratches out what lies under it: it goes to and fro many times, each time over much of its length, and most
/// of some ink lies in the box around it.
/// </summary>
internal static class ScratchOut
{
    /// <summary>
    /// The fewest turns, and how far the pen must go between them, as a share of its way from side to side. A W has three, an 8 as well.
    /// A dash that is made thicker is no scratch: where the box is flat there must be more.
    /// </summary>
    private const int Turns = 5, FlatTurns = 7;
    private const float Swing = 0.4f;

    /// <summary>
    /// The width of the box across the way to and fro, as a share of its length: below the first it is flat, past the second a line that
    /// trembles.
    /// </summary>
    private const float Flat = 0.37f, Trembling = 2.5f;

    /// <summary>Directions that are tried.</summary>
    private const int Directions = 16;

    /// <summary>
    /// What share of a stroke must lie in the box, and by how much the box is larger than the scratch, as a share of its size.
    /// </summary>
    private const float Covered = 0.6f, Margin = 0.08f;

    /// <summary>The smallest scratch in ink units: below that it is a dot.</summary>
    private const float Smallest = 8;

    /// <summary>Points of a stroke that are looked at.</summary>
    private const int Samples = 48;

    /// <summary>The ids of what a stroke scratches out; none if it is ordinary ink.</summary>
    public static ImmutableArray<int> Covers(Stroke ink, PaperContent content)
    {
        if (ink.Points.Length <= Turns || ink.Bounds.Extent < Smallest)
            return [];
        var (turns, along) = ToAndFro(ink);
        var across = new Vector2(-along.Y, along.X);
        var box = InkBounds.Of(ink.Points.Select(Turned));
        var width = box.Size.Y / box.Size.X;
        if (turns < (width < Flat ? FlatTurns : Turns) || width > Trembling)
            return [];
        var margin = new Vector2(Margin * box.Extent);
        var (min, max) = (box.Min - margin, box.Max + margin);
        return
        [
            .. content.Strokes.Where(one => IsCovered(Sampled(one.Ink))).Select(one => one.Id),
            .. content.Texts.Where(one => IsCovered(Corners(one.Typed.Bounds))).Select(one => one.Id),
            .. content.Links.Where(one => IsCovered(Corners(one.Bounds))).Select(one => one.Id),
        ];

        Vector2 Turned(InkPoint point) => new(Vector2.Dot(point.Position, along), Vector2.Dot(point.Position, across));

        bool IsCovered(IReadOnlyCollection<InkPoint> points) => points.Count(point =>
        {
            var at = Turned(point);
            return at.X >= min.X && at.Y >= min.Y && at.X <= max.X && at.Y <= max.Y;
        }) >= Covered * points.Count;
    }

    /// <summary>The direction in which the pen turns round most often, and goes farthest; and how often that is.</summary>
    private static (int Turns, Vector2 Along) ToAndFro(Stroke ink)
    {
        var best = (Turns: -1, Way: 0f, Along: Vector2.UnitX);
        for (var i = 0; i < Directions; i++)
        {
            var (sin, cos) = PortableMath.SinCos(MathF.PI * i / Directions);
            var along = new Vector2(cos, sin);
            float[] places = [.. ink.Points.Select(point => Vector2.Dot(point.Position, along))];
            var way = places.Max() - places.Min();
            var turns = TurnsOf(places, Swing * way);
            if (turns > best.Turns || (turns == best.Turns && way > best.Way))
                best = (turns, way, along);
        }

        return (best.Turns, best.Along);
    }

    /// <summary>How often the pen turns round after a way of at least a swing.</summary>
    private static int TurnsOf(float[] places, float swing)
    {
        var (turns, direction, farthest) = (0, 0, places[0]);
        foreach (var place in places)
        {
            var way = place - farthest;
            if (direction == 0 ? MathF.Abs(way) >= swing : way * direction < -swing)
            {
                if (direction != 0)
                    turns++;
                (direction, farthest) = (MathF.Sign(way), place);
            }
            else if (direction != 0 && way * direction > 0)
            {
                farthest = place;
            }
        }

        return turns;
    }

    private static InkPoint[] Sampled(Stroke ink)
    {
        var every = Math.Max(1, ink.Points.Length / Samples);
        return [.. ink.Points.Where((_, i) => i % every == 0)];
    }

    private static InkPoint[] Corners(InkBounds box) =>
        [new(box.Min.X, box.Min.Y, 0), new(box.Max.X, box.Min.Y, 0), new(box.Min.X, box.Max.Y, 0), new(box.Max.X, box.Max.Y, 0)];
}
