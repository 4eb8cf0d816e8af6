using System.Runtime.CompilerServices;
using GpuDigits.Kernels;
using static GpuDigits.Engine.Devices.Vector.Chunks;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>The convolution by <see cref="Winograd{S, V}"/>, with bias and ReLU, and 2×2 max pooling if wanted.</summary>
internal sealed unsafe class WinogradConvolution<S, V>(VectorDevice device)
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const int Places = Winograd<S, V>.Places;

    /// <summary>Whether each window of the pool lies in one tile.</summary>
    public static bool Fits(in PoolShape p) => p is { PoolHeight: 2, PoolWidth: 2, StrideY: 2, StrideX: 2, PadTop: 0, PadLeft: 0 }
        && 2 * p.OutHeight <= p.Height && 2 * p.OutWidth <= p.Width;

    /// <summary>The transformed filters: the prepared ones, otherwise made now in the device's shared memory.</summary>
    public float* Transformed(in ConvolutionShape shape, float* filters, in Tensor? prepared)
    {
        if (prepared is { } ready)
            return device.Pointer(ready);
        var transformed = device.Shared.Floats(Winograd<S, V>.FilterSize(shape));
        Transform(shape, filters, reverse: false, transformed);
        return transformed;
    }

    /// <summary>Transforms the filters, or the reversed filters, for <see cref="Run"/>.</summary>
    public void Transform(in ConvolutionShape shape, float* filters, bool reverse, float* transformed) => device.Team.Run(
        shape.Channels, new FiltersJob { Shape = shape, Filters = filters, Reverse = reverse, Transformed = transformed });

    /// <summary>
    /// Convolves x with the transformed filters. The bias is null if there is none. With argMax, y are the pooled values, and argMax the
    /// places of the maxima in their windows.
    /// </summary>
    public void Run(
        in ConvolutionShape shape, int batch, float* x, float* transformed, float* bias, float* y, bool relu, byte* argMax = null)
    {
        var tiles = new WinogradTiles(shape);
        var pictures = Math.Max(PicturesPerChunk((long)shape.OutputSize * shape.PatchSize), tiles.BlockPictures);
        int groups = Numbers.CeilDiv(batch, pictures), idle = Numbers.CeilDiv(device.Threads, groups);
        var rowParts = tiles.Rows >= 4 ? Math.Min(idle, tiles.Rows / 2) : 1;
        var filterParts = rowParts > 1 ? 1 : Math.Min(idle, Numbers.CeilDiv(shape.Filters, PackedPanel<S, V>.MaxWidth));
        device.Team.Run(groups * rowParts * filterParts, new ConvolveJob
        {
            Shape = shape,
            Batch = batch,
            Pictures = pictures,
            RowParts = rowParts,
            FilterParts = filterParts,
            X = x,
            Filters = transformed,
            Bias = bias,
            Y = y,
            Relu = relu,
            ArgMax = argMax,
        });
    }

    /// <summary>One chunk is one channel: G g Gᵀ of its filters.</summary>
    private struct FiltersJob : IJob
    {
        public ConvolutionShape Shape;
        public float* Filters;
        public bool Reverse;
        public float* Transformed;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            int channels = Shape.Channels, filters = Shape.Filters, w = S.Width;
            var g = stackalloc float[9 * w];
            var half = stackalloc float[18 * w];
            var place = (nint)PackedPanel<S, V>.Size(channels, filters);
            for (var f = 0; f < filters; f += w)
            {
                for (var tap = 0; tap < 9; tap++)
                {
                    var values = g + (tap * w);
                    if (!Reverse)
                        S.Store(values, S.Load(Filters + (((tap * (nint)channels) + chunk) * filters) + f));
                    for (var i = 0; Reverse && i < w; i++)
                        values[i] = Filters[((((8 - tap) * (nint)filters) + f + i) * channels) + chunk];
                }

                var panel = f / PackedPanel<S, V>.MaxWidth * PackedPanel<S, V>.MaxWidth;
                var width = PackedPanel<S, V>.Width(Math.Min(PackedPanel<S, V>.MaxWidth, filters - panel));
                var to = Transformed + ((nint)panel * channels) + ((nint)chunk * width) + f - panel;
                for (var column = 0; column < 3; column++)
                {
                    var top = g + (column * w);
                    Winograd<S, V>.FilterColumn(
                        S.Load(top), S.Load(top + (3 * w)), S.Load(top + (6 * w)), half + (column * w), 3 * w);
                }

                for (var row = 0; row < 6; row++)
                {
                    var left = half + (3 * row * w);
                    Winograd<S, V>.FilterColumn(S.Load(left), S.Load(left + w), S.Load(left + (2 * w)), to + (6 * row * place), place);
                }
            }
        }
    }

    /// <summary>One chunk is some pictures; if there are fewer pictures than threads, a part of their rows or of their filters.</summary>
    private struct ConvolveJob : IJob
    {
        public ConvolutionShape Shape;
        public int Batch;
        public int Pictures;
        public int RowParts;
        public int FilterParts;
        public float* X;
        public float* Filters;
        public float* Bias;
        public float* Y;
        public bool Relu;
        public byte* ArgMax;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var block = new WinogradBlock<S, V>(Shape, scratch);
            var tiles = block.Tiles;
            int filterPart = chunk % FilterParts, rest = chunk / FilterParts, rowPart = rest % RowParts;
            int panels = Numbers.CeilDiv(Shape.Filters, PackedPanel<S, V>.MaxWidth), part = PackedPanel<S, V>.MaxWidth;
            var from = panels * filterPart / FilterParts * part;
            var to = Math.Min(panels * (filterPart + 1) / FilterParts * part, Shape.Filters);
            int top = tiles.Rows * rowPart / RowParts, bottom = tiles.Rows * (rowPart + 1) / RowParts;
            int first = rest / RowParts * Pictures, end = Math.Min(first + Pictures, Batch);
            for (var b = first; b < end; b += tiles.BlockPictures)
                for (var ty = top; ty < bottom; ty += tiles.BlockRows)
                {
                    int pictures = Math.Min(tiles.BlockPictures, end - b), rows = Math.Min(tiles.BlockRows, bottom - ty);
                    var count = rows * tiles.Columns;
                    block.Load(X + ((nint)b * Shape.InputSize), pictures, ty, rows, isFirst: ty == top);
                    Multiply(block.Patches, block.Results, pictures * count, from, to);
                    for (var i = 0; i < pictures; i++)
                        Outputs(
                            block.Results + (i * count * (nint)Places * Shape.Filters), b + i, ty, rows, tiles.Columns, from, to);
                }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply(float* patches, float* products, int count, int from, int to)
        {
            for (var place = 0; place < Places; place++)
                for (var f = from; f < to; f += PackedPanel<S, V>.MaxWidth)
                {
                    var columns = Math.Min(PackedPanel<S, V>.MaxWidth, to - f);
                    Tile<S, V>.Multiply(
                        new TileProduct
                        {
                            A = patches + (place * Shape.Channels),
                            ARow = Places * (nint)Shape.Channels,
                            AStep = 1,
                            B = Filters + (place * (nint)PackedPanel<S, V>.Size(Shape.Channels, Shape.Filters))
                                + ((nint)f * Shape.Channels),
                            BStep = PackedPanel<S, V>.Width(columns),
                            C = products + (place * Shape.Filters) + f,
                            CRow = Places * (nint)Shape.Filters,
                            Segments = 1,
                            Depth = Shape.Channels,
                        },
                        count, columns);
                }
        }

        /// <summary>Aᵀ m A + bias of each tile of some rows, then pooled, as far as it lies inside the picture.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Outputs(float* m, int picture, int top, int rows, int columns, int from, int to)
        {
            const int Side = WinogradTiles.Side;
            var w = S.Width;
            var half = stackalloc float[6 * Side * w];
            var tile = stackalloc float[Side * Side * w];
            var filters = Shape.Filters;
            for (var ty = top; ty < top + rows; ty++)
                for (var tx = 0; tx < columns; tx++, m += Places * (nint)filters)
                    for (var f = from; f < to; f += w)
                    {
                        for (var column = 0; column < 6; column++)
                        {
                            var (a, b, c, d) = Winograd<S, V>.ProductColumn(m + (column * filters) + f, 6 * filters);
                            Put(half + (column * w), 6 * w, a, b, c, d);
                        }

                        var bias = Bias == null ? S.Broadcast(0) : S.Load(Bias + f);
                        for (var line = 0; line < Side; line++)
                        {
                            var (a, b, c, d) = Winograd<S, V>.ProductColumn(half + (6 * line * w), w);
                            Put(tile + (Side * line * w), w, S.Add(a, bias), S.Add(b, bias), S.Add(c, bias), S.Add(d, bias));
                        }

                        if (ArgMax == null)
                            Copy(tile, Y + ((nint)picture * Shape.OutputSize) + f, ty * Side, tx * Side);
                        else
                            Pool(tile, picture, f, ty * Side / 2, tx * Side / 2);
                    }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Put(float* to, nint step, V a, V b, V c, V d)
        {
            S.Store(to, a);
            S.Store(to + step, b);
            S.Store(to + (2 * step), c);
            S.Store(to + (3 * step), d);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Copy(float* tile, float* y, int top, int left)
        {
            var zero = S.Broadcast(0);
            int rows = Math.Min(WinogradTiles.Side, Shape.OutHeight - top), columns = Math.Min(WinogradTiles.Side, Shape.OutWidth - left);
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                {
                    var value = S.Load(tile + (((WinogradTiles.Side * i) + j) * S.Width));
                    S.Store(
                        y + (((((nint)top + i) * Shape.OutWidth) + left + j) * Shape.Filters),
                        Relu ? S.Max(zero, value) : value);
                }
        }

        /// <summary>The four windows of a tile, as far as they lie inside the pooled picture.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Pool(float* tile, int picture, int filter, int top, int left)
        {
            V zero = S.Broadcast(0), one = S.Broadcast(1), two = S.Broadcast(2), three = S.Broadcast(3);
            int height = Shape.OutHeight / 2, width = Shape.OutWidth / 2, w = S.Width;
            int rows = Math.Min(2, height - top), columns = Math.Min(2, width - left);
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                {
                    var q = tile + (((2 * WinogradTiles.Side * i) + (2 * j)) * w);
                    V best = S.Load(q), q1 = S.Load(q + w), q2 = S.Load(q + (4 * w)), q3 = S.Load(q + (5 * w));
                    var place = S.IfGreater(q1, best, one, zero);
                    best = S.Max(q1, best);
                    place = S.IfGreater(q2, best, two, place);
                    best = S.Max(q2, best);
                    place = S.IfGreater(q3, best, three, place);
                    best = S.Max(q3, best);
                    var at = (((((nint)picture * height) + top + i) * width) + left + j) * Shape.Filters + filter;
                    S.Store(Y + at, Relu ? S.Max(zero, best) : best);
                    S.StoreBytes(ArgMax + at, place);
                }
        }
    }
}
