using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Ink.Tracing;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// Finds the strokes of a pen in a picture. They come in the order in which people write, since nobody knows when they were written.
/// </summary>
public static class InkTracing
{
    /// <summary>
    /// The strokes in a picture of ink on paper, turned so that the writing is level, in the pixels of the part that it was found in; empty
    /// if there is no ink. Where they are read with doubt the ink is looked at in other ways too, and where they are no arithmetic, what
    /// else may be the ink; the likeliest reading decides.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="symbols">Says what the strokes write.</param>
    public static ImmutableArray<Stroke> Trace(Image image, ISymbolClassifier symbols)
    {
        ImmutableArray<Stroke> likeliest = [];
        var most = -1f;
        foreach (var traces in Traces(image))
        {
            foreach (var strokes in traces)
            {
                var explained = CalculationReader.Of(symbols, strokes, isTraced: true).Explain();
                if (!explained.Reading.IsDoubtful && most <= 0)
                    return strokes;
                var probability = Expression.TryParse(explained.Reading.Text, out _, out _) ? explained.Readings[0].Probability : 0;
                if (probability > most)
                    (likeliest, most) = (strokes, probability);
            }

            if (most > 0)
                break;
        }

        return likeliest;
    }

    /// <summary>The strokes as each look shows them at each of what may be the ink, when they are asked for.</summary>
    internal static IEnumerable<IEnumerable<ImmutableArray<Stroke>>> Traces(Image image) => WritingInk.Find(image).Select(found =>
        WritingInk.Looks(found, image).Select(ink => MaskTracing.Lines(ink.Mask, ink.Ink.Width)).Where(lines => lines.Count > 0)
            .Select(lines => MaskTracing.Strokes(WritingSlope.Level(lines))));

    /// <summary>The strokes in a mask [height, width], in its pixels.</summary>
    internal static ImmutableArray<Stroke> Trace(bool[] mask, int width) => MaskTracing.Strokes(MaskTracing.Lines(mask, width));
}
