using System.Diagnostics;
using System.Text;
using GpuDigits.Fuzz.Guided;
using GpuDigits.Tests;
using Trace = SharpFuzz.Common.Trace;

namespace GpuDigits.Fuzz.Tests;

/// <summary>The campaign that is led by branches, and the inputs that it left; a whole one: <c>eng/fuzz/coverage.sh</c>.</summary>
public sealed class GuidedCampaignTests : IDisposable
{
    private const int MostCorpusBytes = 500_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-fuzz-").FullName;

    public static TheoryData<string> Readers => [.. Targets.All().Select(t => t.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Committed_inputs_are_read_or_refused(string name)
    {
        var target = Targets.All().Single(t => t.Name == name);
        byte[][] inputs = [.. Corpus.Read(CorpusFolder, target)];

        Assert.NotEmpty(inputs);
        Assert.All(inputs, input => Assert.Null(Campaign.Try(target, input).Fault));
    }

    [SkippableFact]
    public void The_corpus_is_small_and_holds_known_readers_only()
    {
        Assert.Equal(
            Targets.All().Select(Corpus.FolderName).Order(StringComparer.Ordinal),
            Directory.GetDirectories(CorpusFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.InRange(
            Directory.GetFiles(CorpusFolder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, MostCorpusBytes);
    }

    /// <summary>A fault behind four bytes, each of which opens a branch. Blind damage needs as good as all 2³² of them.</summary>
    [Fact]
    public void Branches_lead_to_what_lies_deep()
    {
        EdgeMap.Begin();
        List<string> faults = [];
        var magic = "DEEP"u8.ToArray();
        Target deep = new(
            "deep", ["seed...."u8.ToArray()], (seed, random, other) => Mutator.Bytes(seed, random, other, 4), Descend,
            typeof(FormatException), _ => 1 << 20);
        var campaign = new GuidedCampaign(deep, _ => { }, (fault, input) => faults.Add($"{Encoding.UTF8.GetString(input)} {fault}"));

        campaign.Begin([]);
        campaign.Continue(new Random(1), 200_000);

        var fault = Assert.Single(faults);
        Assert.StartsWith("DEEP", fault, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", fault, StringComparison.Ordinal);
        Assert.Equal(magic.Length + 1, campaign.Edges);
        Assert.Empty(Campaign.Run(deep, 0, 200_000, threads: 1).Faults);

        unsafe void Descend(byte[] bytes)
        {
            var depth = bytes.Zip(magic).TakeWhile(pair => pair.First == pair.Second).Count();
            for (var branch = 0; branch <= depth; branch++)
                Trace.SharedMem[branch]++;
            if (depth == magic.Length)
                throw new InvalidOperationException();
        }
    }

    [Fact]
    public void An_input_is_left_behind_where_a_run_was_ended_and_not_where_it_was_interrupted()
    {
        var current = Path.Combine(_folder, "reader.current");
        using (Watchdog interrupted = new(current))
        {
            Assert.Null(interrupted.LeftBehind);
            interrupted.Next([1, 2, 3]);
            Assert.Throws<IOException>(() => new Watchdog(current));
            interrupted.Interrupt();
            Assert.Throws<OperationCanceledException>(() => interrupted.Next([4]));
        }

        Assert.False(File.Exists(current));
        // As a process leaves it that has no time to say so.
        File.WriteAllBytes(current, [3, 0, 0, 0, 7, 8, 9, .. new byte[(1 << 20) - 7]]);
        using Watchdog next = new(current);
        Assert.Equal([7, 8, 9], next.LeftBehind);
    }

    [Fact]
    public void A_copy_of_the_program_counts_its_branches()
    {
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Assert.True(Instrumentation.Apply(_folder) > 100);

        Assert.Matches(
            @"^expression +2,000 executions +[0-9,]+/s +[0-9],?[0-9]{2,} edges +[0-9]{2,} kept 0 findings",
            Run(_folder, 0, out var complaint));
        Assert.Equal("", complaint);
    }

    [Fact]
    public void Without_branches_it_says_how_to_begin()
    {
        Run(AppContext.BaseDirectory, 1, out var complaint);
        Assert.Equal("gpudigits-fuzz: the assemblies count no branches: begin with eng/fuzz/coverage.sh", complaint.TrimEnd());
    }

    [Fact]
    public void A_finding_stays_beside_those_of_other_runs()
    {
        var target = Targets.All()[0];
        string one = Corpus.Keep(_folder, target, [1]), two = Corpus.Keep(_folder, target, [2]);
        Assert.Equal(one, Corpus.Keep(_folder, target, [1]));
        Assert.Equal([1], File.ReadAllBytes(one));
        Assert.Equal([2], File.ReadAllBytes(two));
    }

    private static string CorpusFolder => Path.Combine(Sources.Root, "tests", "data", "corpus");

    private string Run(string program, int code, out string complaint)
    {
        ProcessStartInfo start = new(
            "dotnet", [Path.Combine(program, "gpudigits-fuzz.dll"), "guided", "expression", "--executions", "2000"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        complaint = errors.Result;
        Assert.True(process.ExitCode == code, $"exit code {process.ExitCode}: {output}{complaint}");
        return output;
    }
}
