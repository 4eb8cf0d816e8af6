using System.Runtime.CompilerServices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// 3×3 convolutions with stride 1 by Winograd's minimal filtering F(2×2, 3×3): Lavin, Gray: arXiv 1509.09308. A tile of 2×2 outputs
/// takes 16 products for each pair of channel and filter instead of 36: Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A, where d is the 4×4 patch of the picture,
/// g the filter, and the ⊙ over all channels are 16 matrix products [tiles, channels] · [channels, filters]. The filters' gradient
/// is the adjoint, Gᵀ [(Bᵀ d B) ⊙ (A dY Aᵀ)] G, the input's is a convolution of dy with the filters reversed. The transforms are additions,
/// vectorised over channels; their constants are ±1 and ½, so the rounding stays that of a plain sum.
/// </summary>
internal sealed unsafe partial class VectorOperations<S, V>
{
    private const int Places = 16;

    /// <summary>Tiles in a block: as many as keep the products' overhead small and their operands in cache.</summary>
    private const int ForwardTiles = 32, GradientTiles = 64;

    /// <summary>Whether it is such a convolution, with channels for whole vectors and pictures that do not leave tiles half empty.</summary>
    private static bool FitsWinograd(in ConvolutionShape s) =>
        s is { FilterHeight: 3, FilterWidth: 3, StrideY: 1, StrideX: 1, PadTop: <= 2, PadLeft: <= 2, Channels: >= 16, Filters: >= 16 }
        && s.Channels % S.Width == 0 && s.Filters % S.Width == 0
        && 16 * Ceiling(s.OutHeight, 2) * Ceiling(s.OutWidth, 2) < 8 * s.OutHeight * s.OutWidth
        && 16 * Ceiling(s.Height, 2) * Ceiling(s.Width, 2) < 8 * s.Height * s.Width;

    /// <summary>The convolution that gives the input's gradient: of dy, with the filters reversed.</summary>
    private static ConvolutionShape Reversed(in ConvolutionShape s) => new(
        s.OutHeight, s.OutWidth, s.Filters, s.Channels, 3, 3, 1, 1, 2 - s.PadTop, 2 - s.PadLeft, s.Height, s.Width);

    /// <summary>Winograd's transform of the filters, or of their reverse, then the convolution with them.</summary>
    private void Winograd(in ConvolutionShape shape, int batch, float* x, float* filters, bool reverse, float* bias, float* y, bool relu)
    {
        float* transformed = shared.Floats((long)Places * Panel<S, V>.Size(shape.Channels, shape.Filters));
        var transform = new TransformFiltersJob { Shape = shape, Filters = filters, Reverse = reverse, Transformed = transformed };
        if (batch == 1)
            team.RunHere(shape.Channels, transform);
        else
            team.Run(shape.Channels, transform);
        int pictures = PicturesPerChunk((long)shape.OutputSize * shape.PatchSize);
        team.Run(Ceiling(batch, pictures), new WinogradJob
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

    private void WinogradFilters(in ConvolutionShape shape, int batch, float* x, float* dy, float* dFilters, float* dBias)
    {
        int parts = Math.Min(batch, FilterGradientParts);
        int size = Places * shape.Channels * shape.Filters;
        long stride = size + Aligned.Round(shape.Filters);
        float* partial = shared.Floats((parts * stride) + size);
        float* sum = partial + (parts * stride);
        team.Run(parts, new WinogradGradientJob
        {
            Shape = shape,
            Batch = batch,
            Parts = parts,
            X = x,
            Dy = dy,
            Partial = partial,
            Stride = stride,
        });
        Sum(partial, stride, parts, size, sum);
        Sum(partial + size, stride, parts, shape.Filters, dBias);
        team.Run(shape.Channels, new FilterGradientJob { Shape = shape, Sum = sum, DFilters = dFilters });
    }

    /// <summary>How the tiles of a picture are walked: blocks of whole rows of tiles.</summary>
    private readonly struct Tiles
    {
        public readonly int Rows, Columns, BlockRows;

        public Tiles(in ConvolutionShape s, int block)
        {
            (Rows, Columns) = (Ceiling(s.OutHeight, 2), Ceiling(s.OutWidth, 2));
            BlockRows = Math.Min(Ceiling(block, Columns), Rows);
        }

        /// <summary>The most tiles in a block.</summary>
        public int Block => BlockRows * Columns;

        public Padding Padding(in ConvolutionShape s) => new(
            s.Height, s.Width, s.Channels, s.PadTop, s.PadLeft,
            Math.Max(s.PadTop + s.Height, (2 * Rows) + 2), Math.Max(s.PadLeft + s.Width, (2 * Columns) + 2));
    }

    /// <summary>A chunk is a channel: G g Gᵀ of its filters, as panels [place, panel, channel, filter].</summary>
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
            float* g = stackalloc float[9 * S.Width];
            nint placeStride = (nint)Panel<S, V>.Size(channels, filters);
            for (int f = 0; f < filters; f += S.Width)
            {
                for (int tap = 0; tap < 9; tap++)
                {
                    float* values = g + (tap * S.Width);
                    if (!Reverse)
                        S.Store(values, S.Load(Filters + (((tap * (nint)channels) + chunk) * filters) + f));
                    for (int i = 0; Reverse && i < S.Width; i++)
                        values[i] = Filters[((((8 - tap) * (nint)filters) + f + i) * channels) + chunk];
                }

                int panel = f / Panel<S, V>.MaxWidth * Panel<S, V>.MaxWidth;
                int width = Panel<S, V>.Width(Math.Min(Panel<S, V>.MaxWidth, filters - panel));
                float* to = Transformed + ((nint)panel * channels) + ((nint)chunk * width) + f - panel;
                V half = S.Broadcast(0.5f);
                for (int row = 0; row < 4; row++, to += 4 * placeStride)
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

        /// <summary>A value of G times a column of the filter, whose three values lie 3 vectors apart.</summary>
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

    /// <summary>Bᵀ d B of a block of tiles: to[place, tile, channel]; source is the block's first patch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformPatches(float* source, nint row, int rows, int columns, int channels, nint place, float* to)
    {
        for (int ty = 0; ty < rows; ty++)
            for (int tx = 0; tx < columns; tx++)
                for (int c = 0; c < channels; c += S.Width, to += S.Width)
                {
                    float* p = source + (2 * ty * row) + (2 * (nint)tx * channels) + c;
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

    /// <summary>A chunk is some pictures.</summary>
    private struct WinogradJob : IJob
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
            var tiles = new Tiles(Shape, ForwardTiles);
            var padding = tiles.Padding(Shape);
            long padded = Aligned.Round(padding.Size);
            nint inputs = (nint)tiles.Block * Shape.Channels, outputs = (nint)tiles.Block * Shape.Filters;
            float* memory = scratch.Floats(padded + (Places * (inputs + outputs)));
            float* patches = memory + padded, products = patches + (Places * inputs);
            for (int b = chunk * Pictures; b < Math.Min((chunk + 1) * Pictures, Batch); b++)
            {
                float* picture = padding.Apply(X + ((nint)b * Shape.InputSize), memory);
                float* y = Y + ((nint)b * Shape.OutputSize);
                for (int ty = 0; ty < tiles.Rows; ty += tiles.BlockRows)
                {
                    int rows = Math.Min(tiles.BlockRows, tiles.Rows - ty);
                    TransformPatches(picture + (2 * (nint)ty * padding.Row), padding.Row, rows, tiles.Columns, Shape.Channels, inputs, patches);
                    Multiply(patches, inputs, products, outputs, rows * tiles.Columns);
                    Outputs(products, outputs, ty, rows, tiles.Columns, y);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply(float* patches, nint inputs, float* products, nint outputs, int count)
        {
            for (int place = 0; place < Places; place++)
                for (int f = 0; f < Shape.Filters; f += Panel<S, V>.MaxWidth)
                {
                    int columns = Math.Min(Panel<S, V>.MaxWidth, Shape.Filters - f);
                    Tile<S, V>.Multiply(
                        new TileProduct
                        {
                            A = patches + (place * inputs),
                            ARow = Shape.Channels,
                            AStep = 1,
                            B = Filters + (place * (nint)Panel<S, V>.Size(Shape.Channels, Shape.Filters)) + ((nint)f * Shape.Channels),
                            BStep = Panel<S, V>.Width(columns),
                            C = products + (place * outputs) + f,
                            CRow = Shape.Filters,
                            Segments = 1,
                            Depth = Shape.Channels,
                        },
                        count, columns);
                }
        }

        /// <summary>Aᵀ m A + bias of each tile, as far as it lies in the picture.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Outputs(float* m, nint place, int top, int rows, int columns, float* y)
        {
            V zero = S.Broadcast(0);
            int filters = Shape.Filters;
            nint row = (nint)Shape.OutWidth * filters;
            for (int ty = top; ty < top + rows; ty++)
                for (int tx = 0; tx < columns; tx++)
                {
                    float* to = y + (2 * ty * row) + (2 * (nint)tx * filters);
                    bool below = (2 * ty) + 1 < Shape.OutHeight, right = (2 * tx) + 1 < Shape.OutWidth;
                    for (int f = 0; f < filters; f += S.Width, m += S.Width, to += S.Width)
                    {
                        var (a0, a1) = ProductColumn(m, place);
                        var (b0, b1) = ProductColumn(m + place, place);
                        var (c0, c1) = ProductColumn(m + (2 * place), place);
                        var (d0, d1) = ProductColumn(m + (3 * place), place);
                        V bias = Bias == null ? zero : S.Load(Bias + f);
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
            V zero = S.Broadcast(0);
            S.Store(to, Relu ? S.IfGreater(zero, value, zero, value) : value);
        }
    }

    /// <summary>A chunk is a part of the batch: its sum of (Bᵀ d B) ⊙ (A dY Aᵀ), [place, channel, filter], and of dy's columns.</summary>
    private struct WinogradGradientJob : IJob
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
            var tiles = new Tiles(Shape, GradientTiles);
            var padding = tiles.Padding(Shape);
            long padded = Aligned.Round(padding.Size);
            nint inputs = (nint)tiles.Block * Shape.Channels, outputs = (nint)tiles.Block * Shape.Filters;
            float* memory = scratch.Floats(padded + (Places * (inputs + outputs)));
            float* patches = memory + padded, gradients = patches + (Places * inputs);
            float* sums = Partial + (chunk * Stride), biasSums = sums + ((nint)Places * Shape.Channels * Shape.Filters);
            new Span<float>(biasSums, Shape.Filters).Clear();
            int first = (int)((long)Batch * chunk / Parts), end = (int)((long)Batch * (chunk + 1) / Parts);
            for (int b = first; b < end; b++)
            {
                float* picture = padding.Apply(X + ((nint)b * Shape.InputSize), memory);
                float* dy = Dy + ((nint)b * Shape.OutputSize);
                AddRows(dy, Shape.OutHeight * Shape.OutWidth, Shape.Filters, biasSums);
                for (int ty = 0; ty < tiles.Rows; ty += tiles.BlockRows)
                {
                    int rows = Math.Min(tiles.BlockRows, tiles.Rows - ty);
                    TransformPatches(picture + (2 * (nint)ty * padding.Row), padding.Row, rows, tiles.Columns, Shape.Channels, inputs, patches);
                    TransformGradients(dy, ty, rows, tiles.Columns, outputs, gradients);
                    Multiply(patches, inputs, gradients, outputs, rows * tiles.Columns, sums, accumulate: b > first || ty > 0);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply(float* patches, nint inputs, float* gradients, nint outputs, int count, float* sums, bool accumulate)
        {
            for (int place = 0; place < Places; place++)
                for (int f = 0; f < Shape.Filters; f += Panel<S, V>.MaxWidth)
                    Tile<S, V>.Multiply(
                        new TileProduct
                        {
                            A = patches + (place * inputs),
                            ARow = 1,
                            AStep = Shape.Channels,
                            B = gradients + (place * outputs) + f,
                            BStep = Shape.Filters,
                            C = sums + ((nint)place * Shape.Channels * Shape.Filters) + f,
                            CRow = Shape.Filters,
                            Segments = 1,
                            Depth = count,
                            Accumulate = accumulate,
                        },
                        Shape.Channels, Math.Min(Panel<S, V>.MaxWidth, Shape.Filters - f));
        }

        /// <summary>A dY Aᵀ of each tile; what lies outside the picture is 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void TransformGradients(float* dy, int top, int rows, int columns, nint place, float* to)
        {
            V zero = S.Broadcast(0);
            int filters = Shape.Filters;
            nint row = (nint)Shape.OutWidth * filters;
            for (int ty = top; ty < top + rows; ty++)
                for (int tx = 0; tx < columns; tx++)
                {
                    float* p = dy + (2 * ty * row) + (2 * (nint)tx * filters);
                    bool below = (2 * ty) + 1 < Shape.OutHeight, right = (2 * tx) + 1 < Shape.OutWidth;
                    for (int f = 0; f < filters; f += S.Width, p += S.Width, to += S.Width)
                    {
                        V a = S.Load(p), b = right ? S.Load(p + filters) : zero;
                        V c = below ? S.Load(p + row) : zero, d = below && right ? S.Load(p + row + filters) : zero;
                        StoreGradientRow(to, place, a, b);
                        StoreGradientRow(to + (4 * place), place, S.Add(a, c), S.Add(b, d));
                        StoreGradientRow(to + (8 * place), place, S.Subtract(a, c), S.Subtract(b, d));
                        StoreGradientRow(to + (12 * place), place, S.Subtract(zero, c), S.Subtract(zero, d));
                    }
                }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void StoreGradientRow(float* to, nint place, V a, V b)
        {
            S.Store(to, a);
            S.Store(to + place, S.Add(a, b));
            S.Store(to + (2 * place), S.Subtract(a, b));
            S.Store(to + (3 * place), S.Subtract(S.Broadcast(0), b));
        }
    }

    /// <summary>A chunk is a channel: Gᵀ sum G of its filters.</summary>
    private struct FilterGradientJob : IJob
    {
        public ConvolutionShape Shape;
        public float* Sum;
        public float* DFilters;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            int filters = Shape.Filters;
            nint plane = (nint)Shape.Channels * filters;
            for (int f = 0; f < filters; f += S.Width)
            {
                float* from = Sum + ((nint)chunk * filters) + f, to = DFilters + ((nint)chunk * filters) + f;
                var (a0, a1, a2) = Gather(S.Load(from), S.Load(from + (4 * plane)), S.Load(from + (8 * plane)), S.Load(from + (12 * plane)));
                from += plane;
                var (b0, b1, b2) = Gather(S.Load(from), S.Load(from + (4 * plane)), S.Load(from + (8 * plane)), S.Load(from + (12 * plane)));
                from += plane;
                var (c0, c1, c2) = Gather(S.Load(from), S.Load(from + (4 * plane)), S.Load(from + (8 * plane)), S.Load(from + (12 * plane)));
                from += plane;
                var (d0, d1, d2) = Gather(S.Load(from), S.Load(from + (4 * plane)), S.Load(from + (8 * plane)), S.Load(from + (12 * plane)));
                StoreRow(to, plane, Gather(a0, b0, c0, d0));
                StoreRow(to + (3 * plane), plane, Gather(a1, b1, c1, d1));
                StoreRow(to + (6 * plane), plane, Gather(a2, b2, c2, d2));
            }
        }

        /// <summary>Gᵀ times a column.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static (V, V, V) Gather(V a, V b, V c, V d)
        {
            V half = S.Broadcast(0.5f), sum = S.Multiply(half, S.Add(b, c));
            return (S.Add(a, sum), S.Multiply(half, S.Subtract(b, c)), S.Add(sum, d));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void StoreRow(float* to, nint plane, (V A, V B, V C) row)
        {
            S.Store(to, row.A);
            S.Store(to + plane, row.B);
            S.Store(to + (2 * plane), row.C);
        }
    }
}
