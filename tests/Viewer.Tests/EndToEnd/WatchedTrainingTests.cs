using System.Diagnostics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Pictures;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;
using GpuDigits.Scenes.Watch;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>The real command line training, and the real window showing it on a screen in memory.</summary>
public sealed class WatchedTrainingTests(Screen screen) : IClassFixture<Screen>, IDisposable
{
    private const int Patience = 120_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void The_window_shows_the_training_and_its_stop_saves_what_was_learnt()
    {
        Skip.If(screen.Lacks is not null, screen.Lacks);
        Skip.If(!RealWindow.HasModel, "models/digits.safetensors is missing");
        foreach (var (name, set) in ((string, DigitSet)[])[("train", SyntheticDigits.Set(1280, 1)), ("t10k", SyntheticDigits.Set(300, 2))])
        {
            using var images = File.Create(At($"{name}-images-idx3-ubyte"));
            IdxFile.Write(images, [set.Count, 28, 28], set.Images);
            using var labels = File.Create(At($"{name}-labels-idx1-ubyte"));
            IdxFile.Write(labels, [set.Count], set.Labels);
        }
        using var command = Start("train", "--epochs", "100000", "--watch", "--device", "cpu", "--out", At("model.safetensors"),
            "--train-data", At("train-images-idx3-ubyte"), "--test-data", At("t10k-images-idx3-ubyte"));
        try
        {
            // Two epochs on, there are curves, and filters.
            while (ReadLine(command) is var line && !line.StartsWith("epoch 2/", StringComparison.Ordinal))
                Assert.DoesNotContain("--watch", line, StringComparison.Ordinal);
            screen.Do("search", "--sync", "--onlyvisible", "--name", "^GpuDigits$");
            screen.Do("key", "F12");
            Assert.True(SpinWait.SpinUntil(() => Pictures is [_], Patience), "the window keeps no picture");
            screen.Do("key", "g");
            Assert.True(command.WaitForExit(Patience), "the training does not end");
            Assert.Equal(1, command.ExitCode);
            Assert.True(File.Exists(At("model.safetensors")));

            var picture = Image.Read(Pictures[0]);
            var layout = new WatchLayout(new Layout(picture.Width, picture.Height, 1, false, 0, Arrangement.Beside));
            Assert.All([layout.Loss, layout.Accuracy, layout.Filter(0), layout.Filter(31), layout.Digit(0)],
                box => Assert.True(Colors(picture, box) > 3));

            // The window outlives the command.
            screen.Do("search", "--onlyvisible", "--name", "^GpuDigits$");
            screen.Do("key", "ctrl+q");
            Assert.True(SpinWait.SpinUntil(() => !WindowIsThere(), Patience), "the window does not close");
        }
        finally
        {
            if (!command.HasExited)
                command.Kill(entireProcessTree: true);
        }
    }

    private string[] Pictures => Directory.GetFiles(_folder, "gpudigits-*.png");

    private string At(string name) => Path.Combine(_folder, name);

    private bool WindowIsThere()
    {
        try
        {
            return screen.Do("search", "--onlyvisible", "--name", "^GpuDigits$").Length > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private Process Start(params string[] arguments)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, "gpudigits.dll"), .. arguments];
        var start = new ProcessStartInfo("dotnet", all) { RedirectStandardError = true, WorkingDirectory = _folder };
        start.Environment["DISPLAY"] = screen.Name;
        start.Environment.Remove("WAYLAND_DISPLAY");
        start.Environment["GPUDIGITS_VIEWER"] = Path.Combine(AppContext.BaseDirectory, "gpudigits-viewer.dll");
        // Nothing of what a person has set or fetched.
        start.Environment["XDG_CONFIG_HOME"] = _folder;
        start.Environment["GPUDIGITS_DATA"] = At("no-data");
        return Process.Start(start)!;
    }

    private static string ReadLine(Process process)
    {
        var line = process.StandardError.ReadLineAsync();
        Assert.True(line.Wait(Patience), "the training does not go on");
        return line.Result ?? throw new InvalidOperationException("the training ended");
    }

    private static int Colors(Image image, Box box)
    {
        HashSet<int> colors = [];
        for (var y = (int)box.Y; y < box.Bottom; y++)
            for (var x = (int)box.X; x < box.Right; x++)
                colors.Add(
                    image.Pixels.AsSpan(image.Channels * (y * image.Width + x), 3) is [var r, var g, var b] ? (r << 16) + (g << 8) + b : 0);
        return colors.Count;
    }
}
