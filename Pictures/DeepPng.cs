using System.Buffers.Binary;
using GpuDigits.Engine.Files;
using SkiaSharp;

namespace GpuDigits.Pictures;

/// <summary>
/// PNG files with samples of 16 bits. Skia gives those with colours as halves; of grey ones it drops the lower byte, which may be all there
/// is. So the header of a grey file is changed before: a sample of two bytes becomes two samples of one byte (grey → grey and alpha, grey
/// and alpha → RGBA), in the same rows with the same filters.
/// </summary>
internal sealed class DeepPng
{
    private const int Header = 12, Depth = 24, Colour = 25, Checksum = 29;
    private const byte Grey = 0, GreyAlpha = 4, Rgba = 6;

    private readonly byte _colour;
    private readonly bool _isPaired;

    private DeepPng(byte[] file)
    {
        _colour = file[Colour];
        // Skia makes alpha of a transparent grey (tRNS) only where the file stays as it is.
        _isPaired = _colour == GreyAlpha || (_colour == Grey && file.AsSpan().IndexOf("tRNS"u8) < 0);
        File = _isPaired ? Paired(file) : file;
    }

    /// <summary>The file that Skia is to decode.</summary>
    public byte[] File { get; }

    /// <summary>Null where the file has no samples of 16 bits.</summary>
    public static DeepPng? Of(byte[] file) => file.Length > Checksum + 4 && file[Depth] == 16 ? new(file) : null;

    /// <summary>What Skia is to decode the file into.</summary>
    public SKImageInfo Into(SKImageInfo file) => _isPaired
        ? SkiaFormat.Of(file.Width, file.Height, 4)
        : new(file.Width, file.Height, SKColorType.RgbaF16, SKAlphaType.Unpremul, file.ColorSpace);

    /// <summary>RGBA of 8 bits, from what was decoded.</summary>
    public byte[] Rounded(byte[] decoded)
    {
        var pixels = new byte[decoded.Length / (_isPaired ? 1 : 2)];
        int colour = 0, alpha = 0;
        for (var i = 0; i < pixels.Length; i++)
        {
            if (i % 4 == 3)
                alpha = Math.Max(alpha, Sample(decoded, i));
            else
                colour = Math.Max(colour, Sample(decoded, i));
        }

        (colour, alpha) = (Maximum(colour), Maximum(alpha));
        for (var i = 0; i < pixels.Length; i++)
        {
            var maximum = i % 4 == 3 ? alpha : colour;
            pixels[i] = (byte)Math.Min(255, ((Sample(decoded, i) * 255) + (maximum / 2)) / maximum);
        }

        return pixels;
    }

    /// <summary>Sample <paramref name="i"/> of RGBA, 0 to 65535.</summary>
    private int Sample(byte[] decoded, int i)
    {
        if (!_isPaired)
            return (int)MathF.Round((float)BitConverter.ToHalf(decoded, 2 * i) * ushort.MaxValue);
        var isAlpha = i % 4 == 3;
        var pixel = i & ~3;
        if (_colour == Grey)
            return isAlpha ? ushort.MaxValue : (decoded[pixel] << 8) | decoded[pixel + 3];
        return isAlpha ? (decoded[pixel + 2] << 8) | decoded[i] : (decoded[pixel] << 8) | decoded[pixel + 1];
    }

    /// <summary>
    /// Many programs put samples of 8 to 12 bits into 16 without scaling them. Where the largest is no more than that (a half may be one
    /// above), the maximum is taken to be the smallest of these.
    /// </summary>
    private static int Maximum(int largest) => (1 << Enumerable.Range(8, 5).FirstOrDefault(bits => largest <= 1 << bits, 16)) - 1;

    private static byte[] Paired(byte[] file)
    {
        byte[] paired = [.. file];
        (paired[Depth], paired[Colour]) = (8, file[Colour] == Grey ? GreyAlpha : Rgba);
        var checksum = paired.AsSpan(Checksum, 4);
        // What did not fit before does not fit after.
        var change = Crc32.Append(0, file.AsSpan(Header, Checksum - Header)) ^ Crc32.Append(0, paired.AsSpan(Header, Checksum - Header));
        BinaryPrimitives.WriteUInt32BigEndian(checksum, BinaryPrimitives.ReadUInt32BigEndian(checksum) ^ change);
        return paired;
    }
}
