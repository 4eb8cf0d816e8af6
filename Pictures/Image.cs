using GpuDigits.Engine.Files;

namespace GpuDigits.Pictures;

/// <summary>A picture of 8 bits a channel.</summary>
public sealed class Image
{
    /// <summary>Wider or higher pictures are not read.</summary>
    public const int MaximumSide = 8192;

    private const int MaximumFile = 256 << 20;

    /// <summary>Takes the pixels as they are, without a copy.</summary>
    /// <exception cref="ArgumentException">The pixels do not fit the sizes, or channels are not 1 or 4.</exception>
    public Image(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (channels is not (1 or 4))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "a picture has 1 channel (grey) or 4 (RGBA)");
        if (pixels.Length != (long)width * height * channels)
            throw new ArgumentException($"{pixels.Length} bytes are not {width}×{height} pixels of {channels} channels", nameof(pixels));
        Width = width;
        Height = height;
        Channels = channels;
        Pixels = pixels;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1: grey, 4: RGBA (not premultiplied).</summary>
    public int Channels { get; }

    /// <summary>[Height, Width, Channels].</summary>
    public byte[] Pixels { get; }

    /// <summary>Reads a PNG, JPEG, WebP, GIF, BMP or PGM file, recognised by its first bytes.</summary>
    /// <exception cref="ImageException">The file cannot be read, is none of these, or is damaged.</exception>
    public static Image Read(string path) => Read(ReadFile(path), path);

    /// <summary>The bytes of a file of at most the size that a picture may have.</summary>
    /// <exception cref="ImageException">The file cannot be read, or is too large.</exception>
    public static byte[] ReadFile(string path)
    {
        try
        {
            using var file = InputFile.Open(path, MaximumFile);
            if (file.Length > MaximumFile)
                throw new ImageException(
                    $"{path}: {file.Length} bytes are too many, at most {MaximumFile} are read; use a smaller picture");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(
                $"{path}: cannot be read ({e.Message.ReplaceLineEndings(" ")}); check the path and the permissions", e);
        }
    }

    /// <summary>Reads the bytes of such a file; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="ImageException">The bytes are none, or are damaged.</exception>
    public static Image Read(byte[] bytes, string name)
    {
        if (bytes is [(byte)'P', (byte)'2' or (byte)'5', ..])
            return Pgm.Read(bytes, name);
        return FormatOf(bytes) is { } format
            ? new PictureDecoder(bytes, format, name).Read()
            : throw new ImageException(
                $"{name}: {(bytes is [] ? "the file is empty" : "neither PNG, JPEG, WebP, GIF, BMP nor PGM (P2, P5)")}; convert the "
                    + "picture to PNG");
    }

    /// <summary>
    /// The format that the first bytes tell, of those that Skia is asked to read; null for others. (Skia knows more, which no test here has
    /// tried with damage.)
    /// </summary>
    private static string? FormatOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "PNG",
        [0xFF, 0xD8, 0xFF, ..] => "JPEG",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "WebP",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "GIF",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "BMP",
        _ => null,
    };

    /// <summary>
    /// One byte a pixel: (299 R + 587 G + 114 B) / 1000 (ITU-R BT.601), laid over <paramref name="background"/> where it is transparent.
    /// </summary>
    public byte[] ToGrey(byte background = 255)
    {
        if (Channels == 1)
            return [.. Pixels];
        var grey = new byte[Width * Height];
        for (var i = 0; i < grey.Length; i++)
        {
            var pixel = Pixels.AsSpan(4 * i, 4);
            int luma = 299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2], alpha = pixel[3];
            grey[i] = (byte)((luma * alpha + 1000 * background * (255 - alpha) + 127_500) / 255_000);
        }

        return grey;
    }
}
