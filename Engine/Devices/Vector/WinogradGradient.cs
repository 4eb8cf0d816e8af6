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
    private const int BlockTiles = 64;

    public void Run(in ConvolutionBackwardFilters op)
    {
        var shape = op.Shape;
        var parts = Math.Min(op.X.Rows, FilterGradients<S, V>.MostParts);
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
            var tiles = new WinogradTiles(Shape, BlockTiles);
            var padding = tiles.Pad(Shape);
            var padded = Aligned.Round(padding.Size);
            nint inputs = (nint)tiles.Block * Shape.Channels, outputs = (nint)tiles.Block * Shape.Filters;
            var memory = scratch.Floats(padded + (Places * (inputs + outputs)));
            float* patches = memory + padded, gradients = patches + (Places * inputs);
            float* sums = Partial + (chunk * Stride), biasSums = sums + ((nint)Places * Shape.Channels * Shape.Filters);
            new Span<float>(biasSums, Shape.Filters).Clear();
            int first = (int)((long)Batch * chunk / Parts), end = (int)((long)Batch * (chunk + 1) / Parts);
            for (var b = first; b < end; b++)
            {
                var picture = padding.Apply(X + ((nint)b * Shape.InputSize), memory);
                var dy = Dy + ((nint)b * Shape.OutputSize);
                Sums<S, V>.AddRows(dy, Shape.OutHeight * Shape.OutWidth, Shape.Filters, biasSums);
                for (var ty = 0; ty < tiles.Rows; ty += tiles.BlockRows)
                {
                    var rows = Math.Min(tiles.BlockRows, tiles.Rows - ty);
                    Winograd<S, V>.TransformPatches(
                        picture + (2 * (nint)ty * padding.Row), padding.Row, rows, tiles.Columns, Shape.Channels, inputs, patches);
                    TransformGradients(dy, ty, rows, tiles.Columns, outputs, gradients);
                    Multiply(patches, inputs, gradients, outputs, rows * tiles.Columns, sums, accumulate: b > first || ty > 0);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply(float* patches, nint inputs, float* gradients, nint outputs, int count, float* sums, bool accumulate)
        {
            for (var place = 0; place < Places; place++)
                for (var f = 0; f < Shape.Filters; f += PackedPanel<S, V>.MaxWidth)
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
                        Shape.Channels, Math.Min(PackedPanel<S, V>.MaxWidth, Shape.Filters - f));
        }

        /// <summary>A dY Aᵀ of each tile; values outside the picture are 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void TransformGradients(float* dy, int top, int rows, int columns, nint place, float* to)
        {
            var zero = S.Broadcast(0);
            var filters = Shape.Filters;
            var row = (nint)Shape.OutWidth * filters;
            for (var ty = top; ty < top + rows; ty++)
                for (var tx = 0; tx < columns; tx++)
                {
                    var p = dy + (2 * ty * row) + (2 * (nint)tx * filters);
                    bool below = (2 * ty) + 1 < Shape.OutHeight, right = (2 * tx) + 1 < Shape.OutWidth;
                    for (var f = 0; f < filters; f += S.Width, p += S.Width, to += S.Width)
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

    /// <summary>One chunk is one channel: Gᵀ sum G of its filters.</summary>
    private struct FiltersJob : IJob
    {
        public ConvolutionShape Shape;
        public float* Sum;
        public float* DFilters;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var filters = Shape.Filters;
            var plane = (nint)Shape.Channels * filters;
            for (var f = 0; f < filters; f += S.Width)
            {
                float* from = Sum + ((nint)chunk * filters) + f, to = DFilters + ((nint)chunk * filters) + f;
                var (a0, a1, a2) = Gather(
                    S.Load(from), S.Load(from + (4 * plane)), S.Load(from + (8 * plane)), S.Load(from + (12 * plane)));
                from += plane;
                var (b0, b1, b2) = Gather(
                    S.Load(from), S.Load(from + (4 * plane)), S.Load(from + (8 * plane)), S.Load(from + (12 * plane)));
                from += plane;
                var (c0, c1, c2) = Gather(
                    S.Load(from), S.Load(from + (4 * plane)), S.Load(from + (8 * plane)), S.Load(from + (12 * plane)));
                from += plane;
                var (d0, d1, d2) = Gather(
                    S.Load(from), S.Load(from + (4 * plane)), S.Load(from + (8 * plane)), S.Load(from + (12 * plane)));
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
