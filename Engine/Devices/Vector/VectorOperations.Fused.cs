using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Convolution, max-pool and ReLU picture by picture: a picture's convolution stays in the thread's cache. The digit networks'
/// first layer has a kernel of its own (<see cref="PooledConvolution3x3{S, V}"/>).
/// </summary>
internal sealed unsafe partial class VectorOperations<S, V>
{
    public override void ConvolutionPoolReluForward(
        in ConvolutionShape shape, in PoolShape pool, int batch, float* x, float* filters, float* bias, float* y, byte* argMax)
    {
        bool special = PooledConvolution3x3<S, V>.Fits(shape, pool);
        int pictures = PicturesPerChunk((long)shape.OutputSize * shape.PatchSize);
        team.Run(Ceiling(batch, pictures), new PooledForwardJob
        {
            Shape = shape,
            Pool = pool,
            Special = special,
            Batch = batch,
            Pictures = pictures,
            X = x,
            Filters = special ? filters : PackFilters(shape, filters),
            Bias = bias,
            Y = y,
            ArgMax = argMax,
        });
    }

    public override void ConvolutionPoolReluBackward(
        in ConvolutionShape shape, in PoolShape pool, int batch, float* x, float* y, float* dy, byte* argMax,
        float* dFilters, float* dBias)
    {
        int parts = Math.Min(batch, FilterGradientParts);
        float* partial = FilterGradientMemory(shape, parts, out long stride);
        team.Run(parts, new PooledBackwardJob
        {
            Shape = shape,
            Pool = pool,
            Special = PooledConvolution3x3<S, V>.Fits(shape, pool),
            Batch = batch,
            Parts = parts,
            X = x,
            Y = y,
            Dy = dy,
            ArgMax = argMax,
            Partial = partial,
            Stride = stride,
        });
        SumFilterGradients(shape, partial, stride, parts, dFilters, dBias);
    }

    private struct PooledForwardJob : IJob
    {
        public ConvolutionShape Shape;
        public PoolShape Pool;
        public bool Special;
        public int Batch;
        public int Pictures;
        public float* X;
        public float* Filters;
        public float* Bias;
        public float* Y;
        public byte* ArgMax;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var padding = new Padding(Shape);
            long padded = Aligned.Round(padding.Size);
            float* memory = scratch.Floats(padded + Shape.OutputSize);
            for (int b = chunk * Pictures; b < Math.Min((chunk + 1) * Pictures, Batch); b++)
            {
                float* picture = padding.Apply(X + ((nint)b * Shape.InputSize), memory);
                float* y = Y + ((nint)b * Pool.OutputSize);
                byte* argMax = ArgMax + ((nint)b * Pool.OutputSize);
                if (Special)
                {
                    PooledConvolution3x3<S, V>.Forward(
                        Pool.OutHeight, Pool.OutWidth, Shape.Filters, picture, padding.Row, Filters, Bias, y, argMax);
                    continue;
                }

                Convolve(Shape, picture, padding.Row, Filters, Bias, memory + padded, relu: false);
                MaxPool(Pool, memory + padded, y, argMax);
                Relu(Pool.OutputSize, y, y);
            }
        }
    }

    /// <summary>A chunk is a part of the batch.</summary>
    private struct PooledBackwardJob : IJob
    {
        public ConvolutionShape Shape;
        public PoolShape Pool;
        public bool Special;
        public int Batch;
        public int Parts;
        public float* X;
        public float* Y;
        public float* Dy;
        public byte* ArgMax;
        public float* Partial;
        public long Stride;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var padding = new Padding(Shape);
            long padded = Aligned.Round(padding.Size), full = Aligned.Round(Shape.OutputSize), pooled = Aligned.Round(Pool.OutputSize);
            float* memory = scratch.Floats(
                padded + full + pooled + ((long)Shape.OutHeight * Shape.OutWidth * Panel<S, V>.MaxWidth));
            float* convolution = memory + padded;
            float* gradient = convolution + full;
            float* sums = Partial + (chunk * Stride);
            float* biasSums = sums + Aligned.Round(Shape.FilterSize);
            int first = (int)((long)Batch * chunk / Parts), end = (int)((long)Batch * (chunk + 1) / Parts);
            if (Special)
            {
                new Span<float>(sums, (int)Stride).Clear();
            }

            for (int b = first; b < end; b++)
            {
                float* picture = padding.Apply(X + ((nint)b * Shape.InputSize), memory);
                nint at = (nint)b * Pool.OutputSize;
                if (Special)
                {
                    PooledConvolution3x3<S, V>.Backward(
                        Pool.OutHeight, Pool.OutWidth, Shape.Filters, picture, padding.Row, Y + at, Dy + at, ArgMax + at, sums, biasSums);
                    continue;
                }

                ReluGradient(Pool.OutputSize, Y + at, Dy + at, gradient);
                MaxPoolGradient(Pool, gradient, ArgMax + at, convolution);
                FilterGradient(Shape, picture, padding.Row, convolution, gradient + pooled, sums, biasSums, b == first);
            }
        }
    }
}
