using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using GpuDigits.Engine.Files;
using SkiaSharp;

namespace GpuDigits.Engine.Tests.Pictures.Kinds;

/// <summary>A picture of a kind: 16×8 pixels, the left half black, the right half white, or nothing where there is transparency.</summary>
/// <param name="Format">The format.</param>
/// <param name="Kind">The kind of it.</param>
/// <param name="File">The file.</param>
/// <param name="IsClear">Whether the right half is transparent.</param>
internal sealed record PictureKind(string Format, string Kind, byte[] File, bool IsClear = false);

/// <summary>The picture in every kind of file that people have.</summary>
internal static class PictureKinds
{
    public const int Width = 16, Height = 8;

    /// <summary>Rows of a BMP from the bottom; 1 is white.</summary>
    private static readonly byte[] Bits = [0x00, 0xFF, 0, 0];

    public static IReadOnlyList<PictureKind> All { get; } =
    [
        .. from format in (int[][])[[0, 1], [0, 2], [0, 4], [0, 8], [0, 16], [3, 1], [3, 8], [2, 8], [2, 16], [4, 8], [6, 8], [6, 16]]
           from interlaced in (bool[])[false, true]
           select new PictureKind("PNG", $"{Name(format[0])} {format[1]} bit{(interlaced ? " interlaced" : "")}",
               Png(format[0], format[1], interlaced), format[0] >= 4),
        new("JPEG", "grey", FlatJpeg.Encode([[0], [255]], false)),
        new("JPEG", "colour", FlatJpeg.Encode([[0, 128, 128], [255, 128, 128]], false)),
        new("JPEG", "colour, progressive", FlatJpeg.Encode([[0, 128, 128], [255, 128, 128]], true)),
        new("JPEG", "CMYK", FlatJpeg.Encode([[255, 255, 255, 0], [255, 255, 255, 255]], false)),
        new("WebP", "lossless", Webp(SKWebpEncoderCompression.Lossless)), new("WebP", "lossy", Webp(SKWebpEncoderCompression.Lossy)),
        new("GIF", "one picture", Gif(false)), new("GIF", "animated: the first picture", Gif(true)),
        new("BMP", "24 bit", Bmp(24, [.. Enumerable.Range(0, Height).SelectMany(_ => Pixels().SelectMany(v => new[] { v, v, v }))])),
        new("BMP", "palette", Bmp(8, [.. Enumerable.Range(0, Height).SelectMany(_ => Pixels().Select(v => (byte)(v & 1)))])),
        new("BMP", "1 bit", Bmp(1, [.. Enumerable.Range(0, Height).SelectMany(_ => Bits)])),
        new("PGM", "text (P2)", Encoding.ASCII.GetBytes($"P2 16 8 15 {string.Join(' ', Rows().Select(v => v & 15))}")),
        new("PGM", "8 bit (P5)", [.. "P5 16 8 255\n"u8, .. Rows()]),
        new("PGM", "16 bit", [.. "P5 16 8 65535\n"u8, .. Rows().SelectMany(v => new[] { v, v })]),
        new("others", "PPM (P6)", [.. "P6 16 8 255\n"u8, .. Rows().SelectMany(v => new[] { v, v, v })]),
        new("others", "PBM (P4)", [.. "P4 16 8\n"u8, .. Enumerable.Range(0, Height).SelectMany(_ => new byte[] { 0xFF, 0 })]),
        new("others", "TIFF", [.. "II*\0"u8, 8, 0, 0, 0, .. new byte[40]]),
        new("others", "HEIC", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]]),
        new("others", "AVIF", [0, 0, 0, 24, .. "ftypavif"u8, .. new byte[40]]),
        new("others", "JPEG XL", [0xFF, 0x0A, .. new byte[40]]),
        new("others", "ICO", [0, 0, 1, 0, 1, 0, 16, 16, .. new byte[40]]),
        new("others", "SVG", [.. "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"16\" height=\"8\"/>"u8]),
        new("others", "PDF", [.. "%PDF-1.7\n"u8]),
    ];

    private static byte[] Pixels() => [.. Enumerable.Range(0, Width).Select(x => (byte)(x < Width / 2 ? 0 : 255))];

    private static byte[] Rows() => [.. Enumerable.Range(0, Height).SelectMany(_ => Pixels())];

    private static string Name(int colour) =>
        colour switch { 0 => "grey", 2 => "colour", 3 => "palette", 4 => "grey and transparency", _ => "colour and transparency" };

    private static byte[] Png(int colour, int depth, bool interlaced)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, (byte)(interlaced ? 1 : 0));
        // Adam7: first column, first row, steps (ISO/IEC 15948, 8.2).
        (int X, int Y, int Dx, int Dy)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var (first, top, dx, dy) in passes)
            {
                for (var y = top; y < Height; y += dy)
                {
                    var row = string.Concat(
                        from x in Enumerable.Range(0, Width)
                        where x >= first && (x - first) % dx == 0
                        from sample in Samples(colour, x >= Width / 2)
                        select colour == 3 ? Convert.ToString(sample, 2).PadLeft(depth, '0') : new string((char)('0' + sample), depth));
                    zlib.WriteByte(0);
                    zlib.Write([.. row.Chunk(8).Select(octet => Convert.ToByte(new string(octet).PadRight(8, '0'), 2))]);
                }
            }
        }

        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", header), .. colour == 3 ? Chunk("PLTE", [0, 0, 0, 255, 255, 255]) : [],
            .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>0 or the most that a sample holds, as 0 and 1.</summary>
    private static int[] Samples(int colour, bool isRight) => (colour, isRight ? 1 : 0) switch
    {
        (2, var level) => [level, level, level],
        (4, var level) => [level, 1 - level],
        (6, var level) => [level, level, level, 1 - level],
        (_, var level) => [level],
    };

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Append(0, chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static byte[] Webp(SKWebpEncoderCompression compression)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Pixels = [.. Rows().Select(v => new SKColor(v, v, v))];
        using var pixmap = bitmap.PeekPixels();
        using var data = pixmap.Encode(new SKWebpEncoderOptions(compression, 100))!;
        return data.ToArray();
    }

    /// <summary>Codes of 3 bits: a clear code (4) before each pair of pixels, so that the codes never grow; 5 at the end.</summary>
    private static byte[] Gif(bool isAnimated)
    {
        byte[] frame = Frame(0), inverted = Frame(1);
        return
        [
            .. "GIF89a"u8, Width, 0, Height, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. frame, .. isAnimated ? inverted : [], 0x3B,
        ];
    }

    private static byte[] Frame(int inverted)
    {
        var codes = Rows().Select(v => (v & 1) ^ inverted).Chunk(2).SelectMany(pair => (int[])[4, .. pair]).Append(5);
        // The lowest bit of a byte comes first.
        var bits = string.Concat(codes.Select(code => new string([.. Convert.ToString(code, 2).PadLeft(3, '0').Reverse()])));
        byte[] data = [.. bits.Chunk(8).Select(octet => Convert.ToByte(new string([.. octet.Reverse()]).PadLeft(8, '0'), 2))];
        return [0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, Width, 0, Height, 0, 0, 2, (byte)data.Length, .. data, 0];
    }

    private static byte[] Bmp(int depth, byte[] rows)
    {
        byte[] palette = depth > 8 ? [] : [0, 0, 0, 0, 255, 255, 255, 0];
        var start = 54 + palette.Length;
        return
        [
            .. "BM"u8,
            .. new[] { start + rows.Length, 0, start, 40, Width, Height, 1 | (depth << 16), 0, rows.Length, 0, 0, palette.Length / 4, 0 }
                .SelectMany(BitConverter.GetBytes),
            .. palette, .. rows,
        ];
    }
}
