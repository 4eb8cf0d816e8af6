using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Kernels;

namespace GpuDigits.Simulator.Tests;

/// <summary>
/// What a training step of the tutorial network may cost on an H100, as counted on the simulated GPU: the proof of speed that a
/// machine without a card allows.
/// </summary>
public sealed class KernelBudgetTests
{
    private const int SampleGroups = 24;

    private static readonly Dictionary<int, Lazy<KernelBench>> Benches = new[] { 128, 1024 }.ToDictionary(
        batch => batch, batch => new Lazy<KernelBench>(() => KernelBench.Run(Presets.Tutorial(), batch, GpuCard.All[0], SampleGroups)));

    // General convolutions over 16 to 128 channels, which no fused kernel takes.
    private static readonly Lazy<KernelBench> Deep = new(() => KernelBench.Run(
        new Sequential(
            new(28, 28, 1), new Conv2D(16, 3, 3, Padding: Padding.Same), new Relu(), new Conv2D(32, 3, 3, Padding: Padding.Same),
            new Relu(), new MaxPool2D(2),
            new Conv2D(64, 3, 3, Padding: Padding.Same), new Relu(), new Conv2D(64, 3, 3, Padding: Padding.Same), new Relu(),
            new MaxPool2D(2),
            new Conv2D(128, 3, 3, Padding: Padding.Same), new Relu(), new Flatten(), new Dense(10), new Softmax()),
        128, GpuCard.All[0], 8));

    private static readonly Lazy<KernelBench> Calculator = new(() => KernelBench.Run(Presets.Calculator(), 128, GpuCard.All[0], 8));

    private static KernelBench Bench(int batch) => Benches[batch].Value;

    [Theory]
    [InlineData(128)]
    [InlineData(1024)]
    public void AStepTakesAtMostNineLaunches(int batch) => Assert.InRange(Bench(batch).Rows.Count, 1, 9);

    [Theory]
    [InlineData(128)]
    [InlineData(1024)]
    public void MemoryBoundKernelsMoveAtMostHalfMoreThanTheyMust(int batch) =>
        Assert.All(Bench(batch).Rows.Where(r => r.IsMemoryBound), r => Assert.InRange(r.Excess, 0.9, 1.5));

    [Theory]
    [InlineData(128)]
    [InlineData(1024)]
    public void WarpsTouchAtMostFiveSectorsARequest(int batch) =>
        Assert.All(Bench(batch).Rows,
            r => Assert.True(r.Counts.WorstSectors <= 5, $"{r.Counts.Kernel}: {r.Counts.WorstSectors} in {r.Counts.WorstSite}"));

    [Theory]
    [InlineData(128)]
    [InlineData(1024)]
    public void SharedMemoryHasNoBankConflicts(int batch) =>
        Assert.All(Bench(batch).Rows,
            r => Assert.True(r.Counts.BankConflicts == 0, $"{r.Counts.Kernel}: {r.Counts.BankConflicts} of {r.Counts.SharedRequests}"));

    [Theory]
    [InlineData(128)]
    [InlineData(1024)]
    public void ThereAreNoRaces(int batch) => Assert.Empty(Bench(batch).Rows.SelectMany(r => r.Counts.Races));

    /// <summary>
    /// What convolutions over many channels move stays below what they compute, so that a group may read a neighbour's edge again.
    /// </summary>
    [Fact]
    public void GeneralConvolutionsKeepTheBudgetsToo()
    {
        var bench = Deep.Value;
        Assert.All(bench.Rows, r =>
        {
            // Ten classes are no whole fours: their few values are stored one by one, and merged behind the first-level cache.
            // The patches of a picture of one channel begin at any float.
            Assert.True(r.Counts.WorstSectors <= 5.5 || r.Operation == nameof(Classify),
                $"{r.Operation}, {r.Counts.Kernel}: {r.Counts.WorstSectors} sectors in {r.Counts.WorstSite}");
            Assert.True(r.Counts.BankConflicts == 0, $"{r.Operation}, {r.Counts.Kernel}: {r.Counts.BankConflicts} bank conflicts");
            // Adam reads the shares of every split sum, which its least, one gradient a weight, leaves out.
            Assert.True(!r.IsMemoryBound || r.Excess <= 1.5 || r.Operation == nameof(AdamStep),
                $"{r.Operation}, {r.Counts.Kernel}: {r.Excess} times the least bytes");
            Assert.Empty(r.Counts.Races);
        });
        Assert.InRange(bench.Rows.Count, 1, 36);
    }

    /// <summary>
    /// The network of the calculator: convolution, normalisation, ReLU and what follows are two launches in each direction.
    /// </summary>
    [Fact]
    public void TheCalculatorsNetworkKeepsTheBudgetsToo()
    {
        var bench = Calculator.Value;
        Assert.InRange(bench.Rows.Count, 1, 23);
        Assert.InRange(bench.EpochSeconds, 0.001, 0.115);
        Assert.All(bench.Rows, r =>
        {
            // A tile of 64 rows reads four neighbours of a line at a time: half a sector.
            Assert.True(r.Counts.WorstSectors <= (r.Counts.Kernel.StartsWith(nameof(MatrixProduct), StringComparison.Ordinal) ? 8 : 5),
                $"{r.Operation}, {r.Counts.Kernel}: {r.Counts.WorstSectors} sectors in {r.Counts.WorstSite}");
            Assert.True(r.Counts.BankConflicts == 0, $"{r.Operation}, {r.Counts.Kernel}: {r.Counts.BankConflicts} bank conflicts");
            Assert.Empty(r.Counts.Races);
        });
    }

    [Fact]
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
