using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Sheets;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits summary</c>: the layers, their output shapes and parameters, like Keras' model.summary().</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var preset = Options.Preset();
        var model = Options.Model();
        model.Description = "The model file, whose network is shown instead of a preset.";
        var json = Options.Json();
        var picture = new Option<string?>("--picture") { Description = "Also draw the layers into a PNG.", HelpName = "file.png" };
        var device = Options.Device("cpu");
        var threads = Options.Threads();
        var command = new Command(
            "summary", "Show a network's layers: shapes, parameters, and what each takes to read a digit (left out: the tutorial preset).")
        {
            preset, model, device, threads, picture, json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetResult(preset) is { Implicit: false } && parsed.GetValue(model) is not null)
                throw new UsageException("name either --preset or --model");
            var file = parsed.GetValue(model);
            new FilePlan(parsed).Reads(model).Writes(picture).Check();
            var trained = file is null ? null : TrainedModel.Load(file);
            var network = trained?.Architecture ?? Presets.Get(parsed.GetValue(preset)!);
            using var on = Options.Open(parsed, device, threads);
            var costs = LayerCost.Of(on, network, trained?.Weights ?? network.Initialise(1));
            if (parsed.GetValue(picture) is { } png)
            {
                using var sheet = ArchitectureSheet.Draw(network, costs, SheetTheme.Light);
                sheet.SavePng(png);
            }

            if (parsed.GetValue(json))
                OutputJson.Print(ToJson(network, costs), OutputJson.Default.SummaryJson);
            else
                Print(network, costs);
            if (trained?.Places is { Architecture: var places })
                Terminal.Say($"{file}: beside this network, which reads shapes, it has one of {Count(places.ParameterCount)} parameters "
                    + "that weighs them by size and place");
        });
        return command;
    }

    internal static void Print(Sequential network, IReadOnlyList<LayerCost> costs)
    {
        var table = new Table().RoundedBorder().AddColumns("Layer", "Settings", "Output shape");
        foreach (var head in new[] { "Parameters", "Multiply-adds", "Memory", "Time" })
            table.AddColumn(new TableColumn(head).RightAligned());
        table.AddRow("input", "", network.Input.ToString(), "0");
        foreach (var cost in costs)
        {
            var layer = cost.Layer;
            table.AddRow(
                layer.Name, Describe(layer), layer.Output.ToString(), Count(cost.Parameters), Share(costs, cost, c => c.MultiplyAdds),
                Share(costs, cost, c => c.Bytes), Share(costs, cost, c => c.Microseconds));
        }

        Terminal.Out.Write(table);
        Terminal.Out.WriteLine(
            $"Trainable parameters: {Count(network.ParameterCount)} ({network.ParameterCount * 4 / 1024.0 / 1024:F2} MiB)");
        Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A digit: {costs.Sum(c => c.MultiplyAdds):N0} multiply-adds, {costs.Sum(c => c.Bytes) / 1024.0 / 1024:F2} MiB, "
                + $"{costs.Sum(c => c.Microseconds):F1} µs layer by layer"));
    }

    private static string Share(IReadOnlyList<LayerCost> costs, LayerCost cost, Func<LayerCost, double> value) =>
        value(cost) == 0 ? "" : (value(cost) / costs.Sum(value)).ToString("P1", CultureInfo.InvariantCulture);

    private static SummaryJson ToJson(Sequential network, IReadOnlyList<LayerCost> costs) => new(
        [
            .. costs.Select(c => new LayerJson(
                c.Layer.Name, c.Layer.Layer.GetType().Name, c.Layer.Output.ToArray(), c.Parameters, c.MultiplyAdds, c.Bytes,
                c.Microseconds)),
        ],
        network.ParameterCount);

    private static string Count(int n) => n.ToString("N0", CultureInfo.InvariantCulture);

    private static string Describe(PlacedLayer placed) => placed.Layer switch
    {
        Conv2D c =>
            $"{c.Filters} filters {c.FilterHeight}×{c.FilterWidth}, stride {Stride(c.StrideY, c.StrideX)}, {Word(c.Padding)}",
        Pool2D p => $"{p.PoolHeight}×{p.PoolWidth}, stride {Stride(p.StrideY, p.StrideX)}, {Word(p.Padding)}",
        Dropout d => $"rate {d.Rate}",
        BatchNormalization n => $"momentum {n.Momentum}",
        _ => "",
    };

    private static string Stride(int y, int x) => y == x ? $"{y}" : $"{y}×{x}";

    private static string Word(Engine.Layers.Padding padding) => padding == Engine.Layers.Padding.Same ? "same" : "valid";
}
