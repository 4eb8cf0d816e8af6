using GpuDigits.Kernels;
using static GpuDigits.Engine.Devices.Vector.Chunks;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Convolution, max pooling and ReLU, picture by picture: the convolution of a picture stays in the thread's cache. The digit networks'
/// first layer has its own kernel (<see cref="OneChannel3x3{S, V}"/>).
/// </summary>
internal abstract class VectorPooledConvolution
{
    /// <summary>Whether the kernel for one channel takes it with vectors of this width.</summary>
    public abstract bool HasKernelFor(in ConvolutionShape convolution, in PoolShape pool);

    public abstract void Run(in ConvolutionPoolReluForward op);

    public abstract void Run(in ConvolutionPoolReluBackward op);
}

/// <inheritdoc/>
internal sealed unsafe class VectorPooledConvolution<S, V>(VectorDevice device) : VectorPooledConvolution
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly WinogradConvolution<S, V> _winograd = new(device);

    public override bool HasKernelFor(in ConvolutionShape convolution, in PoolShape pool) => OneChannel3x3<S, V>.Fits(convolution, pool);

    public override void Run(in ConvolutionPoolReluForward op)
    {
        if (WinogradConvolution<S, V>.Fits(op.Pool) && Winograd<S, V>.Fits(op.Shape, op.X.Rows))
        {
            _winograd.Run(
                op.Shape, op.X.Rows, device.Pointer(op.X), _winograd.Transformed(op.Shape, device.Pointer(op.Filters), op.Prepared),
                device.Pointer(op.Bias), device.Pointer(op.Y), relu: true, device.Pointer(op.ArgMax, op.Y.Count));
            return;
        }

        var special = HasKernelFor(op.Shape, op.Pool);
        var filters = device.Pointer(op.Filters);
        var pictures = PicturesPerChunk((long)op.Shape.OutputSize * op.Shape.PatchSize);
        device.Team.Run(Numbers.CeilDiv(op.X.Rows, pictures), new ForwardJob
        {
            Shape = op.Shape,
            Pool = op.Pool,
            Special = special,
            Batch = op.X.Rows,
            Pictures = pictures,
            X = device.Pointer(op.X),
            Filters = special ? filters : VectorConvolution<S, V>.PackFilters(device, op.Shape, filters),
            Bias = device.Pointer(op.Bias),
            Y = device.Pointer(op.Y),
            ArgMax = device.Pointer(op.ArgMax, op.Y.Count),
        });
    }

    public override void Run(in ConvolutionPoolReluBackward op)
    {
        var parts = Math.Min(op.X.Rows, FilterGradients<S, V>.MostParts);
        var gradients = new FilterGradients<S, V>(device, op.Shape, parts);
        device.Team.Run(parts, new BackwardJob
        {
            Shape = op.Shape,
            Pool = op.Pool,
            Special = HasKernelFor(op.Shape, op.Pool),
            Batch = op.X.Rows,
            X = device.Pointer(op.X),
            Y = device.Pointer(op.Y),
            Dy = device.Pointer(op.Dy),
            ArgMax = device.Pointer(op.ArgMax, op.Y.Count),
            Gradients = gradients,
        });
        gradients.Sum(device, op.DFilters, op.DBias);
    }

    private struct ForwardJob : IJob
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
            var padding = new PaddedPicture(Shape);
            var padded = Aligned.Round(padding.Size);
            var memory = scratch.Floats(padded + Shape.OutputSize);
            for (var b = chunk * Pictures; b < Math.Min((chunk + 1) * Pictures, Batch); b++)
            {
                var picture = padding.Apply(X + ((nint)b * Shape.InputSize), memory);
                var y = Y + ((nint)b * Pool.OutputSize);
                var argMax = ArgMax + ((nint)b * Pool.OutputSize);
                if (Special)
                {
                    OneChannel3x3<S, V>.Forward(
                        Pool.OutHeight, Pool.OutWidth, Shape.Filters, picture, padding.Row, Filters, Bias, y, argMax);
                    continue;
                }

                VectorConvolution<S, V>.Convolve(Shape, picture, padding.Row, Filters, Bias, memory + padded, relu: false);
                VectorPooling<S, V>.Max(Pool, memory + padded, y, argMax);
                VectorValues<S, V>.Relu(Pool.OutputSize, y, y);
            }
        }
    }

    /// <summary>One chunk is a part of the batch.</summary>
    private struct BackwardJob : IJob
    {
        public ConvolutionShape Shape;
        public PoolShape Pool;
        public bool Special;
        public int Batch;
        public float* X;
        public float* Y;
        public float* Dy;
        public byte* ArgMax;
        public FilterGradients<S, V> Gradients;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var padding = new PaddedPicture(Shape);
            long padded = Aligned.Round(padding.Size), full = Aligned.Round(Shape.OutputSize), pooled = Aligned.Round(Pool.OutputSize);
            var memory = scratch.Floats(
                padded + full + pooled + ((long)Shape.OutHeight * Shape.OutWidth * PackedPanel<S, V>.MaxWidth));
            var convolution = memory + padded;
            var gradient = convolution + full;
            float* sums = Gradients.Filters(chunk), biasSums = Gradients.Bias(chunk);
            var (first, end) = Gradients.Samples(chunk, Batch);
            if (Special)
                new Span<float>(sums, (int)Gradients.Stride).Clear();

            for (var b = first; b < end; b++)
            {
                var picture = padding.Apply(X + ((nint)b * Shape.InputSize), memory);
                var at = (nint)b * Pool.OutputSize;
                if (Special)
                {
                    OneChannel3x3<S, V>.Backward(
                        Pool.OutHeight, Pool.OutWidth, Shape.Filters, picture, padding.Row, Y + at, Dy + at, ArgMax + at, sums, biasSums);
                    continue;
                }

                VectorValues<S, V>.ReluGradient(Pool.OutputSize, Y + at, Dy + at, gradient);
                VectorPooling<S, V>.MaxGradient(Pool, gradient, ArgMax + at, convolution);
                VectorConvolution<S, V>.FilterGradient(
                    Shape, picture, padding.Row, convolution, gradient + pooled, sums, biasSums, b == first);
            }
        }
    }
}
