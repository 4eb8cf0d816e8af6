using System.Runtime.CompilerServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Batch normalisation of x [rows, channels], vectorised over the channels; one chunk is a range of rows. Memory limits its speed: the
/// forward pass reads x twice and writes y once; the backward pass reads x, y and dy twice and writes dx once.
/// </summary>
internal abstract class VectorNormalization
{
    public abstract void Run(in BatchNormalizationForward op);

    public abstract void Run(in BatchNormalizationBackward op);
}

/// <inheritdoc/>
internal sealed unsafe class VectorNormalization<S, V>(VectorDevice device) : VectorNormalization
    where S : struct, ISimd<V>
    where V : unmanaged
{
    public override void Run(in BatchNormalizationForward op)
    {
        var (rows, channels, epsilon, rate) = (op.X.Rows, op.X.Columns, op.Epsilon, op.Rate);
        float* x = device.Pointer(op.X), gamma = device.Pointer(op.State.Gamma), beta = device.Pointer(op.State.Beta);
        float* movingMean = device.Pointer(op.State.MovingMean), movingVariance = device.Pointer(op.State.MovingVariance);
        float* mean = device.Pointer(op.State.Saved), inverse = mean + channels;
        if (rate > 0)
        {
            var partial = SumRows(new SumsJob { Rows = rows, Channels = channels, X = x, Shift = movingMean }, out var parts);
            for (var c = 0; c < channels; c++)
            {
                var offset = Total(partial, parts, channels, c) / rows;
                var variance = Math.Max((Total(partial, parts, channels, channels + c) / rows) - (offset * offset), 0);
                mean[c] = (float)(movingMean[c] + offset);
                inverse[c] = (float)(1 / Math.Sqrt(variance + epsilon));
                movingMean[c] += (float)(rate * offset);
                movingVariance[c] += (float)(rate * (variance - movingVariance[c]));
            }
        }
        else
        {
            for (var c = 0; c < channels; c++)
                (mean[c], inverse[c]) = (movingMean[c], (float)(1 / Math.Sqrt((double)movingVariance[c] + epsilon)));
        }

        float* factor = device.Shared.Floats(2L * channels), offsets = factor + channels;
        for (var c = 0; c < channels; c++)
        {
            factor[c] = gamma[c] * inverse[c];
            offsets[c] = beta[c] - (mean[c] * factor[c]);
        }

        var block = RowsOfChunk(channels);
        device.Team.Run(Numbers.CeilDiv(rows, block), new ApplyJob
        {
            Rows = rows,
            Channels = channels,
            Block = block,
            X = x,
            Y = device.Pointer(op.Y),
            Factor = factor,
            Offset = offsets,
            Relu = op.Relu,
        });
    }

    public override void Run(in BatchNormalizationBackward op)
    {
        var (rows, channels) = (op.X.Rows, op.X.Columns);
        float* x = device.Pointer(op.X), dy = device.Pointer(op.Dy), y = op.Relu ? device.Pointer(op.Y) : null;
        float* mean = device.Pointer(op.State.Saved), inverse = mean + channels, gamma = device.Pointer(op.State.Gamma);
        float* dGamma = device.Pointer(op.DGamma), dBeta = device.Pointer(op.DBeta);
        var partial = SumRows(new SumsJob { Rows = rows, Channels = channels, X = x, Shift = mean, Y = y, Dy = dy }, out var parts);
        for (var c = 0; c < channels; c++)
        {
            dBeta[c] = (float)Total(partial, parts, channels, c);
            dGamma[c] = (float)(Total(partial, parts, channels, channels + c) * inverse[c]);
        }

        // dx = k · dy + l · (x − mean) + m for each channel.
        var factors = device.Shared.Floats(3L * channels);
        for (var c = 0; c < channels; c++)
        {
            var k = (double)gamma[c] * inverse[c];
            factors[c] = (float)k;
            factors[channels + c] = (float)(-k * inverse[c] * dGamma[c] / rows);
            factors[(2 * channels) + c] = (float)(-k * dBeta[c] / rows);
        }

        var block = RowsOfChunk(channels);
        device.Team.Run(Numbers.CeilDiv(rows, block), new GradientJob
        {
            Rows = rows,
            Channels = channels,
            Block = block,
            X = x,
            Y = y,
            Dy = dy,
            Dx = device.Pointer(op.Dx),
            Mean = mean,
            Factors = factors,
        });
    }

    // Rows per chunk: about 64 KiB of values.
    private static int RowsOfChunk(int channels) => Math.Max(1, VectorValues.Block / channels);

    private float* SumRows(SumsJob job, out int parts)
    {
        job.Block = RowsOfChunk(job.Channels);
        parts = Numbers.CeilDiv(job.Rows, job.Block);
        job.Partial = device.Shared.Floats(2L * parts * job.Channels);
        device.Team.Run(parts, job);
        return job.Partial;
    }

    private static double Total(float* partial, int parts, int channels, int place)
    {
        double sum = 0;
        for (var p = 0; p < parts; p++)
            sum += partial[((nint)2 * p * channels) + place];
        return sum;
    }

    /// <summary>
    /// Σ a and Σ b of each channel over a chunk's rows. Forward: a = x − shift, b = a². Backward: a = dy (0 where y ≤ 0, if there is a y),
    /// b = a · (x − shift).
    /// </summary>
    private struct SumsJob : IJob
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
            var sums = Partial + (2 * chunk * channels);
            var zero = S.Broadcast(0);
            nint c = 0;
            for (; c <= channels - S.Width; c += S.Width)
            {
                V a = zero, b = zero, shift = S.Load(Shift + c);
                var i = (first * channels) + c;
                if (Dy == null)
                {
                    for (var row = first; row < end; row++, i += channels)
                    {
                        var value = S.Subtract(S.Load(X + i), shift);
                        (a, b) = (S.Add(a, value), S.Fma(value, value, b));
                    }
                }
                else
                {
                    for (var row = first; row < end; row++, i += channels)
                    {
                        var gradient = Y == null ? S.Load(Dy + i) : S.IfGreater(S.Load(Y + i), zero, S.Load(Dy + i), zero);
                        (a, b) = (S.Add(a, gradient), S.Fma(gradient, S.Subtract(S.Load(X + i), shift), b));
                    }
                }

                S.Store(sums + c, a);
                S.Store(sums + channels + c, b);
            }

            for (; c < channels; c++)
            {
                float a = 0, b = 0;
                for (var row = first; row < end; row++)
                {
                    var i = (row * channels) + c;
                    var value = X[i] - Shift[c];
                    var summand = Dy == null ? value : Y == null || Y[i] > 0 ? Dy[i] : 0;
                    a += summand;
                    b = float.MultiplyAddEstimate(summand, value, b);
                }

                (sums[c], sums[channels + c]) = (a, b);
            }
        }
    }

    private struct ApplyJob : IJob
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
            var least = Relu ? 0 : float.NegativeInfinity;
            var floor = S.Broadcast(least);
            for (var row = chunk * Block; row < Math.Min((chunk + 1) * Block, Rows); row++)
            {
                float* x = X + (row * channels), y = Y + (row * channels);
                nint c = 0;
                for (; c <= channels - S.Width; c += S.Width)
                {
                    var value = S.Fma(S.Load(x + c), S.Load(Factor + c), S.Load(Offset + c));
                    S.Store(y + c, S.Max(floor, value));
                }

                for (; c < channels; c++)
                {
                    var value = float.MultiplyAddEstimate(x[c], Factor[c], Offset[c]);
                    y[c] = least > value ? least : value;
                }
            }
        }
    }

    private struct GradientJob : IJob
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
            var zero = S.Broadcast(0);
            for (var row = chunk * Block; row < Math.Min((chunk + 1) * Block, Rows); row++)
            {
                nint i = row * channels, c = 0;
                for (; c <= channels - S.Width; c += S.Width)
                {
                    var gradient = Y == null ? S.Load(Dy + i + c) : S.IfGreater(S.Load(Y + i + c), zero, S.Load(Dy + i + c), zero);
                    var centred = S.Subtract(S.Load(X + i + c), S.Load(Mean + c));
                    var rest = S.Fma(S.Load(Factors + channels + c), centred, S.Load(Factors + (2 * channels) + c));
                    S.Store(Dx + i + c, S.Fma(S.Load(Factors + c), gradient, rest));
                }

                for (; c < channels; c++)
                {
                    var gradient = Y == null || Y[i + c] > 0 ? Dy[i + c] : 0;
                    var rest = float.MultiplyAddEstimate(Factors[channels + c], X[i + c] - Mean[c], Factors[(2 * channels) + c]);
                    Dx[i + c] = float.MultiplyAddEstimate(Factors[c], gradient, rest);
                }
            }
        }
    }
}
