using GpuDigits.Engine.Devices.Ilgpu.Inspection;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>
/// What a training step of the tutorial network may cost on an H100, as counted on the simulated GPU: the proof of speed that a
/// machine without a card allows.
/// </summary>
public sealed class KernelBudgetTests
{
    private const int SampleGroups = 24;

    private static readonly Dictionary<int, Lazy<KernelBench?>> Benches = new[] { 128, 1024 }.ToDictionary(
        batch => batch, batch => new Lazy<KernelBench?>(() => KernelBench.Run(Presets.Tutorial(), batch, GpuCard.All[0], SampleGroups)));

    private static KernelBench Bench(int batch)
    {
        KernelBench? bench = Benches[batch].Value;
        Skip.If(bench is null, "the real ILGPU package cannot be looked into");
        return bench;
    }

    [SkippableTheory]
    [InlineData(128)]
    [InlineData(1024)]
    public void AStepTakesAtMostNineLaunches(int batch) => Assert.InRange(Bench(batch).Rows.Count, 1, 9);

    [SkippableTheory]
    [InlineData(128)]
    [InlineData(1024)]
    public void MemoryBoundKernelsMoveAtMostHalfMoreThanTheyMust(int batch) =>
        Assert.All(Bench(batch).Rows.Where(r => r.IsMemoryBound), r => Assert.InRange(r.Excess, 0.9, 1.5));

    [SkippableTheory]
    [InlineData(128)]
    [InlineData(1024)]
    public void WarpsTouchAtMostFiveSectorsARequest(int batch) =>
        Assert.All(Bench(batch).Rows, r => Assert.True(r.Counts.WorstSectors <= 5, $"{r.Counts.Kernel}: {r.Counts.WorstSectors} in {r.Counts.WorstSite}"));

    [SkippableTheory]
    [InlineData(128)]
    [InlineData(1024)]
    public void SharedMemoryHasNoBankConflicts(int batch) =>
        Assert.All(Bench(batch).Rows, r => Assert.True(r.Counts.BankConflicts == 0, $"{r.Counts.Kernel}: {r.Counts.BankConflicts} of {r.Counts.SharedRequests}"));

    [SkippableTheory]
    [InlineData(128)]
    [InlineData(1024)]
    public void ThereAreNoRaces(int batch) => Assert.Empty(Bench(batch).Rows.SelectMany(r => r.Counts.Races));

    [SkippableFact]
    public void AnEpochIsEstimatedAtMostAt150Milliseconds() => Assert.InRange(Bench(1024).EpochSeconds, 0.001, 0.15);

    [Theory]
    [InlineData(1e6, 1e3, 1000, Bound.Launch, 5e-6)]
    [InlineData(1e6, 3.35e9, 1000, Bound.Memory, 1e-3)]
    [InlineData(66.9e9, 1e3, 1000, Bound.Compute, 1e-3)]
    [InlineData(66.9e9, 1e3, 66, Bound.Compute, 2e-3)]
    public void TheEstimateTakesTheSlowestBound(double flops, double bytes, long groups, Bound bound, double seconds)
    {
        var estimate = GpuCard.All[0].Estimate(flops, bytes, groups);
        Assert.Equal(bound, estimate.Bound);
        Assert.Equal(seconds, estimate.Seconds, 1e-9);
    }
}
