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
    /// <summary>See <see cref="Device.PreparedFilters"/>.</summary>
    public abstract long PreparedFilters(in ConvolutionShape shape);

    public abstract void Run(in PrepareFilters op);

    public abstract void Run(in ConvolutionForward op);

    public abstract void Run(in ConvolutionBackwardInput op);

    public abstract void Run(in ConvolutionBackwardFilters op);
}

/// <inheritdoc/>
internal sealed unsafe class VectorConvolution<S, V>(VectorDevice device) : VectorConvolution
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const int FewRows = 16;

    private readonly WinogradConvolution<S, V> _winograd = new(device);
    private readonly WinogradGradient<S, V> _winogradGradient = new(device);
    private readonly ConvolutionInput<S, V> _input = new(device);

    public override void Run(in ConvolutionForward op)
    {
        var shape = op.Shape;
        float* x = device.Pointer(op.X), filters = device.Pointer(op.Filters), bias = device.Pointer(op.Bias), y = device.Pointer(op.Y);
        if (Winograd<S, V>.Fits(shape, op.X.Rows))
        {
            _winograd.Run(shape, op.X.Rows, x, _winograd.Transformed(shape, filters, op.Prepared), bias, y, op.Relu);
            return;
        }

        var pictures = PicturesPerChunk((long)shape.OutputSize * shape.PatchSize);
        var groups = Numbers.CeilDiv(op.X.Rows, pictures);
        var alone = OneChannel3x3<S, V>.Fits(shape);

        // For a few rows, packing the filters would cost more than it saves.
        var pack = !alone && (shape.Filters % PackedPanel<S, V>.MaxWidth != 0 || op.X.Rows * shape.OutHeight > FewRows);
        var parts = alone ? 1 : Math.Min(Numbers.CeilDiv(device.Threads, groups), Panels(shape.Filters));
        device.Team.Run(groups * parts, new ForwardJob
        {
            Shape = shape,
            Batch = op.X.Rows,
            Pictures = pictures,
            Parts = parts,
            Alone = alone,
            Packed = pack,
            X = x,
            Filters = pack ? PackFilters(device, shape, filters) : filters,
            Bias = bias,
            Y = y,
            Relu = op.Relu,
        });
    }

    public override long PreparedFilters(in ConvolutionShape shape) =>
        Winograd<S, V>.Fits(shape) ? Winograd<S, V>.FilterSize(shape) : 0;

    public override void Run(in PrepareFilters op) =>
        _winograd.Transform(op.Shape, device.Pointer(op.Filters), reverse: false, device.Pointer(op.Prepared));

    public override void Run(in ConvolutionBackwardInput op)
    {
        var reversed = Winograd<S, V>.Reversed(op.Shape);
        if (Winograd<S, V>.Fits(op.Shape) && Winograd<S, V>.Fits(reversed, op.Dy.Rows))
        {
            var transformed = device.Shared.Floats(Winograd<S, V>.FilterSize(reversed));
            _winograd.Transform(reversed, device.Pointer(op.Filters), reverse: true, transformed);
            _winograd.Run(reversed, op.Dy.Rows, device.Pointer(op.Dy), transformed, null, device.Pointer(op.Dx), relu: false);
        }
        else
        {
            _input.Run(op);
        }
    }

    public override void Run(in ConvolutionBackwardFilters op)
    {
        if (Winograd<S, V>.Fits(op.Shape, op.X.Rows))
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

    private static int Panels(int filters) => Numbers.CeilDiv(filters, PackedPanel<S, V>.MaxWidth);

    /// <summary>Computes y of one padded picture, with filters in panels.</summary>
    public static void Convolve(in ConvolutionShape s, float* padded, int row, float* packed, float* bias, float* y, bool relu) =>
        Convolve(s, padded, row, packed, isPacked: true, bias, y, relu, 0, Panels(s.Filters));

    /// <summary>Computes some panels of y of one padded picture; the filters are panels, or as they are if these are whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convolve(
        in ConvolutionShape s, float* padded, int row, float* filters, bool isPacked, float* bias, float* y, bool relu, int first, int end)
    {
        for (var f = first * PackedPanel<S, V>.MaxWidth; f < Math.Min(end * PackedPanel<S, V>.MaxWidth, s.Filters);
            f += PackedPanel<S, V>.MaxWidth)
        {
            var columns = Math.Min(PackedPanel<S, V>.MaxWidth, s.Filters - f);
            var width = isPacked ? PackedPanel<S, V>.Width(columns) : s.Filters;
            var depth = s.FilterWidth * s.Channels;
            for (var oy = 0; oy < s.OutHeight; oy++)
                Tile<S, V>.Multiply(
                    new TileProduct
                    {
                        A = padded + ((nint)oy * s.StrideY * row),
                        ARow = s.StrideX * s.Channels,
                        AStep = 1,
                        ASegment = row,
                        B = filters + (isPacked ? (nint)f * s.PatchSize : f),
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

    /// <summary>One chunk is some pictures, or a part of the panels of filters if there are fewer pictures than threads.</summary>
    private struct ForwardJob : IJob
    {
        public ConvolutionShape Shape;
        public int Batch;
        public int Pictures;
        public int Parts;
        public bool Alone;
        public bool Packed;
        public float* X;
        public float* Filters;
        public float* Bias;
        public float* Y;
        public bool Relu;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var padding = new PaddedPicture(Shape);
            var memory = scratch.Floats(padding.Size);
            int part = chunk % Parts, panels = Panels(Shape.Filters), first = chunk / Parts * Pictures;
            for (var b = first; b < Math.Min(first + Pictures, Batch); b++)
            {
                var picture = padding.Apply(X + ((nint)b * Shape.InputSize), memory);
                var y = Y + ((nint)b * Shape.OutputSize);
                if (Alone)
                    OneChannel3x3<S, V>.Forward(
                        Shape.OutHeight / 2, Shape.OutWidth / 2, Shape.Filters, picture, padding.Row, Filters, Bias, y, Relu);
                else
                    Convolve(
                        Shape, picture, padding.Row, Filters, Packed, Bias, y, Relu, panels * part / Parts, panels * (part + 1) / Parts);
            }
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
