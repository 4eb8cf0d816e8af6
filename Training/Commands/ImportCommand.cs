using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits import</c>: makes a model of ours of another tool's file.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The model: .onnx, or .safetensors with weights alone." };
        var output = new Option<string>("--out") { Description = "Where our model goes (safetensors).", HelpName = "file", DefaultValueFactory = _ => "model.safetensors" };
        var range = new Option<double>("--input-range") { Description = "What ink is to the model before mean and deviation: 1, or 255 (left out: 255 if an ONNX model takes bytes, else 1).", HelpName = "x" };
        var mean = new Option<double>("--mean") { Description = "What was subtracted from the pixels before the model (MNIST in PyTorch's examples: 0.1307).", HelpName = "x" };
        var deviation = new Option<double>("--std") { Description = "What they were divided by then (there: 0.3081).", HelpName = "x", DefaultValueFactory = _ => 1 };
        var layout = new Option<WeightOrder?>("--layout") { Description = "Order of axes in a .safetensors file, where its shapes do not tell.", HelpName = "keras|pytorch" };
        Option<string> preset = Options.Preset();
        preset.Description = "The layers that a .safetensors file has the weights of: " + string.Join(", ", Presets.Names) + ".";
        var command = new Command("import", "Read a model of another tool, ONNX or safetensors, and save it as ours.") { file, output, range, mean, deviation, preset, layout };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!, to = parsed.GetValue(output)!;
            bool scaled = new Option[] { range, mean, deviation }.Any(o => parsed.GetResult(o) is { Implicit: false });
            double ink = parsed.GetResult(range) is { Implicit: false } ? parsed.GetValue(range) : 1, std = parsed.GetValue(deviation);
            if (!(ink > 0 && double.IsFinite(ink)) || !(std > 0 && double.IsFinite(std)) || !double.IsFinite(parsed.GetValue(mean)))
                throw new UsageException("--input-range and --std must be positive numbers, --mean a number");
            InputScaling? scaling = scaled ? InputScaling.Normalised(ink, parsed.GetValue(mean), std) : null;
            bool onnx = path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
            if (onnx && (parsed.GetResult(layout) is { Implicit: false } || parsed.GetResult(preset) is { Implicit: false }))
                throw new UsageException("--preset and --layout are for .safetensors files; an ONNX model says them itself");
            string name = parsed.GetValue(preset)!;
            TrainedModel model = Options.Naming(path, () => onnx
                ? OnnxImport.FromOnnx(OnnxFile.Load(path), path, scaling)
                : SafetensorsImport.FromSafetensors(SafetensorsFile.Load(path), path, Presets.Get(name).Fold(), parsed.GetValue(layout), scaling) with { Preset = name });
            model.Save(to);
            using Engine.Devices.Device cpu = Engine.Devices.DeviceCatalog.Open("cpu");
            SummaryCommand.Print(model.Architecture, Engine.Insight.LayerCost.Of(cpu, model.Architecture, model.Weights));
            Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{path}: {model.Architecture.ParameterCount:N0} parameters read; saved to {to}"));
        });
        return command;
    }
}
