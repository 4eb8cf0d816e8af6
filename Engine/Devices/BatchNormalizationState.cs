namespace GpuDigits.Engine.Devices;

/// <summary>What belongs to the channels of a batch normalisation.</summary>
/// <param name="Gamma">Scale [1, channels].</param>
/// <param name="Beta">Shift [1, channels].</param>
/// <param name="MovingMean">Moving average of the batches' means [1, channels].</param>
/// <param name="MovingVariance">Moving average of the batches' variances [1, channels].</param>
/// <param name="Saved">Mean and 1 / √(variance + ε) that the last pass forward used [1, 2 · channels].</param>
public readonly record struct BatchNormalizationState(Tensor Gamma, Tensor Beta, Tensor MovingMean, Tensor MovingVariance, Tensor Saved)
{
    /// <summary>Whether it is for so many channels.</summary>
    public bool Fits(int channels) =>
        Gamma.Count == channels && Beta.Count == channels && MovingMean.Count == channels && MovingVariance.Count == channels
        && Saved.Count == 2L * channels;
}
