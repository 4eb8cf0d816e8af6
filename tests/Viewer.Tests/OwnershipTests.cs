using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

/// <summary>Reads always the same digit, and is disposed once.</summary>
internal sealed class ConstantNetwork(int digit, Action? disposed = null) : IReadingNetwork
{
    private int _disposed;

    public NetworkProbe? Probe => null;

    public Verdict Read(float[] picture)
    {
        Assert.Equal(0, _disposed);
        return new(digit, [.. Enumerable.Range(0, 10).Select(other => other == digit ? 1f : 0f)], 0, false);
    }

    public void Dispose()
    {
        Assert.Equal(1, Interlocked.Increment(ref _disposed));
        disposed?.Invoke();
    }
}

/// <summary>Networks hold threads and native memory: each is disposed by who owns it, whenever another takes its place.</summary>
public class OwnershipTests
{
    private int _alive;

    [Fact]
    public void A_reader_keeps_one_network_however_often_it_is_replaced()
    {
        var ink = SyntheticDigits.Draw(1, 1).Strokes;
        var reader = new DigitReader(() => Counted(0));
        Assert.True(reader.WaitUntilReady());
        for (var i = 1; i < 10; i++)
        {
            reader.Use(Counted(i));
            Assert.Equal(i, reader.Read(i, ink).Best!.Value.Digit);
            Assert.Equal(1, Volatile.Read(ref _alive));
        }
        // Faster than they are taken.
        for (var i = 0; i < 100; i++)
            reader.Use(Counted(5));
        Assert.Equal(5, reader.Read(10, ink).Best!.Value.Digit);
        Assert.Equal(1, Volatile.Read(ref _alive));
        reader.Dispose();
        Assert.Equal(0, Volatile.Read(ref _alive));
        reader.Use(Counted(6));
        Assert.Equal(0, Volatile.Read(ref _alive));
    }

    [Fact]
    public void A_reader_whose_first_network_failed_keeps_none()
    {
        using var reader = new DigitReader(() => throw new IOException("no model"));
        Assert.False(reader.WaitUntilReady());
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                reader.Use(Counted(1));
                return Volatile.Read(ref _alive) == 0;
            },
            TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Networks_that_come_and_go_leave_no_thread_behind()
    {
        var preset = Presets.Get("tutorial");
        var model = new TrainedModel(preset, preset.Initialise(1));
        void ComeAndGo()
        {
            using var network = new ReadingNetwork(model);
            network.Read(new float[784]);
            network.Probe.Run(new float[784]);
        }
        ComeAndGo();
        var threads = Threads();
        for (var i = 0; i < 30; i++)
            ComeAndGo();
        // Other tests have some of their own.
        Assert.True(SpinWait.SpinUntil(() => Threads() <= threads + 10, TimeSpan.FromMinutes(1)), $"{Threads()} threads, {threads} before");
    }

    private ConstantNetwork Counted(int digit)
    {
        Interlocked.Increment(ref _alive);
        return new(digit, () => Interlocked.Decrement(ref _alive));
    }

    private static int Threads()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
