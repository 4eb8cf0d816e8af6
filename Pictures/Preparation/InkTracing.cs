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
    public static ImmutableArray<Stroke> Trace(Image image, ISymbolClassifier symbols) => Likeliest(image, symbols).Strokes;

    /// <summary>The calculations in such a picture, as <see cref="SeparateCalculations"/> finds them; none if there is no ink.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="symbols">Says what the strokes write; it must live longer than the readers.</param>
    public static ImmutableArray<SeparateCalculation> Read(
        Image image, ISymbolClassifier symbols) => Likeliest(image, symbols).Calculations;

    private static Look Likeliest(Image image, ISymbolClassifier symbols)
    {
        var likeliest = new Look([], []);
        var most = -1f;
        foreach (var traces in Traces(image))
        {
            foreach (var strokes in traces)
            {
                var look = new Look(strokes, SeparateCalculations.Find(symbols, strokes, isTraced: true));
                if (most <= 0 && look.Calculations.All(one => !one.Explained.Reading.IsDoubtful))
                    return look;
                var probability = look.Calculations.Average(one => ProbabilityOf(one.Explained));
                if (probability > most)
                    (likeliest, most) = (look, probability);
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

    private static float ProbabilityOf(ReadingExplanation explained) =>
        Expression.TryParse(explained.Reading.Text, out _, out _) ? explained.Readings[0].Probability : 0;

    /// <summary>The strokes in a mask [height, width], in its pixels.</summary>
    internal static ImmutableArray<Stroke> Trace(bool[] mask, int width) => MaskTracing.Strokes(MaskTracing.Lines(mask, width));

    /// <summary>The strokes that one look shows, and the calculations that they are.</summary>
    private readonly record struct Look(ImmutableArray<Stroke> Strokes, ImmutableArray<SeparateCalculation> Calculations);
}
