using SharpFuzz;

namespace GpuDigits.Fuzz.Guided;

/// <summary>Makes copies of the assemblies that read files count their branches.</summary>
internal static class Instrumentation
{
    // What reads files, and what is made of them; no network is run.
    private static readonly (string Assembly, string Names, string[] Parts)[] Instrumented =
    [
        ("GpuDigits.Engine", "GpuDigits.Engine", ["Calculator", "Data", "Files", "Ink", "Layers", "Model", "Train"]),
        ("GpuDigits.Pictures", "GpuDigits.Pictures", [""]),
        ("GpuDigits.Scenes", "GpuDigits.Scenes", ["App", "Sheet"]),
        ("gpudigits-viewer", "GpuDigits.Viewer", ["Replay"]),
        ("Google.Protobuf", "Google.Protobuf", [""]),
    ];

    /// <summary>Changes the assemblies of a folder, which must not be those of this process.</summary>
    /// <returns>How many types were changed.</returns>
    public static int Apply(string folder)
    {
        var types = 0;
        foreach (var (assembly, names, parts) in Instrumented)
        {
            types += Fuzzer.Instrument(
                Path.Combine(folder, assembly + ".dll"),
                type => parts.Any(part => type.StartsWith($"{names}.{part}", StringComparison.Ordinal)),
                Options.Value).Count();
        }

        return types;
    }
}
