using System.IO.Compression;

namespace GpuDigits.Engine.Data;

/// <summary>
/// MNIST's files under the other names that they go by, which someone put into the store's folder: with ".gz", with a point before idx, in
/// the folders <c>raw</c> or <c>MNIST/raw</c> that torchvision makes. Whether a file is the right one its hash decides.
/// </summary>
internal sealed class LocalFolderSource(string folder) : IMnistSource
{
    public string Name => $"files of other names in {folder}";

    public void Fetch(IReadOnlyList<MnistFile> wanted, Action<MnistFile, Stream> deliver, CancellationToken cancel)
    {
        SourceException? last = null;
        foreach (var file in wanted)
        {
            SourceException? refused = null;
            foreach (var path in Paths(file.Name).Where(File.Exists))
            {
                try
                {
                    using var content = OpenPlain(path);
                    deliver(file, content);
                    refused = null;
                    break;
                }
                catch (SourceException e)
                {
                    refused = new($"{path}: {e.Message}", e);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    refused = new($"{path} cannot be read ({e.Message.ReplaceLineEndings(" ")})", e);
                }
            }

            last = refused ?? last;
        }

        if (last is not null)
            throw last;
    }

    private IEnumerable<string> Paths(string name) =>
        from place in (string[])["", "raw", Path.Combine("MNIST", "raw")]
        from spelled in (string[])[name, name.Replace("-idx", ".idx", StringComparison.Ordinal)]
        from packed in (string[])["", ".gz"]
        where place.Length + packed.Length > 0 || spelled != name
        select Path.Combine(folder, place, spelled + packed);

    private static Stream OpenPlain(string path)
    {
        var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
