using GpuDigits.Engine.Files;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Viewer.App;
using GpuDigits.Viewer.Ui;

namespace GpuDigits.Viewer.Sheet;

/// <summary>Saves a sheet, by the extension of the file: to open it again, or as a picture.</summary>
internal static class PaperExport
{
    /// <summary>The kinds of files.</summary>
    private static readonly string[] Extensions = [PaperFile.Extension, .. VectorPage.Extensions];

    /// <summary>Whether a name has one of the known endings.</summary>
    public static bool IsKnown(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Whether a name is that of a sheet that can be opened again.</summary>
    public static bool IsSheet(string path) => Path.GetExtension(path).Equals(PaperFile.Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Tries whether a sheet can be saved under a name of this kind.</summary>
    /// <exception cref="OutputPathException">The extension is none of the known ones.</exception>
    public static void Check(string path)
    {
        if (!IsKnown(path))
            throw new OutputPathException(
                $"{path}: its name must end in {string.Join(", ", Extensions[..^1])} or {Extensions[^1]}");
    }

    /// <summary>Saves a sheet: all of the file or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="paper">The sheet, read to the end.</param>
    /// <param name="pen">The pen of a picture.</param>
    /// <param name="theme">The colours of a picture.</param>
    /// <exception cref="OutputPathException">The extension is none of the known ones, or the path names a folder.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Paper paper, Pen pen, Theme theme)
    {
        Check(path);
        if (IsSheet(path))
            PaperFile.Save(path, paper.Content);
        else
            PaperPicture.Save(path, paper, pen, theme);
    }
}
