namespace GpuDigits.Engine.Devices;

/// <summary>What belongs to the channels of a batch normalisation.</summary>
/// <param name="Gamma">Scale [channels].</param>
/// <param name="Beta">Shift [channels].</param>
/// <param name="MovingMean">Moving average of the batches' means [channels].</param>
/// <param name="MovingVariance">Moving average of the batches' variances [channels].</param>
/// <param name="Saved">Mean and 1 / √(variance + ε) that the last pass forward used [2, channels].</param>
public readonly record struct BatchNormalizationState(
    DeviceBuffer<float> Gamma, DeviceBuffer<float> Beta, DeviceBuffer<float> MovingMean, DeviceBuffer<float> MovingVariance,
    DeviceBuffer<float> Saved);
