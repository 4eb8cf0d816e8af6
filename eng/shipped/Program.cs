using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using GpuDigits.Tools;

namespace GpuDigits.Shipping;

/// <summary>Says what is in the packages that others get.</summary>
internal static class Program
{
    private const string Name = "gpudigits-shipped";

    private static int Main(string[] args)
    {
        var root = new RootCommand("Says what is in the packages that others get.") { Licences(), Bill(), Pack(), Budget() };
        var parsed = root.Parse(args);
        return parsed.Action is ParseErrorAction
            ? Tool.Complain(Name, Tool.WrongArguments, $"{parsed.Errors[0].Message} (see --help)")
            : Tool.Guard(Name, () => parsed.Invoke(new() { EnableDefaultExceptionHandler = false }));
    }

    private static Command Licences()
    {
        var write = new Option<bool>("--write") { Description = "Write the table of THIRD-PARTY-NOTICES.md anew." };
        var command = new Command(
            "licences", "List what the programs carry from NuGet with its licence; 1 if one is unknown or the notices are not of today.")
        {
            write,
        };
        command.SetAction(parsed =>
        {
            (Part Part, string Programs)[] shipped = [.. LockFiles.Shipped(Root)];
            foreach (var (part, programs) in shipped)
                Console.WriteLine($"{part.Name,-44} {part.Version,-10} {part.Licence,-14} {programs}");
            string file = Path.Combine(Root, "THIRD-PARTY-NOTICES.md"), before = File.ReadAllText(file).ReplaceLineEndings("\n");
            var now = Notices.WithTable(before, shipped);
            if (parsed.GetValue(write))
                File.WriteAllText(file, now);
            else if (now != before)
                throw new ToolException("THIRD-PARTY-NOTICES.md has another table: accept this one with --write");
        });
        return command;
    }

    private static Command Bill()
    {
        var deps = new Argument<FileInfo[]>("deps") { Description = "The .deps.json files of the programs in the package." };
        var target = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
        var version = new Option<string>("--version-of-program") { Description = "The program's version.", Required = true };
        var glfw = new Option<FileInfo?>("--glfw") { Description = "The GLFW that the package brings, where no NuGet package does." };
        var command = new Command("sbom", "Write the bill of materials of a package: CycloneDX 1.6, JSON.") { deps, target, version, glfw };
        command.SetAction(parsed =>
        {
            Part[] parts =
            [
                .. parsed.GetValue(deps)!.SelectMany(file => DepsFile.Read(file.FullName)).DistinctBy(part => part.Reference)
                    .Concat(OwnParts.Find(Root, parsed.GetValue(glfw)?.FullName)).OrderBy(part => part.Reference, StringComparer.Ordinal),
            ];
            File.WriteAllBytes(parsed.GetValue(target)!.FullName, CycloneDx.Write(parsed.GetValue(version)!, parts, Time));
        });
        return command;
    }

    private static Command Pack()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "What to pack." };
        var command = new Command("pack", "Pack a folder as FOLDER.tar.gz; the same files give the same bytes.") { folder };
        command.SetAction(parsed =>
        {
            var from = parsed.GetValue(folder)!;
            Archive.Write(from, new(from.FullName + ".tar.gz"), Time);
        });
        return command;
    }

    private static Command Budget()
    {
        var command = new Command("budgets", "Measure sizes, start-up and memory against eng/budgets.json; 1 if one is over.");
        command.SetAction(_ => BudgetReport.Print(Root, Budgets.Read(Root)));
        return command;
    }

    /// <summary>Of the commit, by the variable that packers agree on; without it the first that every archive can state.</summary>
    private static DateTimeOffset Time => DateTimeOffset.FromUnixTimeSeconds(
        long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : 315532800);

    /// <summary>The repository above the program.</summary>
    private static string Root => Tool.Repository(AppContext.BaseDirectory);
}
