using System.Globalization;
using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Training.Tests;

/// <summary>Digits drawn by the engine's own hand, as lines of a stroke file.</summary>
internal static class Drawn
{
    public static IEnumerable<string> Lines(int writers) =>
        from writer in Enumerable.Range(0, writers)
        from digit in Enumerable.Range(0, 10)
        select Line(digit, writer);

    private static string Line(int digit, int writer)
    {
        var strokes = new HandPen().Write(HandSkeleton.For(digit), Vector2.Zero, 0, writer)
            .Select(stroke =>
                "[" + string.Join(',', stroke.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"[{p.X},{p.Y}]"))) + "]");
        return $"{{\"label\":\"{digit}\",\"writer\":\"w{writer}\",\"strokes\":[{string.Join(',', strokes)}]}}";
    }
}
