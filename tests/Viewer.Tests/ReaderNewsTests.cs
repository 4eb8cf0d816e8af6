using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

/// <summary>When a reader says that there is something new, and how it ends.</summary>
public sealed class ReaderNewsTests
{
    private static readonly ImmutableArray<Stroke> Four = new HandPen().Write(HandSkeleton.For(4), default, 0, 1);
    private static readonly ImmutableArray<Stroke> Seven = new HandPen().Write(HandSkeleton.For(7), default, 0, 1);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_reader_says_when_it_is_ready_and_when_something_is_read()
    {
        using var isLoaded = new ManualResetEventSlim();
        var news = 0;
        using var reader = new DigitReader(() =>
        {
            isLoaded.Wait();
            return new PrototypeNetwork();
        });
        reader.Changed += () => Interlocked.Increment(ref news);
        Assert.Equal((false, false, 0), (reader.IsReady, reader.ReadsNumbers, news));
        isLoaded.Set();
        Assert.True(reader.WaitUntilReady());
        Assert.True(reader.IsReady);
        // Once for the network, once for what tells numbers from digits.
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref news) == 2, Patience));
        Assert.Equal(4, reader.Read(1, Four).Best?.Digit);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref news) == 3, Patience));
        Assert.Null(reader.Problem);
    }

    [Fact]
    public void A_reader_says_that_it_has_failed_and_why()
    {
        using var mayFail = new ManualResetEventSlim();
        using var said = new ManualResetEventSlim();
        using var reader = new DigitReader(() =>
        {
            mayFail.Wait();
            throw new IOException("the model is gone");
        });
        reader.Changed += said.Set;
        mayFail.Set();
        Assert.True(said.Wait(Patience));
        Assert.Equal("the model is gone", reader.Problem);
        Assert.Equal(Reading.Nothing, reader.Read(1, Four));
        Assert.False(reader.IsReady);
    }

    [Fact]
    public void Of_drawings_that_come_faster_than_they_are_read_the_newest_is_read()
    {
        using var free = new ManualResetEventSlim(true);
        var slow = new Counting(free);
        using var reader = new DigitReader(() => slow);
        Assert.True(reader.WaitUntilReady());
        var before = slow.Count;
        free.Reset();
        for (var version = 1; version < 20; version++)
            reader.Submit(version, Four);
        reader.Submit(20, Seven);
        free.Set();
        var reading = reader.Read(20, Seven);
        Assert.Equal((20, 7), (reading.Version, reading.Best!.Value.Digit));
        Assert.InRange(slow.Count - before, 1, 2);
        // It is not read again for somebody who asks for the same.
        Assert.Same(reading, reader.Read(20, Seven));
        Assert.InRange(slow.Count - before, 1, 2);
    }

    [Fact]
    public void A_damaged_model_of_symbols_is_said_once()
    {
        using var reader = new DigitReader(PrototypeNetwork.Load, numbers: () => throw new IOException("it is cut off"));
        Assert.True(reader.WaitUntilReady());
        Assert.Equal((true, false), (reader.IsReady, reader.ReadsNumbers));
        Assert.Equal("Numbers are read digit by digit: it is cut off", reader.TakeRemark());
        Assert.Null(reader.TakeRemark());
    }

    [Fact]
    public void With_the_model_of_symbols_numbers_are_read()
    {
        using var reader = new DigitReader(PrototypeNetwork.Load, numbers: NumberReader.Load);
        Assert.True(reader.WaitUntilReady());
        Assert.True(reader.ReadsNumbers);
        Assert.Null(reader.TakeRemark());
    }

    [Fact]
    public void A_network_into_which_nobody_can_look_is_not_asked_again_and_another_may_be()
    {
        using var reader = new DigitReader(PrototypeNetwork.Load);
        Assert.True(reader.WaitUntilReady());
        Assert.Equal((true, false), (reader.CanLookInside, reader.LooksInside));
        reader.LooksInside = true;
        var reading = reader.Read(1, Four);
        Assert.Equal(4, reading.Best?.Digit);
        Assert.Null(reading.Activations);
        Assert.Equal((false, false), (reader.CanLookInside, reader.LooksInside));
        Assert.Null(reader.Used);

        reader.Use(new PrototypeNetwork(LensTests.Probe));
        Assert.True(reader.CanLookInside);
        reading = reader.Read(1, Four);
        Assert.NotNull(reading.Activations);
        Assert.NotEmpty(reading.Costs);
        Assert.True(reader.LooksInside);
        reader.LooksInside = false;
        Assert.Null(reader.Read(2, Seven).Activations);
    }

    /// <summary>A page that was left may come back as it was.</summary>
    [Fact]
    public void The_lens_looks_on_when_the_program_has_only_nearly_ended()
    {
        using var reader = new DigitReader(() => new PrototypeNetwork(LensTests.Probe));
        Assert.True(reader.WaitUntilReady());
        var app = new ViewerApp(reader, new());
        app.Handle(new Typed(0, 'l'));
        Assert.True(reader.LooksInside);
        app.LeaveSheet();
        Assert.True(reader.LooksInside);
        app.Handle(new Typed(1, 's'));
        Assert.False(reader.LooksInside);
    }

    /// <summary>An empty pad has values, too: those of an empty picture.</summary>
    [Fact]
    public void The_costs_are_measured_once_for_each_network()
    {
        var times = 0;
        using var reader = new DigitReader(() => new PrototypeNetwork(LensTests.Probe), probe =>
        {
            times++;
            return LayerCost.Count(probe.Model);
        });
        Assert.True(reader.WaitUntilReady());
        reader.LooksInside = true;
        var empty = reader.Read(1, []);
        Assert.Equal((null, null), (empty.Picture, empty.Best));
        Assert.All(empty.Activations!.Input.Values.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(4, reader.Read(2, Four).Best?.Digit);
        Assert.Equal(1, times);
        reader.Use(new PrototypeNetwork(LensTests.Probe));
        Assert.NotNull(reader.Read(2, Four).Activations);
        Assert.Equal(2, times);
    }

    [Fact]
    public void What_is_read_has_a_best_digit_and_nothing_has_none()
    {
        float[] probabilities = [0.1f, 0, 0.2f, 0, 0.5f, 0.2f, 0, 0, 0, 0];
        Assert.Equal(new(4, 0.5f), new Reading(1, new byte[784], probabilities).Best);
        Assert.Null(Reading.Nothing.Best);
        Assert.Equal(0, Reading.Nothing.Version);
    }

    private sealed class Counting(ManualResetEventSlim free) : IReadingNetwork
    {
        private readonly PrototypeNetwork _network = new();
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public NetworkProbe? Probe => null;

        public Verdict Read(float[] picture)
        {
            free.Wait();
            Interlocked.Increment(ref _count);
            return _network.Read(picture);
        }

        public void Dispose() => _network.Dispose();
    }
}
