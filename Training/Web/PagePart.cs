using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace GpuDigits.Training.Web;

/// <summary>A file inside the single page.</summary>
/// <param name="Name">As in the published folder.</param>
/// <param name="Type">Its MIME type.</param>
/// <param name="Bytes">The contents.</param>
internal sealed record PagePart(string Name, string Type, byte[] Bytes)
{
    /// <summary>
    /// All parts in one stream, deflated (browsers inflate, but know no brotli): the length of a list, big-endian; the list as JSON, with the
    /// name, type and size of each; their contents.
    /// </summary>
    public static byte[] Pack(IReadOnlyCollection<PagePart> parts)
    {
        var list = JsonSerializer.SerializeToUtf8Bytes(parts.Select(part => new { name = part.Name, type = part.Type, size = part.Bytes.Length }));
        var head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, list.Length);
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
        {
            foreach (var bytes in (byte[][])[head, list, .. parts.Select(part => part.Bytes)])
                deflate.Write(bytes);
        }

        return packed.ToArray();
    }
}
