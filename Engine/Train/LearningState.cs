using System.Text.Json.Serialization;

namespace GpuDigits.Engine.Train;

/// <summary>A place of a curve.</summary>
/// <param name="Share">How much of the training was done then, 0 to 1.</param>
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

    /// <summary>Where the trained network was saved, an absolute path; null until then, and where it was not.</summary>
    public string? ModelFile { get; init; }

    /// <summary>Of the digits that were trained on, from point to point.</summary>
    public IReadOnlyList<CurvePoint> Trained { get; init; } = [];

    /// <summary>Of digits that are only looked at.</summary>
    public IReadOnlyList<CurvePoint> HeldOut { get; init; } = [];

    /// <summary>The filters of the first convolution for its first channel, each row by row; none where there is no convolution.</summary>
    public IReadOnlyList<float[]> Filters { get; init; } = [];

    /// <summary>Columns of a filter.</summary>
    public int FilterWidth { get; init; } = 3;

    /// <summary>Held-out digits that are misread, the surest first.</summary>
    public IReadOnlyList<WorstDigit> Worst { get; init; } = [];
}
