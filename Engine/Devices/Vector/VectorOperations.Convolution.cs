using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Convolutions as products without copied windows (implicit GEMM). In NHWC a window's row, FilterWidth · Channels values, is
/// consecutive, so a window is FilterHeight segments of a product's sum, and neighbouring outputs are rows StrideX · Channels
/// apart. Padding is written out once per picture, into scratch memory that stays in cache. A chunk is some pictures.
/// </summary>
internal sealed unsafe partial class VectorOperations<S, V>
{
    private const int FilterGradientParts = 16;

    public override void ConvolutionForward(
        in ConvolutionShape shape, int batch, float* x, float* filters, float* bias, float* y, bool relu)
    {
        if (FitsWinograd(shape))
        {
            Winograd(shape, batch, x, filters, reverse: false, bias, y, relu);
            return;
        }

        int pictures = PicturesPerChunk((long)shape.OutputSize * shape.PatchSize);
        team.Run(Ceiling(batch, pictures), new ConvolutionForwardJob
        {
            Shape = shape,
            Batch = batch,
            Pictures = pictures,
            X = x,
            Filters = PackFilters(shape, filters),
            Bias = bias,
            Y = y,
            Relu = relu,
        });
    }

    public override void ConvolutionBackwardInput(in ConvolutionShape shape, int batch, float* dy, float* filters, float* dx)
    {
        if (FitsWinograd(shape))
        {
            Winograd(Reversed(shape), batch, dy, filters, reverse: true, null, dx, relu: false);
            return;
        }

        int pictures = PicturesPerChunk((long)shape.OutputSize * shape.PatchSize);
        float* packed = shared.Floats(Panel<S, V>.Size(shape.FilterHeight * shape.FilterWidth * shape.Filters, shape.Channels));
        team.Run(shape.StrideY * shape.StrideX, new PackTransposedFiltersJob { Shape = shape, Filters = filters, Packed = packed });
        team.Run(Ceiling(batch, pictures), new ConvolutionBackwardInputJob
        {
            Shape = shape,
            Batch = batch,
            Pictures = pictures,
            Dy = dy,
            Packed = packed,
            Dx = dx,
        });
    }

    public override void ConvolutionBackwardFilters(
        in ConvolutionShape shape, int batch, float* x, float* dy, float* dFilters, float* dBias)
    {
        if (FitsWinograd(shape))
        {
            WinogradFilters(shape, batch, x, dy, dFilters, dBias);
            return;
        }

        int parts = Math.Min(batch, FilterGradientParts);
        float* partial = FilterGradientMemory(shape, parts, out long stride);
        team.Run(parts, new ConvolutionBackwardFiltersJob
        {
            Shape = shape,
            Batch = batch,
            Parts = parts,
            X = x,
            Dy = dy,
            Partial = partial,
            Stride = stride,
        });
        SumFilterGradients(shape, partial, stride, parts, dFilters, dBias);
    }

    private float* FilterGradientMemory(in ConvolutionShape shape, int parts, out long stride)
    {
        stride = Aligned.Round(shape.FilterSize) + Aligned.Round(shape.Filters);
        return shared.Floats(parts * stride);
    }

    private void SumFilterGradients(
        in ConvolutionShape shape, float* partial, long stride, int parts, float* dFilters, float* dBias)
    {
        Sum(partial, stride, parts, shape.FilterSize, dFilters);
        Sum(partial + Aligned.Round(shape.FilterSize), stride, parts, shape.Filters, dBias);
    }

    /// <summary>The filters as panels; as they are where they already are one.</summary>
    private float* PackFilters(in ConvolutionShape shape, float* filters)
    {
        if (shape.Filters == Panel<S, V>.Width(shape.Filters))
            return filters;
        float* packed = shared.Floats(Panel<S, V>.Size(shape.PatchSize, shape.Filters));
        team.Run(
            Ceiling(shape.Filters, Panel<S, V>.MaxWidth),
            new PackJob { Source = filters, Stride = shape.Filters, Depth = shape.PatchSize, Columns = shape.Filters, Packed = packed });
        return packed;
    }

    /// <summary>A picture with zeros around it.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Padding(int height, int width, int channels, int top, int left, int paddedHeight, int paddedWidth)
    {
        /// <summary>What a convolution reads: all windows, and the picture itself.</summary>
        public Padding(in ConvolutionShape s)
            : this(
                s.Height, s.Width, s.Channels, s.PadTop, s.PadLeft,
                Math.Max(s.PadTop + s.Height, ((s.OutHeight - 1) * s.StrideY) + s.FilterHeight),
                Math.Max(s.PadLeft + s.Width, ((s.OutWidth - 1) * s.StrideX) + s.FilterWidth))
        {
        }

        public int Row => paddedWidth * channels;

        public long Size => paddedHeight == height && paddedWidth == width ? 0 : (long)paddedHeight * Row;

        /// <summary>The padded picture: in memory, which has Size floats, or the picture itself where nothing is to be padded.</summary>
        public float* Apply(float* picture, float* memory)
        {
            if (Size == 0)
                return picture;
            new Span<float>(memory, checked((int)Size)).Clear();
            for (int y = 0; y < height; y++)
            {
                int row = width * channels;
                new ReadOnlySpan<float>(picture + ((nint)y * row), row)
                    .CopyTo(new Span<float>(memory + ((nint)(y + top) * Row) + (left * channels), row));
            }

            return memory;
        }
    }

    /// <summary>y of one padded picture.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convolve(in ConvolutionShape s, float* padded, int row, float* packed, float* bias, float* y, bool relu)
    {
        for (int f = 0; f < s.Filters; f += Panel<S, V>.MaxWidth)
        {
            int columns = Math.Min(Panel<S, V>.MaxWidth, s.Filters - f);
            int width = Panel<S, V>.Width(columns);
            int depth = s.FilterWidth * s.Channels;
            for (int oy = 0; oy < s.OutHeight; oy++)
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

    /// <summary>dFilters of one padded picture, and the sums of dy's columns into dBias: added, or written if it is the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FilterGradient(
        in ConvolutionShape s, float* padded, int row, float* dy, float* memory, float* dFilters, float* dBias, bool first)
    {
        int pixels = s.OutHeight * s.OutWidth;
        if (first)
            new Span<float>(dBias, s.Filters).Clear();
        AddRows(dy, pixels, s.Filters, dBias);
        for (int f = 0; f < s.Filters; f += Panel<S, V>.MaxWidth)
        {
            int columns = Math.Min(Panel<S, V>.MaxWidth, s.Filters - f);
            int width = Panel<S, V>.Width(columns);
            bool pack = width != columns;
            if (pack)
                Panel<S, V>.Pack(dy + f, s.Filters, pixels, columns, memory);
            int step = pack ? width : s.Filters;
            for (int i = 0; i < s.FilterHeight; i++)
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

    private struct ConvolutionForwardJob : IJob
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
            var padding = new Padding(Shape);
            float* memory = scratch.Floats(padding.Size);
            for (int b = chunk * Pictures; b < Math.Min((chunk + 1) * Pictures, Batch); b++)
                Convolve(
                    Shape, padding.Apply(X + ((nint)b * Shape.InputSize), memory), padding.Row, Filters, Bias,
                    Y + ((nint)b * Shape.OutputSize), Relu);
        }
    }

    /// <summary>A chunk is a part of the batch.</summary>
    private struct ConvolutionBackwardFiltersJob : IJob
    {
        public ConvolutionShape Shape;
        public int Batch;
        public int Parts;
        public float* X;
        public float* Dy;
        public float* Partial;
        public long Stride;

        public readonly void Run(int chunk, Scratch scratch)
        {
            var padding = new Padding(Shape);
            long padded = Aligned.Round(padding.Size);
            float* memory = scratch.Floats(padded + ((long)Shape.OutHeight * Shape.OutWidth * Panel<S, V>.MaxWidth));
            float* dFilters = Partial + (chunk * Stride);
            int first = (int)((long)Batch * chunk / Parts), end = (int)((long)Batch * (chunk + 1) / Parts);
            for (int b = first; b < end; b++)
                FilterGradient(
                    Shape, padding.Apply(X + ((nint)b * Shape.InputSize), memory), padding.Row, Dy + ((nint)b * Shape.OutputSize),
                    memory + padded, dFilters, dFilters + Aligned.Round(Shape.FilterSize), b == first);
        }
    }
}
