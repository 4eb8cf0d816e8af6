using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>
/// The placement of a recorded digit on the pad. The digit takes the same path as input from the Viewer's pointer: pad pixels, then a
/// <see cref="Drawing"/>, then <see cref="DigitPreparation"/>.
/// </summary>
public sealed record PadPlacement
{
    /// <summary>The smallest and largest <see cref="Fill"/>.</summary>
    public const float MinFill = 0.1f, MaxFill = 0.95f;

    private const double PointerInterval = 8, Lift = 120;

    /// <summary>Width and height of the pad in pixels.</summary>
    public float PadSize { get; init; } = 360;

    /// <summary>The larger side of the drawing as a fraction of the pad.</summary>
    public float Fill { get; init; } = 0.7f;

    /// <summary>
    /// Distance from the middle of the pad to the middle of the drawing, as fractions of the pad. A drawing that would leave the pad stays
    /// at the edge.
    /// </summary>
    public Vector2 Offset { get; init; }

    /// <summary>Draws a digit with a pointer that reports 125 positions per second.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Fill"/> is not between <see cref="MinFill"/> and <see cref="MaxFill"/>, or
    /// the pad or the offset is not valid.</exception>
    public Drawing Draw(StrokeSample sample)
    {
        Require(Fill is >= MinFill and <= MaxFill, $"Fill must be {MinFill} to {MaxFill}, not {Fill}.");
        Require(PadSize is >= 1 and <= 1e5f, $"The pad must have 1 to 100000 pixels, not {PadSize}.");
        Require(float.IsFinite(Offset.X + Offset.Y), $"The offset must be finite, not {Offset}.");

        var bounds = InkBounds.Of(sample.Strokes.SelectMany(stroke => stroke));
        var scale = bounds.Extent > 0 ? Fill * PadSize / bounds.Extent : 0;
        var half = bounds.Size * scale / 2;
        var middle = Vector2.Clamp(new Vector2(PadSize) * (new Vector2(0.5f) + Offset), half, new Vector2(PadSize) - half);

        var drawing = new Drawing();
        double time = 0;
        foreach (var stroke in sample.Strokes)
        {
            var path = stroke.Select(point => (point - bounds.Center) * scale + middle).ToArray();
            drawing.Begin(path[0].X, path[0].Y, time);
            foreach (var position in path.AsSpan(1))
                drawing.Extend(position.X, position.Y, time += PointerInterval);
            drawing.End();
            time += Lift;
        }

        return drawing;
    }

    private static void Require(bool condition, FormattableString problem)
    {
        if (!condition)
            throw new InvalidOperationException(FormattableString.Invariant(problem));
    }
}
