using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Window;

/// <summary>
/// The clipboard has no pictures here, but a file manager puts the path or the address of a copied file into it, as text.
/// </summary>
internal static class PastedPicture
{
    /// <summary>The first picture that a text names on a line of its own, and that is there; null if there is none.</summary>
    public static string? In(string text) => text.Split('\n').Select(line => PathIn(line.Trim()))
        .FirstOrDefault(path => Path.IsPathFullyQualified(path) && PhotographedInk.IsPicture(path) && File.Exists(path));

    private static string PathIn(string line) =>
        line.StartsWith("file://", StringComparison.Ordinal) && Uri.TryCreate(line, UriKind.Absolute, out var address)
            ? address.LocalPath : line;
}
