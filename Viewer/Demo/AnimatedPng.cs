using System.Buffers.Binary;
using System.IO.Compression;
using GpuDigits.Engine.Files;
using GpuDigits.Pictures;

namespace GpuDigits.Viewer.Demo;

/// <summary>
/// Writes frames as an animated PNG (PNG, third edition: acTL, fcTL, fdAT), RGB of 8 bits. Each frame after the first holds only the
/// box of pixels that differ from the one before, and a frame that does not differ only prolongs that one.
/// SkiaSharp, which writes all other pictures, cannot write animated ones.
/// </summary>
internal sealed class AnimatedPng(int width, int height)
{
    private readonly List<Frame> _frames = [];
    private byte[]? _shown;

    /// <summary>Adds a picture.</summary>
    /// <param name="image">A picture of the animation's size, RGBA; its alpha is ignored.</param>
    /// <param name="milliseconds">How long it is shown.</param>
    public void Add(Image image, int milliseconds)
    {
        if ((image.Width, image.Height, image.Channels) != (width, height, 4))
            throw new ArgumentException(
                $"the frame is {image.Width}×{image.Height}×{image.Channels}, not {width}×{height}×4", nameof(image));
        var (left, top, right, bottom) = Changed(image.Pixels);
        _shown = image.Pixels;
        if (right == 0)
        {
            _frames[^1] = _frames[^1] with { Milliseconds = Math.Min(_frames[^1].Milliseconds + milliseconds, ushort.MaxValue) };
            return;
        }
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[1 + 3 * (right - left)];
            for (var y = top; y < bottom; y++)
            {
                for (var x = left; x < right; x++)
                    image.Pixels.AsSpan(4 * (y * width + x), 3).CopyTo(row.AsSpan(1 + 3 * (x - left)));
                zlib.Write(row);
            }
        }
        _frames.Add(new(left, top, right - left, bottom - top, milliseconds, packed.ToArray()));
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Write);

    private void Write(Stream stream)
    {
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(stream, "IHDR"u8, [.. Big(width), .. Big(height), 8, 2, 0, 0, 0]);
        // Play once, so that the animation ends with the result.
        Chunk(stream, "acTL"u8, [.. Big(_frames.Count), .. Big(1)]);
        var number = 0;
        for (var i = 0; i < _frames.Count; i++)
        {
            var frame = _frames[i];
            byte[] time = [(byte)(frame.Milliseconds >> 8), (byte)frame.Milliseconds, 1000 >> 8, 1000 & 255];
            Chunk(stream, "fcTL"u8,
                [.. Big(number++), .. Big(frame.Width), .. Big(frame.Height), .. Big(frame.X), .. Big(frame.Y), .. time, 0, 0]);
            if (i == 0)
                Chunk(stream, "IDAT"u8, frame.Packed);
            else
                Chunk(stream, "fdAT"u8, [.. Big(number++), .. frame.Packed]);
        }
        Chunk(stream, "IEND"u8, []);
    }

    /// <summary>
    /// The box of pixels that changed, with exclusive right and bottom; the whole picture at first, empty if nothing changed.
    /// </summary>
    private (int Left, int Top, int Right, int Bottom) Changed(byte[] pixels)
    {
        if (_shown is not { } before)
            return (0, 0, width, height);
        var (left, top, right, bottom) = (width, height, 0, 0);
        for (var y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> now = pixels.AsSpan(4 * y * width, 4 * width), then = before.AsSpan(4 * y * width, 4 * width);
            var same = now.CommonPrefixLength(then);
            if (same == now.Length)
                continue;
            var last = now.Length - 1;
            while (now[last] == then[last])
                last--;
            (left, right) = (Math.Min(left, same / 4), Math.Max(right, last / 4 + 1));
            (top, bottom) = (Math.Min(top, y), y + 1);
        }
        return (left, top, right, bottom);
    }

    private static byte[] Big(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static void Chunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        stream.Write(Big(data.Length));
        stream.Write(type);
        stream.Write(data);
        stream.Write(Big((int)Crc32.Append(Crc32.Append(0, type), data)));
    }

    private sealed record Frame(int X, int Y, int Width, int Height, int Milliseconds, byte[] Packed);
}
