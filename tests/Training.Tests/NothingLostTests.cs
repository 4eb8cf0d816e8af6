using System.Diagnostics;
using Google.Protobuf;
using GpuDigits.Engine.Files.Onnx.Messages;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;
using GpuDigits.Training.Commands;

namespace GpuDigits.Training.Tests;

/// <summary>
/// A training of minutes does not end in nothing: outputs that fail, signals, devices that fail at once, models that are worse.
/// </summary>
public sealed class NothingLostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["m.safetensors"];

    public void Dispose() => _folder.Dispose();

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private string[] Train(params string[] more) =>
        ["train", "--train-data", Data("train-images-excerpt.gz"), "--test-data", Data("t10k-images-excerpt.gz"), "--device", "cpu",
            "--out", Model, .. more];

    private Gpudigits.Result Run(params string[] arguments) => Gpudigits.RunIn(_folder.Path, arguments);

    [SkippableTheory]
    [InlineData("INT", 1)]
    [InlineData("TERM", 1)]
    [InlineData("HUP", 1)]
    [InlineData("QUIT", 1)]
    [InlineData("INT", 2)]
    [InlineData("HUP", 2)]
    public void Whatever_signal_ends_a_training_what_was_learnt_is_on_the_disk(string signal, int times)
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are Unix'");
        using var process = Gpudigits.Begin(_folder.Path, [], Train("--epochs", "100000"));
        var said = new List<string>();
        while (process.StandardError.ReadLine() is { } line)
        {
            said.Add(line);
            if (line.StartsWith("epoch 2/", StringComparison.Ordinal))
                Signals.Send(process, signal);
            // The second comes at the worst moment: the training has stopped, and nothing has been evaluated.
            if (times == 2 && line.Contains("saving", StringComparison.Ordinal))
                Signals.Send(process, signal);
        }

        Assert.True(process.WaitForExit(60_000));
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains(said, l => l.Contains("saving", StringComparison.Ordinal));
        var saved = TrainedModel.Load(Model);
        if (times == 1)
            Assert.True(saved.Results!.Accuracy > 0.3);
        Assert.Equal([Path.GetFileName(Model)], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    /// <summary>However long it takes: nobody reads the pipe at first.</summary>
    [SkippableFact]
    public async Task What_was_learnt_goes_into_a_pipe_too_before_a_second_signal_ends_the_training()
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are Unix'");
        var pipe = _folder["pipe"];
        await Process.Start("mkfifo", [pipe]).WaitForExitAsync();
        using var process = Gpudigits.Begin(
            _folder.Path, [], [.. Train("--epochs", "100000").Select(one => one == Model ? pipe : one)]);
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("epoch 2/", StringComparison.Ordinal))
                Signals.Send(process, "TERM");
            if (!line.Contains("saving", StringComparison.Ordinal))
                continue;
            Signals.Send(process, "TERM");
            break;
        }

        await Task.Delay(TimeSpan.FromSeconds(4));
        await using (var from = File.OpenRead(pipe))
        await using (var to = File.Create(Model))
            await from.CopyToAsync(to);
        Assert.True(process.WaitForExit(60_000));
        TrainedModel.Load(Model);
    }

    /// <summary>The labels are read although only the pictures are named; so is the model.</summary>
    [Fact]
    public void What_a_command_reads_is_never_written_over()
    {
        string images = _folder["t10k-images-excerpt.gz"], labels = _folder["t10k-labels-excerpt.gz"], symbols = _folder["s.safetensors"];
        File.Copy(Data("t10k-images-excerpt.gz"), images);
        File.Copy(Data("t10k-labels-excerpt.gz"), labels);
        File.Copy(ShippedModel.Find(Presets.SymbolsName)!, symbols);
        var photos = Directory.CreateDirectory(_folder["photos"]).FullName;
        string photo = Path.Combine(photos, "photo-0001.jpg"), calculations = _folder["c.jsonl"];
        File.WriteAllText(photo, "a photograph");
        File.WriteAllText(calculations, "a calculation");
        var before = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);
        string[][] commands =
        [
            ["evaluate", "--data", images, "--picture", labels],
            ["evaluate", "--data", images, "--reliability", labels],
            ["train", "--train-data", images, "--test-data", images, "--out", labels],
            ["calibrate", symbols, "--data", images, "--out", labels],
            ["read", calculations, "--model", symbols, "--picture", symbols],
            ["evaluate", "--expressions", calculations, "--model", symbols, "--picture", symbols],
            ["evaluate", "--photos", photos, "--model", symbols, "--picture", symbols],
            ["evaluate", "--photos", photos, "--picture", photo],
        ];
        foreach (var command in commands)
        {
            var result = Run(command);
            Assert.True(result.Code == 2, string.Join(' ', command) + result.Error);
            Assert.Contains("name another file", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        }

        Assert.All(before, one => Assert.Equal(one.Value, File.ReadAllBytes(one.Key)));
    }

    /// <summary>Only the model names the file that its weights lie in.</summary>
    [Fact]
    public void An_import_leaves_the_weights_beside_its_model_alone()
    {
        Assert.Equal(0, Run("export", "--onnx", "m.onnx").Code);
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder["m.onnx"]));
        var weights = model.Graph.Initializer.MaxBy(tensor => tensor.RawData.Length)!;
        var bytes = weights.RawData.ToByteArray();
        File.WriteAllBytes(_folder["m.data"], bytes);
        (weights.RawData, weights.DataLocation) = (ByteString.Empty, 1);
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "m.data" });
        File.WriteAllBytes(_folder["m.onnx"], model.ToByteArray());

        var refused = Run("import", "m.onnx", "--out", "m.data");
        Assert.Equal(2, refused.Code);
        Assert.Contains("name another file", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(_folder["m.data"]));
        Assert.Equal(0, Run("import", "m.onnx", "--out", "m.safetensors").Code);
    }

    [Fact]
    public void An_import_does_not_replace_a_trained_model_unasked()
    {
        Assert.Equal(0, Run("export", "--onnx", "m.onnx").Code);
        // An imported or untrained one may be replaced.
        Untrained.Save(_folder["model.safetensors"]);
        Assert.Equal(0, Run("import", "m.onnx").Code);
        var imported = File.ReadAllBytes(_folder["model.safetensors"]);
        var network = Presets.Tutorial();
        new TrainedModel(network, network.Initialise(1)) { Results = new(1, 0.5, 1, 100, "cpu") }.Save(_folder["model.safetensors"]);
        var trained = File.ReadAllBytes(_folder["model.safetensors"]);

        foreach (var command in (string[])["import m.onnx", "import m.onnx --out model.safetensors", "import no-such-file.onnx"])
        {
            var refused = Run(command.Split(' '));
            Assert.Equal(2, refused.Code);
            Assert.Equal(
                "gpudigits: --out model.safetensors: holds a model that reads 50.00 % of 100 digits, and stays; --replace overwrites it",
                Assert.Single(refused.ErrorLines));
            Assert.Equal(trained, File.ReadAllBytes(_folder["model.safetensors"]));
        }

        Assert.Equal(0, Run("import", "m.onnx", "--replace").Code);
        Assert.Equal(imported, File.ReadAllBytes(_folder["model.safetensors"]));
    }

    [Fact]
    public void A_validation_that_gives_no_number_ends_the_training_and_its_last_good_state_stays()
    {
        var result = Run(
            Train("--learning-rate", "1e30", "--batch-size", "512", "--validation-split", "0.1", "--checkpoint", "kept", "--metrics",
                "m.csv"));

        Assert.Equal(1, result.Code);
        Assert.StartsWith("step 1 (epoch 1), learning rate 1E+30: ", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(0, Checkpoint.Load(_folder["kept/checkpoint.safetensors"]).Step);
        Assert.False(File.Exists(Model));
        Assert.False(File.Exists(_folder["m.csv"]));
    }

    [Fact]
    public void A_worse_model_does_not_replace_a_better_one_unasked()
    {
        Assert.Equal(0, Run(Train("--epochs", "3")).Code);
        var better = File.ReadAllBytes(Model);
        var worse = Train("--epochs", "1", "--learning-rate", "1e-9");

        var result = Run(worse);
        Assert.Equal(1, result.Code);
        Assert.Contains("holds a model that reads more", result.Error, StringComparison.Ordinal);
        Assert.Equal(better, File.ReadAllBytes(Model));
        Assert.NotNull(TrainedModel.Load(_folder["m-2.safetensors"]).Calibration);

        Assert.Equal(0, Run([.. worse, "--replace"]).Code);
        Assert.Equal(File.ReadAllBytes(_folder["m-2.safetensors"]), File.ReadAllBytes(Model));
    }

    /// <summary>Between two of its own savings, for instance while it is calibrated.</summary>
    [Fact]
    public void A_better_model_that_another_training_saves_meanwhile_stays()
    {
        var network = Presets.Tutorial();
        TrainedModel Of(uint seed, double accuracy) =>
            new(network, network.Initialise(seed)) { Results = new(1, accuracy, 1, 100, "cpu") };
        var output = new ModelOutput(Model, replaces: false);
        output.Keep(Of(1, 0) with { Results = null });
        output.Save(Of(1, 0.5), isFinal: false);
        Of(2, 0.9).Save(Model);
        var better = File.ReadAllBytes(Model);

        output.Save(Of(1, 0.5), isFinal: true);

        Assert.Equal(better, File.ReadAllBytes(Model));
        Assert.Contains("holds a model that reads more", output.Remark, StringComparison.Ordinal);
        Assert.Equal(0.5, TrainedModel.Load(output.Path!).Results!.Accuracy);
        Assert.NotEqual(Model, output.Path);
    }

    [Fact]
    public void A_model_that_cannot_be_saved_where_it_should_goes_elsewhere_and_the_line_says_where()
    {
        var gone = Directory.CreateDirectory(_folder["gone"]).FullName;
        var network = Presets.Tutorial();
        var output = new ModelOutput(Path.Combine(gone, "m.safetensors"), replaces: false);
        Directory.Delete(gone);
        output.Save(new(network, network.Initialise(1)), isFinal: true);
        try
        {
            Assert.StartsWith(Path.GetTempPath(), output.Path, StringComparison.Ordinal);
            Assert.Contains("there is no folder", output.Remark, StringComparison.Ordinal);
            TrainedModel.Load(output.Path!);
        }
        finally
        {
            File.Delete(output.Path!);
        }
    }

    [SkippableTheory]
    [InlineData("--metrics full.csv", "--metrics full.csv")]
    [InlineData("--json > full.csv", "cannot be printed")]
    [InlineData("2> full.csv", "")]
    [InlineData("2>&-", "")]
    public void What_fails_beside_a_training_is_said_once_and_the_model_is_saved(string more, string said)
    {
        Skip.IfNot(File.Exists("/dev/full"), "needs /dev/full");
        File.CreateSymbolicLink(_folder["full.csv"], "/dev/full");
        var command = string.Join(' ', Train("--epochs", "2").Select(a => $"'{a}'"));
        var (code, error) = Gpudigits.RunInShell(_folder.Path, $"{command} {more}");

        Assert.True(code == 0, error);
        Assert.NotNull(TrainedModel.Load(Model).Calibration);
        if (said.Length > 0)
            Assert.Single(error.Split('\n'), l => l.Contains(said, StringComparison.Ordinal));
        Assert.Equal("/dev/full", new FileInfo(_folder["full.csv"]).LinkTarget);
    }

    [Fact]
    public void A_command_that_fails_before_its_first_epoch_leaves_earlier_metrics_and_logs_as_they_were()
    {
        File.WriteAllText(_folder["m.csv"], "earlier");
        var result = Run(
            [.. Train("--metrics", "m.csv", "--logdir", "logs").Select(a => a == Data("train-images-excerpt.gz") ? "no-such-file" : a)]);

        Assert.Equal(1, result.Code);
        Assert.Equal("earlier", File.ReadAllText(_folder["m.csv"]));
        Assert.False(Directory.Exists(_folder["logs"]));
    }

    [Theory]
    [InlineData("train --out a.csv --metrics ./a.csv", "writes there too")]
    [InlineData("train --out link/a.csv --metrics real/a.csv", "writes there too")]
    [InlineData("train --checkpoint c --out c/checkpoint.safetensors", "writes there too")]
    [InlineData("train --checkpoint c --metrics c/lock.csv --out c/lock", "writes there too")]
    [InlineData("train --train-data real/x --out link/x", "reads")]
    [InlineData("export --model m.onnx --onnx m.onnx", "reads")]
    [InlineData("import model.safetensors", "reads")]
    [InlineData("summary --model m.png --picture m.png", "reads")]
    [InlineData("evaluate --picture a.png --reliability a.png", "writes there too")]
    [InlineData("explain --image real/four.png --out real", "reads")]
    [InlineData("explain --image link/four.png --out real", "reads")]
    [InlineData("explain --metrics real/index.html --out link", "reads")]
    [InlineData("explain --out real/x", "is a file")]
    [InlineData("explain augment --out real/x/y", "is a file")]
    [InlineData("train --out real", "is a folder")]
    [InlineData("train --logdir real/x", "is a file")]
    public void Outputs_that_meet_an_input_or_each_other_are_refused_before_anything_is_done(string arguments, string said)
    {
        Directory.CreateDirectory(_folder["real"]);
        File.WriteAllText(_folder["real/x"], "x");
        File.CreateSymbolicLink(_folder["link"], "real");

        var result = Run(arguments.Split(' '));

        Assert.Equal(2, result.Code);
        Assert.Contains(said, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("x", File.ReadAllText(_folder["real/x"]));
    }

    [Fact]
    public void A_training_that_is_resumed_with_other_settings_names_those_that_differ()
    {
        var kept = _folder["kept"];
        Assert.Equal(0, Run(Train("--epochs", "1", "--checkpoint", kept)).Code);
        var result = Run(Train("--epochs", "1", "--seed", "9", "--batch-size", "64", "--checkpoint", kept, "--resume"));

        Assert.Equal(2, result.Code);
        Assert.Contains("(--batch-size 64, there 128; --seed 9, there 1)", result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Inputs_may_be_pipes()
    {
        Skip.IfNot(File.Exists("/bin/bash"), "needs bash");
        Untrained.Save(Model);
        // A one: a bar of two pixels.
        File.WriteAllText(
            _folder["one.pgm"], "P2 20 20 255 " + string.Join(
                ' ', Enumerable.Range(0, 400).Select(i => i % 20 is 9 or 10 && i / 20 is > 2 and < 17 ? 0 : 255)));
        var start = new ProcessStartInfo(
            "/bin/bash",
            ["-c",
                $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "gpudigits.dll")}' predict --model <(cat '{Model}') <(cat "
                    + $"'{_folder["one.pgm"]}')"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
    }

    [Fact]
    public void Too_little_memory_is_one_line()
    {
        var result = Gpudigits.RunWith(
            _folder.Path, new() { ["DOTNET_GCHeapHardLimit"] = "0x1800000" }, Train("--epochs", "1"));

        Assert.Equal(1, result.Code);
        Assert.Contains("not enough memory", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_output_that_may_not_be_changed_is_refused_before_the_training()
    {
        File.WriteAllText(Model, "x");
        Skip.IfNot(Mark("+i"),
            "no file can be marked as not to be changed here: that needs Linux, root and a file system that has such marks");
        try
        {
            var result = Run(Train("--epochs", "100000"));
            Assert.Equal(1, result.Code);
            Assert.Contains("not to be changed", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        }
        finally
        {
            Mark("-i");
        }

        bool Mark(string sign)
        {
            try
            {
                using var chattr = Process.Start(new ProcessStartInfo("chattr", [sign, Model]) { RedirectStandardError = true })!;
                chattr.WaitForExit();
                return chattr.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
