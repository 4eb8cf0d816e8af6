using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// average += rate · (weights − average): the exponential moving average of the weights, rate being one less its decay.
/// Launch: auto-grouped, one thread a weight.
/// </summary>
public static class MovingAverage
{
    /// <summary>Moves average i.</summary>
    public static void Update(Index1D i, ArrayView<float> average, ArrayView<float> weights, float rate) =>
        average[i] += rate * (weights[i] - average[i]);
}
