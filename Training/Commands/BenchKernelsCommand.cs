using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Devices;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary>
/// <c>gpudigits bench kernels</c>: counts the memory accesses of one training step's kernels on the GPU simulator (a separate program),
/// and estimates the time on a card.
/// </summary>
internal static class BenchKernelsCommand
{
    /// <param name="cancellation">Ends the simulator.</param>
    public static Command Create(CancellationToken cancellation)
    {
        string[] cards = [.. GpuCard.All.Select(c => c.Name)];
        var card = new Option<string>("--card")
        {
            Description = "The card to estimate for: " + string.Join(", ", cards) + ".",
            HelpName = "name",
            DefaultValueFactory = _ => cards[0],
        }.From(cards);
        var batch = NumberOption.Of("--batch", 1, 4096, 128);
        (batch.Description, batch.HelpName) = ("Samples of a step, 1 to 4096.", "n");
        var groups = NumberOption.Of("--groups", 0, 1_000_000, 24);
        (groups.Description, groups.HelpName) = ("Groups counted of each launch, spread over its grid, 3 at least; 0: all, slow.", "n");
        var preset = Options.Preset();
        var command = new Command(
            "kernels", "Count what one training step's kernels do to memory, and estimate it for a card. Needs no GPU.")
            {
                card, batch, groups, preset
            };
        command.SetAction(parsed =>
        {
            var start = Companion.Find(
                "gpudigits-simulator", "GPUDIGITS_SIMULATOR",
                "bench kernels: the GPU simulator is part of the source tree: run ./digits bench kernels there");
            foreach (var argument in new[]
            {
                parsed.GetValue(card)!, Text($"{parsed.GetValue(batch)}"), Text($"{parsed.GetValue(groups)}"), parsed.GetValue(preset)!
            })
                start.ArgumentList.Add(argument);
            using var program = Companion.Start(start);
            using var end = cancellation.Register(program.Kill);
            program.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            return program.ExitCode;
        });
        return command;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
