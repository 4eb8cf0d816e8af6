using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime;

namespace GpuDigits.Simulator.Tests;

public class WaitingTests
{
    private const int GroupSize = 64;
    private const int Groups = 5;

    public static TheoryData<string> Kernels => [.. typeof(WaitingKernels).GetMethods()
        .Where(m => m.DeclaringType == typeof(WaitingKernels)).Select(m => m.Name)];

    /// <summary>All orders and any number of workers give the same bits.</summary>
    [Theory]
    [MemberData(nameof(Kernels))]
    public void SameBitsHoweverItRuns(string kernel)
    {
        var expected = Run(kernel, _ => { });
        Assert.DoesNotContain(expected, float.IsNaN);
        foreach (var order in (ThreadOrder[])[ThreadOrder.Descending, ThreadOrder.Shuffled(1), ThreadOrder.Shuffled(2)])
            Assert.Equal(expected, Run(kernel, o => o.Order = order));

        Assert.Equal(expected, Run(kernel, o => o.Workers = 1));
        Assert.Equal(expected, Run(kernel, o => o.Workers = 4));
    }

    [Fact]
    public void AReferenceToALocalOverABarrierIsRefusedAtLoad()
    {
        using var gpu = new Gpu();
        var refused = Assert.ThrowsAny<NotSupportedException>(
            () => gpu.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>>(WaitingKernels.ReferenceToLocal));
        Assert.Contains("while a thread waits", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheResultsAreRight()
    {
        var source = Source();
        float[][] groups = [.. source.Chunk(GroupSize)];
        Assert.Equal(groups.SelectMany(g => g.Reverse()), Run(nameof(WaitingKernels.Reverse), _ => { }));
        Close(groups.SelectMany(g => Enumerable.Repeat(g.Sum(), GroupSize)), Run(nameof(WaitingKernels.TreeInShared), _ => { }));
        Close(source.Chunk(32).SelectMany(w => Enumerable.Repeat(w.Sum(), 32)), Run(nameof(WaitingKernels.ShuffleSum), _ => { }));
        Close(groups.SelectMany(g => g.Select((_, i) => g.Take(i + 1).Sum())), Run(nameof(WaitingKernels.SwapViews), _ => { }));
        float[][] warps = [.. source.Chunk(32)];
        Close(
            warps.SelectMany(w => w.Select((v, i) => (2 * v) + (w[i ^ 1] * w[3]) + (i >= 2 ? w[i - 2] : v) + w.Max())),
            Run(nameof(WaitingKernels.DeepStack), _ => { }));
        Close(
            groups.SelectMany(
                g =>
                    g.Select(
                        (v, i) => Enumerable.Range(1, 3).Aggregate(
                            0f, (sum, d) => 0.75f * (sum + Signed(g[(i + d) % GroupSize]))) + g.Chunk(32).ElementAt(i / 32).Sum())),
            Run(nameof(WaitingKernels.Helpers), _ => { }));
        Close(groups.SelectMany(g => g.Select((_, i) => g[(i + 1) % GroupSize] + GroupSize)),
            Run(nameof(WaitingKernels.References), _ => { }));
        Close(groups.SelectMany(g => g.Select((v, i) => i + 1 + 6 + v + g[0])), Run(nameof(WaitingKernels.ChangingState), _ => { }));
        float Four(float[] w, int i) => w[i] + w[i ^ 1] + w[i ^ 2] + w[i ^ 3];
        Close(
            warps.SelectMany((w, n) => w.Select((v, i) => n % 2 == 0 ? v + w[i ^ 1] + w[3] + w[2] : 2 * Four(w, i))),
            Run(nameof(WaitingKernels.UnequalWarps), _ => { }));
    }

    private static float Signed(float value) => value > 0.5f ? value : -value;

    private static void Close(IEnumerable<float> expected, float[] actual)
    {
        foreach ((var e, var a) in expected.Zip(actual))
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
        using var source = gpu.Send(Source());
        using var result = gpu.Accelerator.Allocate1D<float>(GroupSize * Groups);
        var action = typeof(WaitingKernels).GetMethod(kernel)!
            .CreateDelegate<Action<ArrayView<float>, ArrayView<float>>>();
        var launch = gpu.Accelerator.LoadStreamKernel(action);
        launch((Groups, GroupSize), result.View, source.View);
        launch((Groups, GroupSize), result.View, source.View);
        return result.Read();
    }
}
