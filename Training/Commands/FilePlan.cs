using System.CommandLine;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;

namespace GpuDigits.Training.Commands;

/// <summary>
/// The files that a command will read and write, checked before it begins: no two outputs are the same file, none is an input or one of a
/// folder's own files, and each can be written.
/// </summary>
internal sealed class FilePlan(ParseResult parsed)
{
    private readonly List<(string Name, string Path)> _inputs = [];
    private readonly List<Target> _outputs = [];
    private readonly List<(string Name, string Path, string[] Own)> _folders = [];

    /// <summary>A file that is read, if it is named.</summary>
    public FilePlan Reads(Option<string?> option) => Reads(option.Name, parsed.GetValue(option));

    /// <inheritdoc cref="Reads(Option{string?})"/>
    public FilePlan Reads(string name, string? path)
    {
        if (path is not null)
            _inputs.Add((name, NotEmpty(name, path)));
        return this;
    }

    /// <summary>An IDX file of pictures that is read, if it is named, and the labels beside it.</summary>
    public FilePlan ReadsDigits(Option<string?> option)
    {
        Reads(option);
        if (parsed.GetValue(option) is { } images)
            _inputs.AddRange(DigitSet.LabelFiles(images).Where(File.Exists).Select(labels => (option.Name, labels)));
        return this;
    }

    /// <summary>All files of a folder, which are read.</summary>
    public FilePlan ReadsFolder(string name, string folder)
    {
        if (Directory.Exists(folder))
            _inputs.AddRange(Directory.EnumerateFiles(folder).Select(file => (name, file)));
        return this;
    }

    /// <summary>A file that is written, if it is named.</summary>
    public FilePlan Writes<T>(Option<T> option) => Writes(option.Name, parsed.GetValue(option) as string);

    /// <inheritdoc cref="Writes{T}(Option{T})"/>
    public FilePlan Writes(string name, string? path) => Add(name, path, makesFolder: false, tried: true);

    /// <summary>A file that has another place if it cannot be written, so that writing is not tested.</summary>
    public FilePlan Keeps(string name, string? path) => Add(name, path, makesFolder: true, tried: false);

    /// <summary>A picture in addition to the results. Its folder is created. Unless it was asked for, it may fail.</summary>
    public FilePlan Draws<T>(Option<T> option) => Draws(option, parsed.GetValue(option) as string);

    /// <inheritdoc cref="Draws{T}(Option{T})"/>
    public FilePlan Draws(Option option, string? path) =>
        Add(option.Name, path, makesFolder: true, tried: parsed.GetResult(option) is { Implicit: false });

    /// <summary>A folder for files, created if it does not exist. No other file of the plan may be one of its own files.</summary>
    /// <param name="option">The folder.</param>
    /// <param name="own">Names of its own files; <c>*.png</c>: all with this ending.</param>
    public FilePlan Fills<T>(Option<T> option, params string[] own)
    {
        if (parsed.GetValue(option) is string path)
            _folders.Add((option.Name, NotEmpty(option.Name, path), own));
        return this;
    }

    /// <summary>
    /// Checks all of them. Where one of them is standard output, what the command prints goes to standard error from now on: text in
    /// between would spoil the file.
    /// </summary>
    /// <exception cref="OutputPathException">A path cannot be used as requested.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public void Check()
    {
        var taken = new Dictionary<string, (string Name, bool IsInput)>(
            OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach ((var name, var path) in _inputs)
            taken.TryAdd(Real(name, path).Full, (name, true));
        foreach ((var name, var path, var own) in _folders)
        {
            var folder = Real(name, path).Full;
            if (own.Length > 0)
                Take(folder, name, path);
            foreach (var file in own.SelectMany(file => file[0] != '*' ? [Path.Combine(folder, file)] : InputsIn(folder, file[1..])))
                Take(file, name, path);
        }

        foreach (var output in _outputs)
        {
            var real = Real(output.Name, output.Path);
            if (!real.IsStream || real.IsStandardOutput)
                Take(real.Full, output.Name, output.Path);
            if (real.IsStandardOutput)
                Console.SetOut(Console.Error);
        }

        foreach (var output in _outputs.Where(o => o.Tried))
            Try(output.Name, () => AtomicFile.Check(output.Path, output.MakesFolder));
        foreach ((var name, var path, _) in _folders)
            Try(name, () => AtomicFile.CheckFolder(path));

        string[] InputsIn(string folder, string end) =>
            [
                .. taken.Where(
                    t => t.Value.IsInput && Path.GetDirectoryName(t.Key) == folder
                        && t.Key.EndsWith(end, StringComparison.OrdinalIgnoreCase)).Select(t => t.Key)];

        void Take(string real, string name, string path)
        {
            if (taken.TryAdd(real, (name, false)))
                return;
            (var other, var isInput) = taken[real];
            throw new OutputPathException(isInput
                ? $"{name} {path}: is what {other} reads; name another file"
                : $"{name} {path}: {other} writes there too; name another file");
        }
    }

    private FilePlan Add(string name, string? path, bool makesFolder, bool tried)
    {
        if (path is not null)
            _outputs.Add(new(name, NotEmpty(name, path), makesFolder, tried));
        return this;
    }

    private static string NotEmpty(string name, string path) =>
        path.Length > 0 ? path : throw new OutputPathException($"{name}: the name is empty; name a file or folder");

    private static OutputPath Real(string name, string path)
    {
        OutputPath? real = null;
        Try(name, () => real = OutputPath.Resolve(path));
        return real!;
    }

    private static void Try(string name, Action look)
    {
        try
        {
            look();
        }
        catch (OutputPathException e)
        {
            throw new OutputPathException($"{name} {e.Message}");
        }
        catch (IOException e)
        {
            throw new IOException($"{name} {e.Message}", e);
        }
    }

    private sealed record Target(string Name, string Path, bool MakesFolder, bool Tried);
}
