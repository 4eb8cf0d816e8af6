using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime;

namespace GpuDigits.Simulator.Tests;

public sealed class InjectedFaultTests
{
    private static void Fill(Index1D index, ArrayView<int> values) => values[index] = index;

    [Theory]
    [InlineData(FaultyWork.Allocation, 2)]
    [InlineData(FaultyWork.Compilation, 1)]
    [InlineData(FaultyWork.Launch, 3)]
    public void Fails_after_so_many_and_stays_bad(FaultyWork work, int after)
    {
        using var gpu = new Gpu(o => o.Fault = new(work, after));
        void Do()
        {
            if (work == FaultyWork.Allocation)
                gpu.Accelerator.Allocate1D<int>(1).Dispose();
            if (work == FaultyWork.Compilation)
                gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Fill);
        }

        if (work == FaultyWork.Launch)
        {
            using var values = gpu.Accelerator.Allocate1D<int>(4);
            var fill = gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Fill);
            for (var i = 0; i < after; i++)
                fill(4, values.View);
            Assert.Throws<InjectedFaultException>(() => fill(4, values.View));
        }
        else
        {
            for (var i = 0; i < after; i++)
                Do();
            Assert.Throws<InjectedFaultException>(Do);
        }

        Assert.Throws<InjectedFaultException>(() => gpu.Accelerator.Allocate1D<int>(1));
    }

    [Theory]
    [InlineData("launch")]
    [InlineData("launch:x")]
    [InlineData("7:7")]
    [InlineData("fire:1")]
    public void Says_what_a_fault_is(string text) =>
        Assert.Contains(text, Assert.Throws<FormatException>(() => InjectedFault.Parse(text)).Message, StringComparison.Ordinal);
}
