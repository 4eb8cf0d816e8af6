using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>
/// How many threads a group has, by kernel and by what the device allows: 1,024 on CUDA, 256 on many OpenCL devices, 16 on ILGPU's default
/// simulation. The rule: the largest size of the kernel's row that fits.
/// <list type="table">
/// <item><term>products</term><description>256, 64, 16: more threads would leave fewer than the 100 registers a thread that 8 × 8 sums need</description></item>
/// <item><term>convolution + pool + ReLU</term><description>up to 256 forward (bands of a picture are small); up to 1,024 backward, where a group walks
/// over a whole picture, waiting for memory at each place, and a batch of 128 has but 128 pictures to fill a card with</description></item>
/// <item><term>softmax, classifier</term><description>up to 128, 256: rows are short, groups many</description></item>
/// <item><term>augmentation</term><description>up to 128: a thread works out the sample's numbers once for some six pixels</description></item>
/// <item><term>batch normalisation's sums</term><description>up to 256: the rows of a group meet one after the other</description></item>
/// <item><term>sum over a batch in one group</term><description>up to 1,024: a step is as long as a thread's share</description></item>
/// </list>
/// </summary>
/// <param name="limit">Most threads that the device allows in a group.</param>
internal readonly struct GroupSizes(int limit)
{
    /// <summary>The fewest threads that a device must allow.</summary>
    public const int Smallest = 16;

    /// <summary>The most threads that any kernel uses.</summary>
    public const int Largest = 1024;

    // How many times less a smaller tile must compute beyond the edges to be taken: its reads fill but half a sector.
    private const int Gain = 2;

    // Steps along the depth below which a slice of a product is not worth a group.
    private const int LeastSteps = 8;

    private readonly int _limit = Math.Min(limit, Largest);

    /// <summary>Filters side by side in a group of the fused convolution, or lanes of a row of softmax.</summary>
    public int Lanes => Math.Min(32, _limit);

    /// <summary>Rows of lanes in a group of the fused convolution, forward.</summary>
    public int ForwardRows => Math.Min(256, _limit) / Lanes;

    /// <summary>Rows of lanes in a group of its gradient.</summary>
    public int BackwardRows => _limit / Lanes;

    /// <summary>Threads of a softmax group.</summary>
    public int Softmax => Math.Min(128, _limit);

    /// <summary>Threads of a classifier group.</summary>
    public int Classifier => Math.Min(256, _limit);

    /// <summary>Threads for a picture that is augmented.</summary>
    public int Augment => Math.Min(128, _limit);

    /// <summary>Threads of a group of a batch normalisation's sums.</summary>
    public int Normalization => Math.Min(BatchNormalization.MaxThreads, _limit);

    /// <summary>Threads of the one group that sums over a batch.</summary>
    public int Sum => _limit;

    /// <summary>Root of the threads of a product's group.</summary>
    public int ProductSide => _limit >= 256 ? 16 : _limit >= 64 ? 8 : 4;

    /// <summary>The tile for a product: the largest of those that waste the least on the edges of the result.</summary>
    public TileShape Tile(int rows, int columns)
    {
        int side = ProductSide;
        var large = TileShape.For(side, columns);
        if (side <= 8)
            return large;
        var small = TileShape.For(side / 2, columns);
        return Padded(small, rows, columns) * Gain < Padded(large, rows, columns) ? small : large;
    }

    /// <summary>
    /// The same, but a narrow one instead of a wide one where there are so few tiles that the slices of the depth, which shall fill the device,
    /// would become too thin.
    /// </summary>
    public TileShape Tile(int rows, int columns, int depth, int busyGroups)
    {
        var tile = Tile(rows, columns);
        bool thin = busyGroups > (long)Tiles(tile, rows, columns) * MostSlices(tile, depth);
        return thin && tile.IsWide && tile.Threads == ProductSide * ProductSide ? TileShape.Narrow(ProductSide) : tile;
    }

    /// <summary>In how many slices to split a sum over depth so that all tiles of the result keep the device busy.</summary>
    public int Slices(TileShape shape, int rows, int columns, int depth, int busyGroups)
    {
        // Groups of fewer threads fit on a multiprocessor side by side.
        int groups = busyGroups * (ProductSide * ProductSide / shape.Threads);
        return Math.Clamp(groups / Tiles(shape, rows, columns), 1, MostSlices(shape, depth));
    }

    /// <summary>Tiles of a result.</summary>
    public static int Tiles(TileShape shape, int rows, int columns) => checked(shape.RowTiles(rows) * shape.ColumnTiles(columns));

    private static int MostSlices(TileShape shape, int depth) => Math.Max(1, depth / (LeastSteps * shape.Step));

    private static long Padded(TileShape shape, int rows, int columns) => (long)shape.Threads * Tiles(shape, rows, columns) * (shape.IsWide ? 2 : 1);
}
