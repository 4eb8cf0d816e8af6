using System.IO.Compression;

namespace GpuDigits.Engine.Data;

/// <summary>Files with ".gz" that someone put into the store's folder by hand.</summary>
internal sealed class GzipFolderSource(string folder) : IMnistSource
{
    public string Name => $".gz files in {folder}";

    public void Fetch(IReadOnlyList<MnistFile> wanted, Action<MnistFile, Stream> deliver, CancellationToken cancel)
    {
        foreach (var file in wanted)
        {
            string path = Path.Combine(folder, file.Name + ".gz");
            if (!File.Exists(path))
                continue;
            try
            {
                using var unpacked = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
                deliver(file, unpacked);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SourceException($"{path} cannot be read ({e.Message.ReplaceLineEndings(" ")})", e);
            }
        }
    }
}
