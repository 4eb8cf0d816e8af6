using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Training.Output;
using GpuDigits.Training.Web;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits export</c>: writes a model for other tools.</summary>
internal static class ExportCommand
{
    // The folder of the published page; ./digits publishes it and names it.
    private const string Page = "GPUDIGITS_PAGE";

    public static Command Create()
    {
        var model = Options.Model();
        var onnx = new Option<string?>("--onnx")
        {
            Description = $"Where the ONNX model goes (operator set {OnnxExport.Opset}).",
            HelpName = "file",
        };
        var raw = new Option<bool>("--raw")
        {
            Description = "Let it take the picture's bytes, 0 to 255, height × width × channels, and prepare them itself."
        };
        var web = new Option<string?>("--web")
        {
            Description = "Where the calculator goes as one HTML page with this model inside, which opens from the disk, too.",
            HelpName = "file",
        };
        var half = new Option<string?>("--half")
        {
            Description = "Where the same model goes with weights of 16 bits, in half the bytes (safetensors).",
            HelpName = "file",
        };
        var command = new Command("export", "Write a model as an ONNX file, which other tools read, or as a page that is the calculator.")
        {
            model, onnx, raw, web, half
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(onnx) is null && result.GetResult(web) is null && result.GetResult(half) is null)
                result.AddError("name what to write: --onnx FILE, --web FILE or --half FILE");
            else if (result.GetResult(onnx) is null && result.GetResult(raw) is { Implicit: false })
                result.AddError("--raw is for --onnx");
        });
        command.SetAction(parsed =>
        {
            var from = Options.ModelPath(parsed.GetValue(model));
            new FilePlan(parsed).Reads("--model", from).Writes(onnx).Writes(web).Writes(half).Check();
            if (parsed.GetValue(half) is { } small)
                SaveHalf(small, from);
            if (parsed.GetResult(onnx) is null && parsed.GetResult(web) is null)
                return;
            var trained = Options.LoadDigits(from);
            if (parsed.GetValue(web) is { } page)
                SavePage(page, from);
            if (parsed.GetValue(onnx) is { } to)
                SaveOnnx(to, trained, parsed.GetValue(raw));
        });
        return command;
    }

    private static void SaveHalf(string to, string model)
    {
        TrainedModel.Load(model).Save(to, half: true);
        Terminal.PrintSaved(() => Console.Out.WriteLine($"{to}: {Size(to)}, with weights of 32 bits {Size(model)}"));
    }

    private static void SavePage(string to, string model)
    {
        var folder = Environment.GetEnvironmentVariable(Page) is { Length: > 0 } named
            ? named
            : Path.Combine(AppContext.BaseDirectory, "web");
        if (!Directory.Exists(folder))
            throw new MissingException(
                $"--web: there is no page in {folder}; ./digits export --web builds it, or name its folder with {Page}");
        SinglePage.Save(to, folder, model);
        Terminal.PrintSaved(() => Console.Out.WriteLine($"{to}: {Size(to)}; it needs no server and no network"));
    }

    private static string Size(string file) => OutputPath.Resolve(file).IsStream
        ? "written"
        : string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(file).Length / 1e6:0.00} MB");

    private static void SaveOnnx(string to, TrainedModel model, bool raw)
    {
        var exported = OnnxExport.ToOnnx(model, raw);
        OnnxFile.Save(to, exported);
        OnnxValue input = exported.Graph.Inputs[0], output = exported.Graph.Outputs[0];
        Terminal.PrintSaved(() => Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{to}: {exported.Graph.Nodes.Count} operations; in: {Describe(input)}, {exported.Metadata["input"]}; out: "
                + $"{Describe(output)}")));
    }

    private static string Describe(OnnxValue value) =>
        $"{value.Name} {value.Type} "
            + $"[{string.Join(", ", value.Shape!.Select(size => size?.ToString(CultureInfo.InvariantCulture) ?? "batch"))}]";
}
