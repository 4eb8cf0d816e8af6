using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime;

namespace GpuDigits.Simulator.Tests;

public class FaultTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AMissNamesKernelViewIndexLengthAndPosition(int workers)
    {
        using var gpu = new Gpu(o => o.Workers = workers);
        using var target = gpu.Zeros<float>(10);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView<float>, int, int, int>(FaultKernels.WriteBeyondInGroup);
        var fault = Assert.Throws<KernelFaultException>(() => kernel((7, 32), target.View, 2, 5, -3));
        Assert.Equal(
            "FaultKernels.WriteBeyondInGroup: view 'target': index -3 is outside of length 10, in group (2, 0, 0), thread (5, 0, 0)",
            fault.Message);
        Assert.Equal(("target", "-3", "10"), (fault.View, fault.Index, fault.Length));
        Assert.Equal(("(2, 0, 0)", "(5, 0, 0)"), ($"{fault.GridIndex}", $"{fault.GroupIndex}"));

        // The accelerator stays usable, the kernel too.
        kernel((7, 32), target.View, 2, 5, 9);
        Assert.Equal(1, target.Read()[9]);
    }

    [Fact]
    public void ThePassedViewIsToldFromOthers()
    {
        using var gpu = new Gpu();
        using var source = gpu.Zeros<float>(20);
        using var target = gpu.Zeros<float>(20);
        var kernel = gpu.Accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<float>, int>(FaultKernels.WriteBeyond);
        Assert.Equal("target", Assert.Throws<KernelFaultException>(() => kernel(20, source.View, target.View, 1)).View);
        Assert.Equal(
            "source", Assert.Throws<KernelFaultException>(() => kernel(20, source.View.BaseView.SubView(0, 19), target.View, 0)).View);
        kernel(20, source.View, target.View, 0);
    }

    [Fact]
    public void PartsStructsAndSharedMemoryAreChecked()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<float>(20);
        var a = gpu.Accelerator;
        var shared = a.LoadStreamKernel<ArrayView<float>>(FaultKernels.BeyondShared);
        Assert.Equal("shared memory", Assert.Throws<KernelFaultException>(() => shared((1, 9), target.View)).View);
        var part = a.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(FaultKernels.BeyondPart);
        var fault = Assert.Throws<KernelFaultException>(() => part(4, target.View));
        Assert.Equal(("a part of 'target'", "3", "3"), (fault.View, fault.Index, fault.Length));
        var inStruct = a.LoadAutoGroupedStreamKernel<Index1D, Weights>(FaultKernels.InStruct);
        Assert.Equal("weights", Assert.Throws<KernelFaultException>(() => inStruct(1, new Weights(target.View, 20))).View);
    }

    /// <summary>A GPU loads and stores sixteen bytes at once, at multiples of sixteen only.</summary>
    [Fact]
    public void FourFloatsThatBeginBetweenMultiplesOfSixteenBytesAreAnError()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<float>(20);
        var kernel = gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, int>(FaultKernels.FourFrom);
        kernel(2, target.View, 4);
        var fault = Assert.Throws<KernelFaultException>(() => kernel(2, target.View, 1));
        Assert.Equal(
            "FaultKernels.FourFrom: view a part of 'target': a Four must begin at a multiple of 16 bytes, this one begins 4 after one, "
                + "in group (0, 0, 0), thread (0, 0, 0)",
            fault.Message);
        Assert.Equal(("a part of 'target'", null, null), (fault.View, fault.Index, fault.Length));
        ArrayView<float> view = target.View;
        Assert.Throws<ArgumentException>(() => view.SubView(3, 4).Cast<double>());
        Assert.Equal(5, view.SubView(3, 5).Cast<int>().Length);
        Assert.Equal(0, view.SubView(3, 1).Cast<double>().Length);
    }

    [Fact]
    public void ABarrierThatSomeNeverReachIsAnError()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<float>(64);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView<float>, int>(FaultKernels.EndEarly);
        var fault = Assert.Throws<KernelFaultException>(() => kernel((3, 64), target.View, 40));
        Assert.StartsWith("FaultKernels.EndEarly: divergent barrier: of the 64 threads of the group 40 wait at ", fault.Message);
        Assert.EndsWith(", 24 have ended without reaching it, in group (0, 0, 0)", fault.Message);
        kernel((3, 64), target.View, 64);
        Assert.DoesNotContain(0, target.Read());
    }

    [Fact]
    public void TwoBarriersAreNotOne()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<float>(64);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView<float>, int>(FaultKernels.TwoBarriers);
        var fault = Assert.Throws<KernelFaultException>(() => kernel((1, 64), target.View, 10));
        Assert.Matches("of the 64 threads of the group 54 wait at Group.Barrier at .*, 10 wait at Group.Barrier at ", fault.Message);
        kernel((1, 64), target.View, 64);
    }

    [Fact]
    public void AShuffleThatPartOfAWarpMakesIsAnError()
    {
        using var gpu = new Gpu();
        using var target = gpu.Zeros<float>(64);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView<float>>(FaultKernels.DivergentWarp);
        var fault = Assert.Throws<KernelFaultException>(() => kernel((1, 64), target.View));
        Assert.Contains("of the 32 threads of the warp 1 8 wait at ", fault.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AnyExceptionComesBackAsItIs(int workers)
    {
        using var gpu = new Gpu(o => o.Workers = workers);
        using var target = gpu.Send([.. Enumerable.Range(1, 1000)]);
        var kernel = gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(FaultKernels.DivideByZero);
        kernel(1000, target.View);
        Assert.All(target.Read(), v => Assert.Equal(1, v));
        Assert.Throws<DivideByZeroException>(() => kernel(1000, target.View));
        target.Write([.. Enumerable.Range(1, 1000)]);
        kernel(1000, target.View);
        Assert.All(target.Read(), v => Assert.Equal(1, v));
    }
}
