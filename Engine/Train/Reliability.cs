using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>Readings of about the same confidence.</summary>
/// <param name="Samples">How many.</param>
/// <param name="Confidence">The mean of the best probabilities; 0 where there is none.</param>
/// <param name="Accuracy">The share read correctly; 0 where there is none.</param>
public readonly record struct ReliabilityBin(int Samples, double Confidence, double Accuracy);

/// <summary>How far a network's probabilities agree with its accuracy, and how accurate it is if it may refuse to read.</summary>
public sealed class Reliability
{
    /// <summary>Number of bins, each of the same width.</summary>
    public const int BinCount = 15;

    private readonly (float Confidence, bool IsRight)[] _leastSureFirst;

    private Reliability(double temperature, (float Confidence, bool IsRight)[] leastSureFirst, double unsure, double accuracyOfSure)
    {
        (Temperature, _leastSureFirst, Unsure, AccuracyOfSure) = (temperature, leastSureFirst, unsure, accuracyOfSure);
        Bins =
        [
            .. Enumerable.Range(0, BinCount).Select(bin => leastSureFirst.Where(s => BinOf(s.Confidence) == bin).ToArray()).Select(inside =>
                inside.Length == 0 ? default : new ReliabilityBin(
                    inside.Length, inside.Average(s => (double)s.Confidence), inside.Average(s => s.IsRight ? 1.0 : 0.0))),
        ];
        ExpectedCalibrationError = Bins.Sum(b => b.Samples * Math.Abs(b.Accuracy - b.Confidence)) / leastSureFirst.Length;
    }

    /// <summary>The temperature that the probabilities were made with.</summary>
    public double Temperature { get; }

    /// <summary>By confidence: bin b holds those above b / 15 up to (b + 1) / 15.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; }

    /// <summary>Σ over the bins: (samples / all samples) · |accuracy − confidence|. Guo et al. 2017, arXiv 1706.04599, formula 3.</summary>
    public double ExpectedCalibrationError { get; }

    /// <summary>Share of the readings that the model's rule calls unsure.</summary>
    public double Unsure { get; }

    /// <summary>Share read correctly of the readings that the rule does not call unsure; NaN if there is none.</summary>
    public double AccuracyOfSure { get; }

    /// <summary>Number of readings.</summary>
    public int Samples => _leastSureFirst.Length;

    /// <summary>The accuracy of the readings that are left if a share of them, the least confident ones, is rejected.</summary>
    /// <param name="rejected">From 0 up to, not including, 1.</param>
    public double AccuracyWithout(double rejected)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rejected);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rejected, 1);
        return _leastSureFirst.Skip((int)(rejected * Samples)).Average(s => s.IsRight ? 1.0 : 0.0);
    }

    /// <summary>Computes it from an evaluation.</summary>
    /// <param name="evaluation">The readings.</param>
    /// <param name="calibration">What makes probabilities of the logits, and the rule.</param>
    /// <param name="strangeness">Of each sample; null where nothing looks strange.</param>
    public static Reliability Of(Evaluation evaluation, Calibration calibration, float[]? strangeness = null)
    {
        HashSet<int> misread = [.. evaluation.Misreadings.Select(m => m.Index)];
        var p = new float[evaluation.Classes];
        var readings = new (float Confidence, bool IsRight)[evaluation.Samples];
        var sure = new List<bool>();
        for (var i = 0; i < readings.Length; i++)
        {
            calibration.Probabilities(evaluation.Logits.AsSpan(i * p.Length, p.Length), p);
            var best = p.Max();
            readings[i] = (best, !misread.Contains(i));
            if (!calibration.IsUnsure(best, strangeness?[i] ?? 0))
                sure.Add(readings[i].IsRight);
        }

        return new(
            calibration.Temperature, [.. readings.OrderBy(r => r.Confidence)], 1 - ((double)sure.Count / readings.Length),
            sure.Count == 0 ? double.NaN : sure.Average(right => right ? 1.0 : 0.0));
    }

    private static int BinOf(float confidence) => Math.Clamp((int)Math.Ceiling(confidence * BinCount) - 1, 0, BinCount - 1);
}
