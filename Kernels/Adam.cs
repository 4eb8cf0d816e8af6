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
        int at = i * Quad.Width;
        var share = shares.At(at, Quad.Width);
        bool summed = share.HoldFour(at);
        if (settings.Fours == 0 || at + Quad.Width > settings.Count || (share.Touch(at, Quad.Width) && !summed))
        {
            for (int place = at; place < Math.Min(at + Quad.Width, settings.Count); place++)
                UpdateOne(place, settings, weights, gradients, m, v, shares.At(place, 1));
            return;
        }
        var means = m.Cast<Quad>();
        var squares = v.Cast<Quad>();
        var values = weights.Cast<Quad>();
        var g = summed ? share.SumOfFour(at) : gradients.Cast<Quad>()[i];
        if (summed)
            gradients.Cast<Quad>()[i] = g;
        var mean = means[i];
        var square = squares[i];
        var w = values[i];
        mean = new Quad(settings.Mean(mean.A, g.A), settings.Mean(mean.B, g.B), settings.Mean(mean.C, g.C), settings.Mean(mean.D, g.D));
        square = new Quad(
            settings.Square(square.A, g.A), settings.Square(square.B, g.B), settings.Square(square.C, g.C), settings.Square(square.D, g.D));
        means[i] = mean;
        squares[i] = square;
        values[i] = new Quad(
            settings.Weight(w.A, mean.A, square.A), settings.Weight(w.B, mean.B, square.B), settings.Weight(w.C, mean.C, square.C),
            settings.Weight(w.D, mean.D, square.D));
    }

    private static void UpdateOne(
        int place, AdamSettings settings, ArrayView<float> weights, ArrayView<float> gradients, ArrayView<float> m, ArrayView<float> v,
        Shares share)
    {
        if (share.Touch(place, 1))
            gradients[place] = share.SumOf(place);
        float g = gradients[place];
        float mean = settings.Mean(m[place], g);
        float square = settings.Square(v[place], g);
        m[place] = mean;
        v[place] = square;
        weights[place] = settings.Weight(weights[place], mean, square);
    }
}

/// <summary>The arguments of <see cref="Adam"/>, the same for all weights.</summary>
public readonly struct AdamSettings(int count, bool fours, float alpha, float beta1, float beta2, float epsilon, float decay)
{
    /// <summary>Number of weights.</summary>
    public readonly int Count = count;

    /// <summary>1 if all buffers are aligned for loads and stores of four values.</summary>
    public readonly int Fours = fours ? 1 : 0;

    /// <summary>The learning rate with the bias corrections.</summary>
    public readonly float Alpha = alpha;

    /// <summary>Decay rate of the mean, β1.</summary>
    public readonly float Beta1 = beta1;

    /// <summary>Decay rate of the mean square, β2.</summary>
    public readonly float Beta2 = beta2;

    /// <summary>Keeps the divisor from being 0.</summary>
    public readonly float Epsilon = epsilon;

    /// <summary>1 − decay: a step multiplies each weight by it before the update.</summary>
    public readonly float Keep = 1.0f - decay;

    /// <summary>Threads that update four weights each.</summary>
    public int FourThreads => (Count + Quad.Width - 1) / Quad.Width;

    /// <summary>The next mean.</summary>
    public float Mean(float mean, float g) => mean + ((1.0f - Beta1) * (g - mean));

    /// <summary>The next square.</summary>
    public float Square(float square, float g) => square + ((1.0f - Beta2) * ((g * g) - square));

    /// <summary>The next weight.</summary>
    public float Weight(float weight, float mean, float square) =>
        (weight * Keep) - (Alpha * mean / (MathF.Sqrt(square) + Epsilon));
}
