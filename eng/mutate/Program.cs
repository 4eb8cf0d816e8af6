using GpuDigits.Mutate;
using GpuDigits.Tools;

// Exit codes: 0 all were noticed, 1 one was not (or the tests do not pass without any), 2 there is no fault of the name given, 3 something
// is missing on the machine.
const string Usage = """
    Plants faults one by one in a copy of the repository, and runs the tests that ought to notice.

      dotnet run --project eng/mutate -c Release [-- PART-OF-A-NAME …]

      PART-OF-A-NAME   only the faults whose names have one of these parts; none: all of eng/mutate/Mutants.cs
    """;
if (args.Any(argument => argument is "--help" or "-h" or "-?"))
{
    Console.WriteLine(Usage);
    return 0;
}

Mutant[] chosen = [.. Mutants.All.Where(m => args.Length == 0 || args.Any(a => m.Name.Contains(a, StringComparison.OrdinalIgnoreCase)))];
return chosen.Length == 0
    ? Tool.Complain("mutate", Tool.WrongArguments, "no fault has such a name: eng/mutate/Mutants.cs has them (see --help)")
    : Tool.Guard("mutate", () => new Planting(Tool.Repository(Environment.CurrentDirectory)).Run(chosen));
