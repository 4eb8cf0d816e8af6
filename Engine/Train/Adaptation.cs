using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>The result of an adaptation.</summary>
/// <param name="Model">
/// The model to use from now on: the adapted one, or the old one if the adapted one reads ordinary digits worse or gains nothing.
/// </param>
/// <param name="IsKept">Whether it is the adapted one.</param>
/// <param name="StandardBefore">Share of the ordinary test digits that the old model reads.</param>
/// <param name="StandardAfter">The same of the adapted model; if it is refused, of the fully adapted one.</param>
/// <param name="CorrectedBefore">Share of the corrections that the old model reads.</param>
/// <param name="CorrectedAfter">Share of them that the adapted one reads.</param>
public sealed record AdaptationResult(
    TrainedModel Model, bool IsKept, double StandardBefore, double StandardAfter, double CorrectedBefore, double CorrectedAfter);

/// <summary>
/// Adapts a model to a person's handwriting: trains its last dense layer on the features of the person's corrected drawings. Each drawing
/// is redrawn many times with a little slant, turn and stretch. Many ordinary digits are among them, so that the model does not forget
/// those. The layers before stay as they are.
/// </summary>
internal static class Adaptation
{
    /// <summary>The share of the ordinary test digits that an adapted model may lose.</summary>
    public const double Tolerance = 0.001;

    private const int Epochs = 6;
    private const double Rate = 1e-3;

    /// <summary>Share of the redrawn corrections among all training vectors, and the most redrawings of one.</summary>
    private const double CorrectedShare = 0.25;
    private const int MostCopies = 60;

    /// <summary>How far to go from the old head to the new one, tried in this order.</summary>
    private static readonly float[] Shares = [1, 0.75f, 0.5f, 0.35f, 0.2f];

    /// <summary>Trains the head of a model.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="model">The model as it is.</param>
    /// <param name="corrections">The person's drawings, at least one.</param>
    /// <param name="replay">Ordinary digits, so that they are not forgotten.</param>
    /// <param name="standard">Ordinary digits to measure with, apart from the replay.</param>
    /// <param name="seed">The seed of all random numbers.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ModelException">
    /// There is no usable correction, or the network does not end in a dense layer and a softmax.
    /// </exception>
    public static AdaptationResult Run(
        Device device, TrainedModel model, IReadOnlyList<StrokeSample> corrections, DigitSet replay, DigitSet standard, uint seed = 1,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        var asDrawn = Redrawn(corrections, 1, seed, cancellation);
        if (asDrawn.Count == 0)
            throw new ModelException("there are no corrected digits to learn from; correct some in the window first");
        using var before = new DigitClassifier(device, model, Evaluation.Batch);
        var copies = Math.Clamp((int)(replay.Count * CorrectedShare / (1 - CorrectedShare) / asDrawn.Count), 1, MostCopies);
        var redrawn = Redrawn(corrections, copies, seed, cancellation);
        float[] vectors = [.. before.Features(replay, cancellation), .. before.Features(redrawn, cancellation)];
        var split = before.Split;
        var head = VectorTrainer.Train(
            device, split.Head, split.HeadWeights(before.Model.Weights), vectors, [.. replay.Labels, .. redrawn.Labels], Epochs, Rate, seed,
            progress, cancellation);

        // On the way from the old head to the new one, the corrections are read sooner than ordinary digits are lost
        // (Wortsman et al. 2022, arXiv 2109.01903). So the largest share that is allowed is taken.
        float[] old = split.HeadWeights(before.Model.Weights), ordinary = before.Features(standard, cancellation),
            drawn = before.Features(asDrawn, cancellation);
        double standardBefore = Accuracy(before, ordinary, standard.Labels), correctedBefore = Accuracy(before, drawn, asDrawn.Labels);
        AdaptationResult? refused = null;
        foreach (var share in Shares)
        {
            cancellation.ThrowIfCancellationRequested();
            float[] mixed = [.. old.Zip(head, (from, to) => float.Lerp(from, to, share))];
            var adapted = before.Model with { Weights = split.WithHead(before.Model.Weights, mixed) };
            using var after = new DigitClassifier(device, adapted, Evaluation.Batch);
            var standardAfter = Accuracy(after, ordinary, standard.Labels);
            var correctedAfter = Accuracy(after, drawn, asDrawn.Labels);
            if (standardAfter >= standardBefore - Tolerance - 1e-12 && correctedAfter > correctedBefore)
                return new(adapted, true, standardBefore, standardAfter, correctedBefore, correctedAfter);
            refused ??= new(model, false, standardBefore, standardAfter, correctedBefore, correctedAfter);
        }

        return refused!;
    }

    /// <summary>Share of the digits with these features that is read correctly.</summary>
    internal static double Accuracy(DigitClassifier classifier, float[] features, byte[] labels)
    {
        var logits = classifier.Logits(features);
        var classes = logits.Length / labels.Length;
        return Enumerable.Range(0, labels.Length)
            .Average(i => Numbers.ArgMax(logits.AsSpan(i * classes, classes)) == labels[i] ? 1.0 : 0.0);
    }

    /// <summary>The drawings as the network sees them, first as they are, then varied. Those with nothing drawn are left out.</summary>
    private static DigitSet Redrawn(IReadOnlyList<StrokeSample> samples, int copies, uint seed, CancellationToken cancellation)
    {
        var images = new List<byte>();
        var labels = new List<byte>();
        for (var copy = 0; copy < copies; copy++)
        {
            for (var i = 0; i < samples.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var sample = copy == 0 ? samples[i] : StrokeJitter.Vary(samples[i], seed, (uint)((copy * samples.Count) + i));
                if (DigitPreparation.Prepare(new PadPlacement().Draw(sample).Snapshot()) is not { } picture)
                    continue;
                images.AddRange(picture);
                labels.Add((byte)sample.Label);
            }
        }

        return new(DigitPreparation.Size, DigitPreparation.Size, [.. images], [.. labels]);
    }
}
