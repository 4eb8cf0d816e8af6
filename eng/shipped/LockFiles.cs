using System.Text.Json;
using GpuDigits.Tools;

namespace GpuDigits.Shipping;

/// <summary>The packages that the programs' lock files name.</summary>
internal static class LockFiles
{
    /// <summary>Each program that others get, and what it is called.</summary>
    public static readonly (string Project, string Name)[] Programs =
        [("Training", "command line"), ("Viewer", "window"), ("Web", "page"), ("Web/Server", "server of the page")];

    /// <summary>What the SDK adds for the build alone.</summary>
    private static readonly string[] BuildPacks = ["Microsoft.NET.ILLink.Tasks", "Microsoft.NET.Sdk.WebAssembly.Pack"];

    /// <summary>Every package for a running program, and the programs that carry it, in the order of their names.</summary>
    /// <param name="root">The repository.</param>
    public static IEnumerable<(Part Part, string Programs)> Shipped(string root) =>
        from program in Programs
        from package in Packages(Path.Combine(root, program.Project, "packages.lock.json"))
        where !BuildPacks.Contains(package.Name)
        group program.Name by package into users
        orderby users.Key.Name, users.Key.Version
        select (PackageFolder.Read(users.Key.Name, users.Key.Version, []), string.Join(", ", users));

    private static (string Name, string Version)[] Packages(string file) => Tool.Parse(file, text =>
    {
        using var lockFile = JsonDocument.Parse(text);
        return (from framework in lockFile.RootElement.GetProperty("dependencies").EnumerateObject()
                from package in framework.Value.EnumerateObject()
                where package.Value.GetProperty("type").GetString() != "Project"
                select (package.Name, package.Value.GetProperty("resolved").GetString()!)).Distinct().ToArray();
    });
}
