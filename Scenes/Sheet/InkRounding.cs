using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// Rounds ink to what files keep: hundredths of an ink unit and whole milliseconds. Ink that is rounded as it is written is the same
/// after it was kept.
/// </summary>
internal static class InkRounding
{
    /// <summary>The most points of a stroke: a longer one keeps every second point, or every fourth, and so on.</summary>
    public const int MaxPoints = 5_000;

    private const float Steps = 100;

    public static float Round(float value) => MathF.Round(value * Steps) / Steps;

    public static Vector2 Round(Vector2 value) => new(Round(value.X), Round(value.Y));

    public static Stroke Round(Stroke ink)
    {
        var every = 1;
        while ((ink.Points.Length - 1) / every >= MaxPoints)
            every *= 2;
        var last = ink.Points.Length - 1;
        return new([.. ink.Points.Where((_, i) => i % every == 0 || i == last)
            .Select(point => new InkPoint(Round(point.X), Round(point.Y), Math.Round(point.Time)))]);
    }

    /// <summary>The ink at another place, as far as coordinates go.</summary>
    public static Stroke Move(Stroke ink, Vector2 by)
    {
        const float Most = InkPoint.MaxCoordinate;
        return new([.. ink.Points.Select(point => new InkPoint(
            Round(Math.Clamp(point.X + by.X, -Most, Most)), Round(Math.Clamp(point.Y + by.Y, -Most, Most)), point.Time))]);
    }
}
