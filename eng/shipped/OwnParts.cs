using System.Security.Cryptography;

namespace GpuDigits.Shipping;

/// <summary>What a package carries that is not from NuGet.</summary>
internal static class OwnParts
{
    /// <summary>The font, the models in a package's folder, and the GLFW that was put into it, if one was.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="glfw">The library's file, or null.</param>
    public static IEnumerable<Part> Find(string root, string? glfw)
    {
        yield return FromFile(Path.Combine(root, "Pictures", "Font", "inter.png"), "Inter", "OFL-1.1", "the Inter Project Authors", "data");
        foreach (var model in (string[])["digits", "symbols"])
        {
            yield return FromFile(
                Path.Combine(root, "models", model + ".safetensors"), model + ".safetensors", "MIT", "the GpuDigits contributors",
                "machine-learning-model");
        }

        if (glfw is not null)
            yield return FromFile(glfw, "GLFW", "Zlib", "Marcus Geelnard, Camilla Löwy", "library");
    }

    private static Part FromFile(string file, string name, string licence, string by, string kind) =>
        new(name, "", licence, by, kind, new("SHA-256", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))), []);
}
