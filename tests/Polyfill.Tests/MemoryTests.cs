using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Polyfill.Tests;

public class MemoryTests
{
    [Fact]
    public void FreshMemoryOfEveryKindIsNaN()
    {
        using var gpu = new Gpu(o => o.Workers = 1);
        using var target = gpu.Accelerator.Allocate1D<float>(9);
        Assert.All(target.GetAsArray1D(), v => Assert.True(float.IsNaN(v)));
        target.MemSetToZero();
        var kernel = gpu.Accelerator.LoadStreamKernel<ArrayView1D<float, Stride1D.Dense>>(FaultKernels.ShowUnwritten);

        // One worker runs all three groups in the same memory, twice: what a group wrote must not show in the next.
        for (int round = 0; round < 2; round++)
        {
            kernel(new KernelConfig(3, 1, SharedMemoryConfig.RequestDynamic<float>(10)), target.View);
            Assert.All(target.GetAsArray1D(), v => Assert.True(float.IsNaN(v)));
        }
    }

    [Fact]
    public void DisposedBuffersAreRefused()
    {
        using var gpu = new Gpu();
        using var source = gpu.Zeros<float>(4);
        var target = gpu.Zeros<float>(4);
        ArrayView1D<float, Stride1D.Dense> view = target.View;
        var kernel = gpu.Accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>, int>(FaultKernels.WriteBeyond);
        kernel(4, source.View, view, 0);
        target.Dispose();
        target.Dispose();
        var fault = Assert.Throws<ObjectDisposedException>(() => kernel(4, source.View, view, 0));
        Assert.Contains("'target'", fault.Message);
        Assert.Throws<ObjectDisposedException>(() => view.CopyToCPU(new float[4]));
        Assert.Throws<ObjectDisposedException>(() => view.MemSetToZero());
        Assert.Throws<ObjectDisposedException>(() => target.CopyToCPU(new float[4]));
        Assert.Throws<ObjectDisposedException>(() => source.View.CopyTo(view));
    }

    [Fact]
    public void BuffersOfAnotherAcceleratorAreRefused()
    {
        using var gpu = new Gpu();
        using var other = new Gpu();
        using var source = gpu.Zeros<float>(4);
        using var target = other.Zeros<float>(4);
        var kernel = gpu.Accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>, int>(FaultKernels.WriteBeyond);
        Assert.Contains("'target'", Assert.Throws<ArgumentException>(() => kernel(4, source.View, target.View, 0)).Message);
        Assert.Throws<ArgumentException>(() => source.View.CopyTo(target.View));
        Assert.Throws<ArgumentException>(() => target.CopyToCPU(gpu.Accelerator.DefaultStream, new float[4]));
    }

    [Fact]
    public void AnAcceleratorTakesItsBuffersAlong()
    {
        using var gpu = new Gpu();
        var buffer = gpu.Zeros<float>(4);
        gpu.Accelerator.Dispose();
        Assert.True(buffer.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => gpu.Accelerator.Allocate1D<float>(1));
        Assert.Throws<ObjectDisposedException>(() => gpu.Accelerator.Synchronize());
    }

    [Fact]
    public void CopiesOfEveryShape()
    {
        using var gpu = new Gpu();
        float[] data = [1, 2, 3, 4, 5, 6];
        using var buffer = gpu.Accelerator.Allocate1D(data);
        AcceleratorStream stream = gpu.Accelerator.DefaultStream;
        Assert.Equal(data, buffer.GetAsArray1D());
        Assert.Equal([3, 4], buffer.View.SubView(2, 2).GetAsArray1D());
        buffer.View.SubView(1, 2).CopyFromCPU([20, 30]);
        buffer.View.SubView(3, 1).BaseView.CopyFromCPU((ReadOnlySpan<float>)[40]);
        float[] back = new float[6];
        buffer.View.CopyToCPU(stream, back.AsSpan());
        Assert.Equal([1, 20, 30, 40, 5, 6], back);
        buffer.View.BaseView.CopyToCPU(back.AsSpan(0, 2));
        buffer.View.SubView(4, 2).CopyFrom(buffer.View.SubView(0, 2));
        Assert.Equal([1, 20, 30, 40, 1, 20], buffer.GetAsArray1D());
        buffer.View.Cast<float, byte>().SubView(0, 4).MemSet(0);
        buffer.View.SubView(5, 1).MemSetToZero();
        Assert.Equal([0, 20, 30, 40, 1, 0], buffer.View.BaseView.GetAsArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyFromCPU(new float[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyToCPU(new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.SubView(5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View[6]);
        using var empty = gpu.Accelerator.Allocate1D<float>(0);
        Assert.Empty(empty.GetAsArray1D());
    }

    [Fact]
    public void PlanesLieInMemoryAsTheirStrideSays()
    {
        using var gpu = new Gpu();
        using var buffer = gpu.Accelerator.Allocate1D([.. Enumerable.Range(0, 6)]);
        Assert.Equal(new[,] { { 0, 1, 2 }, { 3, 4, 5 } }, buffer.View.As2DDenseYView(new LongIndex2D(2, 3)).GetAsArray2D());
        Assert.Equal(new[,] { { 0, 2, 4 }, { 1, 3, 5 } }, buffer.View.As2DDenseXView(new LongIndex2D(2, 3)).GetAsArray2D());
        ArrayView2D<int, Stride2D.DenseY> inner = buffer.View.As2DDenseYView(new LongIndex2D(2, 3)).SubView(new Index2D(0, 1), new Index2D(2, 2));
        Assert.Equal([1, 2, 4, 5], [inner[0, 0], inner[0, 1], inner[1, 0], inner[1, 1]]);
        Assert.Throws<ArgumentOutOfRangeException>(() => inner[0, 2]);
    }
}
