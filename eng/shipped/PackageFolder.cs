using System.Xml.Linq;
using GpuDigits.Tools;

namespace GpuDigits.Shipping;

/// <summary>The folder into which NuGet unpacks packages: what each says about itself.</summary>
internal static class PackageFolder
{
    private const int Heading = 400;

    /// <summary>What licence texts say in their heading that packages bring as a file, and what SPDX calls them.</summary>
    private static readonly (string Title, string Licence)[] Texts =
        [("University of Illinois/NCSA Open Source License", "NCSA"), ("MIT License", "MIT")];

    private static string Root { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>A package as a part.</summary>
    /// <exception cref="ToolException">It is not in the folder, or its licence is not known.</exception>
    public static Part Read(string name, string version, IReadOnlyList<string> uses)
    {
        var folder = Of(name, version);
        var metadata = Tool.Parse(
            Only(folder, "*.nuspec"), text => XDocument.Load(new MemoryStream(text)).Root!.Elements().First());
        string? Say(string what) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == what)?.Value.Trim();
        var hash = Convert.FromBase64String(File.ReadAllText(Only(folder, "*.nupkg.sha512")));
        var kind = name.StartsWith("Microsoft.NETCore.App.Runtime", StringComparison.Ordinal) ? "framework" : "library";
        return new(
            Say("id")!, version, Licence(folder, metadata), Say("authors") ?? "", kind,
            new("SHA-512", Convert.ToHexStringLower(hash)), uses);
    }

    private static string Licence(string folder, XElement metadata)
    {
        var licence = metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
        if (licence?.Attribute("type")?.Value == "expression")
            return licence.Value.Trim();
        if (licence is not null)
        {
            var text = File.ReadAllText(Path.Combine(folder, licence.Value.Trim().Replace('\\', '/')));
            var heading = text[..Math.Min(text.Length, Heading)];
            if (Array.Find(Texts, known => heading.Contains(known.Title, StringComparison.Ordinal)) is { Licence: { } name })
                return name;
        }

        throw new ToolException(
            $"{Path.GetRelativePath(Root, folder)}: its licence is not known: the package names no SPDX expression, and no text that "
            + "eng/shipped/PackageFolder.cs knows");
    }

    private static string Only(string folder, string files) => Directory.GetFiles(folder, files) is [var file]
        ? file
        : throw new ToolException($"{folder} should have one file {files}: delete the folder and restore again (dotnet restore)");

    private static string Of(string name, string version)
    {
        var folder = Path.Combine(Root, name.ToLowerInvariant(), version.ToLowerInvariant());
        return Directory.Exists(folder)
            ? folder
            : throw new ToolException($"the package {name} {version} is not in {Root}: restore first (dotnet restore)");
    }
}
