using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace GpuDigits.Web.Publishing;

/// <summary>
/// .NET's libraries and the program's in one file: they pack better together, and are one request. The file is the length of a list (four
/// bytes, big-endian), the list as JSON with the name and size of each, and their contents. <c>resources.js</c> reads it.
/// </summary>
internal static class LibraryBundle
{
    private const string Name = "libraries.bin", Runtime = "dotnet.native.wasm";

    /// <summary>Joins the libraries in a published page's folder, and removes the single ones.</summary>
    /// <returns>How many they were.</returns>
    /// <exception cref="IOException">The folder is missing, a file cannot be read, or the result not be written.</exception>
    /// <exception cref="InvalidDataException">The folder holds no libraries.</exception>
    public static int Join(string folder)
    {
        string[] libraries =
        [
            .. Directory.GetFiles(folder, "*.wasm").Where(file => Path.GetFileName(file) != Runtime).Order(StringComparer.Ordinal),
        ];
        if (libraries.Length == 0)
            throw new InvalidDataException("no libraries are published there");
        byte[][] contents = [.. libraries.Select(File.ReadAllBytes)];
        var list = JsonSerializer.SerializeToUtf8Bytes(
            libraries.Zip(contents, (file, bytes) => new { name = Path.GetFileName(file), size = bytes.Length }));
        var head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, list.Length);
        byte[] all = [.. head, .. list, .. contents.SelectMany(bytes => bytes)];

        var bundle = Path.Combine(folder, Name);
        File.WriteAllBytes(bundle, all);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(all.Length)];
        if (!BrotliEncoder.TryCompress(all, packed, out var size, quality: 11, window: 24))
            throw new InvalidDataException($"{bundle}: could not be packed");
        File.WriteAllBytes(bundle + ".br", packed.AsSpan(0, size));
        using (var zipped = new GZipStream(File.Create(bundle + ".gz"), CompressionLevel.SmallestSize))
            zipped.Write(all);
        foreach (var file in libraries)
        {
            foreach (var form in (string[])["", ".br", ".gz"])
                File.Delete(file + form);
        }

        return libraries.Length;
    }
}
