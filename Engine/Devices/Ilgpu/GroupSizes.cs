using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>
/// Threads per group, by kernel and by the device's limit: 1,024 on CUDA, 256 on many OpenCL devices, 16 on ILGPU's default simulation. The
/// rule: the largest of the kernel's sizes that fits.
/// <list type="table">
/// <item><term>products</term><description>256, 64, 16: with more threads, each would have fewer than the 100 registers that 8 × 8 sums
/// need</description></item>
/// <item><term>convolution + pool + ReLU</term><description>up to 256 forward (bands of a picture are small); up to 1,024 backward, where a
/// group processes a whole picture and waits for memory at each position, and a batch of 128 has only 128 pictures to occupy a
/// card</description></item>
/// <item><term>softmax, classifier</term><description>up to 128, 256: rows are short, groups many</description></item>
/// <item><term>augmentation</term><description>up to 128: a thread computes the sample's numbers once for about six
/// pixels</description></item>
/// <item><term>batch normalisation</term><description>up to 1,024: there are few groups, because each adds all slices of the
/// sums</description></item>
/// <item><term>sum over a batch in one group</term><description>up to 1,024: the time is proportional to the share of each
/// thread</description></item>
/// </list>
/// </summary>
/// <param name="limit">Most threads per group that the device allows.</param>
internal readonly struct GroupSizes(int limit)
{
    /// <summary>The smallest group limit that a device may have.</summary>
    public const int Smallest = 16;

    /// <summary>The largest group that any kernel uses.</summary>
    public const int Largest = 1024;

    // How much padding a smaller tile must save before it is chosen: it reads only half a memory sector at a time.
    private const int Gain = 2;

    // A slice of a product must have at least this many steps along the depth to be worth a group.
    private const int LeastSteps = 8;

    private readonly int _limit = Math.Min(limit, Largest);

    /// <summary>Neighbouring filters in a group of the fused convolution, or lanes of a softmax row.</summary>
    public int Lanes => Math.Min(32, _limit);

    /// <summary>Rows of lanes in a group of the fused convolution's forward pass.</summary>
    public int ForwardRows => Math.Min(256, _limit) / Lanes;

    /// <summary>Rows of lanes in a group of the fused convolution's backward pass.</summary>
    public int BackwardRows => _limit / Lanes;

    /// <summary>Threads of a softmax group.</summary>
    public int Softmax => Math.Min(128, _limit);

    /// <summary>Threads of a classifier group.</summary>
    public int Classifier => Math.Min(Kernels.Classifier.MaxThreads, _limit);

    /// <summary>Threads per augmented picture.</summary>
    public int Augment => Math.Min(128, _limit);

    /// <summary>Threads per group of a batch normalisation.</summary>
    public int Normalization => Math.Min(BatchNormalizationKernels.MaxThreads, _limit);

    /// <summary>Threads of the one group that sums over a batch.</summary>
    public int Sum => _limit;

    /// <summary>Square root of the number of threads in a product's group.</summary>
    public int ProductSide => _limit >= 256 ? 16 : _limit >= 64 ? 8 : 4;

    /// <summary>The tile for a product: the largest of those that waste the least at the edges of the result.</summary>
    public TileShape Tile(int rows, int columns)
    {
        var side = ProductSide;
        var large = TileShape.For(side, columns);
        if (side <= 8)
            return large;
        var small = TileShape.For(side / 2, columns);
        return Padded(small, rows, columns) * Gain < Padded(large, rows, columns) ? small : large;
    }

    /// <summary>
    /// The same, but narrow instead of wide where the tiles are so few that the slices of the depth, which must occupy the device, would
    /// become too thin.
    /// </summary>
    public TileShape Tile(int rows, int columns, int depth, int busyGroups)
    {
        var tile = Tile(rows, columns);
        var thin = busyGroups > (long)Tiles(tile, rows, columns) * MostSlices(tile, depth);
        return thin && tile.IsWide && tile.Threads == ProductSide * ProductSide ? TileShape.Narrow(ProductSide) : tile;
    }

    /// <summary>
    /// The tile for a product that is not split along its depth: the largest of which there are enough to keep this number of groups busy,
    /// otherwise the smallest.
    /// </summary>
    public TileShape WholeTile(int rows, int columns, int groups)
    {
        var tile = TileShape.For(ProductSide, columns);
        var half = ProductSide / 2;
        if (half < 4 || Tiles(tile, rows, columns) >= groups)
            return tile;
        tile = TileShape.For(half, columns);
        return tile.IsWide && Tiles(tile, rows, columns) < groups ? TileShape.Narrow(half) : tile;
    }

    /// <summary>The number of slices of a sum over depth with which all tiles of the result keep the device busy.</summary>
    public int Slices(TileShape shape, int rows, int columns, int depth, int busyGroups)
    {
        // Smaller groups share a multiprocessor.
        var groups = busyGroups * (ProductSide * ProductSide / shape.Threads);
        return Math.Clamp(groups / Tiles(shape, rows, columns), 1, MostSlices(shape, depth));
    }

    /// <summary>Number of tiles of a result.</summary>
    public static int Tiles(TileShape shape, int rows, int columns) => checked(shape.RowTiles(rows) * shape.ColumnTiles(columns));

    /// <summary>The most slices of a sum over depth that are worth a group.</summary>
    public static int MostSlices(TileShape shape, int depth) => Math.Max(1, depth / (LeastSteps * shape.Step));

    private static long Padded(TileShape shape, int rows, int columns) =>
        (long)shape.Threads * Tiles(shape, rows, columns) * (shape.IsWide ? 2 : 1);
}
