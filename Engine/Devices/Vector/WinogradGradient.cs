using System.Runtime.CompilerServices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// The filter gradient of a convolution that <see cref="Winograd{S, V}"/> supports: the adjoint, Gᵀ [(Bᵀ d B) ⊙ (A dY Aᵀ)] G.
/// </summary>
internal sealed unsafe class WinogradGradient<S, V>(VectorDevice device)
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const int Places = Winograd<S, V>.Places;

    // Each part has sums that are four times as many as the filters, which are added in the end.
    private const int MostParts = 8;

    public void Run(in ConvolutionBackwardFilters op)
    {
        var shape = op.Shape;
        var parts = Math.Min(op.X.Rows, MostParts);
        var size = Places * shape.Channels * shape.Filters;
        var stride = size + Aligned.Round(shape.Filters);
        var partial = device.Shared.Floats((parts * stride) + size);
        var sum = partial + (parts * stride);
        device.Team.Run(parts, new GradientJob
        {
            Shape = shape,
            Batch = op.X.Rows,
            Parts = parts,
            X = device.Pointer(op.X),
            Dy = device.Pointer(op.Dy),
            Partial = partial,
            Stride = stride,
        });
        Sums<S, V>.OfParts(device.Team, partial, stride, parts, size, sum);
        Sums<S, V>.OfParts(device.Team, partial + size, stride, parts, shape.Filters, device.Pointer(op.DBias));
        device.Team.Run(shape.Channels, new FiltersJob { Shape = shape, Sum = sum, DFilters = device.Pointer(op.DFilters) });
    }

    /// <summary>
    /// One chunk is a part of the batch: its sums of (Bᵀ d B) ⊙ (A dY Aᵀ), [position, channel, filter], and of dy's columns.
    /// </summary>
    private struct GradientJob : IJob
    {
        public ConvolutionShape Shape;
        public int Batch;
        public int Parts;
        public float* X;
        public float* Dy;
        public float* Partial;
        public long Stride;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var block = new WinogradBlock<S, V>(Shape, scratch);
            var tiles = block.Tiles;
            float* sums = Partial + (chunk * Stride), biasSums = sums + ((nint)Places * Shape.Channels * Shape.Filters);
            new Span<float>(biasSums, Shape.Filters).Clear();
            int first = (int)((long)Batch * chunk / Parts), end = (int)((long)Batch * (chunk + 1) / Parts);
            for (var b = first; b < end; b += tiles.BlockPictures)
                for (var ty = 0; ty < tiles.Rows; ty += tiles.BlockRows)
                {
                    int pictures = Math.Min(tiles.BlockPictures, end - b), rows = Math.Min(tiles.BlockRows, tiles.Rows - ty);
                    var count = rows * tiles.Columns;
                    block.Load(X + ((nint)b * Shape.InputSize), pictures, ty, rows, isFirst: ty == 0);
                    for (var i = 0; i < pictures; i++)
                    {
                        var dy = Dy + ((nint)(b + i) * Shape.OutputSize);
                        if (ty == 0)
                            Sums<S, V>.AddRows(dy, Shape.OutHeight * Shape.OutWidth, Shape.Filters, biasSums);
                        TransformGradients(dy, ty, rows, tiles.Columns, block.Results + (i * count * (nint)Places * Shape.Filters));
                    }

                    Multiply(block.Patches, block.Results, pictures * count, sums, accumulate: b > first || ty > 0);
                }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply(float* patches, float* gradients, int count, float* sums, bool accumulate)
        {
            for (var place = 0; place < Places; place++)
                for (var f = 0; f < Shape.Filters; f += PackedPanel<S, V>.MaxWidth)
                    Tile<S, V>.Multiply(
                        new TileProduct
                        {
                            A = patches + (place * Shape.Channels),
                            ARow = 1,
                            AStep = Places * (nint)Shape.Channels,
                            B = gradients + (place * Shape.Filters) + f,
                            BStep = Places * (nint)Shape.Filters,
                            C = sums + ((nint)place * Shape.Channels * Shape.Filters) + f,
                            CRow = Shape.Filters,
                            Segments = 1,
                            Depth = count,
                            Accumulate = accumulate,
                        },
                        Shape.Channels, Math.Min(PackedPanel<S, V>.MaxWidth, Shape.Filters - f));
        }

        /// <summary>A dY Aᵀ of each tile; values outside the picture are 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void TransformGradients(float* dy, int top, int rows, int columns, float* to)
        {
            const int Side = WinogradTiles.Side;
            var half = stackalloc float[6 * Side * S.Width];
            var zero = S.Broadcast(0);
            var w = S.Width;
            nint filters = Shape.Filters, row = Shape.OutWidth * filters;
            for (var ty = top; ty < top + rows; ty++)
                for (var tx = 0; tx < columns; tx++, to += Places * filters)
                {
                    var p = dy + (Side * ((ty * row) + (tx * filters)));
                    int height = Shape.OutHeight - (Side * ty), width = Shape.OutWidth - (Side * tx);
                    for (var f = 0; f < filters; f += w, p += w)
                    {
                        for (var column = 0; column < Side; column++)
                        {
                            var q = p + (column * filters);
                            var inside = column < width;
                            Winograd<S, V>.GradientColumn(
                                inside ? S.Load(q) : zero, inside && height > 1 ? S.Load(q + row) : zero,
                                inside && height > 2 ? S.Load(q + (2 * row)) : zero, inside && height > 3 ? S.Load(q + (3 * row)) : zero,
                                half + (column * w), Side * w);
                        }

                        for (var line = 0; line < 6; line++)
                        {
                            var q = half + (line * Side * w);
                            Winograd<S, V>.GradientColumn(
                                S.Load(q), S.Load(q + w), S.Load(q + (2 * w)), S.Load(q + (3 * w)), to + (6 * line * filters) + f, filters);
                        }
                    }
                }
        }
    }

    /// <summary>One chunk is one channel: Gᵀ sum G of its filters.</summary>
    private struct FiltersJob : IJob
    {
        public ConvolutionShape Shape;
        public float* Sum;
        public float* DFilters;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            int filters = Shape.Filters, w = S.Width;
            var plane = (nint)Shape.Channels * filters;
            var half = stackalloc float[18 * w];
            for (var f = 0; f < filters; f += w)
            {
                float* from = Sum + ((nint)chunk * filters) + f, to = DFilters + ((nint)chunk * filters) + f;
                for (var column = 0; column < 6; column++)
                {
                    var (a, b, c) = Winograd<S, V>.FilterGradientColumn(from + (column * plane), 6 * plane);
                    S.Store(half + (column * w), a);
                    S.Store(half + ((6 + column) * w), b);
                    S.Store(half + ((12 + column) * w), c);
                }

                for (var row = 0; row < 3; row++)
                {
                    var (a, b, c) = Winograd<S, V>.FilterGradientColumn(half + (6 * row * w), w);
                    S.Store(to + (3 * row * plane), a);
                    S.Store(to + (((3 * row) + 1) * plane), b);
                    S.Store(to + (((3 * row) + 2) * plane), c);
                }
            }
        }
    }
}
