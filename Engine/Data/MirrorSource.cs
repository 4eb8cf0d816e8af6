using System.IO.Compression;
using System.Runtime.Versioning;

namespace GpuDigits.Engine.Data;

/// <summary>A web folder with the four files, gzip, under their usual names.</summary>
internal sealed class MirrorSource(string name, Uri folder, HttpMessageHandler? handler = null) : IMnistSource
{
    private const int MaximumDownload = 64 << 20;

    public string Name => name;

    [UnsupportedOSPlatform("browser")]
    public void Fetch(IReadOnlyList<MnistFile> wanted, Action<MnistFile, Stream> deliver, CancellationToken cancel)
    {
        using var own = handler is null ? new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3) } : null;
        using var client = new HttpClient(handler ?? own!, disposeHandler: false)
        {
            MaxResponseContentBufferSize = MaximumDownload,
            Timeout = TimeSpan.FromMinutes(2),
        };
        foreach (var file in wanted)
        {
            var packed = Download(client, new Uri(folder, file.Name + ".gz"), cancel);
            using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            deliver(file, unpacked);
        }
    }

    private static byte[] Download(HttpClient client, Uri address, CancellationToken cancel)
    {
        try
        {
            return client.GetByteArrayAsync(address, cancel).GetAwaiter().GetResult();
        }
        catch (HttpRequestException e)
        {
            var why = e.StatusCode is { } status ? $"answers {(int)status} {status} for {address}" : e.Message.ReplaceLineEndings(" ");
            throw new SourceException(why, e);
        }
        catch (TaskCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new SourceException($"no answer in time from {address.Host}", e);
        }
    }
}
