using System.Globalization;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Simulator;

/// <summary>
/// Counts the kernels of a training step and prints the counts. Started by <c>gpudigits bench kernels</c>, which has checked the arguments:
/// card, batch, groups, preset.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is not [string name, string batch, string groups, string preset]
            || GpuCard.All.FirstOrDefault(c => c.Name == name) is not { } card)
        {
            Console.Error.WriteLine("gpudigits-simulator: run gpudigits bench kernels, which starts this program");
            return ExitCode.WrongArguments;
        }

        int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
        Print(KernelBench.Run(Presets.Get(preset), Number(batch), card, Number(groups)), card);
        return ExitCode.Done;
    }

    private static void Print(KernelBench bench, GpuCard card)
    {
        var table = new Table().RoundedBorder();
        string[] titles =
            ["Kernel", "Groups", "MB", "/min", "Sect.", "Worst", "Confl.", "Barr.", "Div.", "MFLOP", "F/B", "Est. µs", "Bound"];
        foreach (var title in titles)
        {
            var column = new TableColumn(title).PadLeft(0).PadRight(0);
            table.AddColumn(title == "Kernel" ? column.NoWrap() : column.RightAligned());
        }

        foreach (var row in bench.Rows)
        {
            var c = row.Counts;
            table.AddRow(
                Markup.Escape(c.Kernel), Text($"{c.Groups}"), Text($"{c.MovedBytes / 1e6:0.00}"), Text($"{row.Excess:0.00}"),
                Text($"{c.SectorsPerRequest:0.0}"), Text($"{c.WorstSectors:0.0}"), Text($"{c.BankConflicts}"), Text($"{c.Barriers}"),
                Text($"{c.Divergence:0%}"),
                Text($"{row.Flops / 1e6:0.0}"), Text($"{row.Intensity:0.0}"), Text($"{row.Seconds * 1e6:0.0}"), row.Bound.ToString());
        }

        Terminal.Out.Write(table);
        Console.Out.WriteLine(
            Text($"{bench.Rows.Count} launches per step. Estimate for {card.Title}, batch {bench.Batch}: ")
            + Text($"{bench.StepSeconds * 1e6:0} µs per step, {bench.EpochSeconds:0.000} s per epoch of {bench.Samples} pictures."));
        Console.Out.WriteLine(
            "MB: global memory in 32-byte sectors, each once per group; /min: MB divided by the minimum (each input and output once); "
            + "Sect.: sectors per load or store of a warp, 4 is ideal for floats; Worst: of the worst instruction.");
        foreach (var race in bench.Rows.SelectMany(r => r.Counts.Races))
            Console.Out.WriteLine(race.ToString());
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
