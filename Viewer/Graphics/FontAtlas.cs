using System.Buffers.Binary;
using System.IO.Compression;

namespace GpuDigits.Viewer.Graphics;

/// <summary>The font's distance-field picture: RGBA rows from the top, out of the embedded PNG (8-bit RGBA, not interlaced).</summary>
internal sealed record FontAtlas(int Width, int Height, byte[] Rgba)
{
    public static FontAtlas Load()
    {
        using var stream = Assets.Open("font/inter.png");
        using var packed = new MemoryStream();
        var (width, height) = (0, 0);
        Span<byte> head = stackalloc byte[8];
        stream.ReadExactly(head); // signature
        while (stream.Position < stream.Length)
        {
            stream.ReadExactly(head);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
            stream.ReadExactly(body);
            if (head[4..].SequenceEqual("IHDR"u8))
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(4)));
            if (head[4..].SequenceEqual("IDAT"u8))
                packed.Write(body);
            stream.Seek(4, SeekOrigin.Current); // checksum
        }
        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        var pixels = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            var filter = rows.ReadByte();
            var row = pixels.AsSpan(y * width * 4, width * 4);
            rows.ReadExactly(row);
            Unfilter(filter, row, y == 0 ? new byte[row.Length] : pixels.AsSpan((y - 1) * width * 4, width * 4));
        }
        return new(width, height, pixels);
    }

    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int a = i < 4 ? 0 : row[i - 4], b = above[i], c = i < 4 ? 0 : above[i - 4];
            row[i] += (byte)(filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => Paeth(a, b, c), _ => 0 });
        }
    }

    private static int Paeth(int a, int b, int c)
    {
        var (toA, toB, toC) = (Math.Abs(b - c), Math.Abs(a - c), Math.Abs(a + b - 2 * c));
        return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
    }
}
