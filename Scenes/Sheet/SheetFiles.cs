using System.Collections.Immutable;
using System.Globalization;
using GpuDigits.Engine.Files;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A file that can be chosen.</summary>
internal sealed record SheetFileName(string Name, DateTime Written);

/// <summary>The files of a person's sheets: where they are, and which of them is the sheet on the paper.</summary>
internal sealed class SheetFiles
{
    private readonly Paper _paper;
    private PaperContent? _before;

    public SheetFiles(Paper paper)
    {
        _paper = paper;
        paper.Changed += ForgetLeft;
    }

    /// <summary>Draws pictures of the sheet; null where it can only be saved to be opened again.</summary>
    public SheetPicture? Picture { get; set; }

    /// <summary>Where files come from and go to, if that is not the file system of the machine.</summary>
    public IFileDoor? Door { get; set; }

    /// <summary>The folder for names without one; null if files are neither saved nor opened, as in a replay.</summary>
    public string? Folder { get; set; }

    /// <summary>
    /// The file that holds the sheet on the paper; null if there is none. A sheet that was cleared, or whose opening was undone, is
    /// another one: it never goes into the file unasked.
    /// </summary>
    public string? Current { get; private set; }

    /// <summary>The folder for sheets in a person's documents; null if there is no home folder.</summary>
    public static string? Usual =>
        Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } own
            ? Path.Combine(own, "GpuDigits")
            : null;

    /// <summary>The path that a person means.</summary>
    /// <param name="name">A name, or a path from <see cref="Folder"/>, from the home folder (<c>~/</c>) or from the root.</param>
    /// <param name="ending">The ending of a name that has none of <see cref="PaperExport.Extensions"/>.</param>
    public string PathOf(string name, string ending)
    {
        name = name.Trim();
        if (name.StartsWith("~/", StringComparison.Ordinal))
            name = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), name[2..]);
        var path = Path.GetFullPath(name, Path.GetFullPath(Folder!));
        return PaperExport.IsKnown(path) || Path.EndsInDirectorySeparator(path) ? path : path + ending;
    }

    /// <summary>A name that no file in the folder has, without its ending: sheet, sheet 2, sheet 3, …</summary>
    public string FreeName(string ending)
    {
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? "sheet" : string.Create(CultureInfo.InvariantCulture, $"sheet {number}");
            if (!Path.Exists(PathOf(name, ending)))
                return name;
        }
    }

    /// <summary>The shortest name of a file, from which <see cref="PathOf"/> makes its path again.</summary>
    public string NameOf(string path) => Path.GetDirectoryName(path) == Path.GetFullPath(Folder!) ? Path.GetFileName(path) : path;

    /// <summary>The files with an ending in a folder, the newest first; none if the folder cannot be read.</summary>
    public static ImmutableArray<SheetFileName> In(string folder, string ending)
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder).EnumerateFiles()
                    .Where(file => file.Extension.Equals(ending, StringComparison.OrdinalIgnoreCase) && file.Name[0] != '.')
                    .OrderByDescending(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => new SheetFileName(file.Name, file.LastWriteTime)),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Puts the sheet of a file in the place of what is on the paper: a step that can be undone.</summary>
    /// <exception cref="PaperFileException">The file cannot be read or is no sheet.</exception>
    public void Open(string path) => Open(path, PaperFile.Load(path));

    /// <summary>The same with the contents of the file.</summary>
    public void Open(string path, PaperContent content)
    {
        _paper.EndErase();
        var before = _paper.Content;
        _paper.Open(content);
        (_before, Current) = (before, Path.GetFullPath(path));
    }

    /// <summary>Saves the sheet, by the file's ending: all of the file or nothing.</summary>
    /// <exception cref="IOException">The file cannot be written, or its name has an unknown ending.</exception>
    public void Save(string path, Pen pen)
    {
        PaperExport.Check(path);
        if (Path.GetDirectoryName(path) == Path.GetFullPath(Folder!))
            AtomicFile.MakeFolder(Folder!);
        _paper.EndErase();
        if (!PaperExport.IsSheet(path))
            _paper.FinishReading();
        // Paper is white, also beside a dark window.
        PaperExport.Save(path, _paper, pen, Theme.Light, Picture);
        if (PaperExport.IsSheet(path))
            Current = path;
    }

    private void ForgetLeft()
    {
        if (ReferenceEquals(_paper.Content, _before) || _paper.Content.Parts == 0)
            (_before, Current) = (null, null);
    }
}
