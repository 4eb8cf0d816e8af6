using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>
/// How well a network reads digits drawn with a pen. Each goes the same way as in the Viewer: from pad pixels through a drawing and
/// <see cref="DigitPreparation"/>. What the preparation calls "nothing drawn" counts as misread.
/// </summary>
public sealed class StrokeEvaluation
{
    private StrokeEvaluation(
        DigitSet digits, Evaluation evaluation, int nothingDrawn, IReadOnlyDictionary<string, double> perWriter) =>
        (Digits, Evaluation, NothingDrawn, PerWriter) = (digits, evaluation, nothingDrawn, perWriter);

    /// <summary>The prepared pictures, blank where nothing was drawn.</summary>
    public DigitSet Digits { get; }

    /// <summary>The readings of the pictures; those of blank ones are in it, as misread.</summary>
    public Evaluation Evaluation { get; }

    /// <summary>Samples whose ink the preparation rejected.</summary>
    public int NothingDrawn { get; }

    /// <summary>Share of each writer's digits read correctly.</summary>
    public IReadOnlyDictionary<string, double> PerWriter { get; }

    /// <summary>Draws every sample on the pad as placed and reads it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ModelException">There is no sample, or the network does not read 28×28 pictures of ten digits.</exception>
    public static StrokeEvaluation Run(
        Network network, IReadOnlyList<StrokeSample> samples, PadPlacement placement, CancellationToken cancellation = default)
    {
        const int Size = DigitPreparation.Size * DigitPreparation.Size;
        var images = new byte[samples.Count * Size];
        var blank = new HashSet<int>();
        for (var i = 0; i < samples.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var picture = DigitPreparation.Prepare(placement.Draw(samples[i]).Snapshot());
            if (picture is null)
                blank.Add(i);
            else
                picture.CopyTo(images, i * Size);
        }

        var digits = new DigitSet(DigitPreparation.Size, DigitPreparation.Size, images, [.. samples.Select(s => (byte)s.Label)]);
        var evaluation = Evaluation.Run(network, digits, blank, cancellation);
        HashSet<int> misread = [.. evaluation.Misreadings.Select(m => m.Index)];
        var perWriter = samples.Select((s, i) => (s.Writer, Right: !misread.Contains(i)))
            .GroupBy(s => s.Writer, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Average(s => s.Right ? 1.0 : 0.0), StringComparer.Ordinal);
        return new(digits, evaluation, blank.Count, perWriter);
    }
}
