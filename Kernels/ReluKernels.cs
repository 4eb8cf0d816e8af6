using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// y = max(x, 0); dx = dy where y &gt; 0, else 0. Any shape, read as a flat sequence of values. Launch: auto-grouped, one thread per value;
/// source and result may be the same memory.
/// </summary>
public static class ReluKernels
{
    /// <summary>y = max(x, 0).</summary>
    public static void Forward(Index1D i, ArrayView<float> x, ArrayView<float> y) => y[i] = MathF.Max(x[i], 0.0f);

    /// <summary>dx = dy where y &gt; 0, else 0.</summary>
    public static void Backward(Index1D i, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx) =>
        dx[i] = y[i] > 0.0f ? dy[i] : 0.0f;
}
