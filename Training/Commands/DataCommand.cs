using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits data</c>: shows where MNIST is kept, and downloads what is missing.</summary>
internal static class DataCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var json = Options.Json();
        var fetch = new Command("fetch", "Fetch the MNIST files that are missing and verify all four.");
        fetch.SetAction(_ =>
        {
            new MnistStore().Fetch(Terminal.Say, cancellation);
            Print(false);
        });
        var info = new Command("info", "Say where the MNIST files are kept and which are there.") { json };
        info.SetAction(parsed => Print(parsed.GetValue(json)));
        return new("data", "MNIST's four files: where they are, and fetching them.") { fetch, info };
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

        var table = new Table().RoundedBorder().Title(store.Folder).AddColumns("File", "State").AddColumn(
            new TableColumn("Bytes").RightAligned());
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
