using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuDigits.Polyfill.Tests;

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
        using Context context = Context.Create(b => b.CPU(kind));
        using CPUAccelerator accelerator = context.CreateCPUAccelerator(0);
        Assert.Equal((warp, threads), (accelerator.WarpSize, accelerator.MaxNumThreadsPerGroup));
        using var target = accelerator.Allocate1D<int>(2 * threads);
        var kernel = accelerator.LoadStreamKernel<ArrayView1D<int, Stride1D.Dense>>(FaultKernels.Positions);
        kernel((2, threads), target.View);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel((1, threads + 1), target.View));
    }

    [Fact]
    public void EmptyAndTooLargeLaunchesAreRefused()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<float>(64);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView1D<float, Stride1D.Dense>>(FaultKernels.ShowUnwritten);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel((0, 32), target.View));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel((1, 0), target.View));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel((new Index3D(1, 1, 1), new Index3D(32, 32, 2)), target.View));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel((1, 1, SharedMemoryConfig.RequestDynamic<byte>((48 << 10) + 1)), target.View));
        var indexed = gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView1D<float, Stride1D.Dense>>(FaultKernels.BeyondPart);
        Assert.Throws<ArgumentOutOfRangeException>(() => indexed(0, target.View));
        var special = gpu.Accelerator.LoadStreamKernel<ArrayView1D<float, Stride1D.Dense>>(FaultKernels.Race, new KernelSpecialization(32, null));
        special((1, 32), target.View);
        Assert.Throws<ArgumentOutOfRangeException>(() => special((1, 33), target.View));
    }

    [Fact]
    public void ArgumentsArePublicToTheLastField()
    {
        using var gpu = new Gpu();
        var refused = Assert.Throws<TypeLoadException>(() =>
            gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView1D<float, Stride1D.Dense>, PartlyHidden>(FaultKernels.TakeHidden));
        Assert.Contains("Access is denied: 'GpuDigits.Polyfill.Tests.Hidden'", refused.Message);
    }

    [Fact]
    public void SharedMemoryHasALimitThatCanBeSet()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<float>(1);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView1D<float, Stride1D.Dense>>(FaultKernels.TooMuchShared);
        var fault = Assert.Throws<KernelFaultException>(() => kernel((1, 1), target.View));
        Assert.Contains("65536 bytes a group asked for, the limit is 49152", fault.Message);
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
            gpu.Accelerator.LoadStreamKernel<ArrayView1D<float, Stride1D.Dense>>(FaultKernels.Race)((1, 64), target.View);
            return target.GetAsArray1D();
        }

        float[] ascending = Run(ThreadOrder.Ascending);
        float[] descending = Run(ThreadOrder.Descending);
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
            gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView1D<int, Stride1D.Dense>>(FaultKernels.LastWriter)(5000, target.View);
            return target.GetAsArray1D()[0];
        }

        Assert.Equal(4999, Last(ThreadOrder.Ascending));
        Assert.Equal(0, Last(ThreadOrder.Descending));
        Assert.Equal(Last(ThreadOrder.Shuffled(3)), Last(ThreadOrder.Shuffled(3)));
    }

    [Theory]
    [InlineData("ascending")]
    [InlineData("descending")]
    [InlineData("shuffled:42")]
    public void AnOrderCanBeWrittenAndRead(string text) => Assert.Equal(text, ThreadOrder.Parse(text).ToString());

    [Fact]
    public void PositionsAreThoseOfTheGrid()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<int>(2 * 3 * 2 * 4 * 2 * 3);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView1D<int, Stride1D.Dense>>(FaultKernels.Positions);
        kernel(new KernelConfig(2, 3, 2, 4, 2, 3), target.View);
        int[] actual = target.GetAsArray1D();
        int at = 0;
        for (int group = 0; group < 12; group++)
        {
            (int gx, int gy, int gz) = (group % 2, group / 2 % 3, group / 6);
            for (int thread = 0; thread < 24; thread++)
            {
                (int x, int y, int z) = (thread % 4, thread / 4 % 2, thread / 8);
                int expected = (gx * 4) + x + (100 * ((gy * 2) + y)) + (10_000 * ((gz * 3) + z)) + (thread == 23 ? 1_000_000 : 0);
                Assert.Equal(expected, actual[at++]);
            }
        }
    }

    [Fact]
    public void IndicesCoverTheExtent()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<int>(60);
        gpu.Accelerator.LoadImplicitlyGroupedStreamKernel<Index3D, ArrayView1D<int, Stride1D.Dense>>(FaultKernels.Index3, 7)(new Index3D(5, 4, 3), target.View);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (i % 5) + (10 * (i / 5 % 4)) + (100 * (i / 20))), target.GetAsArray1D());
    }

    [Fact]
    public void WhatCannotBeAKernelIsRefusedAtLoad()
    {
        using var gpu = new Gpu();
        Assert.Throws<NotSupportedException>(() =>
            gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView1D<float, Stride1D.Dense>>(FaultKernels.Barrier));
        int captured = Environment.ProcessorCount;
        Assert.Throws<NotSupportedException>(() =>
            gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView1D<int, Stride1D.Dense>>((i, v) => v[i] = captured));
        using var target = gpu.Zeros<int>(3);
        gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView1D<int, Stride1D.Dense>>((i, v) => v[i] = 2 * i)(3, target.View);
        Assert.Equal([0, 2, 4], target.GetAsArray1D());
        Assert.Throws<InvalidOperationException>(() => Group.IdxX);
        var fault = Assert.ThrowsAny<NotSupportedException>(() =>
            gpu.Accelerator.LoadStreamKernel<ArrayView1D<int, Stride1D.Dense>>(FaultKernels.Catches)((1, 1), target.View));
        Assert.Contains("exception handlers", fault.Message);
    }

    [Fact]
    public void ThereAreNoGpus()
    {
        using Context context = Context.Create(b => b.Cuda().OpenCL());
        Assert.Equal(AcceleratorType.CPU, Assert.Single(context.Devices).AcceleratorType);
        Assert.Equal(0, context.GetCudaDevices().Count + context.GetCLDevices().Count);
        Assert.Throws<NotSupportedException>(() => context.CreateCudaAccelerator(0));
        Assert.Throws<NotSupportedException>(() => context.GetCLDevice(0));
    }
}
