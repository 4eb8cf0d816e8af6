using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Insight;

namespace GpuDigits.Scenes.App;

/// <summary>The reading of one version of the drawing.</summary>
/// <param name="Version">The drawing's version.</param>
/// <param name="Picture">The picture that the network was given, 28×28 grey levels; null if nothing could be a digit.</param>
/// <param name="Probabilities">The ten probabilities; null if the picture is null.</param>
/// <param name="IsUnsure">Whether the network asks the person which digit it is.</param>
internal sealed record Reading(long Version, byte[]? Picture, float[]? Probabilities, bool IsUnsure = false)
{
    /// <summary>The number, if several digits are side by side; picture and probabilities are those of its least sure digit.</summary>
    public NumberReading? Number { get; init; }

    /// <summary>
    /// The output of every layer for the picture, or for an empty one if there is none; null while no panel needs it, or if it is unknown.
    /// </summary>
    public Activations? Activations { get; init; }

    /// <summary>The cost of each layer; empty if there are no activations.</summary>
    public IReadOnlyList<LayerCost> Costs { get; init; } = [];

    public static readonly Reading Nothing = new(0, null, null);

    public DigitReading? Best =>
        Probabilities is { } p && Array.IndexOf(p, p.Max()) is var digit ? new DigitReading(digit, p[digit]) : null;
}
