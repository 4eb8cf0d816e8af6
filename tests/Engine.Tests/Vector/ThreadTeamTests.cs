using System.Diagnostics;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Vector;

public unsafe class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EveryChunkRunsOnce(int threads)
    {
        using var team = new ThreadTeam(threads);
        var runs = stackalloc int[1000];
        for (var job = 0; job < 2000; job++)
        {
            var chunks = job % 37;
            new Span<int>(runs, 1000).Clear();
            team.Run(chunks, new CountJob { Runs = runs });
            for (var i = 0; i < 1000; i++)
                Assert.Equal(i < chunks ? 1 : 0, runs[i]);
            if (job % 400 == 399)
                Thread.Sleep(5); // long enough for the helpers to fall asleep
        }
    }

    [Fact]
    public void AnExceptionOfAHelperComesOutAndTheTeamGoesOn()
    {
        using var team = new ThreadTeam(3);
        var runs = stackalloc int[100];
        // On a busy machine the caller may take all chunks before a helper wakes up.
        InvalidOperationException? failure = null;
        for (var patience = Stopwatch.StartNew(); failure is null && patience.Elapsed < TimeSpan.FromMinutes(1);)
        {
            try
            {
                team.Run(50, new HelpersFailJob { Caller = Environment.CurrentManagedThreadId });
            }
            catch (InvalidOperationException e)
            {
                failure = e;
            }
        }

        Assert.Matches(@"^chunk \d+ on another thread$", failure?.Message ?? "no helper took a chunk within a minute");
        new Span<int>(runs, 100).Clear();
        team.Run(100, new CountJob { Runs = runs });
        Assert.DoesNotContain(0, new Span<int>(runs, 100).ToArray());
    }

    [Theory]
    [InlineData("tutorial", 1)]
    [InlineData("tutorial", 2)]
    [InlineData("calculator", 1)]
    public void ATrainingStepAllocatesNothing(string preset, int threads)
    {
        const int Batch = 8;
        using var device = new VectorDevice(threads);
        var model = Presets.Get(preset);
        using var network = new Network(device, model, Batch, training: true, seed: 1);
        network.LoadWeights(model.Initialise(1));
        using var labels = device.Allocate<byte>(Batch);
        using var metrics = device.Allocate<float>(2);
        void Step()
        {
            network.Forward(Batch, training: true, number: 1);
            network.Loss(Batch, labels, metrics, 0);
            network.BackwardAndUpdate(Batch, 1, new AdamUpdate(0.001f, 0.9f, 0.999f, 1e-7f));
        }

        for (var i = 0; i < 50; i++)
            Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Address 0 can be written to in WebAssembly.</summary>
    [Fact]
    public void WorkingMemoryThatCouldNotBeHadIsNotGivenLater()
    {
        using var scratch = new Scratch();
        Assert.Throws<DeviceException>(() => { scratch.Floats(1L << 50); });
        Assert.True(scratch.Floats(16) is not null);
        scratch.Floats(16)[15] = 1;
    }

    [Fact]
    public void AllThreadsOfATeamHaveThePriorityOfItsMaker()
    {
        var seen = stackalloc int[64];
        new Span<int>(seen, 64).Fill(-1);
        var (places, expected) = ((nint)seen, (int)ThreadPriority.BelowNormal);
        var maker = new Thread(() =>
        {
            using var team = new ThreadTeam(3);
            team.Run(64, new PriorityJob { Seen = (int*)places });
        })
        {
            Priority = ThreadPriority.BelowNormal,
        };
        maker.Start();
        maker.Join();
        Assert.All(new Span<int>(seen, 64).ToArray(), priority => Assert.Equal(expected, priority));
    }

    /// <summary>A training has batches as large as one asks for.</summary>
    [Fact]
    public void TooManyValuesAtOnceAreAFailureOfTheDeviceAndNotOfTheProgram()
    {
        using var device = new VectorDevice(1);
        using var buffer = new Endless(device);
        Assert.Equal(int.MaxValue, new Tensor(buffer, 1, int.MaxValue).IntCount);
        var e = Assert.Throws<DeviceException>(() => new Tensor(buffer, 1 << 16, 1 << 15).IntCount);
        Assert.Contains("smaller batch", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BuffersThatDoNotFitAreRefused()
    {
        using var device = new VectorDevice(1);
        using var other = new VectorDevice(1);
        using var x = device.Allocate<float>(10);
        using var foreign = other.Allocate<float>(10);
        Assert.Throws<ArgumentException>(() => device.Run(new ReluForward(x, x.Slice(0, 9))));
        Assert.Throws<ArgumentException>(() => device.Run(new ReluForward(x, foreign)));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(8, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(11, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(8, long.MaxValue));
        Assert.Throws<ArgumentException>(() => x.CopyFromHost(new float[11]));
        Assert.Throws<DeviceException>(() => device.Allocate<float>(1L << 50));
        x.Slice(4, 3).CopyFromHost([1, 2, 3]);
        Assert.Equal([0, 0, 0, 0, 1, 2, 3, 0, 0, 0], x.ToArray());
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => x.ToArray());
        using var pair = new VectorDevice(2);
        pair.Dispose();
    }

    private struct PriorityJob : IJob
    {
        public int* Seen;

        public readonly void Run(int chunk, Scratch scratch)
        {
            Seen[chunk] = (int)Thread.CurrentThread.Priority;
            // Long enough that each of the threads gets a chunk.
            Thread.SpinWait(100_000);
        }
    }

    /// <summary>Has a length, and no memory.</summary>
    private sealed class Endless(Device device) : DeviceBuffer<float>(device, 1L << 40)
    {
        public override void CopyFromHost(ReadOnlySpan<float> source) => throw new NotSupportedException();

        public override void CopyToHost(Span<float> destination) => throw new NotSupportedException();

        public override DeviceBuffer<float> Slice(long offset, long length) => throw new NotSupportedException();

        public override void Clear() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }

    private struct CountJob : IJob
    {
        public int* Runs;

        public readonly void Run(int chunk, Scratch scratch) => Interlocked.Increment(ref Runs[chunk]);
    }

    private struct HelpersFailJob : IJob
    {
        public int Caller;

        public readonly void Run(int chunk, Scratch scratch)
        {
            if (Environment.CurrentManagedThreadId != Caller)
                throw new InvalidOperationException($"chunk {chunk} on another thread");
            Thread.SpinWait(10_000);
        }
    }
}
