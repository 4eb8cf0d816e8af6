using System.Runtime.CompilerServices;
using GpuDigits.Kernels;
using static GpuDigits.Engine.Devices.Vector.Chunks;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Convolutions as products without copied windows (implicit GEMM). In NHWC a window's row (FilterWidth · Channels values) is consecutive,
/// so a window consists of FilterHeight segments of a product's sum, and neighbouring outputs are rows at a distance of StrideX · Channels.
/// Padding is written once per picture, into scratch memory that stays in the cache. One chunk is some pictures.
/// </summary>
internal abstract class VectorConvolution
{
    public abstract void Run(in ConvolutionForward op);

    public abstract void Run(in ConvolutionBackwardInput op);

    public abstract void Run(in ConvolutionBackwardFilters op);
}

/// <inheritdoc/>
internal sealed unsafe class VectorConvolution<S, V>(VectorDevice device) : VectorConvolution
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly Winograd<S, V> _winograd = new(device);
    private readonly WinogradGradient<S, V> _winogradGradient = new(device);
    private readonly ConvolutionInput<S, V> _input = new(device);

    public override void Run(in ConvolutionForward op)
    {
        var shape = op.Shape;
        float* x = device.Pointer(op.X), filters = device.Pointer(op.Filters), bias = device.Pointer(op.Bias), y = device.Pointer(op.Y);
        if (Winograd<S, V>.Fits(shape))
        {
            _winograd.Run(shape, op.X.Rows, x, filters, reverse: false, bias, y, op.Relu);
            return;
        }

        var pictures = PicturesPerChunk((long)shape.OutputSize * shape.PatchSize);
        device.Team.Run(Numbers.CeilDiv(op.X.Rows, pictures), new ForwardJob
        {
            Shape = shape,
            Batch = op.X.Rows,
            Pictures = pictures,
            X = x,
            Filters = PackFilters(device, shape, filters),
            Bias = bias,
            Y = y,
            Relu = op.Relu,
        });
    }

    public override void Run(in ConvolutionBackwardInput op)
    {
        if (Winograd<S, V>.Fits(op.Shape))
            _winograd.Run(
                Winograd<S, V>.Reversed(op.Shape), op.Dy.Rows, device.Pointer(op.Dy), device.Pointer(op.Filters), reverse: true, null,
                device.Pointer(op.Dx), relu: false);
        else
            _input.Run(op);
    }

    public override void Run(in ConvolutionBackwardFilters op)
    {
        if (Winograd<S, V>.Fits(op.Shape))
        {
            _winogradGradient.Run(op);
            return;
        }

        var parts = Math.Min(op.X.Rows, FilterGradients<S, V>.MostParts);
        var gradients = new FilterGradients<S, V>(device, op.Shape, parts);
        device.Team.Run(parts, new BackwardFiltersJob
        {
            Shape = op.Shape,
            Batch = op.X.Rows,
            X = device.Pointer(op.X),
            Dy = device.Pointer(op.Dy),
            Gradients = gradients,
        });
        gradients.Sum(device, op.DFilters, op.DBias);
    }

    /// <summary>The filters as panels; the filters themselves if they already form one panel.</summary>
    public static float* PackFilters(VectorDevice device, in ConvolutionShape shape, float* filters)
    {
        if (shape.Filters == PackedPanel<S, V>.Width(shape.Filters))
            return filters;
        var packed = device.Shared.Floats(PackedPanel<S, V>.Size(shape.PatchSize, shape.Filters));
        device.Team.Run(
            Numbers.CeilDiv(shape.Filters, PackedPanel<S, V>.MaxWidth),
            new PackedPanel<S, V>.PackJob
            {
                Source = filters,
                Stride = shape.Filters,
                Depth = shape.PatchSize,
                Columns = shape.Filters,
                Packed = packed,
            });
        return packed;
    }

    /// <summary>Computes y of one padded picture.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Convolve(in ConvolutionShape s, float* padded, int row, float* packed, float* bias, float* y, bool relu)
    {
        for (var f = 0; f < s.Filters; f += PackedPanel<S, V>.MaxWidth)
        {
            var columns = Math.Min(PackedPanel<S, V>.MaxWidth, s.Filters - f);
            var width = PackedPanel<S, V>.Width(columns);
            var depth = s.FilterWidth * s.Channels;
            for (var oy = 0; oy < s.OutHeight; oy++)
                Tile<S, V>.Multiply(
                    new TileProduct
                    {
                        A = padded + ((nint)oy * s.StrideY * row),
                        ARow = s.StrideX * s.Channels,
                        AStep = 1,
                        ASegment = row,
                        B = packed + ((nint)f * s.PatchSize),
                        BStep = width,
                        BSegment = (nint)depth * width,
                        C = y + ((nint)oy * s.OutWidth * s.Filters) + f,
                        CRow = s.Filters,
                        Bias = bias + f,
                        Segments = s.FilterHeight,
                        Depth = depth,
                        Relu = relu,
                    },
                    s.OutWidth, columns);
        }
    }

    /// <summary>
    /// Computes dFilters of one padded picture, and the sums of dy's columns in dBias. The first picture overwrites them, the others add to
    /// them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FilterGradient(
        in ConvolutionShape s, float* padded, int row, float* dy, float* memory, float* dFilters, float* dBias, bool first)
    {
        var pixels = s.OutHeight * s.OutWidth;
        if (first)
            new Span<float>(dBias, s.Filters).Clear();
        Sums<S, V>.AddRows(dy, pixels, s.Filters, dBias);
        for (var f = 0; f < s.Filters; f += PackedPanel<S, V>.MaxWidth)
        {
            var columns = Math.Min(PackedPanel<S, V>.MaxWidth, s.Filters - f);
            var width = PackedPanel<S, V>.Width(columns);
            var pack = width != columns;
            if (pack)
                PackedPanel<S, V>.Pack(dy + f, s.Filters, pixels, columns, memory);
            var step = pack ? width : s.Filters;
            for (var i = 0; i < s.FilterHeight; i++)
                Tile<S, V>.Multiply(
                    new TileProduct
                    {
                        A = padded + ((nint)i * row),
                        ARow = 1,
                        AStep = s.StrideX * s.Channels,
                        ASegment = (nint)s.StrideY * row,
                        B = pack ? memory : dy + f,
                        BStep = step,
                        BSegment = (nint)s.OutWidth * step,
                        C = dFilters + ((nint)i * s.FilterWidth * s.Channels * s.Filters) + f,
                        CRow = s.Filters,
                        Segments = s.OutHeight,
                        Depth = s.OutWidth,
                        Accumulate = !first,
                    },
                    s.FilterWidth * s.Channels, columns);
        }
    }

    private struct ForwardJob : IJob
    {
        public ConvolutionShape Shape;
        public int Batch;
        public int Pictures;
        public float* X;
        public float* Filters;
        public float* Bias;
        public float* Y;
        public bool Relu;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var padding = new PaddedPicture(Shape);
            var memory = scratch.Floats(padding.Size);
            for (var b = chunk * Pictures; b < Math.Min((chunk + 1) * Pictures, Batch); b++)
                Convolve(
                    Shape, padding.Apply(X + ((nint)b * Shape.InputSize), memory), padding.Row, Filters, Bias,
                    Y + ((nint)b * Shape.OutputSize), Relu);
        }
    }

    /// <summary>One chunk is a part of the batch.</summary>
    private struct BackwardFiltersJob : IJob
    {
        public ConvolutionShape Shape;
        public int Batch;
        public float* X;
        public float* Dy;
        public FilterGradients<S, V> Gradients;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var padding = new PaddedPicture(Shape);
            var padded = Aligned.Round(padding.Size);
            var memory = scratch.Floats(padded + ((long)Shape.OutHeight * Shape.OutWidth * PackedPanel<S, V>.MaxWidth));
            var (first, end) = Gradients.Samples(chunk, Batch);
            for (var b = first; b < end; b++)
                FilterGradient(
                    Shape, padding.Apply(X + ((nint)b * Shape.InputSize), memory), padding.Row, Dy + ((nint)b * Shape.OutputSize),
                    memory + padded, Gradients.Filters(chunk), Gradients.Bias(chunk), b == first);
        }
    }
}

/// <summary>Gradients of the filters and their bias: summed over each part of the batch first, then over the parts.</summary>
internal readonly unsafe struct FilterGradients<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Most parts: their sums must stay in the cache.</summary>
    public const int MostParts = 16;

    private readonly float* _memory;
    private readonly int _filters;
    private readonly int _parts;

    /// <summary>Takes the device's shared memory for the sums.</summary>
    public FilterGradients(VectorDevice device, in ConvolutionShape shape, int parts)
    {
        (_filters, _parts) = ((int)Aligned.Round(shape.FilterSize), parts);
        Stride = _filters + Aligned.Round(shape.Filters);
        _memory = device.Shared.Floats(parts * Stride);
    }

    /// <summary>Values per part.</summary>
    public long Stride { get; }

    /// <summary>A part's sums of the filter gradients, followed by its sums of the bias gradient.</summary>
    public float* Filters(int part) => _memory + (part * Stride);

    /// <summary>A part's sums of the bias gradient.</summary>
    public float* Bias(int part) => Filters(part) + _filters;

    /// <summary>The samples [First, End) of a part.</summary>
    public (int First, int End) Samples(int part, int batch) =>
        ((int)((long)batch * part / _parts), (int)((long)batch * (part + 1) / _parts));

    /// <summary>Adds the parts.</summary>
    public void Sum(VectorDevice device, in Tensor dFilters, in Tensor dBias)
    {
        Sums<S, V>.OfParts(device.Team, _memory, Stride, _parts, dFilters.IntCount, device.Pointer(dFilters));
        Sums<S, V>.OfParts(device.Team, _memory + _filters, Stride, _parts, dBias.IntCount, device.Pointer(dBias));
    }
}
