namespace GpuDigits.Engine.Devices;

/// <summary>The per-channel state of a batch normalisation.</summary>
/// <param name="Gamma">Scale [1, channels].</param>
/// <param name="Beta">Shift [1, channels].</param>
/// <param name="MovingMean">Moving average of the batch means [1, channels].</param>
/// <param name="MovingVariance">Moving average of the batch variances [1, channels].</param>
/// <param name="Saved">Mean and 1 / √(variance + ε) of the last forward pass [1, 2 · channels].</param>
public readonly record struct BatchNormalizationState(Tensor Gamma, Tensor Beta, Tensor MovingMean, Tensor MovingVariance, Tensor Saved)
{
    /// <summary>Whether it has this number of channels.</summary>
    public bool Fits(int channels) =>
        Gamma.Count == channels && Beta.Count == channels && MovingMean.Count == channels && MovingVariance.Count == channels
        && Saved.Count == 2L * channels;
}
