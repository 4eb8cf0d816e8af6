using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits import</c>: converts a file of another tool to our format.</summary>
internal static class ImportCommand
{
    private const double Small = 1e-6, Large = 1e6;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The model: .onnx, or .safetensors with weights alone." };
        var output = new Option<string>("--out")
        {
            Description = "Where our model goes (safetensors).",
            HelpName = "file",
            DefaultValueFactory = _ => "model.safetensors"
        };
        Option<double> range = NumberOption.Of("--input-range", Small, Large, 1), mean = NumberOption.Of("--mean", -Large, Large, 0),
            deviation = NumberOption.Of("--std", Small, Large, 1);
        (range.Description, range.HelpName) = (
            "What ink is to the model before mean and deviation: 1, or 255. Without this and the next two: what reads digits best.", "x");
        (mean.Description, mean.HelpName) = (
            "What was subtracted from the pixels before the model (MNIST in PyTorch's examples: 0.1307).", "x");
        (deviation.Description, deviation.HelpName) = ("What they were divided by then (there: 0.3081).", "x");
        var layout = NameOption.Of<WeightOrder>("--layout");
        (layout.Description, layout.HelpName) = ("Order of axes in a .safetensors file, where its shapes do not tell.", "keras|pytorch");
        var preset = Options.Preset();
        preset.Description = "The layers that a .safetensors file has the weights of: " + string.Join(", ", Presets.Names) + ".";
        var replace = new Option<bool>("--replace")
        {
            Description = "Save over a model that was trained too; else such a one stays, and nothing is imported."
        };
        var command = new Command("import", "Read a model of another tool, ONNX or safetensors, and save it as ours.")
        {
            file, output, replace, range, mean, deviation, preset, layout
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!, to = parsed.GetValue(output)!;
            new FilePlan(parsed).Reads("the file", path).Writes(output).Check();
            if (!parsed.GetValue(replace) && ModelOutput.At(to)?.Results is { } results)
                throw new UsageException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{output.Name} {to}: holds a model that reads {results.Accuracy:P2} of {results.Samples:N0} digits, and stays; "
                            + $"{replace.Name} overwrites it"));
            var scaled = new Option[] { range, mean, deviation }.Any(o => parsed.GetResult(o) is { Implicit: false });
            InputScaling? scaling = scaled
                ? InputScaling.Normalised(parsed.GetValue(range), parsed.GetValue(mean), parsed.GetValue(deviation))
                : null;
            var onnx = path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
            if (onnx && (parsed.GetResult(layout) is { Implicit: false } || parsed.GetResult(preset) is { Implicit: false }))
                throw new UsageException("--preset and --layout are for .safetensors files; an ONNX model says them itself");
            var name = parsed.GetValue(preset)!;
            var graph = onnx ? OnnxFile.Load(path) : null;
            // Only now it is known what else is read.
            graph?.DataFiles.Aggregate(new FilePlan(parsed), (plan, data) => plan.Reads("the file", data)).Writes(output).Check();
            var tensors = onnx ? null : SafetensorsFile.Load(path);
            TrainedModel Import(InputScaling? given, Action<string>? remark) => ImportedClassifier.Complete(
                graph is not null
                    ? OnnxImport.FromOnnx(graph, path, given)
                    : SafetensorsImport.FromSafetensors(
                        tensors!, path, Presets.Get(name).Fold(), parsed.GetValue(layout), given, remark) with
                    { Preset = name },
                path, remark);
            void Remark(string text) => Terminal.Say($"{path}: {text}");

            using var cpu = DeviceCatalog.Open("cpu");
            var model = Options.Naming(path, () =>
            {
                var read = Import(scaling, Remark);
                return scaling is null && (graph is null || !OnnxImport.TakesBytes(graph, path))
                    ? InputConvention.Choose(cpu, given => Import(given, null), Remark)
                    : read;
            });
            RequireUsable(cpu, model, path);
            var costs = LayerCost.Of(cpu, model.Architecture, model.Weights);
            model.Save(to);
            Terminal.PrintSaved(() => SummaryCommand.Print(model.Architecture, costs));
            Terminal.Say(
                string.Create(
                    CultureInfo.InvariantCulture, $"{path}: {model.Architecture.ParameterCount:N0} parameters read; saved to {to}"));
        });
        return command;
    }

    /// <summary>Uses a model once in every way that the commands and the window need.</summary>
    /// <exception cref="ModelFileException">One of them cannot use it.</exception>
    private static void RequireUsable(Device device, TrainedModel model, string path)
    {
        try
        {
            var digit = Levels.ToFloats(SyntheticDigits.Picture(1, 0));
            using var classifier = new DigitClassifier(device, model, 1);
            if (!Array.TrueForAll(classifier.Read(digit).Probabilities, float.IsFinite))
                throw new ModelException("it gives no numbers for a digit");
            using var probe = new NetworkProbe(device, model.Architecture, model.Weights);
            Attribution.OfLogit(probe.Run(digit), 0);
            OnnxExport.ToOnnx(model);
        }
        catch (ModelException e)
        {
            throw new ModelFileException($"{path}: no command could use this network: {e.Message}", e);
        }
    }
}
