using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

/// <summary>What is known of a reading while it is made, and of what is inside.</summary>
public sealed class DigitReaderTests
{
    private static readonly ImmutableArray<Stroke> Ink = new HandPen().Write(HandSkeleton.For(4), default, 0, 1);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void Who_begins_to_look_inside_sees_the_drawing_that_is_there_already()
    {
        using var reader = new DigitReader(() => new PrototypeNetwork(LensTests.Probe));
        Assert.True(reader.WaitUntilReady());
        reader.Read(1, Ink);
        Assert.Null(reader.Latest.Activations);
        reader.LooksInside = true;
        Assert.True(SpinWait.SpinUntil(() => reader.Latest.Activations is not null, Patience));
        Assert.Equal(1, reader.Latest.Version);
    }

    /// <summary>A window that is closed while a network is slow shall be gone.</summary>
    [Fact]
    public void Its_thread_does_not_keep_the_program_from_ending()
    {
        bool? isBackground = null;
        using var reader = new DigitReader(() =>
        {
            isBackground = Thread.CurrentThread.IsBackground;
            return new PrototypeNetwork();
        });
        Assert.True(reader.WaitUntilReady());
        Assert.True(isBackground);
    }

    [Fact]
    public void What_is_being_read_is_not_current_although_the_sheet_is()
    {
        using var free = new ManualResetEventSlim(true);
        using var person = new Person(load: () => new Waiting(free));
        Assert.True(person.App.ReadingIsCurrent);
        free.Reset();
        try
        {
            var at = person.App.View.Layout.Pad.Centre;
            person.Do(new PointerMoved(person.Tick(), at));
            person.Do(new PointerPressed(person.Tick(), PointerButton.Left));
            person.Do(new PointerMoved(person.Tick(), at with { Y = at.Y + 100 }));
            Assert.True(person.App.Paper.ReadingIsCurrent);
            Assert.False(person.App.ReadingIsCurrent);
        }
        finally
        {
            free.Set();
        }
        person.App.FinishReading();
        Assert.True(person.App.ReadingIsCurrent);
    }

    [Fact]
    public void A_desk_that_is_cleared_disposes_of_what_tells_numbers_from_digits_too()
    {
        var numbers = NumberReader.Load()!;
        var desk = new DigitDesk(PrototypeNetwork.Load(), _ => []) { Numbers = numbers };
        var reading = desk.Read(1, Ink);
        desk.Dispose();
        var more = Ink.AddRange(new HandPen().Write(HandSkeleton.For(7), new(300, 0), 0, 1));
        Assert.ThrowsAny<ObjectDisposedException>(() => numbers.Read(more, reading, _ => default!));
    }

    /// <summary>Reads only while it is let.</summary>
    private sealed class Waiting(ManualResetEventSlim free) : IReadingNetwork
    {
        private readonly PrototypeNetwork _network = new();

        public NetworkProbe? Probe => null;

        public Verdict Read(float[] picture)
        {
            free.Wait();
            return _network.Read(picture);
        }

        public void Dispose() => _network.Dispose();
    }
}
