using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// <see cref="ConvolutionPoolRelu"/> for the usual first layer: one channel, 3×3 filters, stride 1, any padding; pool 2×2, stride 2, no
/// padding, all windows complete. Picture rows lie in shared memory with their padding, so that the inner loop needs no bounds checks. A
/// lane computes one filter and keeps its nine values in registers. Four convolution values share a 4×4 piece of the picture (16 broadcast
/// reads, 36 products). Outputs are written once, and neighbouring lanes write neighbouring filters.
/// <para>
/// Launch: group (lanes, rows of lanes), at most 32 lanes and <see cref="MaxThreads"/> threads. Forward: grid (pictures, bands of bandRows
/// pooled rows, ⌈filters / lanes⌉). Backward: grid (slices of picturesPerSlice pictures, ⌈filters / lanes⌉, 1), then
/// <see cref="MatrixProduct.SumSlices"/>. The tile (2·rows + 2) × (2·OutWidth + 2) must fit in <see cref="TileSize"/>.
/// </para>
/// </summary>
public static class ConvolutionPoolRelu3x3
{
    /// <summary>Floats of the picture tile in shared memory.</summary>
    public const int TileSize = 4096;

    /// <summary>Most threads per group.</summary>
    public const int MaxThreads = 1024;

    private const int Sums = 10;

    // Rows of lanes whose sums fit in the tile together, for up to 32 lanes.
    private const int RowsAtOnce = 8;

    /// <summary>Whether these kernels support the shapes.</summary>
    public static bool Fits(in ConvolutionShape shape, in PoolShape pool) =>
        shape.Channels == 1 && shape.FilterHeight == 3 && shape.FilterWidth == 3 && shape.StrideY == 1 && shape.StrideX == 1
        && pool.PoolHeight == 2 && pool.PoolWidth == 2 && pool.StrideY == 2 && pool.StrideX == 2 && pool.PadTop == 0 && pool.PadLeft == 0
        && 2 * pool.OutHeight <= shape.OutHeight && 2 * pool.OutWidth <= shape.OutWidth
        && TileRows(pool.OutHeight) * TileWidth(pool) <= TileSize;

    /// <summary>Computes the band of pooled rows that the group's grid index selects.</summary>
    public static void Forward(
        ConvolutionShape shape, PoolShape pool, int bandRows, ArrayView<float> x, ArrayView<float> filters, ArrayView<float> bias,
        ArrayView<float> y, ArrayView<byte> argMax)
    {
        var tile = SharedMemory.Allocate<float>(TileSize);
        var picture = Grid.IdxX;
        var firstRow = Grid.IdxY * bandRows;
        var rows = Math.Min(bandRows, pool.OutHeight - firstRow);
        var filter = (Grid.IdxZ * Group.DimX) + Group.IdxX;
        var active = filter < shape.Filters;
        var width = TileWidth(pool);
        LoadTile(tile, shape, pool, x, picture, firstRow, rows);
        Group.Barrier();

        var taps = active ? Taps.Read(filters, filter, shape.Filters) : default;
        var offset = active ? bias[filter] : 0.0f;
        for (var p = Group.IdxY; p < rows * pool.OutWidth; p += Group.DimY)
        {
            var py = p / pool.OutWidth;
            var px = p - (py * pool.OutWidth);
            var at = (2 * py * width) + (2 * px);
            var first = Float4.Read(tile, at, 1);
            var second = Float4.Read(tile, at + width, 1);
            var third = Float4.Read(tile, at + (2 * width), 1);
            var fourth = Float4.Read(tile, at + (3 * width), 1);
            var best = taps.Left(first, second, third);
            var place = 0;
            var value = taps.Right(first, second, third);
            place = value > best ? 1 : place;
            best = value > best ? value : best;
            value = taps.Left(second, third, fourth);
            place = value > best ? 2 : place;
            best = value > best ? value : best;
            value = taps.Right(second, third, fourth);
            place = value > best ? 3 : place;
            best = value > best ? value : best;
            if (active)
            {
                var output = (((((picture * pool.OutHeight) + firstRow + py) * pool.OutWidth) + px) * shape.Filters) + filter;
                y[output] = MathF.Max(best + offset, 0.0f);
                argMax[output] = (byte)place;
            }
        }
    }

    /// <summary>Partial gradients [slice, nine filter positions and the bias, filter] of the group's slice and filters.</summary>
    public static void Backward(
        ConvolutionShape shape, PoolShape pool, int batch, int picturesPerSlice, ArrayView<float> x, ArrayView<float> y,
        ArrayView<float> dy, ArrayView<byte> argMax, ArrayView<float> partial)
    {
        var tile = SharedMemory.Allocate<float>(TileSize);
        var slice = Grid.IdxX;
        var lane = Group.IdxX;
        var lanes = Group.DimX;
        var filter = (Grid.IdxY * lanes) + lane;
        var active = filter < shape.Filters;
        var width = TileWidth(pool);
        var sums = default(Taps);
        var bias = 0.0f;
        var end = Math.Min((slice + 1) * picturesPerSlice, batch);
        for (var picture = slice * picturesPerSlice; picture < end; picture++)
        {
            LoadTile(tile, shape, pool, x, picture, 0, pool.OutHeight);
            Group.Barrier();
            for (var p = Group.IdxY; active && p < pool.OutHeight * pool.OutWidth; p += Group.DimY)
            {
                var output = (((picture * pool.OutHeight * pool.OutWidth) + p) * shape.Filters) + filter;
                // Both are read unconditionally: a warp that skips the reads would wait just as long.
                var before = dy[output];
                var gradient = y[output] > 0.0f ? before : 0.0f;
                int place = argMax[output];
                var py = p / pool.OutWidth;
                var px = p - (py * pool.OutWidth);
                var at = (((2 * py) + (place >> 1)) * width) + (2 * px) + (place & 1);
                sums = sums.Plus(gradient, tile, at, width);
                bias += gradient;
            }
            Group.Barrier();
        }

        // The tile is reused for the sums of RowsAtOnce rows of lanes at a time. They are added in order to the running totals, which
        // follow them in the tile.
        var own = (Group.IdxY % RowsAtOnce * Sums * lanes) + lane;
        var totals = (RowsAtOnce * Sums * lanes) + lane;
        for (var begin = 0; begin < Group.DimY; begin += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, Group.DimY - begin);
            if (Group.IdxY >= begin && Group.IdxY < begin + rows)
            {
                sums.Write(tile, own, lanes);
                tile[own + (9 * lanes)] = bias;
            }
            Group.Barrier();
            for (var place = Group.IdxY; place < Sums; place += Group.DimY)
            {
                var sum = begin == 0 ? 0.0f : tile[totals + (place * lanes)];
                for (var row = 0; row < rows; row++)
                    sum += tile[(((row * Sums) + place) * lanes) + lane];
                tile[totals + (place * lanes)] = sum;
            }
            Group.Barrier();
        }
        for (var place = Group.IdxY; active && place < Sums; place += Group.DimY)
            partial[(((slice * Sums) + place) * shape.Filters) + filter] = tile[totals + (place * lanes)];
    }

    private static int TileWidth(in PoolShape pool) => (2 * pool.OutWidth) + 2;

    private static int TileRows(int pooledRows) => (2 * pooledRows) + 2;

    private static void LoadTile(
        ArrayView<float> tile, ConvolutionShape shape, PoolShape pool, ArrayView<float> x, int picture, int firstRow, int rows)
    {
        var width = TileWidth(pool);
        var top = (2 * firstRow) - shape.PadTop;
        for (var t = (Group.IdxY * Group.DimX) + Group.IdxX; t < TileRows(rows) * width; t += Group.DimX * Group.DimY)
        {
            var row = t / width;
            var iy = top + row;
            var ix = t - (row * width) - shape.PadLeft;
            var inside = (uint)iy < (uint)shape.Height && (uint)ix < (uint)shape.Width;
            tile[t] = inside ? x[(((picture * shape.Height) + iy) * shape.Width) + ix] : 0.0f;
        }
    }
}
