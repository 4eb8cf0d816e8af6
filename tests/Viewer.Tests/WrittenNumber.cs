using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Viewer.Tests;

/// <summary>Digits side by side, and dots for points.</summary>
internal static class WrittenNumber
{
    /// <summary>The strokes of a number.</summary>
    /// <param name="number">Digits and points.</param>
    /// <param name="centre">The middle of the pad.</param>
    /// <param name="tenth">A tenth of the pad's shorter side.</param>
    /// <param name="gap">The space after each digit, in tenths of the pad.</param>
    /// <param name="interval">Milliseconds between the points of a stroke.</param>
    public static IEnumerable<Stroke> Write(string number, Vector2 centre, float tenth, float gap = 0.5f, float interval = 8)
    {
        var (left, bottom) = (centre.X - 4.5f * tenth, centre.Y + tenth);
        foreach (var (i, character) in number.Index())
        {
            if (character == '.')
            {
                yield return new Stroke([new(left, bottom, 0), new(left + 0.05f * tenth, bottom, interval)]);
                left += gap * tenth;
                continue;
            }
            var pen = new HandPen { Height = 2.4f * tenth, Interval = interval };
            var ink = pen.Write(HandSkeleton.For(character - '0'), Vector2.Zero, 0, 1 + i);
            var box = InkBounds.Of(ink);
            var shift = new Vector2(left, bottom) - new Vector2(box.Min.X, box.Max.Y);
            foreach (var stroke in ink)
                yield return new Stroke([.. stroke.Points.Select(point => point with { X = point.X + shift.X, Y = point.Y + shift.Y })]);
            left += box.Size.X + gap * tenth;
        }
    }
}
