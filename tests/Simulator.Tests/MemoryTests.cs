using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Simulator.Tests;

public class MemoryTests
{
    [Fact]
    public void FreshMemoryOfEveryKindIsNaN()
    {
        using var gpu = new Gpu(o => o.Workers = 1);
        using var target = gpu.Accelerator.Allocate1D<float>(3);
        Assert.All(target.Read(), v => Assert.True(float.IsNaN(v)));
        target.Write([0, 0, 0]);
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView<float>>(FaultKernels.ShowUnwritten);

        // One worker runs all three groups in the same memory, twice: what a group wrote must not show in the next.
        for (var round = 0; round < 2; round++)
        {
            kernel((3, 1), target.View);
            Assert.All(target.Read(), v => Assert.True(float.IsNaN(v)));
        }
    }

    [Fact]
    public void DisposedBuffersAreRefused()
    {
        using var gpu = new Gpu();
        using var source = gpu.Zeros<float>(4);
        var target = gpu.Zeros<float>(4);
        ArrayView<float> view = target.View;
        var kernel = gpu.Accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<float>, int>(FaultKernels.WriteBeyond);
        kernel(4, source.View, view, 0);
        target.Dispose();
        target.Dispose();
        var fault = Assert.Throws<ObjectDisposedException>(() => kernel(4, source.View, view, 0));
        Assert.Contains("'target'", fault.Message);
        var stream = gpu.Accelerator.DefaultStream;
        Assert.Throws<ObjectDisposedException>(() => view.CopyToCPU(stream, new float[4].AsSpan()));
        Assert.Throws<ObjectDisposedException>(() => view.CopyFromCPU(stream, (ReadOnlySpan<float>)new float[4]));
        Assert.Throws<ObjectDisposedException>(() => view.MemSetToZero(stream));
    }

    [Fact]
    public void BuffersOfAnotherAcceleratorAreRefused()
    {
        using var gpu = new Gpu();
        using var other = new Gpu();
        using var source = gpu.Zeros<float>(4);
        using var target = other.Zeros<float>(4);
        var kernel = gpu.Accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<float>, ArrayView<float>, int>(FaultKernels.WriteBeyond);
        Assert.Contains("'target'", Assert.Throws<ArgumentException>(() => kernel(4, source.View, target.View, 0)).Message);
        Assert.Throws<ArgumentException>(() => target.View.BaseView.CopyToCPU(gpu.Accelerator.DefaultStream, new float[4].AsSpan()));
    }

    [Fact]
    public void AnAcceleratorTakesItsBuffersAlong()
    {
        using var gpu = new Gpu();
        var buffer = gpu.Zeros<float>(4);
        gpu.Accelerator.Dispose();
        Assert.True(buffer.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => gpu.Accelerator.Allocate1D<float>(1));
        Assert.Throws<ObjectDisposedException>(() => gpu.Accelerator.DefaultStream.Synchronize());
    }

    [Fact]
    public void CopiesAndZerosStayWithinTheirView()
    {
        using var gpu = new Gpu();
        var stream = gpu.Accelerator.DefaultStream;
        using var buffer = gpu.Send([1f, 2, 3, 4, 5, 6]);
        ArrayView<float> view = buffer.View;
        view.SubView(1, 2).CopyFromCPU(stream, (ReadOnlySpan<float>)[20, 30]);
        view.SubView(5, 1).MemSetToZero(stream);
        view.SubView(3, 1).Cast<byte>().SubView(0, 2).MemSetToZero(stream);
        Assert.Equal([1, 20, 30, 4, 5, 0], buffer.Read());
        var back = new float[2];
        view.SubView(2, 4).CopyToCPU(stream, back.AsSpan());
        Assert.Equal([30, 4], back);
        Assert.Equal(2, ((IContiguousArrayView)view.SubView(2, 4)).Index);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(new float[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.SubView(0, 1).CopyToCPU(stream, back.AsSpan()));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.SubView(5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => view[6]);
        using var empty = gpu.Accelerator.Allocate1D<float>(0);
        Assert.Empty(empty.Read());
    }
}
