using System.Diagnostics;

namespace GpuDigits.Training.Tests;

/// <summary>Trainings that are killed, run out of disk, diverge, or lose their device.</summary>
public sealed class ReliabilityTests : IDisposable
{
    private const int Kills = 20;

    private static readonly string[] OnExcerpt =
        ["--train-data", Data("train-images-excerpt.gz"), "--test-data", Data("t10k-images-excerpt.gz")];

    private readonly TemporaryFolder _folder = new();

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private string Kept => _folder["kept"];

    private string File(string name) => _folder[name];

    public void Dispose() => _folder.Dispose();

    private string[] Train(params string[] more) => ["train", .. OnExcerpt, "--device", "cpu", "--threads", "1", .. more];

    private Gpudigits.Result Run(params string[] arguments) => Gpudigits.RunIn(_folder.Path, arguments);

    [Fact]
    public void Killed_twenty_times_and_resumed_it_ends_with_the_same_bits()
    {
        var settings = Train("--epochs", "150", "--batch-size", "60", "--validation-split", "0.1", "--schedule", "onecycle",
            "--weight-averaging", "0.9", "--augment", "0.5", "--seed", "3");
        var whole = Run([.. settings, "--out", File("whole.safetensors")]);
        Assert.True(whole.Code == 0, whole.Error);
        string[] resumable =
            [.. settings, "--checkpoint", Kept, "--checkpoint-every", "0.02", "--resume", "--out", File("killed.safetensors")];

        var random = new Random(5);
        var steps = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Gpudigits.Begin(_folder.Path, [], resumable);
            string? line;
            do
            {
                line = process.StandardError.ReadLine();
                if (line?.StartsWith("resuming", StringComparison.Ordinal) == true)
                    steps.Add(line);
            }
            while (line is not null && !line.StartsWith("tutorial:", StringComparison.Ordinal));

            // Half of the kills come at any time, the others soon after a new checkpoint, or while it is written.
            DateTime Written() => System.IO.File.GetLastWriteTimeUtc(Path.Combine(Kept, "checkpoint.safetensors"));
            var before = Written();
            if (kill % 2 == 0)
                Assert.True(
                    SpinWait.SpinUntil(() => process.HasExited || Written() > before, TimeSpan.FromMinutes(1)),
                    "no new checkpoint within a minute");
            Thread.Sleep(random.Next(150));
            Assert.False(process.HasExited, $"the training ended before kill {kill + 1}");
            process.Kill();
            process.WaitForExit();
        }

        var last = Run(resumable);
        Assert.True(last.Code == 0, last.Error);
        // Else the kills came before a further checkpoint each time.
        Assert.True(steps.Distinct().Count() > Kills / 3, string.Join('\n', steps));
        Assert.Equal(System.IO.File.ReadAllBytes(File("whole.safetensors")), System.IO.File.ReadAllBytes(File("killed.safetensors")));
        Assert.Equal(["checkpoint.safetensors", "lock"], Directory.GetFiles(Kept).Select(Path.GetFileName).Order());

        // A finished training resumes at its end; other settings or digits are refused.
        string[] With(string from, string to) => [.. resumable.Select(a => a == from ? to : a)];
        var again = Run(With(File("killed.safetensors"), File("again.safetensors")));
        Assert.True(again.Code == 0, again.Error);
        Assert.Equal(System.IO.File.ReadAllBytes(File("whole.safetensors")), System.IO.File.ReadAllBytes(File("again.safetensors")));
        Assert.Contains("other settings", Refused(2, With("3", "4")), StringComparison.Ordinal);
        Assert.Contains(
            "other digits", Refused(2, With(Data("train-images-excerpt.gz"), Data("t10k-images-excerpt.gz"))), StringComparison.Ordinal);
        Assert.Contains("--resume", Refused(2, Train("--checkpoint", Kept)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_trainings_cannot_share_a_folder()
    {
        using var first = Gpudigits.Begin(_folder.Path, [], Train("--epochs", "1000", "--checkpoint", Kept));
        try
        {
            Assert.True(
                SpinWait.SpinUntil(() => System.IO.File.Exists(Path.Combine(Kept, "checkpoint.safetensors")), TimeSpan.FromMinutes(1)));

            Assert.Contains("another training", Refused(1, Train("--checkpoint", Kept, "--resume")), StringComparison.Ordinal);
        }
        finally
        {
            first.Kill();
            first.WaitForExit();
        }
    }

    [SkippableFact]
    public void A_checkpoint_that_meets_a_full_disk_is_said_once_and_the_one_before_stays()
    {
        var disk = Directory.CreateDirectory(File("disk")).FullName;
        Skip.IfNot(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Mount("-t", "tmpfs", "-o", "size=12m", "tmpfs", disk),
            "needs root on Linux, to mount a small disk");
        try
        {
            var kept = Path.Combine(disk, "kept");
            // A checkpoint has 8.3 MB: the second does not fit beside the first.
            var full = Run(Train("--epochs", "3", "--checkpoint", kept));
            Assert.True(full.Code == 0, full.Error);
            Assert.Single(full.ErrorLines,
                l => l.Contains("--checkpoint", StringComparison.Ordinal) && l.Contains("disk is full", StringComparison.Ordinal));
            Assert.Equal(["checkpoint.safetensors", "lock"], Directory.GetFiles(kept).Select(Path.GetFileName).Order());

            var before = System.IO.File.ReadAllBytes(Path.Combine(kept, "checkpoint.safetensors"));
            Assert.True(Mount("-o", "remount,ro", disk));
            Refused(1, Train("--epochs", "3", "--checkpoint", kept, "--resume"));
            Assert.True(Mount("-o", "remount,rw,size=60m", disk));
            Assert.Equal(before, System.IO.File.ReadAllBytes(Path.Combine(kept, "checkpoint.safetensors")));

            var resumed = Run(Train("--epochs", "3", "--checkpoint", kept, "--resume"));
            Assert.True(resumed.Code == 0, resumed.Error);
            Assert.Contains("resuming after step", resumed.Error, StringComparison.Ordinal);
        }
        finally
        {
            Execute("umount", disk);
        }
    }

    [Fact]
    public void A_training_that_diverges_stops_with_the_operation_named_and_leaves_the_model_that_was_there()
    {
        Untrained.Save(File("good.safetensors"));
        var before = System.IO.File.ReadAllBytes(File("good.safetensors"));
        var settings = Train("--epochs", "2", "--learning-rate", "1e30", "--out", File("good.safetensors"), "--checkpoint", Kept);
        var result = Run(settings);

        Assert.Equal(1, result.Code);
        Assert.Contains("step 2 (epoch 1), learning rate 1E+30: ", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Contains("is the first to give", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File("good.safetensors")));
        Assert.True(System.IO.File.Exists(Path.Combine(Kept, "checkpoint.safetensors")));

        var watched = Run([.. settings[..^2], "--detect-anomalies"]);
        Assert.Equal(result.ErrorLines[^1], watched.ErrorLines[^1]);
    }

    private string Refused(int code, params string[] arguments)
    {
        var result = Run(arguments);
        Assert.True(result.Code == code, $"code {result.Code}: {result.Error}");
        Assert.StartsWith("gpudigits: ", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        return result.ErrorLines[^1];
    }

    private static bool Mount(params string[] arguments) => Execute("mount", arguments);

    private static bool Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
