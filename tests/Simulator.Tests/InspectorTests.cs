using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime;

namespace GpuDigits.Simulator.Tests;

public sealed class InspectorTests : IDisposable
{
    private readonly Inspector _inspector = new();
    private readonly Gpu _gpu;

    public InspectorTests() => _gpu = new Gpu(o => o.Inspector = _inspector);

    private LaunchReport Only => Assert.Single(_inspector.Launches);

    public void Dispose() => _gpu.Dispose();

    [Fact]
    public void ACopyMovesEachByteOnceInFourSectorsARequest()
    {
        using var source = _gpu.Zeros<float>(512);
        using var target = _gpu.Zeros<float>(512);
        source.Write([.. Enumerable.Range(0, 512).Select(i => (float)i)]);
        _gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(InspectedKernels.Copy)(
            512, source.View, target.View);
        Assert.Equal((2, 512, 2048, 2048), (Only.Groups, Only.Threads, Only.LoadBytes, Only.StoreBytes));
        Assert.Equal((32, 128, 4096), (Only.Requests, Only.Sectors, Only.MovedBytes));
        Assert.Equal((4.0, 0, 0), (Only.WorstSectors, Only.DivergentRequests, Only.Barriers));
        Assert.Empty(Only.Races);
        Assert.Equal(300, target.Read()[300]);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(8, 32)]
    [InlineData(0, 1)]
    public void AnUncoalescedAccessIsFoundWithItsPlace(int stride, double sectors)
    {
        using var source = _gpu.Zeros<float>(8 * 256);
        using var target = _gpu.Zeros<float>(256);
        _gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, int>(InspectedKernels.Strided)(
            256, source.View, target.View, stride);
        Assert.Equal(Math.Max(sectors, 4), Only.WorstSectors);
        Assert.Equal(8 * (4 + (long)sectors), Only.Sectors);
        Assert.Contains("Strided at IL offset", Only.WorstSite, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(32, 31)]
    [InlineData(0, 0)]
    [InlineData(31, 0)]
    public void ABankConflictIsCounted(int stride, int turns)
    {
        using var target = _gpu.Zeros<float>(64);
        _gpu.Accelerator.LoadStreamKernel<ArrayView<float>, int>(InspectedKernels.Banks)((2, 32), target.View, stride);
        Assert.Equal((4, 2L * turns, 2), (Only.SharedRequests, Only.BankConflicts, Only.Barriers));
    }

    // Sixteen bytes a lane go by quarter warps: eight lanes side by side are four sectors, and all 32 banks once.
    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(0, 1)]
    public void SixteenBytesALaneAreFourRequests(int stride, double sectors)
    {
        using var source = _gpu.Zeros<Four>(2 * 256);
        using var target = _gpu.Zeros<Four>(256);
        _gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<Four>, ArrayView<Four>, int>(InspectedKernels.Fours)(
            256, source.View, target.View, stride);
        Assert.Equal((64, 4096, 4096), (Only.Requests, Only.LoadBytes, Only.StoreBytes));
        Assert.Equal(32 * (4 + (long)sectors), Only.Sectors);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 4)]
    [InlineData(8, 28)]
    [InlineData(0, 0)]
    public void BankConflictsOfSixteenBytesAreCounted(int stride, int turns)
    {
        using var target = _gpu.Zeros<Four>(32);
        _gpu.Accelerator.LoadStreamKernel<ArrayView<Four>, int>(InspectedKernels.FourBanks)((1, 32), target.View, stride);
        Assert.Equal((8, turns), (Only.SharedRequests, Only.BankConflicts));
    }

    /// <summary>Thirty-two lanes are four requests, the other nine two.</summary>
    [Fact]
    public void TheLastWarpMayBeShort()
    {
        using var target = _gpu.Zeros<Four>(41);
        _gpu.Accelerator.LoadStreamKernel<ArrayView<Four>, int>(InspectedKernels.FourBanks)((1, 41), target.View, 1);
        Assert.Equal((12, 0), (Only.SharedRequests, Only.BankConflicts));
    }

    [Fact]
    public void ARaceNamesKernelAddressAndBothThreads()
    {
        using var target = _gpu.Zeros<float>(64);
        var kernel = _gpu.Accelerator.LoadStreamKernel<ArrayView<float>, int>(InspectedKernels.Neighbour);
        kernel((1, 64), target.View, 1);
        Assert.Empty(Only.Races);
        _inspector.Clear();
        kernel((1, 64), target.View, 0);
        var race = Assert.Single(Only.Races);
        Assert.Equal(
            "InspectedKernels.Neighbour: race in shared memory at byte 4: thread 0 of group 0 read, thread 1 of group 0 writes, no barrier "
                + "between",
            race.ToString());
    }

    [Fact]
    public void GroupsThatWriteTheSamePlaceRace()
    {
        using var target = _gpu.Zeros<int>(8);
        _gpu.Accelerator.LoadStreamKernel<ArrayView<int>>(InspectedKernels.SamePlace)((2, 8), target.View);
        var race = Assert.Single(Only.Races);
        Assert.Equal(("'target'", 0), (race.Memory, race.Address));
        Assert.Contains("thread 0 of group 1", race.Second, StringComparison.Ordinal);
    }

    [Fact]
    public void GroupsThatReadWhatOneOfThemWritesRace()
    {
        using var values = _gpu.Zeros<float>(3);
        _gpu.Accelerator.LoadStreamKernel<ArrayView<float>>(InspectedKernels.AddNext)((2, 1), values.View);
        Assert.Equal(
            "InspectedKernels.AddNext: race in 'values' at byte 4: thread 0 of group 0 read, thread 0 of group 1 writes, no barrier "
                + "between",
            Assert.Single(Only.Races).ToString());
    }

    /// <summary>A shuffle waits for the lanes, but what they wrote to memory may come later.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void AShuffleOrdersNoMemory(int barrier, int races)
    {
        using var target = _gpu.Zeros<float>(32);
        _gpu.Accelerator.LoadStreamKernel<ArrayView<float>, int>(InspectedKernels.ShuffledNeighbour)((1, 32), target.View, barrier);
        Assert.Equal(races, Only.Races.Count);
    }

    [Fact]
    public void DivergenceIsCounted()
    {
        using var target = _gpu.Zeros<float>(256);
        _gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(InspectedKernels.OddLanes)(256, target.View);
        Assert.Equal((8, 8), (Only.Requests, Only.DivergentRequests));
    }

    [Fact]
    public void ADivergentBarrierIsFound()
    {
        using var target = _gpu.Zeros<float>(32);
        var fault = Assert.Throws<KernelFaultException>(() =>
            _gpu.Accelerator.LoadStreamKernel<ArrayView<float>>(InspectedKernels.DivergentBarrier)((1, 32), target.View));
        Assert.Contains("divergent barrier", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ASampleIsScaledUp(int groups)
    {
        _inspector.SampleGroups = groups;
        using var source = _gpu.Zeros<float>(2560);
        using var target = _gpu.Zeros<float>(2560);
        _gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(InspectedKernels.Copy)(
            2560, source.View, target.View);
        Assert.Equal((10, 3, 10240, 20480), (Only.Groups, Only.GroupsRun, Only.LoadBytes, Only.MovedBytes));
    }

    [Fact]
    public void NobodyLooksOnOnceItIsTakenAway()
    {
        using var target = _gpu.Zeros<float>(256);
        _gpu.Accelerator.Checks().Inspector = null;
        _gpu.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(InspectedKernels.OddLanes)(256, target.View);
        Assert.Empty(_inspector.Launches);
    }
}
