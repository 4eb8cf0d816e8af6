using System.Buffers.Binary;
using SkiaSharp;

namespace GpuDigits.Pictures;

/// <summary>
/// Decodes PNG, JPEG, WebP, GIF (its first frame) and BMP with SkiaSharp. Samples stay as the file has them: ICC profiles are not applied,
/// since ink is found by its difference from the paper.
/// </summary>
internal sealed class PictureDecoder(byte[] bytes, string format, string name)
{
    /// <summary>
    /// Bytes that Deflate packs into one. PNG packs most of all formats: eight pixels into each of these bytes. A file that claims more is
    /// not believed.
    /// </summary>
    private const long DeflateRatio = 1032;

    /// <summary>Each scan of a JPEG goes over all pixels, and an empty one takes few bytes. Encoders write about ten.</summary>
    private const int MostScans = 100;

    /// <summary>
    /// A picture of more pixels, as a phone takes it, is decoded at half its size where the format can do that at once (JPEG): ink is
    /// looked for in far fewer.
    /// </summary>
    private const int ManyPixels = 6_000_000;

    /// <exception cref="ImageException">The file is damaged, cut, or too large.</exception>
    public Image Read()
    {
        if (format == "JPEG" && Scans() > MostScans)
            throw Bad($"the JPEG picture has more than {MostScans} scans");
        var deep = format == "PNG" ? DeepPng.Of(bytes) : null;
        using var data = SKData.CreateCopy(deep?.File ?? bytes);
        using var codec = SKCodec.Create(data) ?? throw Bad($"the header of the {format} picture is damaged");
        (var width, var height) = (codec.Info.Width, codec.Info.Height);
        if (Math.Max(width, height) > Image.MaximumSide)
            throw Bad($"the size is {width}×{height}, each side must be from 1 to {Image.MaximumSide}");
        if ((long)width * height > bytes.Length * (deep is null ? DeflateRatio * 8 : DeflateRatio / 2))
            throw Bad($"{width}×{height} pixels cannot be in {bytes.Length} bytes, the {format} picture was cut");
        if (deep is null && (long)width * height > ManyPixels)
        {
            var half = codec.GetScaledDimensions(0.5f);
            (width, height) = (half.Width, half.Height);
        }

        var channels = codec.Info is { ColorType: SKColorType.Gray8, AlphaType: SKAlphaType.Opaque } && deep is null ? 1 : 4;
        var pixels = deep is null
            ? Decode(codec, SkiaFormat.Of(width, height, channels))
            : deep.Rounded(Decode(codec, deep.Into(codec.Info)));
        return Upright(new(width, height, channels, pixels), codec.EncodedOrigin);
    }

    /// <summary>
    /// How many scans a JPEG has. Its segments are gone through, since thumbnails, and the film that a phone puts behind a picture, hold
    /// such bytes too.
    /// </summary>
    private int Scans()
    {
        const byte Begin = 0xFF, Temporary = 0x01, FirstRestart = 0xD0, Start = 0xD8, End = 0xD9, Scan = 0xDA;
        var scans = 0;
        for (ReadOnlySpan<byte> rest = bytes; rest.IndexOf(Begin) is >= 0 and int at;)
        {
            rest = rest[at..].TrimStart(Begin);
            if (rest is [] or [End, ..])
                break;
            var marker = rest[0];
            rest = rest[1..];
            // Those without a length; a zero is a byte of the pixels.
            if (marker is 0 or Temporary or (>= FirstRestart and <= Start))
                continue;
            if (marker == Scan)
                scans++;
            if (rest.Length >= 2)
                rest = rest[Math.Min(rest.Length, BinaryPrimitives.ReadUInt16BigEndian(rest))..];
        }

        return scans;
    }

    private unsafe byte[] Decode(SKCodec codec, SKImageInfo into)
    {
        var pixels = new byte[into.BytesSize64];
        SKCodecResult result;
        fixed (byte* start = pixels)
            result = codec.GetPixels(into, (nint)start);
        return result switch
        {
            SKCodecResult.Success => pixels,
            SKCodecResult.IncompleteInput => throw Bad($"the {format} picture ends too early"),
            _ => throw Bad($"the pixels of the {format} picture are damaged"),
        };
    }

    /// <summary>Turns and mirrors a picture as its Exif orientation says (1 to 8).</summary>
    private static Image Upright(Image image, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
            return image;
        var isTurned = origin >= SKEncodedOrigin.LeftTop;
        bool fromRight = (int)origin is 2 or 3 or 7 or 8, fromBottom = (int)origin is 3 or 4 or 6 or 7;
        (var width, var height) = isTurned ? (image.Height, image.Width) : (image.Width, image.Height);
        var pixels = new byte[image.Pixels.Length];
        for (var i = 0; i < width * height; i++)
        {
            (var column, var row) = isTurned ? (i / width, i % width) : (i % width, i / width);
            if (fromRight)
                column = image.Width - 1 - column;
            if (fromBottom)
                row = image.Height - 1 - row;
            image.Pixels.AsSpan(((row * image.Width) + column) * image.Channels, image.Channels).CopyTo(pixels.AsSpan(i * image.Channels));
        }

        return new(width, height, image.Channels, pixels);
    }

    private ImageException Bad(string what) => new($"{name}: {what}; save the picture again");
}

/// <summary>How pixels lie in memory, as Skia calls it.</summary>
internal static class SkiaFormat
{
    /// <summary>Grey, or RGBA that is not premultiplied; without a colour space, so that none is converted.</summary>
    public static SKImageInfo Of(int width, int height, int channels) => channels == 1
        ? new(width, height, SKColorType.Gray8, SKAlphaType.Opaque)
        : new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
}
