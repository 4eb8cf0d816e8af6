using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Adam (Kingma, Ba: arXiv 1412.6980, section 2) as in Keras: m = β1·m + (1 − β1)·g; v = β2·v + (1 − β2)·g²;
/// w −= α·m / (√v + ε). α holds the bias corrections. All parameters of a network lie in one flat buffer: one launch a step.
/// Launch: auto-grouped, one thread a weight.
/// </summary>
public static class Adam
{
    /// <summary>Updates weight i and its two moments.</summary>
    public static void Update(
        Index1D i, ArrayView<float> weights, ArrayView<float> gradients, ArrayView<float> m, ArrayView<float> v,
        float alpha, float beta1, float beta2, float epsilon)
    {
        float g = gradients[i];
        float mean = m[i] + ((1.0f - beta1) * (g - m[i]));
        float square = v[i] + ((1.0f - beta2) * ((g * g) - v[i]));
        m[i] = mean;
        v[i] = square;
        weights[i] -= alpha * mean / (MathF.Sqrt(square) + epsilon);
    }
}
