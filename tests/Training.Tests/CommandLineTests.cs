using System.Text.Json;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests;

public sealed class CommandLineTests
{
    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private static readonly string[] OnExcerpt =
        ["--train-data", Data("train-images-excerpt.gz"), "--test-data", Data("t10k-images-excerpt.gz"), "--device", "cpu"];

    /// <summary>--pad-fill and --pad-offset.</summary>
    private static readonly string[] Places = ["0.7 0,0", "0.25 0.3,-0.3", "0.95 0,0"];

    /// <summary>The help that a message names is there.</summary>
    [Theory]
    [InlineData("bench", "kernels", "--batch", "0")]
    [InlineData("data", "photos", "--count", "-1")]
    [InlineData("train", "--epochs", "-1")]
    public void A_fault_names_the_help_of_the_command_as_it_is_typed(params string[] arguments)
    {
        var result = Gpudigits.Run(arguments);
        Assert.Equal(2, result.Code);
        var command = string.Join(' ', arguments[..^2]);
        Assert.EndsWith($"(see gpudigits {command} --help)", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(0, Gpudigits.Run([.. arguments[..^2], "--help"]).Code);
    }

    [Fact]
    public void Trains_saves_evaluates_and_predicts_with_the_same_results()
    {
        using var folder = new TemporaryFolder();
        var model = folder["small.safetensors"];
        var train = Gpudigits.RunIn(
            folder.Path,
            ["train", .. OnExcerpt, "--epochs", "4", "--batch-size", "50", "--out", model, "--metrics", folder["epochs.csv"], "--json"]);
        Assert.True(train.Code == 0, train.Error);
        var trained = train.Json;
        Assert.Equal(4, trained.GetProperty("epochs").GetArrayLength());
        Assert.Equal(200, trained.GetProperty("samples").GetInt32());
        Assert.InRange(trained.GetProperty("accuracy").GetDouble(), 0.6, 1);
        Assert.Equal(4, train.ErrorLines.Count(l => l.StartsWith("epoch ", StringComparison.Ordinal)));
        var metrics = File.ReadAllLines(folder["epochs.csv"]);
        Assert.Equal("epoch,loss,accuracy,val_loss,val_accuracy,seconds", metrics[0]);
        Assert.Equal(5, metrics.Length);

        var evaluate = Gpudigits.RunIn(
            folder.Path, "evaluate", "--model", model, "--data", Data("t10k-images-excerpt.gz"), "--device", "cpu", "--json");
        Assert.True(evaluate.Code == 0, evaluate.Error);
        var evaluated = evaluate.Json;
        foreach (var same in new[] { "accuracy", "loss", "samples" })
            Assert.Equal(trained.GetProperty(same).GetRawText(), evaluated.GetProperty(same).GetRawText());
        Assert.Equal(10, evaluated.GetProperty("perDigit").GetArrayLength());
        Assert.Equal(200, evaluated.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(n => n.GetInt32())));
        Assert.True(new FileInfo(folder["artifacts/mistakes.png"]).Length > 1000);

        var predict = Gpudigits.Run(
            "predict", "--model", model, "--device", "cpu", "--json", Data("t10k-images-excerpt.gz") + "#0",
            Data("t10k-images-excerpt.gz") + "#1");
        Assert.True(predict.Code == 0, predict.Error);
        Assert.Equal(2, predict.Json.GetArrayLength());
        Assert.Equal(1, predict.Json[0].GetProperty("probabilities").EnumerateArray().Sum(p => p.GetDouble()), 1e-5);

        var summary = Gpudigits.Run("summary", "--model", model, "--json");
        Assert.Equal(693_962, summary.Json.GetProperty("parameters").GetInt32());
    }

    /// <summary>Also where the system's own encoding cannot write a frame.</summary>
    [Fact]
    public void Output_is_utf8_everywhere()
    {
        var devices = Gpudigits.RunWith(Path.GetTempPath(), new() { ["LC_ALL"] = "en_US.ISO-8859-1" }, "devices");
        Assert.Contains('╭', devices.Out);
        var unknown = Gpudigits.RunWith(
            Path.GetTempPath(), new() { ["LC_ALL"] = "en_US.ISO-8859-1" }, "summary", "--model", "zwölf×.safetensors");
        Assert.Contains("zwölf×", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluates_drawn_digits_with_the_shipped_model_wherever_they_are_on_the_pad()
    {
        using var folder = new TemporaryFolder();
        var file = folder["drawn.jsonl"];
        File.WriteAllLines(file, Drawn.Lines(writers: 3));

        double[] accuracies = [.. Places.Select(place =>
        {
            var result = Gpudigits.RunIn(
                folder.Path, "evaluate", "--device", "cpu", "--strokes", file, "--pad-fill", place.Split(' ')[0],
                "--pad-offset=" + place.Split(' ')[1], "--json");
            Assert.True(result.Code == 0, result.Error);
            Assert.Equal(30, result.Json.GetProperty("samples").GetInt32());
            Assert.Equal(3, result.Json.GetProperty("perWriter").EnumerateObject().Count());
            Assert.True(File.Exists(folder["artifacts/mistakes.png"]));
            return result.Json.GetProperty("accuracy").GetDouble();
        })];

        Assert.True(accuracies[0] >= 0.9, $"read {accuracies[0]:P0}");
        Assert.All(accuracies, a => Assert.Equal(accuracies[0], a));
    }

    /// <summary>
    /// ILGPU runs every GPU thread of its CPU accelerator as an OS thread, so it is two pictures here; the simulator trains, too.
    /// </summary>
    [Fact]
    public void The_same_network_reads_through_the_ilgpu_kernels()
    {
        using var folder = new TemporaryFolder();
        var digits = MnistExcerpt.Load().Test.Take(0, 2);
        using (var images = File.Create(folder["images"])) IdxFile.Write(images, [digits.Count, 28, 28], digits.Images);
        using (var labels = File.Create(folder["labels"])) IdxFile.Write(labels, [digits.Count], digits.Labels);

        JsonElement[] results = [.. ((string[])["cpu", "ilgpu-cpu"]).Select(device =>
        {
            var result = Gpudigits.RunIn(folder.Path, "evaluate", "--data", folder["images"], "--device", device, "--json");
            Assert.True(result.Code == 0, result.Error);
            Assert.Equal(device, result.Json.GetProperty("device").GetString());
            return result.Json;
        })];

        Assert.Equal(digits.Count, results[1].GetProperty("samples").GetInt32());
        Assert.Equal(results[0].GetProperty("loss").GetDouble(), results[1].GetProperty("loss").GetDouble(), 1e-5);
    }

    [Theory]
    [InlineData("train", "--epochs", "x")]
    [InlineData("train", "--epochs", "0")]
    [InlineData("train", "--batch-size", "-1")]
    [InlineData("train", "--validation-split", "1")]
    [InlineData("train", "--label-smoothing", "1")]
    [InlineData("train", "--augment", "-1")]
    [InlineData("train", "--synthetic", "2")]
    [InlineData("train", "--schedule", "wave")]
    [InlineData("train", "--preset", "nothing")]
    [InlineData("train", "--threads", "-2")]
    [InlineData("train", "--metrics", "epochs.txt")]
    [InlineData("train", "--out", "/no/such/folder/model.safetensors")]
    [InlineData("train", "--device", "abacus")]
    [InlineData("train", "--resume")]
    [InlineData("train", "--checkpoint", "x", "--checkpoint-every", "-1")]
    [InlineData("evaluate", "--colour")]
    [InlineData("evaluate", "--strokes", "x.jsonl", "--pad-fill", "0.96")]
    [InlineData("evaluate", "--strokes", "x.jsonl", "--pad-offset", "1;1")]
    [InlineData("evaluate", "--strokes", "x.jsonl", "--data", "images")]
    [InlineData("predict")]
    [InlineData("explain", "--digit", "10")]
    [InlineData("explain", "augment", "--strength", "4")]
    [InlineData("explain", "--digit", "3", "--image", "x.png")]
    [InlineData("explain", "--metrics", "/no/such/epochs.csv")]
    [InlineData("summary", "--preset", "nothing")]
    [InlineData("summary", "--preset", "tutorial", "--model", "x.safetensors")]
    [InlineData("compute")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("import", "x.onnx", "--layout", "keras")]
    [InlineData("import", "x.onnx", "--std", "0")]
    public void Wrong_arguments_get_one_line_and_code_2(params string[] arguments)
    {
        var result = Gpudigits.Run(arguments);

        Assert.Equal(2, result.Code);
        Assert.Single(result.ErrorLines);
        Assert.StartsWith("gpudigits: ", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Theory]
    [InlineData(1, "evaluate", "--model", "/no/such/model.safetensors", "--device", "cpu")]
    [InlineData(3, "evaluate", "--device", "cuda:7")]
    [InlineData(1, "predict", "/no/such/picture.png", "--device", "cpu")]
    [InlineData(2, "export", "--onnx", "/no/such/folder/x.onnx")]
    public void What_fails_says_so_in_one_line(int code, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var model = folder["m.safetensors"];
        Untrained.Save(model);
        var all = arguments.Contains("--model") ? arguments : [.. arguments, "--model", model];

        var result = Gpudigits.Run(all);

        Assert.Equal(code, result.Code);
        Assert.StartsWith("gpudigits: ", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "--preset", "--epochs", "--batch-size", "--learning-rate", "--schedule", "--validation-split", "--seed",
        "--device", "--threads", "--out", "--metrics", "--logdir", "--checkpoint", "--resume", "--fallback", "--detect-anomalies",
        "--json")]
    [InlineData("evaluate", "--model", "--device", "--picture", "--strokes", "--pad-fill", "--pad-offset", "--json")]
    [InlineData("predict", "--model", "--device", "--json")]
    [InlineData("summary", "--preset", "--model", "--picture", "--device", "--json")]
    [InlineData("explain", "--out", "--model", "--image", "--digit", "--data", "--metrics", "--device")]
    [InlineData("devices", "--json")]
    [InlineData("export", "--onnx", "--model", "--raw")]
    [InlineData("import", "file", "--out", "--replace", "--input-range", "--mean", "--std", "--layout", "--preset")]
    [InlineData("data", "fetch", "info")]
    public void Help_is_complete(string command, params string[] mentions)
    {
        var result = Gpudigits.Run(command, "--help");

        Assert.Equal(0, result.Code);
        Assert.All(mentions, m => Assert.Contains(m, result.Out, StringComparison.Ordinal));
    }

    [Fact]
    public void Devices_lists_all_kinds_with_reasons()
    {
        var devices = Gpudigits.Run("devices", "--json").Json;

        string[] ids = [.. devices.EnumerateArray().Select(d => d.GetProperty("id").GetString()!)];
        Assert.Contains("cpu", ids);
        Assert.Contains("ilgpu-cpu", ids);
        Assert.Contains(ids, id => id.StartsWith("cuda", StringComparison.Ordinal));
        Assert.Contains(ids, id => id.StartsWith("opencl", StringComparison.Ordinal));
        Assert.All(devices.EnumerateArray(),
            d => Assert.True(d.GetProperty("available").GetBoolean() || d.GetProperty("reason").GetString() is { Length: > 10 }));
    }

    [Fact]
    public void The_folder_of_the_data_is_told_in_full_whatever_its_name_is()
    {
        using var folder = new TemporaryFolder();
        var data = folder["a long name [old] of a folder [1] that is wider than the table of its files is"];
        var result = Gpudigits.RunWith(folder.Path, new() { ["GPUDIGITS_DATA"] = data }, "data", "info");
        Assert.True(result.Code == 0, result.Error);
        Assert.Equal(data, result.Out.Split('\n')[0].TrimEnd('\r'));
    }

    [Fact]
    public void Summary_of_the_tutorial_is_keras()
    {
        var summary = Gpudigits.Run("summary", "--json").Json;

        Assert.Equal(693_962, summary.GetProperty("parameters").GetInt32());
        Assert.Equal(8, summary.GetProperty("layers").GetArrayLength());
    }

    [Fact]
    public void A_model_that_is_exported_and_imported_reads_as_before()
    {
        using var folder = new TemporaryFolder();
        string[] digits = ["--data", Data("t10k-images-excerpt.gz"), "--device", "cpu", "--json"];
        Assert.Equal(0, Gpudigits.RunIn(folder.Path, "export", "--onnx", "digits.onnx", "--raw").Code);
        var import = Gpudigits.RunIn(folder.Path, "import", "digits.onnx", "--out", "back.safetensors");
        Assert.True(import.Code == 0, import.Error);
        JsonElement back = Gpudigits.RunIn(folder.Path, ["evaluate", "--model", "back.safetensors", .. digits]).Json,
            shipped = Gpudigits.RunIn(folder.Path, ["evaluate", .. digits]).Json;
        Assert.Equal(shipped.GetProperty("loss").GetRawText(), back.GetProperty("loss").GetRawText());

        var ours = Gpudigits.RunIn(folder.Path, "import", "back.safetensors");
        Assert.Equal(1, ours.Code);
        Assert.Contains("ours already", Assert.Single(ours.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>Told before the training, not after it.</summary>
    [Theory]
    [InlineData("--train-data")]
    [InlineData("--test-data")]
    public void Digits_of_another_size_are_refused_before_the_training(string option)
    {
        using var folder = new TemporaryFolder();
        using (var images = File.Create(folder["small-images"])) IdxFile.Write(images, [2, 14, 14], new byte[2 * 14 * 14]);
        using (var labels = File.Create(folder["small-labels"])) IdxFile.Write(labels, [2], new byte[2]);
        string[] given = [.. OnExcerpt];
        given[Array.IndexOf(given, option) + 1] = "small-images";

        var result = Gpudigits.RunIn(folder.Path, ["train", .. given, "--out", "m.safetensors"]);

        Assert.Equal(2, result.Code);
        Assert.EndsWith($"{option} small-images: the network reads 28×28×1, its pictures are 14×14", result.ErrorLines[^1],
            StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["m.safetensors"]));
    }

    /// <summary>Weights so large that no number comes out.</summary>
    [Fact]
    public void What_an_imported_network_cannot_do_is_said_with_its_file()
    {
        using var folder = new TemporaryFolder();
        OnnxNode[] nodes = [new("Flatten", "flat", ["x"], ["v"]), new("MatMul", "dense", ["v", "w"], ["y"])];
        OnnxTensor[] weights = [new("w", [784, 10], Enumerable.Repeat(3e38f, 7840).ToArray())];
        OnnxGraph graph = new("g", nodes, weights, [new("x", OnnxType.Float, [null, 1, 28, 28])], [new("y", OnnxType.Float, null)]);
        using (var file = File.Create(folder["bad.onnx"]))
            OnnxFile.Save(file, new(graph, 17, new Dictionary<string, string>()));

        var result = Gpudigits.RunIn(folder.Path, "import", "bad.onnx");

        Assert.Equal(1, result.Code);
        Assert.StartsWith("gpudigits: bad.onnx: ", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.safetensors"]));
    }

    [Fact]
    public void Epochs_go_to_json_lines_and_to_tensorboard()
    {
        using var folder = new TemporaryFolder();
        var train = Gpudigits.RunIn(
            folder.Path,
            ["train", .. OnExcerpt, "--epochs", "2", "--validation-split", "0.2", "--metrics", "epochs.jsonl", "--logdir", "logs/first"]);
        Assert.True(train.Code == 0, train.Error);
        double[] losses =
        [
            .. File.ReadLines(folder["epochs.jsonl"])
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("valLoss").GetDouble())
        ];
        Assert.Equal(2, losses.Length);
        foreach (var run in (string[])["train", "validation"])
        {
            // What is in them is read by the engine's tests; here, that they are there and begin as TensorBoard wants.
            var file = Assert.Single(Directory.GetFiles(folder["logs/first/" + run]));
            Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
            var bytes = File.ReadAllBytes(file);
            List<int> steps = [];
            for (var at = 0; at < bytes.Length; at += 16 + (int)BitConverter.ToInt64(bytes, at))
            {
                // Behind the length and its checksum: the time (field 1, a double),
                // then the step (field 2), which may be left out where it is 0.
                steps.Add(bytes[at + 21] == 0x10 ? bytes[at + 22] : 0);
            }

            // The head, and the epochs as Keras counts them.
            Assert.Equal([0, 0, 1], steps);
        }
    }
}
