using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Kernels;

/// <summary>
/// The tiled matrix product behind dense layers and convolutions: C[r, c] = Σ(k) A(r, k) · B(c, k). What A, B and C are is said
/// by small structs (<see cref="IOperand"/>, <see cref="IResult"/>): a dense gradient reads its matrix transposed in place, a
/// convolution reads picture patches that nobody wrote down (implicit product).
/// <para>
/// Layout: a group of side × side threads makes a tile of 8·side rows × 8·side columns. It walks over k in steps of side; each step
/// brings side columns of A and B to shared memory, laid out [k][line] and padded so that both ways of writing them (k or line
/// fastest, whichever reads global memory in order) meet no bank twice. The next step's values are fetched to registers while
/// this step is computed. A thread keeps 8 × 8 sums in registers, side apart, so that neighbouring threads store neighbouring columns.
/// </para>
/// <para>
/// Launch: grid (row tiles, column tiles, slices), group (side, side), side a multiple of 4 and at most 16. With more than one
/// slice each sums its own range of k into C + slice · rows, and <see cref="SumSlices"/> adds the slices in order: a small C over a
/// long k still fills the card, with the same result every time.
/// </para>
/// </summary>
public static class Product
{
    /// <summary>Threads along one side of the largest group.</summary>
    public const int MaxSide = 16;

    /// <summary>Rows of the tile per thread of a side.</summary>
    public const int RowsPerThread = 8;

    /// <summary>Columns of the tile per thread of a side.</summary>
    public const int ColumnsPerThread = 8;

    private const int TileSizeA = MaxSide * ((RowsPerThread * MaxSide) + MaxSide);
    private const int TileSizeB = MaxSide * ((ColumnsPerThread * MaxSide) + MaxSide);

    /// <summary>One tile of one slice. The side is a compile-time constant on the device: tile addresses become immediates.</summary>
    public static void Multiply<TA, TB, TResult>(
        TA a, TB b, TResult result, int rows, int columns, int depth, int depthPerSlice, SpecializedValue<int> specializedSide)
        where TA : struct, IOperand
        where TB : struct, IOperand
        where TResult : struct, IResult
    {
        var tileA = SharedMemory.Allocate<float>(TileSizeA);
        var tileB = SharedMemory.Allocate<float>(TileSizeB);
        int begin = Grid.IdxZ * depthPerSlice;
        int end = Math.Min(begin + depthPerSlice, depth);
        Tile(
            tileA, tileB, a, b, result, Grid.IdxX, Grid.IdxY, Grid.IdxZ * rows, rows, columns, begin, end, specializedSide.Value);
    }

    /// <summary>
    /// Two products in one launch, in groups as of <see cref="Multiply"/> with one slice: the first firstTiles groups of a one-dimensional
    /// grid make the tiles of the first. Both gradients of a dense layer fill a card better together, and cost one launch.
    /// </summary>
    public static void MultiplyBoth<TA, TB, TResult, TA2, TB2, TResult2>(
        Factors<TA, TB, TResult> first, Factors<TA2, TB2, TResult2> second, int firstTiles, SpecializedValue<int> specializedSide)
        where TA : struct, IOperand
        where TB : struct, IOperand
        where TResult : struct, IResult
        where TA2 : struct, IOperand
        where TB2 : struct, IOperand
        where TResult2 : struct, IResult
    {
        var tileA = SharedMemory.Allocate<float>(TileSizeA);
        var tileB = SharedMemory.Allocate<float>(TileSizeB);
        int side = specializedSide.Value;
        int tile = Grid.IdxX;
        if (tile < firstTiles)
        {
            int rowTiles = RowTiles(first.Rows, side);
            Tile(
                tileA, tileB, first.A, first.B, first.Result, tile % rowTiles, tile / rowTiles, 0, first.Rows, first.Columns, 0,
                first.Depth, side);
        }
        else
        {
            int rowTiles = RowTiles(second.Rows, side);
            tile -= firstTiles;
            Tile(
                tileA, tileB, second.A, second.B, second.Result, tile % rowTiles, tile / rowTiles, 0, second.Rows, second.Columns, 0,
                second.Depth, side);
        }
    }

    /// <summary>Tiles over the rows of a result.</summary>
    public static int RowTiles(int rows, int side) => (rows + (RowsPerThread * side) - 1) / (RowsPerThread * side);

    // The tile at (tileRow, tileColumn), summed over [begin, end) of the depth; slice is the row where the slice's result begins.
    private static void Tile<TA, TB, TResult>(
        ArrayView<float> tileA, ArrayView<float> tileB, TA a, TB b, TResult result, int tileRow, int tileColumn, int slice, int rows,
        int columns, int begin, int end, int side)
        where TA : struct, IOperand
        where TB : struct, IOperand
        where TResult : struct, IResult
    {
        int tx = Group.IdxX;
        int ty = Group.IdxY;
        int strideA = (RowsPerThread * side) + (a.DepthIsFastest ? 2 : side);
        int strideB = (ColumnsPerThread * side) + (b.DepthIsFastest ? 2 : side);

        // What this thread brings to the tiles: place kA of the step, lines lineA, lineA + side, …
        int kA = a.DepthIsFastest ? tx : ty;
        int kB = b.DepthIsFastest ? tx : ty;
        int lineA = a.DepthIsFastest ? ty : tx;
        int lineB = b.DepthIsFastest ? ty : tx;
        int firstRow = tileRow * RowsPerThread * side;
        int firstColumn = tileColumn * ColumnsPerThread * side;
        var upperLines = Lines(a, firstRow + lineA, side);
        var lowerLines = Lines(a, firstRow + lineA + (4 * side), side);
        var leftLines = Lines(b, firstColumn + lineB, side);
        var rightLines = Lines(b, firstColumn + lineB + (4 * side), side);
        int storeA = (kA * strideA) + lineA;
        int storeB = (kB * strideB) + lineB;

        var upper = Fetch(a, upperLines, begin + kA, end);
        var lower = Fetch(a, lowerLines, begin + kA, end);
        var left = Fetch(b, leftLines, begin + kB, end);
        var right = Fetch(b, rightLines, begin + kB, end);

        Quad c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        Quad d0 = default, d1 = default, d2 = default, d3 = default, d4 = default, d5 = default, d6 = default, d7 = default;
        for (int k = begin; k < end; k += side)
        {
            Write(tileA, storeA, side, upper);
            Write(tileA, storeA + (4 * side), side, lower);
            Write(tileB, storeB, side, left);
            Write(tileB, storeB + (4 * side), side, right);
            Group.Barrier();

            int next = k + side;
            upper = Fetch(a, upperLines, next + kA, end);
            lower = Fetch(a, lowerLines, next + kA, end);
            left = Fetch(b, leftLines, next + kB, end);
            right = Fetch(b, rightLines, next + kB, end);
            for (int step = 0; step < side; step++)
            {
                int atA = (step * strideA) + ty;
                var x = Quad.Read(tileA, atA, side);
                var z = Quad.Read(tileA, atA + (4 * side), side);
                int atB = (step * strideB) + tx;
                var y = Quad.Read(tileB, atB, side);
                var v = Quad.Read(tileB, atB + (4 * side), side);
                c0 = c0.Plus(x.A, y);
                d0 = d0.Plus(x.A, v);
                c1 = c1.Plus(x.B, y);
                d1 = d1.Plus(x.B, v);
                c2 = c2.Plus(x.C, y);
                d2 = d2.Plus(x.C, v);
                c3 = c3.Plus(x.D, y);
                d3 = d3.Plus(x.D, v);
                c4 = c4.Plus(z.A, y);
                d4 = d4.Plus(z.A, v);
                c5 = c5.Plus(z.B, y);
                d5 = d5.Plus(z.B, v);
                c6 = c6.Plus(z.C, y);
                d6 = d6.Plus(z.C, v);
                c7 = c7.Plus(z.D, y);
                d7 = d7.Plus(z.D, v);
            }
            Group.Barrier();
        }

        int row = firstRow + ty;
        int column = firstColumn + tx;
        Store(result, slice, row, rows, column, columns, side, c0);
        Store(result, slice, row, rows, column + (4 * side), columns, side, d0);
        Store(result, slice, row + side, rows, column, columns, side, c1);
        Store(result, slice, row + side, rows, column + (4 * side), columns, side, d1);
        Store(result, slice, row + (2 * side), rows, column, columns, side, c2);
        Store(result, slice, row + (2 * side), rows, column + (4 * side), columns, side, d2);
        Store(result, slice, row + (3 * side), rows, column, columns, side, c3);
        Store(result, slice, row + (3 * side), rows, column + (4 * side), columns, side, d3);
        Store(result, slice, row + (4 * side), rows, column, columns, side, c4);
        Store(result, slice, row + (4 * side), rows, column + (4 * side), columns, side, d4);
        Store(result, slice, row + (5 * side), rows, column, columns, side, c5);
        Store(result, slice, row + (5 * side), rows, column + (4 * side), columns, side, d5);
        Store(result, slice, row + (6 * side), rows, column, columns, side, c6);
        Store(result, slice, row + (6 * side), rows, column + (4 * side), columns, side, d6);
        Store(result, slice, row + (7 * side), rows, column, columns, side, c7);
        Store(result, slice, row + (7 * side), rows, column + (4 * side), columns, side, d7);
    }

    /// <summary>Value i of C: the sum of all slices, in order. Launch: auto-grouped over rows · columns.</summary>
    public static void SumSlices<TResult>(Index1D i, ArrayView<float> partial, TResult result, int slices, int size, int columns)
        where TResult : struct, IResult
    {
        float sum = 0.0f;
        for (int slice = 0; slice < slices; slice++)
            sum += partial[(slice * size) + i];
        int row = i / columns;
        result.Store(row, i - (row * columns), sum);
    }

    private static FourPlaces Lines<T>(T operand, int first, int step)
        where T : struct, IOperand =>
        new(operand.Line(first), operand.Line(first + step), operand.Line(first + (2 * step)), operand.Line(first + (3 * step)));

    private static Quad Fetch<T>(T operand, FourPlaces lines, int k, int end)
        where T : struct, IOperand
    {
        if (k >= end)
            return default;
        var depth = operand.Depth(k);
        return new Quad(
            operand.Load(lines.A, depth), operand.Load(lines.B, depth), operand.Load(lines.C, depth), operand.Load(lines.D, depth));
    }

    private static void Write(ArrayView<float> tile, int at, int step, Quad values)
    {
        tile[at] = values.A;
        tile[at + step] = values.B;
        tile[at + (2 * step)] = values.C;
        tile[at + (3 * step)] = values.D;
    }

    private static void Store<T>(T result, int slice, int row, int rows, int column, int columns, int step, Quad values)
        where T : struct, IResult
    {
        if (row >= rows)
            return;
        if (column < columns)
            result.Store(slice + row, column, values.A);
        if (column + step < columns)
            result.Store(slice + row, column + step, values.B);
        if (column + (2 * step) < columns)
            result.Store(slice + row, column + (2 * step), values.C);
        if (column + (3 * step) < columns)
            result.Store(slice + row, column + (3 * step), values.D);
    }

    private readonly struct FourPlaces(Place a, Place b, Place c, Place d)
    {
        public readonly Place A = a;
        public readonly Place B = b;
        public readonly Place C = c;
        public readonly Place D = d;
    }
}
