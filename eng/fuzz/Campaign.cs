using System.Diagnostics;

namespace GpuDigits.Fuzz;

/// <summary>A reader of files from strangers, and what it promises.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Seeds">Files that it takes.</param>
/// <param name="Damage">Makes one damaged file of one seed and another.</param>
/// <param name="Read">The reader.</param>
/// <param name="Refusal">The one exception that it may throw.</param>
/// <param name="Limit">The most bytes that it may allocate for a file of so many bytes.</param>
internal sealed record Target(
    string Name, byte[][] Seeds, Func<byte[], Random, byte[], byte[]> Damage, Action<byte[]> Read, Type Refusal, Func<int, long> Limit);

/// <summary>What came of one input.</summary>
/// <param name="Refused">Whether the reader refused it with its own exception.</param>
/// <param name="Allocated">How many bytes it allocated.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Fault">The promise that was broken; null if none was.</param>
internal sealed record Trial(bool Refused, long Allocated, TimeSpan Elapsed, string? Fault);

/// <summary>What came of a target's inputs.</summary>
/// <param name="Target">The reader's name.</param>
/// <param name="Inputs">How many files it was given.</param>
/// <param name="Refused">How many of them it refused with its own exception.</param>
/// <param name="MostAllocated">The most bytes that one of them made it allocate.</param>
/// <param name="Faults">What went wrong: the input's number, and the promise that was broken.</param>
internal sealed record Findings(string Target, long Inputs, long Refused, long MostAllocated, IReadOnlyList<string> Faults);

/// <summary>
/// Gives a reader damaged files by number. Each must be read, or refused with the reader's own exception and one line of text without
/// control characters, within its limit of memory. An input depends on the target's name and its number alone, so that a fault can be made
/// again.
/// </summary>
internal static class Campaign
{
    private const int MostFaults = 20;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    /// <summary>The input of that number.</summary>
    public static byte[] Input(Target target, long number)
    {
        var random = new Random(unchecked((int)(StableHash(target.Name) + number * 0x9E3779B1)));
        byte[] seed = target.Seeds[random.Next(target.Seeds.Length)], other = target.Seeds[random.Next(target.Seeds.Length)];
        return target.Damage(seed, random, other);
    }

    /// <summary>Runs the inputs first … first + count − 1 on so many threads.</summary>
    /// <param name="target">The reader.</param>
    /// <param name="first">The first input's number.</param>
    /// <param name="count">How many inputs.</param>
    /// <param name="threads">How many are read at a time.</param>
    /// <param name="watch">Hears what is read; the sound files, which come first, are −1, −2 …</param>
    public static Findings Run(Target target, long first, long count, int threads, ReaderWatch? watch = null)
    {
        foreach (var (i, seed) in target.Seeds.Index())
        {
            watch?.Begin(0, -1 - i, seed);
            target.Read(seed);
        }

        long refused = 0, most = 0;
        List<string> faults = [];
        object gate = new();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, worker =>
        {
            long ownRefused = 0, ownMost = 0;
            for (var i = first + worker; i < first + count; i += threads)
            {
                var input = Input(target, i);
                watch?.Begin(worker, i, input);
                var trial = Try(target, input);
                ownRefused += trial.Refused ? 1 : 0;
                ownMost = Math.Max(ownMost, trial.Allocated);
                // A stuck reader is a fault as well; the bound is far above what a busy machine needs.
                var fault = trial.Fault ?? (trial.Elapsed > MostTime ? "took more than 10 s" : null);
                if (fault is null)
                    continue;
                lock (gate)
                {
                    if (faults.Count < MostFaults)
                        faults.Add($"{target.Name} {i}: {fault}");
                }
            }

            watch?.End(worker);
            lock (gate)
                (refused, most) = (refused + ownRefused, Math.Max(most, ownMost));
        });
        return new(target.Name, count, refused, most, faults);
    }

    /// <summary>Gives the reader one input.</summary>
    public static Trial Try(Target target, byte[] input)
    {
        string? fault = null;
        var refused = false;
        var started = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(input);
        }
        catch (Exception e) when (e.GetType() == target.Refusal)
        {
            refused = true;
            if (e.Message.Any(char.IsControl))
                fault = $"its message is not one line for people: {e.Message}";
        }
        catch (Exception e)
        {
            fault = e.ToString();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > target.Limit(input.Length))
            fault ??= $"{allocated} bytes allocated for {input.Length}, at most {target.Limit(input.Length)} are allowed";
        return new(refused, allocated, Stopwatch.GetElapsedTime(started), fault);
    }

    /// <summary>A number of a text that is the same in every process.</summary>
    public static int StableHash(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));
}
