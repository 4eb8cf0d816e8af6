using System.Text.Json.Serialization;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>
/// How far the network's confidence can be trusted; stored in the model file. The temperature makes its probabilities accurate (Guo et al.
/// 2017, arXiv 1706.04599). A reading is unsure if its best probability is below a limit, or if the picture looks strange. A small network
/// on the features (see <see cref="SplitModel"/>), trained to distinguish digits from other drawings, measures the strangeness (Hendrycks
/// et al. 2019, arXiv 1812.04606). Without a calibration the temperature is 1 and no picture looks strange.
/// </summary>
public sealed record Calibration
{
    private const double LowestTemperature = 0.001, HighestTemperature = 1000;

    /// <summary>Probabilities are softmax(logits / Temperature); from 0.001 to 1000.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>A reading with a best probability below this is unsure; from 0 to 1.</summary>
    public double LeastProbability { get; init; } = 0.7;

    /// <summary>A picture that is stranger than this is unsure; from 0 to 1.</summary>
    public double MostStrangeness { get; init; } = 0.5;

    /// <summary>The flat weights of <see cref="Detector"/>; null if there is none.</summary>
    [JsonIgnore]
    public float[]? DetectorWeights { get; init; }

    /// <summary>The network that distinguishes digits (class 0) from anything else (class 1) by the features.</summary>
    internal static Sequential Detector(int features) => new(new(features), new Dense(32), new Relu(), new Dense(2), new Softmax());

    /// <summary>Whether a reading is unsure.</summary>
    public bool IsUnsure(float bestProbability, float strangeness) => bestProbability < LeastProbability || strangeness > MostStrangeness;

    /// <summary>p[c] = exp(z[c] / T − max) / Σ exp(z[·] / T − max).</summary>
    public void Probabilities(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        double max = double.NegativeInfinity, sum = 0;
        foreach (var z in logits)
            max = Math.Max(max, z);
        Span<double> e = stackalloc double[logits.Length];
        for (var c = 0; c < e.Length; c++)
            sum += e[c] = PortableMath.Exp((logits[c] - max) / Temperature);
        for (var c = 0; c < e.Length; c++)
            probabilities[c] = (float)(e[c] / sum);
    }

    /// <summary>What is wrong with the values; null if they are valid.</summary>
    internal string? Fault() =>
        Temperature is not (>= LowestTemperature and <= HighestTemperature)
            ? FormattableString.Invariant($"temperature is {Temperature}, it must be from {LowestTemperature} to {HighestTemperature}")
        : LeastProbability is not (>= 0 and <= 1)
            ? FormattableString.Invariant($"leastProbability is {LeastProbability}, it must be from 0 to 1")
        : MostStrangeness is not (>= 0 and <= 1)
            ? FormattableString.Invariant($"mostStrangeness is {MostStrangeness}, it must be from 0 to 1")
        : null;
}

/// <summary>The reading of a digit, and whether it is unsure.</summary>
/// <param name="Digit">The most probable digit.</param>
/// <param name="Probabilities">Calibrated probabilities, one per digit.</param>
/// <param name="Strangeness">How little it looks like a digit, 0 to 1; 0 if the model has no detector.</param>
/// <param name="IsUnsure">The result of <see cref="Calibration.IsUnsure"/>.</param>
public sealed record Verdict(int Digit, float[] Probabilities, float Strangeness, bool IsUnsure);
