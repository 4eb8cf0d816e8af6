using System.Runtime.CompilerServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Batch normalisation of x [rows, channels], vectorised over the channels; a chunk is a run of rows. Memory sets its speed: forward
/// reads x twice and writes y once, backward reads x, y and dy twice and writes dx once.
/// </summary>
internal sealed unsafe partial class VectorOperations<S, V>
{
    public override void BatchNormalize(
        int rows, int channels, float* x, in NormalState state, float epsilon, float rate, float* y, bool relu)
    {
        float* mean = state.Saved, inverse = state.Saved + channels;
        if (rate > 0)
        {
            float* partial = Sums(new NormalSumsJob { Rows = rows, Channels = channels, X = x, Shift = state.MovingMean }, out int parts);
            for (int c = 0; c < channels; c++)
            {
                double offset = Total(partial, parts, channels, c) / rows;
                double variance = Math.Max((Total(partial, parts, channels, channels + c) / rows) - (offset * offset), 0);
                mean[c] = (float)(state.MovingMean[c] + offset);
                inverse[c] = (float)(1 / Math.Sqrt(variance + epsilon));
                state.MovingMean[c] += (float)(rate * offset);
                state.MovingVariance[c] += (float)(rate * (variance - state.MovingVariance[c]));
            }
        }
        else
        {
            for (int c = 0; c < channels; c++)
                (mean[c], inverse[c]) = (state.MovingMean[c], (float)(1 / Math.Sqrt((double)state.MovingVariance[c] + epsilon)));
        }

        float* factor = shared.Floats(2L * channels), offsets = factor + channels;
        for (int c = 0; c < channels; c++)
        {
            factor[c] = state.Gamma[c] * inverse[c];
            offsets[c] = state.Beta[c] - (mean[c] * factor[c]);
        }

        int block = NormalRows(channels);
        team.Run(Ceiling(rows, block), new NormalApplyJob
        {
            Rows = rows,
            Channels = channels,
            Block = block,
            X = x,
            Y = y,
            Factor = factor,
            Offset = offsets,
            Relu = relu,
        });
    }

    public override void BatchNormalizeBackward(
        int rows, int channels, float* x, float* y, float* dy, in NormalState state, float* dGamma, float* dBeta, float* dx, bool relu)
    {
        float* mean = state.Saved, inverse = state.Saved + channels;
        float* partial = Sums(
            new NormalSumsJob { Rows = rows, Channels = channels, X = x, Shift = mean, Y = relu ? y : null, Dy = dy }, out int parts);
        for (int c = 0; c < channels; c++)
        {
            dBeta[c] = (float)Total(partial, parts, channels, c);
            dGamma[c] = (float)(Total(partial, parts, channels, channels + c) * inverse[c]);
        }

        // dx = k · dy + l · (x − mean) + m of each channel.
        float* factors = shared.Floats(3L * channels);
        for (int c = 0; c < channels; c++)
        {
            double k = (double)state.Gamma[c] * inverse[c];
            factors[c] = (float)k;
            factors[channels + c] = (float)(-k * inverse[c] * dGamma[c] / rows);
            factors[(2 * channels) + c] = (float)(-k * dBeta[c] / rows);
        }

        int block = NormalRows(channels);
        team.Run(Ceiling(rows, block), new NormalGradientJob
        {
            Rows = rows,
            Channels = channels,
            Block = block,
            X = x,
            Y = relu ? y : null,
            Dy = dy,
            Dx = dx,
            Mean = mean,
            Factors = factors,
        });
    }

    // Rows of a chunk: about 64 KiB of values.
    private static int NormalRows(int channels) => Math.Max(1, ElementBlock / channels);

    private float* Sums(NormalSumsJob job, out int parts)
    {
        job.Block = NormalRows(job.Channels);
        parts = Ceiling(job.Rows, job.Block);
        job.Partial = shared.Floats(2L * parts * job.Channels);
        team.Run(parts, job);
        return job.Partial;
    }

    private static double Total(float* partial, int parts, int channels, int place)
    {
        double sum = 0;
        for (int p = 0; p < parts; p++)
            sum += partial[((nint)2 * p * channels) + place];
        return sum;
    }

    /// <summary>
    /// Σ a and Σ b of each channel over a chunk's rows: a = x − shift and b = a² forward, a = dy (0 where y ≤ 0, if there is one) and
    /// b = a · (x − shift) backward.
    /// </summary>
    private struct NormalSumsJob : IJob
    {
        public int Rows;
        public int Channels;
        public int Block;
        public float* X;
        public float* Shift;
        public float* Y;
        public float* Dy;
        public float* Partial;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            nint channels = Channels;
            int first = chunk * Block, end = Math.Min(first + Block, Rows);
            float* sums = Partial + (2 * chunk * channels);
            V zero = S.Broadcast(0);
            nint c = 0;
            for (; c <= channels - S.Width; c += S.Width)
            {
                V a = zero, b = zero, shift = S.Load(Shift + c);
                nint i = (first * channels) + c;
                if (Dy == null)
                {
                    for (int row = first; row < end; row++, i += channels)
                    {
                        V value = S.Subtract(S.Load(X + i), shift);
                        (a, b) = (S.Add(a, value), S.Fma(value, value, b));
                    }
                }
                else
                {
                    for (int row = first; row < end; row++, i += channels)
                    {
                        V gradient = Y == null ? S.Load(Dy + i) : S.IfGreater(S.Load(Y + i), zero, S.Load(Dy + i), zero);
                        (a, b) = (S.Add(a, gradient), S.Fma(gradient, S.Subtract(S.Load(X + i), shift), b));
                    }
                }

                S.Store(sums + c, a);
                S.Store(sums + channels + c, b);
            }

            for (; c < channels; c++)
            {
                float a = 0, b = 0;
                for (int row = first; row < end; row++)
                {
                    nint i = (row * channels) + c;
                    float value = X[i] - Shift[c];
                    float summand = Dy == null ? value : Y == null || Y[i] > 0 ? Dy[i] : 0;
                    a += summand;
                    b = float.MultiplyAddEstimate(summand, value, b);
                }

                (sums[c], sums[channels + c]) = (a, b);
            }
        }
    }

    private struct NormalApplyJob : IJob
    {
        public int Rows;
        public int Channels;
        public int Block;
        public float* X;
        public float* Y;
        public float* Factor;
        public float* Offset;
        public bool Relu;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            nint channels = Channels;
            float least = Relu ? 0 : float.NegativeInfinity;
            V floor = S.Broadcast(least);
            for (int row = chunk * Block; row < Math.Min((chunk + 1) * Block, Rows); row++)
            {
                float* x = X + (row * channels), y = Y + (row * channels);
                nint c = 0;
                for (; c <= channels - S.Width; c += S.Width)
                {
                    V value = S.Fma(S.Load(x + c), S.Load(Factor + c), S.Load(Offset + c));
                    S.Store(y + c, S.IfGreater(floor, value, floor, value));
                }

                for (; c < channels; c++)
                {
                    float value = float.MultiplyAddEstimate(x[c], Factor[c], Offset[c]);
                    y[c] = least > value ? least : value;
                }
            }
        }
    }

    private struct NormalGradientJob : IJob
    {
        public int Rows;
        public int Channels;
        public int Block;
        public float* X;
        public float* Y;
        public float* Dy;
        public float* Dx;
        public float* Mean;
        public float* Factors;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            nint channels = Channels;
            V zero = S.Broadcast(0);
            for (int row = chunk * Block; row < Math.Min((chunk + 1) * Block, Rows); row++)
            {
                nint i = row * channels, c = 0;
                for (; c <= channels - S.Width; c += S.Width)
                {
                    V gradient = Y == null ? S.Load(Dy + i + c) : S.IfGreater(S.Load(Y + i + c), zero, S.Load(Dy + i + c), zero);
                    V centred = S.Subtract(S.Load(X + i + c), S.Load(Mean + c));
                    V rest = S.Fma(S.Load(Factors + channels + c), centred, S.Load(Factors + (2 * channels) + c));
                    S.Store(Dx + i + c, S.Fma(S.Load(Factors + c), gradient, rest));
                }

                for (; c < channels; c++)
                {
                    float gradient = Y == null || Y[i + c] > 0 ? Dy[i + c] : 0;
                    float rest = float.MultiplyAddEstimate(Factors[channels + c], X[i + c] - Mean[c], Factors[(2 * channels) + c]);
                    Dx[i + c] = float.MultiplyAddEstimate(Factors[c], gradient, rest);
                }
            }
        }
    }
}

/// <summary><see cref="BatchNormalizationState"/> in memory.</summary>
internal unsafe struct NormalState
{
    public float* Gamma;
    public float* Beta;
    public float* MovingMean;
    public float* MovingVariance;
    public float* Saved;
}
