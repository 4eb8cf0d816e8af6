using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Simulator.Tests;

public class MatrixTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(320)]
    public void TiledEqualsPlain(int n)
    {
        using var gpu = new Gpu();
        using var left = gpu.Send(Values(n * n, 1));
        using var right = gpu.Send(Values(n * n, 2));
        using var plain = gpu.Accelerator.Allocate1D<float>(n * n);
        using var tiled = gpu.Accelerator.Allocate1D<float>(n * n);
        var plainKernel = gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(
            MatrixKernels.Plain);
        var tiledKernel = gpu.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int>(MatrixKernels.Tiled);
        var groups = (n + MatrixKernels.Tile - 1) / MatrixKernels.Tile;
        plainKernel(n * n, left.View, right.View, plain.View, n);
        tiledKernel(new KernelConfig(new Index2D(groups, groups), new Index2D(MatrixKernels.Tile, MatrixKernels.Tile)), left.View,
            right.View, tiled.View, n);
        Assert.Equal(plain.Read(), tiled.Read());
        Assert.DoesNotContain(plain.Read(), float.IsNaN);
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
    }
}
