using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>
/// Varies a drawing as the same person might draw it again: slightly turned, slanted, stretched and trembling. Index and seed determine the
/// result.
/// </summary>
internal static class StrokeJitter
{
    public static StrokeSample Vary(StrokeSample sample, uint seed, uint index)
    {
        var random = new PenRandom(seed, index);
        var map = PortableMath.Rotation(random.Spread(0.08f))
            * new Matrix3x2(1, 0, random.Spread(0.1f), 1, 0, 0)
            * Matrix3x2.CreateScale(1 + random.Spread(0.08f), 1 + random.Spread(0.08f));
        var bounds = InkBounds.Of(sample.Strokes.SelectMany(stroke => stroke));
        var extent = MathF.Max(bounds.Extent, 1e-3f);

        // Two slow waves across the drawing, not noise at each point.
        float push = random.Spread(0.02f) * extent, phase = random.Between(0, MathF.Tau), number = random.Between(3, 8) / extent;
        return sample with
        {
            Strokes = [.. sample.Strokes.Select(stroke => System.Collections.Immutable.ImmutableArray.CreateRange(stroke, at =>
                Vector2.Transform(at - bounds.Center, map)
                + (push * new Vector2(PortableMath.Sin((at.Y * number) + phase), PortableMath.Cos((at.X * number) + phase)))))],
        };
    }
}
