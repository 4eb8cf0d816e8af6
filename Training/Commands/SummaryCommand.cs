using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Model;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits summary</c>: the layers, their output shapes and parameters, like Keras' model.summary().</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        Option<string> preset = Options.Preset();
        Option<string?> model = Options.Model();
        Option<bool> json = Options.Json();
        var command = new Command("summary", "Show a network's layers, output shapes and parameters (left out: the tutorial preset).") { preset, model, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetResult(preset) is { Implicit: false } && parsed.GetValue(model) is not null) throw new UsageException("name either --preset or --model");
            string? file = parsed.GetValue(model);
            Sequential network = file is null ? Presets.Get(parsed.GetValue(preset)!) : TrainedModel.Load(file).Architecture;
            if (parsed.GetValue(json)) OutputJson.Print(ToJson(network), OutputJson.Default.SummaryJson);
            else Print(network);
        });
        return command;
    }

    internal static void Print(Sequential network)
    {
        Table table = new Table().RoundedBorder().AddColumns("Layer", "Settings", "Output shape").AddColumn(new TableColumn("Parameters").RightAligned());
        table.AddRow("input", "", network.Input.ToString(), "0");
        foreach (PlacedLayer layer in network.Layers)
            table.AddRow(layer.Name, Describe(layer), layer.Output.ToString(), Count(Size(layer)));
        Terminal.Out.Write(table);
        Terminal.Out.WriteLine($"Trainable parameters: {Count(network.ParameterCount)} ({network.ParameterCount * 4 / 1024.0 / 1024:F2} MiB)");
    }

    private static SummaryJson ToJson(Sequential network) => new(
        [.. network.Layers.Select(l => new LayerJson(l.Name, l.Layer.GetType().Name, l.Output.ToArray(), Size(l)))], network.ParameterCount);

    private static int Size(PlacedLayer layer) => layer.Parameters.Sum(p => p.Spec.Shape.Size);

    private static string Count(int n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static string Describe(PlacedLayer placed) => placed.Layer switch
    {
        Engine.Layers.Conv2D c => $"{c.Filters} filters {c.FilterHeight}×{c.FilterWidth}, stride {Stride(c.StrideY, c.StrideX)}, {Word(c.Padding)}",
        Engine.Layers.Pool2D p => $"{p.PoolHeight}×{p.PoolWidth}, stride {Stride(p.StrideY, p.StrideX)}, {Word(p.Padding)}",
        Engine.Layers.Dropout d => $"rate {d.Rate}",
        Engine.Layers.BatchNormalization n => $"momentum {n.Momentum}",
        _ => "",
    };

    private static string Stride(int y, int x) => y == x ? $"{y}" : $"{y}×{x}";

    private static string Word(Engine.Layers.Padding padding) => padding == Engine.Layers.Padding.Same ? "same" : "valid";
}
