using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Adam (Kingma, Ba: arXiv 1412.6980, section 2) as in Keras: m = β1·m + (1 − β1)·g; v = β2·v + (1 − β2)·g²;
/// w = (1 − decay)·w − α·m / (√v + ε). α includes the bias corrections; decay is the learning rate times the weight decay (Loshchilov,
/// Hutter: arXiv 1711.05101). All parameters of a network lie in one flat buffer, so that a step is one launch. The kernel also sums
/// gradients that were computed in shares (see <see cref="Shares"/>), which saves one launch for each layer that splits its batch, and it
/// sums the batch's loss and hits.
/// Launch: auto-grouped, <see cref="Threads"/>: one thread per four weights, which it loads and stores together, and one thread per metric.
/// </summary>
public static class Adam
{
    /// <summary>Threads per launch.</summary>
    public static int Threads(in AdamSettings settings, in Shares metrics) => settings.FourThreads + metrics.Size;

    /// <summary>Updates four weights and their moments, or sums one of the metrics.</summary>
    public static void Update(
        Index1D i, AdamSettings settings, ArrayView<float> weights, ArrayView<float> gradients, ArrayView<float> m, ArrayView<float> v,
        ShareList shares, Shares metrics, ArrayView<float> metricsSum)
    {
        if (i >= settings.FourThreads)
        {
            metricsSum[i - settings.FourThreads] = metrics.SumOf(i - settings.FourThreads);
            return;
        }
        int at = i * Float4.Width;
        var share = shares.At(at, Float4.Width);
        var summed = share.HoldFour(at);
        if (settings.Fours == 0 || at + Float4.Width > settings.Count || (share.Touch(at, Float4.Width) && !summed))
        {
            for (var place = at; place < Math.Min(at + Float4.Width, settings.Count); place++)
                UpdateOne(place, settings, weights, gradients, m, v, shares.At(place, 1));
            return;
        }
        var means = m.Cast<Float4>();
        var squares = v.Cast<Float4>();
        var values = weights.Cast<Float4>();
        var g = summed ? share.SumOfFour(at) : gradients.Cast<Float4>()[i];
        if (summed)
            gradients.Cast<Float4>()[i] = g;
        var mean = means[i];
        var square = squares[i];
        var w = values[i];
        mean = new Float4(settings.Mean(mean.A, g.A), settings.Mean(mean.B, g.B), settings.Mean(mean.C, g.C), settings.Mean(mean.D, g.D));
        square = new Float4(
            settings.Square(square.A, g.A), settings.Square(square.B, g.B), settings.Square(square.C, g.C), settings.Square(square.D, g.D));
        means[i] = mean;
        squares[i] = square;
        values[i] = new Float4(
            settings.Weight(w.A, mean.A, square.A), settings.Weight(w.B, mean.B, square.B), settings.Weight(w.C, mean.C, square.C),
            settings.Weight(w.D, mean.D, square.D));
    }

    private static void UpdateOne(
        int place, AdamSettings settings, ArrayView<float> weights, ArrayView<float> gradients, ArrayView<float> m, ArrayView<float> v,
        Shares share)
    {
        if (share.Touch(place, 1))
            gradients[place] = share.SumOf(place);
        var g = gradients[place];
        var mean = settings.Mean(m[place], g);
        var square = settings.Square(v[place], g);
        m[place] = mean;
        v[place] = square;
        weights[place] = settings.Weight(weights[place], mean, square);
    }
}

/// <summary>The arguments of <see cref="Adam"/>, the same for all weights.</summary>
/// <param name="Count">Number of weights.</param>
/// <param name="Fours">1 if all buffers are aligned for loads and stores of four values, otherwise 0.</param>
/// <param name="Alpha">The learning rate with the bias corrections.</param>
/// <param name="Beta1">Decay rate of the mean, β1.</param>
/// <param name="Beta2">Decay rate of the mean square, β2.</param>
/// <param name="Epsilon">Keeps the divisor from being 0.</param>
/// <param name="Keep">1 − decay: a step multiplies each weight by it before the update.</param>
public readonly record struct AdamSettings(int Count, int Fours, float Alpha, float Beta1, float Beta2, float Epsilon, float Keep)
{
    /// <summary>Threads that update four weights each.</summary>
    public int FourThreads => (Count + Float4.Width - 1) / Float4.Width;

    /// <summary>The next mean.</summary>
    public float Mean(float mean, float g) => mean + ((1.0f - Beta1) * (g - mean));

    /// <summary>The next square.</summary>
    public float Square(float square, float g) => square + ((1.0f - Beta2) * ((g * g) - square));

    /// <summary>The next weight.</summary>
    public float Weight(float weight, float mean, float square) =>
        (weight * Keep) - (Alpha * mean / (MathF.Sqrt(square) + Epsilon));
}
