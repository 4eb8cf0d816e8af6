namespace GpuDigits.Fuzz.Tests;

/// <summary>A sample of the campaign; all of it: <c>dotnet run --project eng/fuzz -c Release</c>.</summary>
public sealed class CampaignTests
{
    private const int Sample = 1_000;

    public static TheoryData<string> Readers => [.. Targets.All().Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Readers))]
    public void Every_reader_keeps_its_promises(string name)
    {
        var found = Campaign.Run(Targets.All().Single(t => t.Name == name), 0, Sample, threads: 1);

        Assert.Empty(found.Faults);
        // Damage that a reader always or never notices would test nothing.
        Assert.InRange(found.Refused, Sample / 20, Sample - 1);
    }

    [Fact]
    public void A_broken_promise_is_found()
    {
        Target broken = new(
            "broken", [[1, 2, 3]], (seed, random, _) => [(byte)random.Next(4)],
            bytes =>
                GC.KeepAlive(
                    bytes[0] switch
                    {
                        1 => throw new FormatException(),
                        2 => throw new InvalidOperationException("two\nlines"),
                        3 => new byte[100_000],
                        _ => bytes
                    }),
            typeof(InvalidOperationException), _ => 50_000);
        broken = broken with { Seeds = [[0]] };

        var found = Campaign.Run(broken, 0, 20, threads: 2);

        Assert.Contains(found.Faults, f => f.Contains("FormatException", StringComparison.Ordinal));
        Assert.Contains(found.Faults, f => f.Contains("not one line", StringComparison.Ordinal));
        Assert.Contains(found.Faults, f => f.Contains("bytes allocated", StringComparison.Ordinal));
    }

    /// <summary>The reader ends only when it is named; on a busy machine others may be named, too.</summary>
    [Fact]
    public void A_reader_that_never_ends_is_named_with_its_input()
    {
        using ManualResetEventSlim isNamed = new();
        var wasNamed = true;
        Target endless = new(
            "endless", [[0]], (seed, random, _) => [(byte)random.Next(4)],
            bytes => wasNamed &= bytes[0] != 3 || isNamed.Wait(TimeSpan.FromMinutes(1)), typeof(FormatException), _ => 1 << 20);
        var number = Enumerable.Range(0, 100).First(i => Campaign.Input(endless, i)[0] == 3);
        using ReaderWatch watch = new(2, TimeSpan.FromMilliseconds(20), (which, input) =>
        {
            if (which == number && input[0] == 3)
                isNamed.Set();
        });

        Campaign.Run(endless, number, 1, threads: 1, watch);

        Assert.True(wasNamed);
    }

    [Theory]
    [InlineData("--window-minutes", "-1")]
    [InlineData("--window-minutes", "0")]
    [InlineData("--inputs", "0")]
    [InlineData("--threads", "0")]
    [InlineData("--first", "-1")]
    [InlineData("--target", "nothing")]
    [InlineData("--nothing")]
    [InlineData("guided", "nothing")]
    public void Wrong_arguments_get_code_2(params string[] arguments) => Assert.Equal(2, Program.Main(arguments));

    [Fact]
    public void An_input_is_the_same_again()
    {
        Assert.All(Targets.All(), target => Assert.Equal(Campaign.Input(target, 12345), Campaign.Input(target, 12345)));
    }
}
