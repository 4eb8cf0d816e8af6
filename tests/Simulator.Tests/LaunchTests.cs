using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuDigits.Simulator.Tests;

public class LaunchTests
{
    [Theory]
    [InlineData(CPUDeviceKind.Default, 4, 16)]
    [InlineData(CPUDeviceKind.Nvidia, 32, 1024)]
    [InlineData(CPUDeviceKind.AMD, 32, 256)]
    [InlineData(CPUDeviceKind.LegacyAMD, 64, 256)]
    [InlineData(CPUDeviceKind.Intel, 16, 128)]
    public void DevicesHaveTheSizesOfTheRealOnes(CPUDeviceKind kind, int warp, int threads)
    {
        using var gpu = new Gpu(kind: kind);
        Assert.Equal((warp, threads), (gpu.Accelerator.WarpSize, gpu.Accelerator.MaxNumThreadsPerGroup));
        using var target = gpu.Accelerator.Allocate1D<int>(2 * threads);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView<int>>(FaultKernels.Positions);
        kernel((2, threads), target.View);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel((1, threads + 1), target.View));
    }

    [Fact]
    public void EmptyAndTooLargeLaunchesAreRefused()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<float>(64);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView<float>>(FaultKernels.ShowUnwritten);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel((0, 32), target.View));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel((1, 0), target.View));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => kernel(new KernelConfig(new Index3D(1, 1, 1), new Index3D(32, 32, 2)), target.View));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => kernel(new KernelConfig(new Index3D(1, 70_000, 1), new Index3D(1, 1, 1)), target.View));
        var indexed = gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(FaultKernels.BeyondPart);
        Assert.Throws<ArgumentOutOfRangeException>(() => indexed(0, target.View));
        var special = gpu.Accelerator.LoadStreamKernel<ArrayView<float>>(FaultKernels.Race, new KernelSpecialization(32, null));
        special((1, 32), target.View);
        Assert.Throws<ArgumentOutOfRangeException>(() => special((1, 33), target.View));
    }

    [Fact]
    public void ArgumentsArePublicToTheLastField()
    {
        using var gpu = new Gpu();
        var refused = Assert.Throws<TypeLoadException>(() =>
            gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, PartlyHidden>(FaultKernels.TakeHidden));
        Assert.Contains("Access is denied: 'GpuDigits.Simulator.Tests.Hidden'", refused.Message);
    }

    [Fact]
    public void SharedMemoryHasALimitThatCanBeSet()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<float>(1);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView<float>>(FaultKernels.TooMuchShared);
        var fault = Assert.Throws<KernelFaultException>(() => kernel((1, 1), target.View));
        Assert.Contains("65536 bytes per group were requested, the limit is 49152", fault.Message);
        gpu.Accelerator.Checks().SharedMemoryBytes = 64 << 10;
        kernel((1, 1), target.View);
        Assert.Equal(64 << 10, gpu.Accelerator.MaxSharedMemoryPerGroup);
    }

    [Fact]
    public void ARaceShowsInAnotherOrder()
    {
        float[] Run(ThreadOrder order)
        {
            using var gpu = new Gpu(o => o.Order = order);
            using var target = gpu.Zeros<float>(64);
            gpu.Accelerator.LoadStreamKernel<ArrayView<float>>(FaultKernels.Race)((1, 64), target.View);
            return target.Read();
        }

        var ascending = Run(ThreadOrder.Ascending);
        var descending = Run(ThreadOrder.Descending);
        Assert.True(float.IsNaN(ascending[5]));
        Assert.Equal(6, descending[5]);
        Assert.NotEqual(Run(ThreadOrder.Shuffled(1)), Run(ThreadOrder.Shuffled(2)));
        Assert.Equal(Run(ThreadOrder.Shuffled(1)), Run(ThreadOrder.Shuffled(1)));
    }

    [Fact]
    public void TheOrderIsThatOfGroupsToo()
    {
        int Last(ThreadOrder order)
        {
            using var gpu = new Gpu(o => (o.Order, o.Workers) = (order, 1));
            using var target = gpu.Zeros<int>(1);
            gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(FaultKernels.LastWriter)(5000, target.View);
            return target.Read()[0];
        }

        Assert.Equal(4999, Last(ThreadOrder.Ascending));
        Assert.Equal(0, Last(ThreadOrder.Descending));
        Assert.Equal(Last(ThreadOrder.Shuffled(3)), Last(ThreadOrder.Shuffled(3)));
    }

    [Fact]
    public void PositionsAreThoseOfTheGrid()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<int>(2 * 3 * 2 * 4 * 2 * 3);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView<int>>(FaultKernels.Positions);
        kernel(new KernelConfig(new Index3D(2, 3, 2), new Index3D(4, 2, 3)), target.View);
        var actual = target.Read();
        var at = 0;
        for (var group = 0; group < 12; group++)
        {
            (var gx, var gy, var gz) = (group % 2, group / 2 % 3, group / 6);
            for (var thread = 0; thread < 24; thread++)
            {
                (var x, var y, var z) = (thread % 4, thread / 4 % 2, thread / 8);
                var expected = (gx * 4) + x + (100 * ((gy * 2) + y)) + (10_000 * ((gz * 3) + z));
                Assert.Equal(expected, actual[at++]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(1000)]
    public void AnIndexedKernelRunsOnceForEachIndex(int extent)
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<int>(extent);
        gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(FaultKernels.CountIndex)(extent, target.View);
        Assert.Equal(Enumerable.Range(1, extent), target.Read());
    }

    [Fact]
    public void WhatCannotBeAKernelIsRefusedAtLoad()
    {
        using var gpu = new Gpu();
        Assert.Throws<NotSupportedException>(() =>
            gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(FaultKernels.Barrier));
        Assert.Throws<NotSupportedException>(
            () => gpu.Accelerator.LoadAutoGroupedStreamKernel<Index2D, ArrayView<int>>((i, v) => v[i.X] = i.Y));
        var captured = Environment.ProcessorCount;
        Assert.Throws<NotSupportedException>(() =>
            gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>((i, v) => v[i] = captured));
        using var target = gpu.Zeros<int>(3);
        gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>((i, v) => v[i] = 2 * i)(3, target.View);
        Assert.Equal([0, 2, 4], target.Read());
        Assert.Throws<InvalidOperationException>(() => Group.IdxX);
        var fault = Assert.ThrowsAny<NotSupportedException>(() =>
            gpu.Accelerator.LoadStreamKernel<ArrayView<int>>(FaultKernels.Catches)((1, 1), target.View));
        Assert.Contains("exception handlers", fault.Message);
    }

    [Fact]
    public void ThereAreNoGpus()
    {
        using var context = Context.Create(b => b.Cuda().OpenCL());
        Assert.Equal(AcceleratorType.CPU, Assert.Single(context.Devices).AcceleratorType);
    }
}
