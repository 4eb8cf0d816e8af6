using System.Globalization;

namespace GpuDigits.Engine.Files.Onnx;

/// <summary>
/// Constants that a model keeps in other files (TensorProto.external_data: <c>location</c>, <c>offset</c>, <c>length</c>). A model file
/// names any path that it likes, so only files that lie in its own folder are
/// read: no other folder, no absolute path, no link that leads out.
/// </summary>
/// <param name="model">The model file.</param>
internal sealed class OnnxExternalData(string model)
{
    private const int MostLinks = 8;

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(model))!;
    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);
    private long _left = OnnxFile.MaximumLength;

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<string> Files => [.. _files];

    /// <summary>The bytes of a constant.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="entries">What the model says about the place.</param>
    /// <param name="bytes">How many bytes it takes.</param>
    /// <exception cref="ModelFileException">The place is not in the folder, the file cannot be read, or it has other bytes.</exception>
    public ReadOnlyMemory<byte> Read(string name, IReadOnlyDictionary<string, string> entries, long bytes)
    {
        var location = entries.GetValueOrDefault("location") ?? "";
        var what = $"{model}: constant {ModelFileException.Quote(name)} lies in the file {ModelFileException.Quote(location)}";
        if (Path.IsPathRooted(location) || Beside(location) is not { } path)
            throw new ModelFileException($"{what}, which is not in the model's own folder; only files of that folder are read: put it "
                + "there and save the model anew");
        var offset = Number("offset") ?? 0;
        if (Number("length") is { } length && length != bytes)
            throw new ModelFileException($"{what}: {length} bytes where {bytes} are needed");
        if ((_left -= bytes) < 0)
            throw new ModelFileException($"{what}: more than {OnnxFile.MaximumLength} bytes in all, which are not read");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (offset > file.Length - bytes)
                throw new ModelFileException(
                    $"{what} from byte {offset} on, {bytes} bytes; the file has {file.Length}: it was cut, or is of another model");
            file.Position = offset;
            var data = new byte[bytes];
            file.ReadExactly(data);
            _files.Add(path);
            return data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ModelFileException(
                $"{what}, which cannot be read ({e.Message.ReplaceLineEndings(" ")}); it belongs beside the model", e);
        }

        long? Number(string key) =>
            !entries.TryGetValue(key, out var text) ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new ModelFileException($"{what}: {key} {ModelFileException.Quote(text)} is no number of bytes");
    }

    /// <summary>The path of a file of the folder, links followed; null where it lies elsewhere.</summary>
    private string? Beside(string location)
    {
        for (var links = 0; links <= MostLinks; links++)
        {
            if (location.Length == 0 || location.Contains('\0', StringComparison.Ordinal) || location.Split('/', '\\').Contains(".."))
                return null;
            var path = Path.GetFullPath(location, _folder);
            if (Path.GetDirectoryName(path) != _folder)
                return null;
            if (new FileInfo(path).LinkTarget is not { } target)
                return path;
            location = target;
        }

        return null;
    }
}
