using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Devices;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits bench kernels</c>: what the kernels of one training step do to memory, counted on the GPU simulator (a program of its own), and what a card would take: an estimate.</summary>
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
        var batch = new Option<int>("--batch") { Description = "Samples of a step, 1 to 4096.", HelpName = "n", DefaultValueFactory = _ => 128 };
        batch.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int n) && n is < 1 or > 4096) result.AddError($"--batch is {n}, it must be from 1 to 4096");
        });
        var groups = new Option<int>("--groups") { Description = "Groups of each launch that are counted, spread over its grid; 0: all, slow.", HelpName = "n", DefaultValueFactory = _ => 24 };
        groups.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int n) && n < 0) result.AddError($"--groups is {n}, it must be 0 or more");
        });
        Option<string> preset = Options.Preset();
        var command = new Command("kernels", "Count what one training step's kernels do to memory, and estimate it for a card. Needs no GPU.") { card, batch, groups, preset };
        command.SetAction(parsed =>
        {
            ProcessStartInfo start = Companion.Find(
                "gpudigits-simulator", "GPUDIGITS_SIMULATOR", "bench kernels: the GPU simulator is part of the source tree: run ./digits bench kernels there");
            foreach (string argument in new[] { parsed.GetValue(card)!, Text($"{parsed.GetValue(batch)}"), Text($"{parsed.GetValue(groups)}"), parsed.GetValue(preset)! })
                start.ArgumentList.Add(argument);
            using Process program = Companion.Start(start);
            program.WaitForExit();
            return program.ExitCode;
        });
        return command;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
