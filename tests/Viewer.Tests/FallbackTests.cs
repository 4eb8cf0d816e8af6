using GpuDigits.Engine.Files;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

/// <summary>A network that cannot be loaded, or gives no numbers, gives way to another; the window says so in one line.</summary>
public sealed class FallbackTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("")]
    [InlineData("damaged")]
    [InlineData("\u0008\0\0\0\0\0\0\0{\"a\":{}}")]
    public void Damaged_model_gives_way_and_the_window_says_so(string content)
    {
        File.WriteAllText(_file, content);
        using var person = new Person(load: () => NetworkLoader.Load(_file));
        AssertSaid(person, _file);
        person.Draw(3);
        Assert.Equal(3, person.App.View.Read?.Digit);
        Assert.DoesNotContain(_file, person.App.View.Hint, StringComparison.Ordinal);
    }

    /// <summary>With the drawing that it failed at.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Network_that_gives_no_number_gives_way_whenever_it_does(int good)
    {
        using var person = new Person(load: () => new Failing(good));
        var times = 0;
        for (var seed = 0; seed < 5; seed++)
        {
            person.Draw(3, seed);
            Assert.Equal(3, person.App.View.Read?.Digit);
            if (!person.App.View.HintIsError)
                continue;
            AssertSaid(person, "no number");
            times++;
        }
        Assert.Equal(1, times);
    }

    [Fact]
    public void Network_that_gives_no_number_gives_no_verdict()
    {
        using var reader = new DigitReader(() => new Failing(0));
        Assert.False(reader.WaitUntilReady());
        Assert.Contains("no number", reader.Problem, StringComparison.Ordinal);
        Assert.Null(reader.Latest.Probabilities);
    }

    [Fact]
    public void The_window_says_that_the_network_is_loaded_or_missing()
    {
        using var isLoaded = new ManualResetEventSlim();
        using var reader = new DigitReader(() =>
        {
            isLoaded.Wait();
            throw new ModelFileException("it is gone");
        });
        var app = new ViewerApp(reader, new());
        app.Handle(new Resized(0, 1280, 800, 1));
        Assert.Equal("Loading the network…", app.View.ReadingNote);
        isLoaded.Set();
        Assert.False(reader.WaitUntilReady());
        app.Handle(new Resized(1, 1280, 800, 1));
        Assert.Equal("No network", app.View.ReadingNote);
    }

    [Fact]
    public void Network_that_replaces_another_and_gives_no_number_gives_way()
    {
        using var reader = new DigitReader(PrototypeNetwork.Load, null, PrototypeNetwork.Load);
        Assert.True(reader.WaitUntilReady());
        reader.Use(new Failing(0));
        var ink = new Engine.Ink.HandPen().Write(Engine.Ink.HandSkeleton.For(5), default, 0, 1);
        Assert.Equal(5, reader.Read(1, ink).Best?.Digit);
        Assert.Contains("no number", reader.TakeRemark(), StringComparison.Ordinal);
    }

    private static void AssertSaid(Person person, string what)
    {
        Assert.Contains(what, person.App.View.Hint, StringComparison.Ordinal);
        Assert.EndsWith("the shipped model is used instead", person.App.View.Hint, StringComparison.Ordinal);
        Assert.True(person.App.View.HintIsError);
        Assert.Equal("", person.App.View.ReadingNote);
    }

    /// <summary>Gives no numbers after so many readings.</summary>
    private sealed class Failing(int good) : IReadingNetwork
    {
        private readonly PrototypeNetwork _network = new();
        private int _left = good;

        public NetworkProbe? Probe => null;

        public Verdict Read(float[] picture) =>
            _left-- > 0 ? _network.Read(picture) : new(0, [.. Enumerable.Repeat(float.NaN, 10)], 0, false);

        public void Dispose() => _network.Dispose();
    }
}
