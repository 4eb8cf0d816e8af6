using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>
/// Finds a model's <see cref="Calibration"/>. The temperature is the one with the least cross-entropy on given digits and as many synthetic
/// ones, but at least 2,000. A reading is unsure below the probability that one digit in ten falls short of, but below 70 % at least and
/// 90 % at most. The detector learns to tell these digits from drawings that are no digits; its limit is the strangeness that one digit in
/// a hundred exceeds.
/// </summary>
public static class CalibrationFit
{
    /// <summary>The largest number of given digits that is used, and of synthetic ones.</summary>
    public const int Most = 5000;

    /// <summary>
    /// Share of the digits that may be asked about, and the limits of the probability below which they are. A wrong digit in a result
    /// costs more than a question too many; but a network that is unsure of many digits must not ask about all of them.
    /// </summary>
    private const double Asked = 0.1, LowestLeast = 0.7, HighestLeast = 0.9;

    private const int Least = 2000;
    private const int Strangers = 8000;
    private const int Epochs = 20;
    private const double Rate = 3e-3;

    /// <summary>Share of the digits that the detector may call strange.</summary>
    private const double Refused = 0.01;

    /// <summary>The seed of the synthetic drawings, which no training uses.</summary>
    private const uint Seed = 0x00CA_11B0;

    /// <summary>The seed of synthetic drawings to measure a calibration with: neither a training nor the fit uses it.</summary>
    public const uint TestSeed = Seed + 1;

    private const uint WobbleSeed = 0x00B0_B1E5;

    private const double LowestTemperature = 0.05, HighestTemperature = 20;

    /// <summary>Fits the calibration of a model; its old calibration has no influence.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="model">The model.</param>
    /// <param name="held">
    /// Digits that it was not trained on; the last <see cref="Most"/> are used. If it was trained on all digits,
    /// <see cref="Corruption.Wobble"/> makes new ones from them.
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

        // The detector must not choose its limit by digits that it was trained on: every other digit is kept for that.
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
        return calibration with
        {
            LeastProbability = Math.Clamp(
                Likeliest(calibration, judge.Logits(odd))[(int)(Asked * strangeness.Length)], LowestLeast, HighestLeast),
            MostStrangeness = strangeness[(int)((1 - Refused) * (strangeness.Length - 1))],
        };
    }

    /// <summary>The probability of each reading, ascending.</summary>
    private static float[] Likeliest(Calibration calibration, float[] logits)
    {
        var probabilities = new float[10];
        float[] likeliest = [.. logits.Chunk(probabilities.Length).Select(z =>
        {
            calibration.Probabilities(z, probabilities);
            return probabilities.Max();
        })];
        Array.Sort(likeliest);
        return likeliest;
    }

    /// <summary>
    /// Fits the calibration of a model on the validation part of its training digits. If it was trained on all of them, the last ones are
    /// wobbled into pictures that it has not seen.
    /// </summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="model">The model; its <see cref="TrainedModel.Training"/> says which part was kept apart.</param>
    /// <param name="training">All the digits its training was given.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ModelException">
    /// The network does not read such pictures, or does not end in a dense layer and a softmax.
    /// </exception>
    /// <exception cref="ArgumentException">Its validation part of so few digits is empty, or all of them.</exception>
    public static Calibration FitToTraining(Device device, TrainedModel model, DigitSet training, CancellationToken cancellation = default)
    {
        var trained = model.Training?.TrainedOf(training.Count) ?? training.Count;
        var last = Math.Min(Most, training.Count);
        var held = trained < training.Count
            ? training.Take(trained, training.Count - trained)
            : Corruptions.Apply(Corruption.Wobble, training.Take(training.Count - last, last), WobbleSeed);
        return Fit(device, model, held, cancellation);
    }

    /// <summary>
    /// The temperature with the least mean cross-entropy, which is convex in β = 1 / T with the derivative Σ (Σ p · z − z[label]) / count
    /// for p = softmax(β · z). Bisection of log β by the sign of the derivative.
    /// </summary>
    /// <param name="logits">[count, classes].</param>
    /// <param name="labels">[count].</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>From 0.05 to 20.</returns>
    public static double Temperature(float[] logits, byte[] labels, int classes)
    {
        double low = PortableMath.Log(LowestTemperature), high = PortableMath.Log(HighestTemperature);
        var p = new float[classes];
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            var at = new Calibration { Temperature = PortableMath.Exp(middle) };
            double slope = 0;
            for (var n = 0; n < labels.Length; n++)
            {
                ReadOnlySpan<float> z = logits.AsSpan(n * classes, classes);
                at.Probabilities(z, p);
                for (var c = 0; c < classes; c++)
                    slope += (double)p[c] * z[c];
                slope -= z[labels[n]];
            }

            // Where the slope is positive, the minimum is at a smaller β.
            if (slope > 0)
                low = middle;
            else
                high = middle;
        }

        return PortableMath.Exp((low + high) / 2);
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
