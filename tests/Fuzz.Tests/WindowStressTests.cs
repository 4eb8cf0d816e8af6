using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Viewer.Graphics;

namespace GpuDigits.Fuzz.Tests;

/// <summary>
/// A short stress; an hour: <c>dotnet run --project eng/fuzz -c Release -- --window-minutes 60</c>. It counts the files that this process
/// has open, so that no test beside it may open any.
/// </summary>
[Collection(nameof(WindowStressTests))]
[CollectionDefinition(nameof(WindowStressTests), DisableParallelization = true)]
public sealed class WindowStressTests
{
    [SkippableFact]
    public void Random_input_neither_breaks_the_window_nor_makes_it_grow()
    {
        using var reader = new DigitReader(() => new Guesses());
        Assert.True(reader.WaitUntilReady());
        List<Footprint> taken = [];
        try
        {
            taken.AddRange(WindowStress.Play(reader, minutes: 12, seed: 2, events: 600));
        }
        catch (GraphicsException e) when (e.Message.StartsWith("EGL", StringComparison.Ordinal))
        {
            throw new SkipException(e.Message);
        }

        Assert.Equal(12, taken.Count);
        Assert.All(taken, t => Assert.Null(t.Wrong));
        Assert.Contains(taken, t => t.Tape > 0);
        Assert.True(taken[^1] is { Steps: > 100, SheetSteps: > 20 }, $"{taken[^1]}");
        // The test runner's own memory comes and goes; the first OpenGL context that
        // is made anew keeps five more files open, the later ones none.
        Assert.True(taken[^1].Handles <= taken[1].Handles + 8, string.Join('\n', taken));
        Assert.True(taken[^1].Heap <= taken[1].Heap + (32 << 20), string.Join('\n', taken));
    }

    [Fact]
    public void Growth_is_noticed()
    {
        static Footprint[] Hour(Func<int, Footprint> at) => [.. Enumerable.Range(1, 60).Select(at)];
        Assert.Null(WindowStress.Grown(Hour(m => new(m, 10 << 20, 100 << 20, 50))));
        Assert.Contains("heap", WindowStress.Grown(Hour(m => new(m, m << 20, 100 << 20, 50))), StringComparison.Ordinal);
        Assert.Contains("working set", WindowStress.Grown(Hour(m => new(m, 10 << 20, (long)m << 21, 50))), StringComparison.Ordinal);
        Assert.Contains("files", WindowStress.Grown(Hour(m => new(m, 10 << 20, 100 << 20, 50 + m))), StringComparison.Ordinal);
        Assert.StartsWith("memory and handles are flat, ", WindowStress.Verdict(Hour(m => new(m, 1, 1, 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_minute_is_not_compared_with_itself() => Assert.Contains(
        "too short to tell", WindowStress.Verdict([.. Enumerable.Range(1, 10).Select(m => new Footprint(m, 1, 1, 1))]),
        StringComparison.Ordinal);

    /// <summary>What is read does not matter here.</summary>
    private sealed class Guesses : IReadingNetwork
    {
        public NetworkProbe? Probe => null;

        public Verdict Read(float[] picture)
        {
            var digit = (int)picture.Sum() % 10;
            return new(digit, [.. Enumerable.Range(0, 10).Select(d => d == digit ? 0.91f : 0.01f)], 0, IsUnsure: digit % 3 == 0);
        }

        public void Dispose()
        {
        }
    }
}
