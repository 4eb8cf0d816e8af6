using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// average += rate · (weights − average): the exponential moving average of the weights; rate is 1 − decay. Launch: auto-grouped, one
/// thread per weight.
/// </summary>
public static class MovingAverage
{
    /// <summary>Updates average i.</summary>
    public static void Update(Index1D i, ArrayView<float> average, ArrayView<float> weights, float rate) =>
        average[i] += rate * (weights[i] - average[i]);
}
