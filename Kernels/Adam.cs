using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Adam (Kingma, Ba: arXiv 1412.6980, section 2) as in Keras: m = β1·m + (1 − β1)·g; v = β2·v + (1 − β2)·g²;
/// w −= α·m / (√v + ε). α holds the bias corrections. All parameters of a network lie in one flat buffer: one launch a step.
/// Gradients that were computed in shares (see <see cref="Shares"/>) are summed here, which saves a launch for each layer that
/// splits its batch; so are the batch's loss and hits.
/// Launch: auto-grouped, <see cref="Threads"/>: first one thread for four weights, moved at once; then one for each weight whose gradient lies in
/// shares, so that neighbours read neighbouring shares; then one for each of the metrics.
/// </summary>
public static class Adam
{
    /// <summary>Threads of a launch.</summary>
    public static int Threads(in AdamSettings settings, in ShareList shares, in Shares metrics) =>
        settings.FourThreads + shares.Size + metrics.Size;

    /// <summary>Updates four weights and their moments, or one, or sums one of the metrics.</summary>
    public static void Update(
        Index1D i, AdamSettings settings, ArrayView<float> weights, ArrayView<float> gradients, ArrayView<float> m, ArrayView<float> v,
        ShareList shares, Shares metrics, ArrayView<float> metricsSum)
    {
        int place = i;
        if (place < settings.FourThreads)
        {
            UpdateFour(place * Quad.Width, settings, weights, gradients, m, v, shares);
            return;
        }
        place -= settings.FourThreads;
        if (place < shares.Size)
        {
            var share = shares.At(place);
            place = share.Offset + place - shares.Before(place);
            float g = share.SumOf(place - share.Offset);
            gradients[place] = g;
            UpdateOne(place, g, settings, weights, m, v);
            return;
        }
        place -= shares.Size;
        metricsSum[place] = metrics.SumOf(place);
    }

    private static void UpdateFour(
        int at, AdamSettings settings, ArrayView<float> weights, ArrayView<float> gradients, ArrayView<float> m, ArrayView<float> v,
        ShareList shares)
    {
        if (settings.Fours == 0 || at + Quad.Width > settings.Count || shares.Touch(at, Quad.Width))
        {
            for (int place = at; place < Math.Min(at + Quad.Width, settings.Count); place++)
            {
                if (!shares.Touch(place, 1))
                    UpdateOne(place, gradients[place], settings, weights, m, v);
            }
            return;
        }
        int four = at / Quad.Width;
        var means = m.Cast<Quad>();
        var squares = v.Cast<Quad>();
        var values = weights.Cast<Quad>();
        var g = gradients.Cast<Quad>()[four];
        var mean = means[four];
        var square = squares[four];
        var w = values[four];
        mean = new Quad(settings.Mean(mean.A, g.A), settings.Mean(mean.B, g.B), settings.Mean(mean.C, g.C), settings.Mean(mean.D, g.D));
        square = new Quad(
            settings.Square(square.A, g.A), settings.Square(square.B, g.B), settings.Square(square.C, g.C), settings.Square(square.D, g.D));
        means[four] = mean;
        squares[four] = square;
        values[four] = new Quad(
            settings.Weight(w.A, mean.A, square.A), settings.Weight(w.B, mean.B, square.B), settings.Weight(w.C, mean.C, square.C),
            settings.Weight(w.D, mean.D, square.D));
    }

    private static void UpdateOne(int i, float g, AdamSettings settings, ArrayView<float> weights, ArrayView<float> m, ArrayView<float> v)
    {
        float mean = settings.Mean(m[i], g);
        float square = settings.Square(v[i], g);
        m[i] = mean;
        v[i] = square;
        weights[i] = settings.Weight(weights[i], mean, square);
    }
}

/// <summary>What Adam is called with, the same for all weights.</summary>
/// <param name="count">Weights.</param>
/// <param name="fours">Whether all buffers begin where four values may be moved at once.</param>
/// <param name="alpha">The learning rate with the bias corrections.</param>
/// <param name="beta1">Decay of the mean.</param>
/// <param name="beta2">Decay of the square.</param>
/// <param name="epsilon">Keeps the divisor from 0.</param>
public readonly struct AdamSettings(int count, bool fours, float alpha, float beta1, float beta2, float epsilon)
{
    /// <summary>Weights.</summary>
    public readonly int Count = count;

    /// <summary>1 if all buffers begin where four values may be moved at once.</summary>
    public readonly int Fours = fours ? 1 : 0;

    /// <summary>The learning rate with the bias corrections.</summary>
    public readonly float Alpha = alpha;

    /// <summary>Decay of the mean.</summary>
    public readonly float Beta1 = beta1;

    /// <summary>Decay of the square.</summary>
    public readonly float Beta2 = beta2;

    /// <summary>Keeps the divisor from 0.</summary>
    public readonly float Epsilon = epsilon;

    /// <summary>Threads that take four weights each.</summary>
    public int FourThreads => (Count + Quad.Width - 1) / Quad.Width;

    /// <summary>The next mean.</summary>
    public float Mean(float mean, float g) => mean + ((1.0f - Beta1) * (g - mean));

    /// <summary>The next square.</summary>
    public float Square(float square, float g) => square + ((1.0f - Beta2) * ((g * g) - square));

    /// <summary>The next weight.</summary>
    public float Weight(float weight, float mean, float square) => weight - (Alpha * mean / (MathF.Sqrt(square) + Epsilon));
}
