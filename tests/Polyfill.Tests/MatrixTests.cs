using System.Diagnostics;
using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Xunit.Abstractions;

namespace GpuDigits.Polyfill.Tests;

public class MatrixTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(320)]
    public void TiledEqualsPlain(int n)
    {
        using Context context = Context.Create(b => b.CPU(CPUDeviceKind.Nvidia));
        using CPUAccelerator accelerator = context.CreateCPUAccelerator(0);
        float[] a = Values(n * n, 1);
        float[] b = Values(n * n, 2);
        using MemoryBuffer1D<float, Stride1D.Dense> left = accelerator.Allocate1D(a);
        using MemoryBuffer1D<float, Stride1D.Dense> right = accelerator.Allocate1D(b);
        using MemoryBuffer1D<float, Stride1D.Dense> plain = accelerator.Allocate1D<float>(n * n);
        using MemoryBuffer1D<float, Stride1D.Dense> tiled = accelerator.Allocate1D<float>(n * n);
        var plainKernel = accelerator.LoadAutoGroupedStreamKernel<
            Index2D, ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>, int>(MatrixKernels.Plain);
        var tiledKernel = accelerator.LoadStreamKernel<
            ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>, int>(MatrixKernels.Tiled);
        int groups = (n + MatrixKernels.Tile - 1) / MatrixKernels.Tile;
        KernelConfig config = (new Index2D(groups, groups), new Index2D(MatrixKernels.Tile, MatrixKernels.Tile));

        for (int round = 0; round < 2; round++)
        {
            long start = Stopwatch.GetTimestamp();
            plainKernel((n, n), left.View, right.View, plain.View, n);
            accelerator.Synchronize();
            double plainTime = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            start = Stopwatch.GetTimestamp();
            tiledKernel(config, left.View, right.View, tiled.View, n);
            accelerator.Synchronize();
            output.WriteLine($"{n} x {n}: plain {plainTime:F1} ms, tiled {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms, "
                + $"{accelerator.Checks().Workers} workers");
        }

        Assert.Equal(plain.GetAsArray1D(), tiled.GetAsArray1D());
        Assert.DoesNotContain(plain.GetAsArray1D(), float.IsNaN);
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
    }
}
