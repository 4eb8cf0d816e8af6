using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Ink.Tracing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// Finds the strokes of a pen in a picture. They come in the order in which people write, since nobody knows when they were written.
/// </summary>
public static class InkTracing
{
    /// <summary>
    /// The strokes in a picture of ink on paper, turned so that the writing is level, in the pixels of the part that it was found in; empty
    /// if there is no ink.
    /// </summary>
    public static ImmutableArray<Stroke> Trace(Image image) =>
        WritingInk.Find(image) is { } ink && MaskTracing.Lines(ink.Mask, ink.Ink.Width) is { Count: > 0 } lines
            ? MaskTracing.Strokes(WritingSlope.Level(lines))
            : [];

    /// <summary>The strokes in a mask [height, width], in its pixels.</summary>
    internal static ImmutableArray<Stroke> Trace(bool[] mask, int width) => MaskTracing.Strokes(MaskTracing.Lines(mask, width));
}
