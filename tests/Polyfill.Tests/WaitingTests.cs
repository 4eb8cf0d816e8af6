using ILGPU;
using ILGPU.Checking;
using ILGPU.Execution;
using ILGPU.Runtime;

namespace GpuDigits.Polyfill.Tests;

public class WaitingTests
{
    private const int GroupSize = 64;
    private const int Groups = 5;

    public static TheoryData<string> Kernels => [.. typeof(WaitingKernels).GetMethods()
        .Where(m => m.DeclaringType == typeof(WaitingKernels)).Select(m => m.Name)];

    /// <summary>Both ways to run threads, all orders and any number of workers give the same bits.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void SameBitsHoweverItRuns(string kernel)
    {
        float[] expected = Run(kernel, _ => { });
        Assert.DoesNotContain(expected, float.IsNaN);
        Assert.Equal(expected, Run(kernel, o => o.OwnStacks = true));
        foreach (ThreadOrder order in (ThreadOrder[])[ThreadOrder.Descending, ThreadOrder.Shuffled(1), ThreadOrder.Shuffled(2)])
        {
            Assert.Equal(expected, Run(kernel, o => o.Order = order));
            Assert.Equal(expected, Run(kernel, o => (o.Order, o.OwnStacks) = (order, true)));
        }

        Assert.Equal(expected, Run(kernel, o => o.Workers = 1));
        Assert.Equal(expected, Run(kernel, o => o.Workers = 4));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void AllButReferencesToLocalsAreResumable(string kernel)
    {
        var program = KernelProgram<(ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>)>.Of(
            typeof(WaitingKernels).GetMethod(kernel)!);
        Assert.True(program.Waits);
        Assert.Equal(kernel == nameof(WaitingKernels.ReferenceToLocal), program.WhyNotResumable is not null);
    }

    [Fact]
    public void TheResultsAreRight()
    {
        float[] source = Source();
        float[][] groups = [.. source.Chunk(GroupSize)];
        Assert.Equal(groups.SelectMany(g => g.Reverse()), Run(nameof(WaitingKernels.Reverse), _ => { }));
        Close(groups.SelectMany(g => Enumerable.Repeat(g.Sum(), GroupSize)), Run(nameof(WaitingKernels.TreeInShared), _ => { }));
        Close(source.Chunk(32).SelectMany(w => Enumerable.Repeat(w.Sum(), 32)), Run(nameof(WaitingKernels.ShuffleSum), _ => { }));
        Close(groups.SelectMany(g => g.Select((_, i) => g.Take(i + 1).Sum())), Run(nameof(WaitingKernels.SwapViews), _ => { }));
        Close(
            groups.SelectMany(g => g.Select((v, i) => (2 * v) + (g[i ^ 1] * g[3]) + (i % 8 >= 2 ? g[i - 2] : v) + g.Chunk(32).ElementAt(i / 32).Max() - g.Sum())),
            Run(nameof(WaitingKernels.DeepStack), _ => { }));
        Close(
            groups.SelectMany(g => g.Select((_, i) => g[(i + 1) % GroupSize] + (GroupSize * (GroupSize - 1) / 2))),
            Run(nameof(WaitingKernels.References), _ => { }));
        int[] counts = [GroupSize, (GroupSize + 1) / 2, (GroupSize + 2) / 3, (GroupSize + 3) / 4];
        Close(
            groups.SelectMany(g => g.Select((v, i) => i + 1 + counts.Sum() + v + v + 3 + g[0] + 1100)),
            Run(nameof(WaitingKernels.ChangingState), _ => { }));
    }

    private static void Close(IEnumerable<float> expected, float[] actual)
    {
        foreach ((float e, float a) in expected.Zip(actual))
            Assert.Equal(e, a, 1e-3f);
    }

    private static float[] Source()
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, GroupSize * Groups).Select(_ => random.NextSingle())];
    }

    private static float[] Run(string kernel, Action<CheckOptions> configure)
    {
        using var gpu = new Gpu(configure);
        using MemoryBuffer1D<float, Stride1D.Dense> source = gpu.Accelerator.Allocate1D(Source());
        using MemoryBuffer1D<float, Stride1D.Dense> result = gpu.Accelerator.Allocate1D<float>(GroupSize * Groups);
        var action = typeof(WaitingKernels).GetMethod(kernel)!
            .CreateDelegate<Action<ArrayView1D<float, Stride1D.Dense>, ArrayView1D<float, Stride1D.Dense>>>();
        var launch = gpu.Accelerator.LoadStreamKernel(action);
        launch((Groups, GroupSize), result.View, source.View);
        launch((Groups, GroupSize), result.View, source.View);
        return result.GetAsArray1D();
    }
}
