using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Kernels;

/// <summary>
/// The tiled matrix product for dense layers and convolutions: C[r, c] = Σ(k) A(r, k) · B(c, k). Small structs define A, B and C
/// (<see cref="IOperand"/>, <see cref="IResult"/>): a dense gradient reads its matrix transposed in place, and a convolution reads picture
/// patches that are never written to memory (implicit product).
/// <para>
/// Layout: a group computes a tile of C, see <see cref="TileShape"/>. It moves along k in small steps. The lines of A and B lie in shared
/// memory as [k][line], in two buffers: while the group computes with one, it loads the next step's values into registers and stores them
/// in the other, so that a step needs one barrier. A thread keeps 8 × 8 (or 8 × 4) sums in registers, in blocks of four neighbours, and
/// reads their factors four floats at a time; neighbouring threads store neighbouring blocks of four.
/// </para>
/// <para>
/// Launch: grid (row tiles, column tiles, slices), group of <see cref="TileShape.Threads"/>. With more than one slice, each slice sums its
/// own range of k into C + slice · rows, and <see cref="SumSlices"/> adds the slices in order. In this way a small C with a long k still
/// occupies the whole card, and the result is the same every time.
/// </para>
/// </summary>
public static class MatrixProduct
{
    /// <summary>Square root of the number of threads in the largest group.</summary>
    public const int MaxSide = 16;

    /// <summary>Bytes of shared memory per group. Only <see cref="Classifier"/> needs more, and other kernels can replace it.</summary>
    public const int SharedBytes = (TileSizeA + TileSizeB) * Float4.Width * sizeof(float);

    // In blocks of four: two buffers of one step's lines, for the largest shapes (tall has the most rows, wide the most columns).
    private const int TileSizeA = 2 * (MaxSide / 2) * ((16 * MaxSide) + 4) / Float4.Width;
    private const int TileSizeB = 2 * (MaxSide / 2) * ((8 * MaxSide) + 4) / Float4.Width;

    /// <summary>
    /// Computes one tile of one slice. The shape (<see cref="TileShape.Code"/>) is a constant on the device, so that addresses become
    /// immediates.
    /// </summary>
    public static void Multiply<TA, TB, TResult>(
        TA a, TB b, TResult result, int rows, int columns, int depth, int depthPerSlice, SpecializedValue<int> shape)
        where TA : struct, IOperand
        where TB : struct, IOperand
        where TResult : struct, IResult
    {
        var tileA = SharedMemory.Allocate<Float4>(TileSizeA);
        var tileB = SharedMemory.Allocate<Float4>(TileSizeB);
        var begin = Grid.IdxZ * depthPerSlice;
        Tile(
            tileA, tileB, a, b, result, new TileShape(shape.Value), Grid.IdxX, Grid.IdxY, Grid.IdxZ * rows, rows, columns, begin,
            Math.Min(begin + depthPerSlice, depth));
    }

    /// <summary>
    /// Two products in one launch, in groups of <see cref="TileShape.Threads"/>, the same for both. The first slices · tiles groups of a
    /// one-dimensional grid compute the slices of the first product. Both gradients of a dense layer occupy a card better together and need
    /// only one launch.
    /// </summary>
    public static void MultiplyBoth<TA, TB, TResult, TA2, TB2, TResult2>(
        Factors<TA, TB, TResult> first, Factors<TA2, TB2, TResult2> second, int firstSlices, int depthPerSlice,
        SpecializedValue<int> firstShape, SpecializedValue<int> secondShape)
        where TA : struct, IOperand
        where TB : struct, IOperand
        where TResult : struct, IResult
        where TA2 : struct, IOperand
        where TB2 : struct, IOperand
        where TResult2 : struct, IResult
    {
        var tileA = SharedMemory.Allocate<Float4>(TileSizeA);
        var tileB = SharedMemory.Allocate<Float4>(TileSizeB);
        var group = Grid.IdxX;
        var shape = new TileShape(firstShape.Value);
        var rowTiles = shape.RowTiles(first.Rows);
        var tiles = rowTiles * shape.ColumnTiles(first.Columns);
        if (group < firstSlices * tiles)
        {
            var slice = group / tiles;
            var tile = group - (slice * tiles);
            var begin = slice * depthPerSlice;
            Tile(
                tileA, tileB, first.A, first.B, first.Result, shape, tile % rowTiles, tile / rowTiles, slice * first.Rows, first.Rows,
                first.Columns, begin, Math.Min(begin + depthPerSlice, first.Depth));
        }
        else
        {
            group -= firstSlices * tiles;
            shape = new TileShape(secondShape.Value);
            rowTiles = shape.RowTiles(second.Rows);
            Tile(
                tileA, tileB, second.A, second.B, second.Result, shape, group % rowTiles, group / rowTiles, 0, second.Rows, second.Columns,
                0, second.Depth);
        }
    }

    /// <summary>Value i of C: the sum of all slices, in order. Launch: auto-grouped over rows · columns.</summary>
    public static void SumSlices<TResult>(Index1D i, ArrayView<float> partial, TResult result, int slices, int size, int columns)
        where TResult : struct, IResult
    {
        var sum = 0.0f;
        for (var slice = 0; slice < slices; slice++)
            sum += partial[(slice * size) + i];
        int row = i / columns;
        result.Store(row, i - (row * columns), sum);
    }

    // The tile at (tileRow, tileColumn), summed over [begin, end) of the depth. slice is the row where the slice's result begins.
    private static void Tile<TA, TB, TResult>(
        ArrayView<Float4> tileA, ArrayView<Float4> tileB, TA a, TB b, TResult result, TileShape shape, int tileRow, int tileColumn,
        int slice, int rows, int columns, int begin, int end)
        where TA : struct, IOperand
        where TB : struct, IOperand
        where TResult : struct, IResult
    {
        var thread = Group.IdxX;
        var step = shape.Step;
        var lines = shape.Lines;
        var passesB = shape.Columns / lines;
        var strideA = shape.Stride(shape.Rows, a.DepthIsFastest);
        var strideB = shape.Stride(shape.Columns, b.DepthIsFastest);
        var valuesA = tileA.Cast<float>();
        var valuesB = tileB.Cast<float>();

        // What this thread loads into the tiles: position kA of the step, lines lineA, lineA + lines, …; neighbours read neighbouring
        // memory.
        var kA = a.DepthIsFastest ? thread % step : thread / lines;
        var kB = b.DepthIsFastest ? thread % step : thread / lines;
        var lineA = a.DepthIsFastest ? thread / step : thread % lines;
        var lineB = b.DepthIsFastest ? thread / step : thread % lines;
        var firstRow = tileRow * shape.Rows;
        var firstColumn = tileColumn * shape.Columns;
        var upperLines = Lines(a, firstRow + lineA, lines);
        var lowerLines = shape.IsTall ? Lines(a, firstRow + lineA + (4 * lines), lines) : default;
        var leftLines = Lines(b, firstColumn + lineB, lines);
        var storeA = (kA * strideA) + lineA;
        var storeB = (kB * strideB) + lineB;

        Write(valuesA, storeA, lines, 4, Fetch(a, upperLines, begin + kA, end, 4));
        if (shape.IsTall)
            Write(valuesA, storeA + (4 * lines), lines, 4, Fetch(a, lowerLines, begin + kA, end, 4));
        Write(valuesB, storeB, lines, passesB, Fetch(b, leftLines, begin + kB, end, passesB));
        Group.Barrier();

        Float4 c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        Float4 d0 = default, d1 = default, d2 = default, d3 = default, d4 = default, d5 = default, d6 = default, d7 = default;
        var ty = thread / shape.ThreadsX;
        var tx = thread - (ty * shape.ThreadsX);
        // Where the buffers that are read now begin.
        var bufferA = 0;
        var bufferB = 0;
        // Each pass: fetch the next step into registers, multiply the current one, store the fetched one in the other buffer. Past the end
        // Fetch gives 0.
        for (var k = begin; k < end; k += step)
        {
            var next = k + step;
            var upper = Fetch(a, upperLines, next + kA, end, 4);
            var lower = shape.IsTall ? Fetch(a, lowerLines, next + kA, end, 4) : default;
            var left = Fetch(b, leftLines, next + kB, end, passesB);
            for (var s = 0; s < step; s++)
            {
                var atA = (bufferA + (s * strideA)) / Float4.Width;
                var atB = (bufferB + (s * strideB)) / Float4.Width;
                var x = tileA[atA + ty];
                var z = tileA[atA + shape.ThreadsY + ty];
                var y = tileB[atB + tx];
                c0 = c0.Plus(x.A, y);
                c1 = c1.Plus(x.B, y);
                c2 = c2.Plus(x.C, y);
                c3 = c3.Plus(x.D, y);
                c4 = c4.Plus(z.A, y);
                c5 = c5.Plus(z.B, y);
                c6 = c6.Plus(z.C, y);
                c7 = c7.Plus(z.D, y);
                if (shape.IsWide)
                {
                    var v = tileB[atB + shape.ThreadsX + tx];
                    d0 = d0.Plus(x.A, v);
                    d1 = d1.Plus(x.B, v);
                    d2 = d2.Plus(x.C, v);
                    d3 = d3.Plus(x.D, v);
                    d4 = d4.Plus(z.A, v);
                    d5 = d5.Plus(z.B, v);
                    d6 = d6.Plus(z.C, v);
                    d7 = d7.Plus(z.D, v);
                }
            }
            bufferA = (step * strideA) - bufferA;
            bufferB = (step * strideB) - bufferB;
            Write(valuesA, bufferA + storeA, lines, 4, upper);
            if (shape.IsTall)
                Write(valuesA, bufferA + storeA + (4 * lines), lines, 4, lower);
            Write(valuesB, bufferB + storeB, lines, passesB, left);
            Group.Barrier();
        }

        var row = firstRow + (4 * ty);
        var column = firstColumn + (4 * tx);
        var below = 4 * shape.ThreadsY;
        var beside = 4 * shape.ThreadsX;
        var first = StoreEight(result, slice, row, below, rows, column, columns, c0, c1, c2, c3, c4, c5, c6, c7);
        var second = shape.IsWide
            ? StoreEight(result, slice, row, below, rows, column + beside, columns, d0, d1, d2, d3, d4, d5, d6, d7)
            : default;
        if (result.HasSums)
            StoreSums(tileA, result, shape, tileRow, firstColumn, columns, ty, tx, first, second);
    }

    // Adds the sums of all threads of a column, in the order of the rows. The tiles in shared memory are not needed any more.
    private static void StoreSums<T>(
        ArrayView<Float4> tile, T result, TileShape shape, int tileRow, int firstColumn, int columns, int ty, int tx, FourSums first,
        FourSums second)
        where T : struct, IResult
    {
        var perRow = shape.Columns / Float4.Width;
        var half = shape.ThreadsY * perRow;
        var at = (ty * perRow) + tx;
        tile[at] = first.First;
        tile[half + at] = first.Second;
        if (shape.IsWide)
        {
            tile[at + shape.ThreadsX] = second.First;
            tile[half + at + shape.ThreadsX] = second.Second;
        }
        Group.Barrier();
        var values = tile.Cast<float>();
        for (var c = Group.IdxX; c < shape.Columns && firstColumn + c < columns; c += shape.Threads)
        {
            var sum = default(Pair);
            for (var y = 0; y < shape.ThreadsY; y++)
            {
                var place = (y * shape.Columns) + c;
                sum = sum.Plus(values[place], values[(half * Float4.Width) + place]);
            }
            result.StoreSums(tileRow, firstColumn + c, sum.First, sum.Second);
        }
    }

    private static FourPlaces Lines<T>(T operand, int first, int step)
        where T : struct, IOperand =>
        new(operand.Line(first), operand.Line(first + step), operand.Line(first + (2 * step)), operand.Line(first + (3 * step)));

    // The values of the first count (1, 2 or 4) lines at k.
    private static Float4 Fetch<T>(T operand, FourPlaces lines, int k, int end, int count)
        where T : struct, IOperand
    {
        if (k >= end)
            return default;
        var depth = operand.Depth(k);
        var first = operand.Load(lines.A, depth);
        var second = count > 1 ? operand.Load(lines.B, depth) : 0.0f;
        var third = count > 2 ? operand.Load(lines.C, depth) : 0.0f;
        var fourth = count > 2 ? operand.Load(lines.D, depth) : 0.0f;
        return new Float4(first, second, third, fourth);
    }

    private static void Write(ArrayView<float> tile, int at, int step, int count, Float4 values)
    {
        tile[at] = values.A;
        if (count > 1)
            tile[at + step] = values.B;
        if (count > 2)
        {
            tile[at + (2 * step)] = values.C;
            tile[at + (3 * step)] = values.D;
        }
    }

    // Eight rows of four columns, and their sums: four rows from row on, and four as far below.
    private static FourSums StoreEight<T>(
        T result, int slice, int row, int below, int rows, int column, int columns, Float4 a, Float4 b, Float4 c, Float4 d, Float4 e,
        Float4 f, Float4 g, Float4 h)
        where T : struct, IResult
    {
        var upper = StoreFour(result, slice, row, rows, column, columns, a, b, c, d);
        var lower = StoreFour(result, slice, row + below, rows, column, columns, e, f, g, h);
        return result.HasSums ? upper.Plus(lower) : default;
    }

    private static FourSums StoreFour<T>(
        T result, int slice, int row, int rows, int column, int columns, Float4 first, Float4 second, Float4 third, Float4 fourth)
        where T : struct, IResult
    {
        var a = Store(result, slice, row, rows, column, columns, first);
        var b = Store(result, slice, row + 1, rows, column, columns, second);
        var c = Store(result, slice, row + 2, rows, column, columns, third);
        var d = Store(result, slice, row + 3, rows, column, columns, fourth);
        return result.HasSums ? a.Plus(b).Plus(c).Plus(d) : default;
    }

    private static FourSums Store<T>(T result, int slice, int row, int rows, int column, int columns, Float4 values)
        where T : struct, IResult
    {
        if (row >= rows || column >= columns)
            return default;
        if (result.TakesFours)
            return result.Store(slice + row, column, values);
        result.Store(slice + row, column, values.A);
        if (column + 1 < columns)
            result.Store(slice + row, column + 1, values.B);
        if (column + 2 < columns)
            result.Store(slice + row, column + 2, values.C);
        if (column + 3 < columns)
            result.Store(slice + row, column + 3, values.D);
        return default;
    }

    private readonly struct FourPlaces(Place a, Place b, Place c, Place d)
    {
        public readonly Place A = a;
        public readonly Place B = b;
        public readonly Place C = c;
        public readonly Place D = d;
    }
}
