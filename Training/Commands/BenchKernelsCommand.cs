using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Devices.Ilgpu.Inspection;
using GpuDigits.Engine.Model;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits bench kernels</c>: what the kernels of one training step do to memory, counted without a GPU, and what a card would take: an estimate.</summary>
internal static class BenchKernelsCommand
{
    public static Command Create()
    {
        var card = new Option<string>("--card")
        {
            Description = "The card to estimate for: " + string.Join(", ", GpuCard.All.Select(c => c.Name)) + ".",
            HelpName = "name",
            DefaultValueFactory = _ => GpuCard.All[0].Name,
        };
        card.AcceptOnlyFromAmong([.. GpuCard.All.Select(c => c.Name)]);
        Option<int> batch = NumberOption.Of("--batch", 1, 4096, 128);
        (batch.Description, batch.HelpName) = ("Samples of a step, 1 to 4096.", "n");
        Option<int> groups = NumberOption.Of("--groups", 0, 1_000_000, 24);
        (groups.Description, groups.HelpName) = ("Groups of each launch that are counted, spread over its grid; 0: all, slow.", "n");
        Option<string> preset = Options.Preset();
        var command = new Command("kernels", "Count what one training step's kernels do to memory, and estimate it for a card. Needs no GPU.") { card, batch, groups, preset };
        command.SetAction(parsed =>
        {
            GpuCard chosen = GpuCard.All.First(c => c.Name == parsed.GetValue(card));
            KernelBench? bench = KernelBench.Run(Presets.Get(parsed.GetValue(preset)!), parsed.GetValue(batch), chosen, parsed.GetValue(groups));
            if (bench is null)
            {
                Console.Error.WriteLine("gpudigits: bench kernels looks into our stand-in for ILGPU, which this build does without: build with GpuPackages=polyfill in the environment");
                return ExitCode.Missing;
            }

            Print(bench, chosen);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(KernelBench bench, GpuCard card)
    {
        var table = new Table().RoundedBorder();
        foreach (string title in new[] { "Kernel", "Groups", "MB", "/min", "Sect.", "Worst", "Confl.", "Barr.", "Div.", "MFLOP", "F/B", "Est. µs", "Bound" })
            table.AddColumn(title == "Kernel" ? new TableColumn(title).NoWrap().PadLeft(0).PadRight(0) : new TableColumn(title).RightAligned().PadLeft(0).PadRight(0));
        foreach (KernelRow row in bench.Rows)
        {
            LaunchCounts c = row.Counts;
            table.AddRow(
                Markup.Escape(c.Kernel), Text($"{c.Groups}"), Text($"{c.MovedBytes / 1e6:0.00}"), Text($"{row.Excess:0.00}"),
                Text($"{c.SectorsPerRequest:0.0}"), Text($"{c.WorstSectors:0.0}"), Text($"{c.BankConflicts}"), Text($"{c.Barriers}"), Text($"{c.Divergence:0%}"),
                Text($"{row.Flops / 1e6:0.0}"), Text($"{row.Intensity:0.0}"), Text($"{row.Seconds * 1e6:0.0}"), row.Bound.ToString());
        }

        Terminal.Out.Write(table);
        Console.Out.WriteLine(Text(
            $"{bench.Rows.Count} launches a step. Estimate for {card.Title}, batch {bench.Batch}: {bench.StepSeconds * 1e6:0} µs a step, {bench.EpochSeconds:0.000} s an epoch of {bench.Samples} pictures."));
        Console.Out.WriteLine("MB: global memory in 32-byte sectors, each once a group; / min: against each input and output once; Sect.: of a warp's load or store, 4 is ideal for floats; Worst: of the worst instruction.");
        foreach (string race in bench.Rows.SelectMany(r => r.Counts.Races)) Console.Out.WriteLine(race);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
