using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>
/// Finds a model's <see cref="Calibration"/>: on given digits and as many synthetic ones, or 2,000, the temperature with the least
/// cross-entropy; on the same digits and on drawings that are none, a detector
/// of these and the limit that one digit in a hundred goes past.
/// </summary>
public static class CalibrationFit
{
    /// <summary>The most given digits, and the most synthetic ones, that are used.</summary>
    public const int Most = 5000;

    private const int Least = 2000;
    private const int Strangers = 8000;
    private const int Epochs = 20;
    private const double Rate = 3e-3;

    /// <summary>Share of the digits that the detector may call strange.</summary>
    private const double Refused = 0.01;

    /// <summary>The seed of the synthetic drawings, which no training uses.</summary>
    private const uint Seed = 0x00CA_11B0;

    private const uint WobbleSeed = 0x00B0_B1E5;

    private const double LowestTemperature = 0.05, HighestTemperature = 20;

    /// <summary>Fits the calibration of a model; what it had before does not matter.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="model">The model.</param>
    /// <param name="held">
    /// Digits that it was not trained on; the last <see cref="Most"/> are used. Where it has seen all there are, let
    /// <see cref="Corruption.Wobble"/>
    /// make others of them.
    /// </param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ModelException">
    /// The network does not read such pictures, or does not end in a dense layer and a softmax.
    /// </exception>
    public static Calibration Fit(Device device, TrainedModel model, DigitSet held, CancellationToken cancellation = default)
    {
        if (model.Architecture.Input.Size != held.Height * held.Width || model.Architecture.Output.Size != 10)
            throw new ModelException($"the network makes {model.Architecture.Output} of {model.Architecture.Input}, not ten digits of "
                + $"{held.Height}×{held.Width}");
        var count = Math.Min(Most, held.Count);
        DigitSet given = held.Take(held.Count - count, count), synthetic = SyntheticDigits.Set(Math.Max(count, Least), Seed, cancellation);
        using var classifier = new DigitClassifier(device, model with { Calibration = null }, Evaluation.Batch);
        float[] features = [.. classifier.Features(given, cancellation), .. classifier.Features(synthetic, cancellation)];
        byte[] labels = [.. given.Labels, .. synthetic.Labels];
        var temperature = Temperature(classifier.Logits(features), labels, 10);
        var strangers = classifier.Features(StrangerPictures(Seed, Strangers), cancellation);
        cancellation.ThrowIfCancellationRequested();

        // Every other digit trains the detector, the others choose its limit.
        var size = classifier.Split.Features;
        float[] odd = EveryOther(features, size, 1), even = EveryOther(features, size, 0);
        var detector = Calibration.Detector(size);
        float[] vectors = [.. even, .. strangers];
        var kinds = new byte[vectors.Length / size];
        kinds.AsSpan(even.Length / size).Fill(1);
        var weights = VectorTrainer.Train(
            device, detector, detector.Initialise(Seed), vectors, kinds, Epochs, Rate, Seed, null, cancellation);
        var calibration = new Calibration { Temperature = temperature, DetectorWeights = weights };
        using var judge = new DigitClassifier(device, model with { Calibration = calibration }, Evaluation.Batch);
        var strangeness = judge.Strangeness(odd);
        Array.Sort(strangeness);
        return calibration with { MostStrangeness = strangeness[(int)((1 - Refused) * (strangeness.Length - 1))] };
    }

    /// <summary>
    /// Fits the calibration of a model by the validation part of its training digits or, where it was trained on all of them, by the last
    /// of them wobbled into pictures that it has not seen.
    /// </summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="model">The model; its <see cref="TrainedModel.Training"/> says which part was kept apart.</param>
    /// <param name="training">All the digits its training was given.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ModelException">
    /// The network does not read such pictures, or does not end in a dense layer and a softmax.
    /// </exception>
    public static Calibration FitToTraining(Device device, TrainedModel model, DigitSet training, CancellationToken cancellation = default)
    {
        var trained = (int)(training.Count * (1 - (model.Training?.ValidationSplit ?? 0)));
        var last = Math.Min(Most, training.Count);
        var held = trained < training.Count
            ? training.Take(trained, training.Count - trained)
            : Corruptions.Apply(Corruption.Wobble, training.Take(training.Count - last, last), WobbleSeed);
        return Fit(device, model, held, cancellation);
    }

    /// <summary>
    /// The temperature with the least mean cross-entropy. In β = 1 / T it is convex, with the derivative Σ (Σ p · z − z[label]) / count for
    /// p = softmax(β · z): the sign of it halves the range of log β until nothing is left of it.
    /// </summary>
    /// <param name="logits">[count, classes].</param>
    /// <param name="labels">[count].</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>From 0.05 to 20.</returns>
    public static double Temperature(float[] logits, byte[] labels, int classes)
    {
        double low = Math.Log(LowestTemperature), high = Math.Log(HighestTemperature);
        var p = new float[classes];
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            var at = new Calibration { Temperature = Math.Exp(middle) };
            double slope = 0;
            for (var n = 0; n < labels.Length; n++)
            {
                ReadOnlySpan<float> z = logits.AsSpan(n * classes, classes);
                at.Probabilities(z, p);
                for (var c = 0; c < classes; c++)
                    slope += (double)p[c] * z[c];
                slope -= z[labels[n]];
            }

            // A positive slope asks for a smaller β, which is a higher temperature.
            if (slope > 0)
                low = middle;
            else
                high = middle;
        }

        return Math.Exp((low + high) / 2);
    }

    /// <summary>Pictures [count, 28, 28] of drawings that are no digits; see <see cref="NonDigits"/>.</summary>
    /// <remarks>The labels mean nothing.</remarks>
    public static DigitSet StrangerPictures(uint seed, int count)
    {
        const int Size = DigitPreparation.Size * DigitPreparation.Size;
        var images = new byte[count * Size];
        Parallel.For(0, count, i => NonDigits.Picture(seed, (uint)i).CopyTo(images, i * Size));
        return new(DigitPreparation.Size, DigitPreparation.Size, images, new byte[count]);
    }

    private static float[] EveryOther(float[] vectors, int size, int first) =>
        [.. vectors.Chunk(size).Where((_, i) => i % 2 == first).SelectMany(v => v)];
}
