using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Adam (Kingma, Ba: arXiv 1412.6980, section 2) as in Keras: m = β1·m + (1 − β1)·g; v = β2·v + (1 − β2)·g²;
/// w = (1 − decay)·w − α·m / (√v + ε). α holds the bias corrections, decay the learning rate times the decay of the weights
/// (Loshchilov, Hutter: arXiv 1711.05101). All parameters of a network lie in one flat buffer: one launch a step.
/// Gradients that were computed in shares (see <see cref="Shares"/>) are summed here, which saves a launch for each layer that
/// splits its batch; so are the batch's loss and hits. Launch: auto-grouped, one thread a weight and two more for the metrics.
/// </summary>
public static class Adam
{
    /// <summary>Updates weight i and its two moments.</summary>
    public static void Update(
        Index1D i, AdamSettings settings, ArrayView<float> weights, ArrayView<float> gradients, ArrayView<float> m, ArrayView<float> v,
        Shares first, Shares second, Shares metrics, ArrayView<float> metricsSum)
    {
        if (i >= settings.Count)
        {
            if (metrics.Slices > 0)
                metricsSum[i - settings.Count] = metrics.SumOf(i - settings.Count);
            return;
        }
        float g;
        if (first.Hold(i) || second.Hold(i))
        {
            g = first.Hold(i) ? first.SumOf(i - first.Offset) : second.SumOf(i - second.Offset);
            gradients[i] = g;
        }
        else
        {
            g = gradients[i];
        }
        float mean = m[i] + ((1.0f - settings.Beta1) * (g - m[i]));
        float square = v[i] + ((1.0f - settings.Beta2) * ((g * g) - v[i]));
        m[i] = mean;
        v[i] = square;
        weights[i] = (weights[i] * settings.Keep) - (settings.Alpha * mean / (MathF.Sqrt(square) + settings.Epsilon));
    }
}

/// <summary>What Adam is called with, the same for all weights.</summary>
public readonly struct AdamSettings(int count, float alpha, float beta1, float beta2, float epsilon, float decay)
{
    /// <summary>Weights.</summary>
    public readonly int Count = count;

    /// <summary>The learning rate with the bias corrections.</summary>
    public readonly float Alpha = alpha;

    /// <summary>Decay of the mean.</summary>
    public readonly float Beta1 = beta1;

    /// <summary>Decay of the square.</summary>
    public readonly float Beta2 = beta2;

    /// <summary>Keeps the divisor from 0.</summary>
    public readonly float Epsilon = epsilon;

    /// <summary>What is left of a weight before its step.</summary>
    public readonly float Keep = 1.0f - decay;
}

/// <summary>
/// Values [offset, offset + size) of a flat buffer as the sum of shares [slices, size] that the groups of an earlier kernel left. No slices: nothing.
/// </summary>
public readonly struct Shares(ArrayView<float> values, int offset, int size, int slices)
{
    private readonly ArrayView<float> _values = values;

    /// <summary>The first value's place.</summary>
    public readonly int Offset = offset;

    /// <summary>Number of values.</summary>
    public readonly int Size = size;

    /// <summary>Number of shares of each.</summary>
    public readonly int Slices = slices;

    /// <summary>Whether a place of the flat buffer is among them.</summary>
    public bool Hold(int place) => Slices > 0 && place >= Offset && place < Offset + Size;

    /// <summary>The sum of a value's shares, in order.</summary>
    public float SumOf(int value)
    {
        float sum = 0.0f;
        for (int slice = 0; slice < Slices; slice++)
            sum += _values[(slice * Size) + value];
        return sum;
    }
}
