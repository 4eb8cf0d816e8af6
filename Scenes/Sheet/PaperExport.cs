using GpuDigits.Engine.Files;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

/// <summary>Draws a sheet into a file, as SVG, PNG or PDF by its extension: all of it or nothing.</summary>
/// <exception cref="OutputPathException">The path names a folder.</exception>
/// <exception cref="IOException">The file cannot be written.</exception>
internal delegate void SheetPicture(string path, Paper paper, Pen pen, Theme theme);

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
    /// <param name="picture">Draws pictures; null where only sheets can be saved.</param>
    /// <exception cref="OutputPathException">The extension is none of the known ones, or the path names a folder.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Paper paper, Pen pen, Theme theme, SheetPicture? picture)
    {
        Check(path);
        if (IsSheet(path))
            PaperFile.Save(path, paper.Content);
        else if (picture is not null)
            picture(path, paper, pen, theme);
        else
            throw new OutputPathException($"{path}: pictures are not saved here; its name must end in {PaperFile.Extension}");
    }
}
