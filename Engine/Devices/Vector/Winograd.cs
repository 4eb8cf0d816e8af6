using System.Runtime.CompilerServices;
using GpuDigits.Kernels;
using static GpuDigits.Engine.Devices.Vector.Chunks;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// 3×3 convolutions with stride 1 by Winograd's minimal filtering F(2×2, 3×3): Lavin, Gray: arXiv 1509.09308. A tile of 2×2 outputs needs
/// 16 products for each pair of channel and filter instead of 36: Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A, where d is the 4×4 patch of the picture
/// and g is the filter; over all channels, ⊙ becomes 16 matrix products [tiles, channels] · [channels, filters]. The gradient of the
/// filters is the adjoint, Gᵀ [(Bᵀ d B) ⊙ (A dY Aᵀ)] G. The gradient of the input is a convolution of dy with the filters reversed. The
/// transforms are additions, vectorised over channels. Their constants are ±1 and ½, so the rounding is that of a plain sum.
/// </summary>
internal sealed unsafe class Winograd<S, V>(VectorDevice device)
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Positions in a transformed patch.</summary>
    public const int Places = 16;

    // Tiles per block: enough to keep the products' overhead small, few enough to keep their operands in the cache.
    private const int BlockTiles = 32;

    /// <summary>
    /// Whether it is a 3×3 convolution with stride 1, with channels in whole vectors, and pictures that leave few tiles half empty.
    /// </summary>
    public static bool Fits(in ConvolutionShape s) =>
        s is { FilterHeight: 3, FilterWidth: 3, StrideY: 1, StrideX: 1, PadTop: <= 2, PadLeft: <= 2, Channels: >= 16, Filters: >= 16 }
        && s.Channels % S.Width == 0 && s.Filters % S.Width == 0
        && 16 * Numbers.CeilDiv(s.OutHeight, 2) * Numbers.CeilDiv(s.OutWidth, 2) < 8 * s.OutHeight * s.OutWidth
        && 16 * Numbers.CeilDiv(s.Height, 2) * Numbers.CeilDiv(s.Width, 2) < 8 * s.Height * s.Width;

    /// <summary>The convolution that computes the input gradient: of dy, with the filters reversed.</summary>
    public static ConvolutionShape Reversed(in ConvolutionShape s) => new(
        s.OutHeight, s.OutWidth, s.Filters, s.Channels, 3, 3, 1, 1, 2 - s.PadTop, 2 - s.PadLeft, s.Height, s.Width);

    /// <summary>Transforms the filters, or the reversed filters, then convolves x with them. bias is null if there is none.</summary>
    public void Run(in ConvolutionShape shape, int batch, float* x, float* filters, bool reverse, float* bias, float* y, bool relu)
    {
        var transformed = device.Shared.Floats((long)Places * PackedPanel<S, V>.Size(shape.Channels, shape.Filters));
        var transform = new TransformFiltersJob { Shape = shape, Filters = filters, Reverse = reverse, Transformed = transformed };
        if (batch == 1)
            device.Team.RunHere(shape.Channels, transform);
        else
            device.Team.Run(shape.Channels, transform);
        var pictures = PicturesPerChunk((long)shape.OutputSize * shape.PatchSize);
        device.Team.Run(Numbers.CeilDiv(batch, pictures), new ConvolveJob
        {
            Shape = shape,
            Batch = batch,
            Pictures = pictures,
            X = x,
            Filters = transformed,
            Bias = bias,
            Y = y,
            Relu = relu,
        });
    }

    /// <summary>One chunk is one channel: G g Gᵀ of its filters, as panels [position, panel, channel, filter].</summary>
    private struct TransformFiltersJob : IJob
    {
        public ConvolutionShape Shape;
        public float* Filters;
        public bool Reverse;
        public float* Transformed;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            int channels = Shape.Channels, filters = Shape.Filters;
            var g = stackalloc float[9 * S.Width];
            var placeStride = (nint)PackedPanel<S, V>.Size(channels, filters);
            for (var f = 0; f < filters; f += S.Width)
            {
                for (var tap = 0; tap < 9; tap++)
                {
                    var values = g + (tap * S.Width);
                    if (!Reverse)
                        S.Store(values, S.Load(Filters + (((tap * (nint)channels) + chunk) * filters) + f));
                    for (var i = 0; Reverse && i < S.Width; i++)
                        values[i] = Filters[((((8 - tap) * (nint)filters) + f + i) * channels) + chunk];
                }

                var panel = f / PackedPanel<S, V>.MaxWidth * PackedPanel<S, V>.MaxWidth;
                var width = PackedPanel<S, V>.Width(Math.Min(PackedPanel<S, V>.MaxWidth, filters - panel));
                var to = Transformed + ((nint)panel * channels) + ((nint)chunk * width) + f - panel;
                var half = S.Broadcast(0.5f);
                for (var row = 0; row < 4; row++, to += 4 * placeStride)
                {
                    V a = Spread(g, row, half), b = Spread(g + S.Width, row, half), c = Spread(g + (2 * S.Width), row, half);
                    V outer = S.Multiply(half, S.Add(a, c)), middle = S.Multiply(half, b);
                    S.Store(to, a);
                    S.Store(to + placeStride, S.Add(outer, middle));
                    S.Store(to + (2 * placeStride), S.Subtract(outer, middle));
                    S.Store(to + (3 * placeStride), c);
                }
            }
        }

        /// <summary>One value of G times a column of the filter, whose three values are 3 vectors apart.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Spread(float* column, int row, V half)
        {
            V top = S.Load(column), middle = S.Load(column + (3 * S.Width)), bottom = S.Load(column + (6 * S.Width));
            return row switch
            {
                0 => top,
                1 => S.Multiply(half, S.Add(S.Add(top, bottom), middle)),
                2 => S.Multiply(half, S.Subtract(S.Add(top, bottom), middle)),
                _ => bottom,
            };
        }
    }

    /// <summary>Bᵀ d B of a block of tiles: to[position, tile, channel]; source is the block's first patch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformPatches(float* source, nint row, int rows, int columns, int channels, nint place, float* to)
    {
        for (var ty = 0; ty < rows; ty++)
            for (var tx = 0; tx < columns; tx++)
                for (var c = 0; c < channels; c += S.Width, to += S.Width)
                {
                    var p = source + (2 * ty * row) + (2 * (nint)tx * channels) + c;
                    var (a0, a1, a2, a3) = PatchColumn(p, row);
                    var (b0, b1, b2, b3) = PatchColumn(p + channels, row);
                    var (c0, c1, c2, c3) = PatchColumn(p + (2 * channels), row);
                    var (d0, d1, d2, d3) = PatchColumn(p + (3 * channels), row);
                    StorePatchRow(to, place, a0, b0, c0, d0);
                    StorePatchRow(to + (4 * place), place, a1, b1, c1, d1);
                    StorePatchRow(to + (8 * place), place, a2, b2, c2, d2);
                    StorePatchRow(to + (12 * place), place, a3, b3, c3, d3);
                }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V, V, V, V) PatchColumn(float* p, nint row)
    {
        V a = S.Load(p), b = S.Load(p + row), c = S.Load(p + (2 * row)), d = S.Load(p + (3 * row));
        return (S.Subtract(a, c), S.Add(b, c), S.Subtract(c, b), S.Subtract(b, d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePatchRow(float* to, nint place, V a, V b, V c, V d)
    {
        S.Store(to, S.Subtract(a, c));
        S.Store(to + place, S.Add(b, c));
        S.Store(to + (2 * place), S.Subtract(c, b));
        S.Store(to + (3 * place), S.Subtract(b, d));
    }

    /// <summary>One chunk is some pictures.</summary>
    private struct ConvolveJob : IJob
    {
        public ConvolutionShape Shape;
        public int Batch;
        public int Pictures;
        public float* X;
        public float* Filters;
        public float* Bias;
        public float* Y;
        public bool Relu;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var tiles = new WinogradTiles(Shape, BlockTiles);
            var padding = tiles.Pad(Shape);
            var padded = Aligned.Round(padding.Size);
            nint inputs = (nint)tiles.Block * Shape.Channels, outputs = (nint)tiles.Block * Shape.Filters;
            var memory = scratch.Floats(padded + (Places * (inputs + outputs)));
            float* patches = memory + padded, products = patches + (Places * inputs);
            for (var b = chunk * Pictures; b < Math.Min((chunk + 1) * Pictures, Batch); b++)
            {
                var picture = padding.Apply(X + ((nint)b * Shape.InputSize), memory);
                var y = Y + ((nint)b * Shape.OutputSize);
                for (var ty = 0; ty < tiles.Rows; ty += tiles.BlockRows)
                {
                    var rows = Math.Min(tiles.BlockRows, tiles.Rows - ty);
                    TransformPatches(
                        picture + (2 * (nint)ty * padding.Row), padding.Row, rows, tiles.Columns, Shape.Channels, inputs, patches);
                    Multiply(patches, inputs, products, outputs, rows * tiles.Columns);
                    Outputs(products, outputs, ty, rows, tiles.Columns, y);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply(float* patches, nint inputs, float* products, nint outputs, int count)
        {
            for (var place = 0; place < Places; place++)
                for (var f = 0; f < Shape.Filters; f += PackedPanel<S, V>.MaxWidth)
                {
                    var columns = Math.Min(PackedPanel<S, V>.MaxWidth, Shape.Filters - f);
                    Tile<S, V>.Multiply(
                        new TileProduct
                        {
                            A = patches + (place * inputs),
                            ARow = Shape.Channels,
                            AStep = 1,
                            B = Filters + (place * (nint)PackedPanel<S, V>.Size(Shape.Channels, Shape.Filters))
                                + ((nint)f * Shape.Channels),
                            BStep = PackedPanel<S, V>.Width(columns),
                            C = products + (place * outputs) + f,
                            CRow = Shape.Filters,
                            Segments = 1,
                            Depth = Shape.Channels,
                        },
                        count, columns);
                }
        }

        /// <summary>Aᵀ m A + bias of each tile, as far as it lies inside the picture.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Outputs(float* m, nint place, int top, int rows, int columns, float* y)
        {
            var zero = S.Broadcast(0);
            var filters = Shape.Filters;
            var row = (nint)Shape.OutWidth * filters;
            for (var ty = top; ty < top + rows; ty++)
                for (var tx = 0; tx < columns; tx++)
                {
                    var to = y + (2 * ty * row) + (2 * (nint)tx * filters);
                    bool below = (2 * ty) + 1 < Shape.OutHeight, right = (2 * tx) + 1 < Shape.OutWidth;
                    for (var f = 0; f < filters; f += S.Width, m += S.Width, to += S.Width)
                    {
                        var (a0, a1) = ProductColumn(m, place);
                        var (b0, b1) = ProductColumn(m + place, place);
                        var (c0, c1) = ProductColumn(m + (2 * place), place);
                        var (d0, d1) = ProductColumn(m + (3 * place), place);
                        var bias = Bias == null ? zero : S.Load(Bias + f);
                        Put(to, S.Add(bias, S.Add(S.Add(a0, b0), c0)));
                        if (right)
                            Put(to + filters, S.Add(bias, S.Subtract(S.Subtract(b0, c0), d0)));
                        if (below)
                            Put(to + row, S.Add(bias, S.Add(S.Add(a1, b1), c1)));
                        if (below && right)
                            Put(to + row + filters, S.Add(bias, S.Subtract(S.Subtract(b1, c1), d1)));
                    }
                }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static (V, V) ProductColumn(float* m, nint place)
        {
            V a = S.Load(m), b = S.Load(m + (4 * place)), c = S.Load(m + (8 * place)), d = S.Load(m + (12 * place));
            return (S.Add(S.Add(a, b), c), S.Subtract(S.Subtract(b, c), d));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Put(float* to, V value)
        {
            var zero = S.Broadcast(0);
            S.Store(to, Relu ? S.IfGreater(zero, value, zero, value) : value);
        }
    }
}

/// <summary>How the tiles of a picture are traversed: blocks of whole rows of tiles.</summary>
internal readonly struct WinogradTiles
{
    public readonly int Rows, Columns, BlockRows;

    public WinogradTiles(in ConvolutionShape s, int block)
    {
        (Rows, Columns) = (Numbers.CeilDiv(s.OutHeight, 2), Numbers.CeilDiv(s.OutWidth, 2));
        BlockRows = Math.Min(Numbers.CeilDiv(block, Columns), Rows);
    }

    /// <summary>Most tiles per block.</summary>
    public int Block => BlockRows * Columns;

    public PaddedPicture Pad(in ConvolutionShape s) => new(
        s.Height, s.Width, s.Channels, s.PadTop, s.PadLeft,
        Math.Max(s.PadTop + s.Height, (2 * Rows) + 2), Math.Max(s.PadLeft + s.Width, (2 * Columns) + 2));
}
