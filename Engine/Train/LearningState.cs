using System.Text.Json.Serialization;

namespace GpuDigits.Engine.Train;

/// <summary>A point of a curve.</summary>
/// <param name="Share">Share of the training that was done, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy, natural logarithm.</param>
/// <param name="Accuracy">Share of digits read correctly, 0 to 1.</param>
[method: JsonConstructor]
public readonly record struct CurvePoint(float Share, float Loss, float Accuracy);

/// <summary>A held-out digit that is misread now.</summary>
/// <param name="Picture">28×28 grey levels.</param>
/// <param name="Label">What it is.</param>
/// <param name="Read">What it is read as.</param>
/// <param name="Probability">How sure the network is of that.</param>
public sealed record WorstDigit(byte[] Picture, int Label, int Read, float Probability);

/// <summary>The state of a training as it is shown to people. It is immutable.</summary>
public sealed record LearningState
{
    /// <summary>The status in words.</summary>
    public string Status { get; init; } = "";

    /// <summary>Whether the training is running.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Whether the status says what went wrong.</summary>
    public bool HasFailed { get; init; }

    /// <summary>The absolute path of the saved network; null before it is saved, and if it is not.</summary>
    public string? ModelFile { get; init; }

    /// <summary>The curve of the training digits: each point is the mean since the point before.</summary>
    public IReadOnlyList<CurvePoint> Trained { get; init; } = [];

    /// <summary>The curve of held-out digits.</summary>
    public IReadOnlyList<CurvePoint> HeldOut { get; init; } = [];

    /// <summary>The filters of the first convolution for its first channel, row by row; empty if there is no convolution.</summary>
    public IReadOnlyList<float[]> Filters { get; init; } = [];

    /// <summary>Columns of a filter.</summary>
    public int FilterWidth { get; init; } = 3;

    /// <summary>Held-out digits that are misread, the most confident first.</summary>
    public IReadOnlyList<WorstDigit> Worst { get; init; } = [];
}
