using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Pictures.Photographs;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits data</c>: shows where MNIST is kept, downloads what is missing, and renders photographs.</summary>
internal static class DataCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var json = Options.Json("a JSON array");
        var fetch = new Command("fetch", "Fetch the MNIST files that are missing and verify all four.");
        fetch.SetAction(_ =>
        {
            new MnistStore().Fetch(Terminal.Say, cancellation);
            Print(false);
        });
        var info = new Command("info", "Say where the MNIST files are kept and which are there.") { json };
        info.SetAction(parsed => Print(parsed.GetValue(json)));
        return new("data", "MNIST's four files: where they are, and fetching them; and photographs that are rendered.")
        {
            fetch, info, Photos(cancellation),
        };
    }

    private static Command Photos(CancellationToken cancellation)
    {
        var output = new Option<string>("--out")
        {
            Description = "The folder of the photographs and of truth.jsonl: a new one, an empty one, or that of an earlier set.",
            HelpName = "dir",
            Required = true,
        };
        var count = NumberOption.Of("--count", 1, PhotographSet.MostPhotographs, 500);
        (count.Description, count.HelpName) = ("How many photographs; a third each are digits, numbers and calculations.", "n");
        var seed = NumberOption.Of<uint>("--seed", 0, uint.MaxValue, 1);
        (seed.Description, seed.HelpName) = ("Which ones: the same seed gives the same files.", "n");
        var command = new Command("photos", "Render photographs of handwriting with their truth, for evaluate --photos.")
        {
            output, count, seed,
        };
        command.SetAction(parsed =>
        {
            new FilePlan(parsed).Fills(output, PhotographTruth.FileName).Check();
            var folder = parsed.GetValue(output)!;
            var total = parsed.GetValue(count);
            var truth = Terminal.Counted(
                "Photographs", total, step => PhotographSet.Write(folder, total, parsed.GetValue(seed), step, cancellation));
            Console.Out.WriteLine($"{truth.Length} photographs and {Path.Combine(folder, PhotographTruth.FileName)}");
        });
        return command;
    }

    private static void Print(bool json)
    {
        var store = new MnistStore();
        var files = store.Describe();
        if (json)
        {
            OutputJson.Print(
                [.. files.Select(f => new DataFileJson(f.Path, f.File.Length, f.State.ToString().ToLowerInvariant()))],
                OutputJson.Default.DataFileJsonArray);
            return;
        }

        // Not as the table's title, which is cut where it is wider than the table.
        Console.Out.WriteLine(store.Folder);
        var table = new Table().RoundedBorder().AddColumns("File", "State").AddColumn(new TableColumn("Bytes").RightAligned());
        foreach (var f in files)
            table.AddRow(f.File.Name, Word(f.State), f.File.Length.ToString("N0", CultureInfo.InvariantCulture));
        Terminal.Out.Write(table);
    }

    private static string Word(MnistFileState state) => state switch
    {
        MnistFileState.Verified => "[green]verified[/]",
        MnistFileState.Damaged => "[red]damaged[/] (gpudigits data fetch replaces it)",
        _ => "[yellow]missing[/] (gpudigits data fetch gets it)",
    };
}
