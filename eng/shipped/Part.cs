namespace GpuDigits.Shipping;

/// <summary>Something of others, or a model, that a package carries.</summary>
/// <param name="Name">Its name; a NuGet package's is its id.</param>
/// <param name="Version">Empty where it has none.</param>
/// <param name="Licence">An SPDX expression.</param>
/// <param name="By">Who made it.</param>
/// <param name="Kind">As CycloneDX calls it: library, framework, data, machine-learning-model.</param>
/// <param name="Digest">Of the file, or of a NuGet package's .nupkg; null where there is no file.</param>
/// <param name="Uses">The ids of the packages that a NuGet package names, in order.</param>
internal sealed record Part(
    string Name, string Version, string Licence, string By, string Kind, Digest? Digest, IReadOnlyList<string> Uses)
{
    /// <summary>Whether it comes from NuGet.</summary>
    public bool IsPackage => Digest is { Algorithm: "SHA-512" };

    /// <summary>A name that is its own in a list of parts.</summary>
    public string Reference => IsPackage ? $"pkg:nuget/{Name}@{Version}" : Name;
}

/// <summary>A hash.</summary>
/// <param name="Algorithm">SHA-256 or SHA-512.</param>
/// <param name="Hex">In lower case.</param>
internal sealed record Digest(string Algorithm, string Hex);
