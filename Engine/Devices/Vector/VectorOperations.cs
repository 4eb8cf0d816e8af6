using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>The operations of <see cref="Device"/> on plain, checked memory; one implementation for each vector width.</summary>
internal abstract unsafe class VectorOperations
{
    /// <summary>Floats in a vector.</summary>
    public abstract int Width { get; }

    public abstract void Gather(byte* images, int* order, int batch, int pixels, float* x);

    public abstract void GatherAugmented(byte* images, int* order, int count, in AugmentBatch batch, in AugmentSettings settings, float* x);

    public abstract void BatchNormalize(
        int rows, int channels, float* x, in NormalState state, float epsilon, float rate, float* y, bool relu);

    public abstract void BatchNormalizeBackward(
        int rows, int channels, float* x, float* y, float* dy, in NormalState state, float* dGamma, float* dBeta, float* dx, bool relu);

    public abstract void ConvolutionForward(
        in ConvolutionShape shape, int batch, float* x, float* filters, float* bias, float* y, bool relu);

    public abstract void ConvolutionBackwardInput(in ConvolutionShape shape, int batch, float* dy, float* filters, float* dx);

    public abstract void ConvolutionBackwardFilters(
        in ConvolutionShape shape, int batch, float* x, float* dy, float* dFilters, float* dBias);

    public abstract void ConvolutionPoolReluForward(
        in ConvolutionShape shape, in PoolShape pool, int batch, float* x, float* filters, float* bias, float* y, byte* argMax);

    public abstract void ConvolutionPoolReluBackward(
        in ConvolutionShape shape, in PoolShape pool, int batch, float* x, float* y, float* dy, byte* argMax,
        float* dFilters, float* dBias);

    public abstract void MaxPoolForward(in PoolShape shape, int batch, float* x, float* y, byte* argMax);

    public abstract void MaxPoolBackward(in PoolShape shape, int batch, float* dy, byte* argMax, float* dx);

    public abstract void AveragePoolForward(in PoolShape shape, int batch, float* x, float* y);

    public abstract void AveragePoolBackward(in PoolShape shape, int batch, float* dy, float* dx);

    public abstract void ReluForward(int count, float* x, float* y);

    public abstract void ReluBackward(int count, float* y, float* dy, float* dx);

    public abstract void DenseForward(
        int batch, int inputs, int outputs, float* x, float* weights, float* bias, float* y, bool relu);

    public abstract void DenseBackwardInput(int batch, int inputs, int outputs, float* dy, float* weights, float* dx);

    /// <summary>The gradient goes to dWeights, or if that is null into Adam's step at once.</summary>
    public abstract void DenseBackwardWeights(
        int batch, int inputs, int outputs, float* x, float* dy, float* dWeights, float* dBias, AdamState adam = default);

    public abstract void Adam(int count, float* gradients, AdamState state);

    public abstract void Average(int count, float* average, float* weights, float rate);

    /// <summary>GFLOP/s of the best of several tries; all threads at once.</summary>
    public abstract double MeasurePeak(TimeSpan duration);
}

/// <summary>The kernels, written once over the vector type; a file for each family.</summary>
/// <param name="team">Who runs the chunks.</param>
/// <param name="shared">What all chunks of one operation see: packed matrices and partial sums.</param>
internal sealed unsafe partial class VectorOperations<S, V>(ThreadTeam team, Scratch shared) : VectorOperations
    where S : struct, ISimd<V>
    where V : unmanaged
{
    public override int Width => S.Width;

    /// <summary>Pictures in a chunk of about a million basic steps; the cut depends on the shape alone.</summary>
    private static int PicturesPerChunk(long stepsPerPicture) => (int)Math.Clamp(1_000_000 / Math.Max(stepsPerPicture, 1), 1, 1024);

    /// <summary>Asks for the first columns of some rows, one request a cache line, before they are needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Prefetch(float* p, nint stride, int rows, int columns)
    {
        if (!Sse.IsSupported)
            return;
        for (int r = 0; r < rows; r++)
            for (int n = 0; n < columns; n += 16)
                Sse.Prefetch0(p + (r * stride) + n);
    }

    private static int Ceiling(int count, int size) => (count + size - 1) / size;

    /// <summary>to[i] = Σ(p) from[p · stride + i], p ascending.</summary>
    private struct SumPartials : IJob
    {
        public const int Block = 8192;

        public float* From;
        public float* To;
        public long Stride;
        public int Parts;
        public int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk, Scratch scratch)
        {
            int i = chunk * Block, end = Math.Min(i + Block, Count);
            for (; i <= end - S.Width; i += S.Width)
            {
                V sum = S.Load(From + i);
                for (int p = 1; p < Parts; p++)
                    sum = S.Add(sum, S.Load(From + (p * Stride) + i));
                S.Store(To + i, sum);
            }

            for (; i < end; i++)
            {
                float sum = From[i];
                for (int p = 1; p < Parts; p++)
                    sum += From[(p * Stride) + i];
                To[i] = sum;
            }
        }
    }

    private void Sum(float* from, long stride, int parts, int count, float* to) => team.Run(
        Ceiling(count, SumPartials.Block),
        new SumPartials { From = from, To = to, Stride = stride, Parts = parts, Count = count });

    /// <summary>sums[n] += Σ(r) rows[r, n], r ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(float* rows, int count, int columns, float* sums)
    {
        int n = 0;
        for (; n <= columns - S.Width; n += S.Width)
        {
            V sum = S.Load(sums + n);
            for (int r = 0; r < count; r++)
                sum = S.Add(sum, S.Load(rows + ((nint)r * columns) + n));
            S.Store(sums + n, sum);
        }

        for (; n < columns; n++)
            for (int r = 0; r < count; r++)
                sums[n] += rows[((nint)r * columns) + n];
    }
}
