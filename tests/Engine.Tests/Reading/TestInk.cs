using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Reading;

/// <summary>Strokes from lists of points.</summary>
internal static class TestInk
{
    /// <summary>A stroke with a point every few pixels of the way.</summary>
    public static Stroke Line(params Vector2[] corners)
    {
        var points = ImmutableArray.CreateBuilder<InkPoint>();
        for (var i = 1; i < corners.Length; i++)
        {
            for (var step = 0; step < 8; step++)
            {
                var at = Vector2.Lerp(corners[i - 1], corners[i], step / 8f);
                points.Add(new(at.X, at.Y, points.Count * 8));
            }
        }

        points.Add(new(corners[^1].X, corners[^1].Y, points.Count * 8));
        return new(points.ToImmutable());
    }

    public static Stroke Dash(float x, float y, float width = 60) => Line(new(x, y), new(x + width, y));

    public static Stroke Bar(float x, float y, float height = 100) => Line(new(x, y), new(x, y + height));
}
