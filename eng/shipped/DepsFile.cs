using System.Text.Json;
using GpuDigits.Tools;

namespace GpuDigits.Shipping;

/// <summary>A .deps.json file: what the build has put beside, or into, one program.</summary>
internal static class DepsFile
{
    private const string RuntimePack = "runtimepack.";

    /// <summary>The packages of which the program carries a file, and the .NET runtime where it brings that along.</summary>
    public static IReadOnlyList<Part> Read(string file) => Tool.Parse(file, Parts);

    private static Part[] Parts(byte[] text)
    {
        using var deps = JsonDocument.Parse(text);
        var target = deps.RootElement.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
        var all = deps.RootElement.GetProperty("targets").GetProperty(target);
        return
        [
            .. from library in deps.RootElement.GetProperty("libraries").EnumerateObject()
               let kind = library.Value.GetProperty("type").GetString()
               where kind is "package" or "runtimepack"
               let entry = all.GetProperty(library.Name)
               where HasFiles(entry, "runtime") || HasFiles(entry, "native") || HasFiles(entry, "runtimeTargets")
               let words = library.Name.Split('/')
               let name = words[0].StartsWith(RuntimePack, StringComparison.Ordinal) ? words[0][RuntimePack.Length..] : words[0]
               let uses = entry.TryGetProperty("dependencies", out var used) ? used.EnumerateObject().Select(one => one.Name) : []
               select PackageFolder.Read(name, words[1], [.. uses]),
        ];
    }

    private static bool HasFiles(JsonElement entry, string kind) =>
        entry.TryGetProperty(kind, out var files)
        && files.EnumerateObject().Any(file => !file.Name.EndsWith("/_._", StringComparison.Ordinal));
}
