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
    // The bytes of a weight are unlike, but the first ones of all weights are alike.
    private bool HasPlanes => Name.EndsWith(".safetensors", StringComparison.Ordinal);

    /// <summary>
    /// All parts in one stream, deflated (browsers inflate, but know no brotli): the length of a list, big-endian; the list as JSON, with
    /// the name, type, size and form of each; their contents.
    /// </summary>
    public static byte[] Pack(IReadOnlyCollection<PagePart> parts)
    {
        var list = JsonSerializer.SerializeToUtf8Bytes(parts.Select(
            part => new { name = part.Name, type = part.Type, size = part.Bytes.Length, planes = part.HasPlanes }));
        var head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, list.Length);
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
        {
            foreach (var bytes in (byte[][])[head, list, .. parts.Select(part => part.HasPlanes ? Planes(part.Bytes) : part.Bytes)])
                deflate.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>The first bytes of all groups of four, then the second ones and so on; what is left over at the end stays there.</summary>
    private static byte[] Planes(byte[] bytes)
    {
        byte[] planes = [.. bytes];
        var count = bytes.Length / 4;
        for (var i = 0; i < 4 * count; i++)
            planes[(i % 4 * count) + (i / 4)] = bytes[i];
        return planes;
    }
}
