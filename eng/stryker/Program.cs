using System.Globalization;
using System.Runtime.InteropServices;
using GpuDigits.MutationScore;
using GpuDigits.Tools;

// Mutates folders with Stryker.NET and writes what became of their mutants. Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 something is
// missing on the machine.
const string Usage = """
    Mutates code with Stryker.NET, folder by folder, against the nearest quick tests, and keeps the scores.

      dotnet run --project eng/stryker -c Release -- [--sample N] [--seed N] [--again] [--show] [FOLDER …]

      FOLDER       a folder of eng/stryker/folders.json, for instance Engine/Ink; none: all of them, one after another
      --sample N   only mutants within one line of N, drawn by chance: a long folder takes an hour or more
      --seed N     other lines (1)
      --again      after tests were added: tries the lines anew on which something survived in the folder's last run
      --show       print the scores of the last runs and end

    A score goes to benchmarks/results/stryker.json. What survived or took too long is printed and stays in artifacts/stryker/FOLDER.txt.
    """;
if (args.Any(argument => argument is "--help" or "-h" or "-?"))
{
    Console.WriteLine(Usage);
    return 0;
}

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using CancellationTokenSource interrupt = new();
PosixSignalRegistration[] signals = [.. from signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]
                                        select PosixSignalRegistration.Create(signal, OnSignal)];
var code = Tool.Guard("stryker", Run);
Array.ForEach(signals, signal => signal.Dispose());
return code;

// What was started is ended first; a second signal ends the program at once.
void OnSignal(PosixSignalContext context)
{
    context.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

int Run()
{
    var root = Tool.Repository(Environment.CurrentDirectory);
    var folders = SourceFolder.Read(Path.Combine(root, "eng", "stryker", "folders.json"));
    int sample = 1, seed = 1;
    bool shows = false, again = false;
    List<SourceFolder> chosen = [];
    for (var i = 0; i < args.Length; i++)
    {
        if (args[i] == "--show")
            shows = true;
        else if (args[i] == "--again")
            again = true;
        else if (args[i] is "--sample" or "--seed")
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], out var number) || number < 1)
                return Complain(Tool.WrongArguments, $"{args[i]} wants a number from 1 on");
            (sample, seed) = args[i] == "--sample" ? (number, seed) : (sample, number);
            i++;
        }
        else if (folders.FirstOrDefault(folder => folder.Name == args[i].TrimEnd('/')) is { } named)
            chosen.Add(named);
        else
            return Complain(Tool.WrongArguments, $"'{args[i]}' is no option and no folder of eng/stryker/folders.json: {string.Join(", ",
                folders.Select(folder => folder.Name))}");
    }

    Measurement measurement = new(root, folders, interrupt.Token);
    if (!shows)
    {
        foreach (var program in (string[])["dotnet", "git"])
        {
            if (!Command.Exists(program))
                return Complain(Tool.Missing, $"{program} is missing");
        }

        if (!measurement.Restore())
            return Complain(Tool.Missing, "dotnet tool restore failed: see artifacts/stryker/restore.log");
        foreach (var folder in chosen.Count == 0 ? folders : [.. chosen])
        {
            if (again)
                measurement.TryAgain(folder);
            else
                measurement.Measure(folder, sample, seed);
        }
    }

    measurement.Show();
    return 0;
}

static int Complain(int code, string what) => Tool.Complain("stryker", code, what);
