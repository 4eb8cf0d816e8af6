using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits export</c>: writes a model for other tools.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var model = Options.Model();
        var onnx = new Option<string>("--onnx")
        {
            Description = $"Where the ONNX model goes (operator set {OnnxExport.Opset}).",
            HelpName = "file",
            Required = true
        };
        var raw = new Option<bool>("--raw")
        {
            Description = "Let it take the picture's bytes, 0 to 255, height × width × channels, and prepare them itself."
        };
        var command = new Command("export", "Write a model as an ONNX file, which other tools read.") { model, onnx, raw };
        command.SetAction(parsed =>
        {
            string from = Options.ModelPath(parsed.GetValue(model)), to = parsed.GetValue(onnx)!;
            new FilePlan(parsed).Reads("--model", from).Writes(onnx).Check();
            var exported = OnnxExport.ToOnnx(Options.LoadDigits(from), parsed.GetValue(raw));
            OnnxFile.Save(to, exported);
            OnnxValue input = exported.Graph.Inputs[0], output = exported.Graph.Outputs[0];
            Terminal.PrintSaved(() => Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{to}: {exported.Graph.Nodes.Count} operations; in: {Describe(input)}, {exported.Metadata["input"]}; out: "
                    + $"{Describe(output)}")));
        });
        return command;
    }

    private static string Describe(OnnxValue value) =>
        $"{value.Name} {value.Type} "
            + $"[{string.Join(", ", value.Shape!.Select(size => size?.ToString(CultureInfo.InvariantCulture) ?? "batch"))}]";
}
