using System.Buffers.Binary;
using System.IO.Compression;
using GpuDigits.Engine.Files;

namespace GpuDigits.Pictures;

/// <summary>
/// PNG (ISO/IEC 15948): a signature, then chunks (length, type, data, CRC-32 of type and data): IHDR, the zlib-compressed rows in IDAT,
/// IEND.
/// </summary>
public static class Png
{
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>
    /// Reads every colour type and depth, interlaced too; 16-bit samples are rounded to 8, transparency becomes a fourth channel.
    /// <paramref name="name"/> is what messages call it.
    /// </summary>
    /// <exception cref="ImageException">The bytes are not exactly a PNG file, or a side exceeds <see cref="Image.MaximumSide"/>.</exception>
    public static Image Read(byte[] bytes, string name) => new PngReader(bytes, name).Read();

    /// <summary>Writes a file: all of it or nothing (<see cref="AtomicFile"/>).</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Image image) => AtomicFile.Write(path, stream => Write(stream, image));

    /// <summary>Writes grey, RGB or RGBA of 8 bits, not interlaced; equal pictures give equal bytes.</summary>
    public static void Write(Stream stream, Image image)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(image);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels switch { 1 => PngColour.Grey, 3 => PngColour.Rgb, _ => PngColour.Rgba });
        header[10..].Clear();

        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            int stride = image.Width * image.Channels;
            for (int y = 0; y < image.Height; y++)
            {
                zlib.WriteByte((byte)PngFilter.None);
                zlib.Write(image.Pixels, y * stride, stride);
            }
        }

        stream.Write(Signature);
        WriteChunk(stream, "IHDR"u8, header);
        WriteChunk(stream, "IDAT"u8, rows.GetBuffer().AsSpan(0, (int)rows.Length));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Append(0, type), data));
        stream.Write(number);
    }
}

/// <summary>PNG's colour types.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// <summary>How a row's bytes were turned into differences.</summary>
internal enum PngFilter
{
    None,
    Left,
    Up,
    Average,
    Paeth,
}
