using System.Buffers.Binary;
using GpuDigits.Pictures;
using SkiaSharp;

namespace GpuDigits.Engine.Tests.Files;

/// <summary>JPEG, WebP, GIF and BMP pictures: read upright and right, refused in one line where they are damaged.</summary>
public class OtherPicturesTests
{
    private const int Width = 24, Height = 16;

    public static TheoryData<string> Formats => ["JPEG", "WebP", "WebP lossless", "GIF", "BMP"];

    /// <summary>A dark bar at the left, a red one at the bottom, the rest light.</summary>
    private static byte[] Scene { get; } =
    [
        .. from y in Enumerable.Range(0, Height)
           from x in Enumerable.Range(0, Width)
           from value in x < 8 ? (byte[])[20, 20, 20, 255] : y >= 12 ? [220, 10, 10, 255] : [240, 240, 240, 255]
           select value,
    ];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_picture_is_read(string format)
    {
        var image = Image.Read(File(format), "test");
        Assert.Equal((Width, Height, 4), (image.Width, image.Height, image.Channels));
        Assert.InRange(image.Pixels.Zip(Scene).Average(pair => Math.Abs(pair.First - pair.Second)), 0, format is "JPEG" or "WebP" ? 6 : 0);
    }

    [Fact]
    public void A_grey_jpeg_has_one_channel()
    {
        byte[] grey = [.. Enumerable.Range(0, 64).Select(i => (byte)(i * 4))];
        var image = Image.Read(Encode(new(8, 8, 1, grey), SKEncodedImageFormat.Jpeg, 100), "test");
        Assert.Equal(1, image.Channels);
        Assert.All(image.Pixels.Zip(grey), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
    }

    [Fact]
    public void Transparent_webp_keeps_its_alpha()
    {
        byte[] pixels = [255, 0, 0, 255, 0, 0, 0, 0, 10, 20, 30, 128, 1, 2, 3, 255];
        var image = Image.Read(Encode(new(4, 1, 4, pixels), SKEncodedImageFormat.Webp, 100), "test");
        Assert.Equal([255, 0, 128, 255], Enumerable.Range(0, 4).Select(i => (int)image.Pixels[(4 * i) + 3]));
    }

    /// <summary>The same scene stored in each of the eight ways that a camera may be held; cameras store it turned and say so.</summary>
    [Fact]
    public void Orientation_is_applied()
    {
        for (ushort orientation = 1; orientation <= 8; orientation++)
        {
            var file = Encode(Stored(orientation), SKEncodedImageFormat.Jpeg, 95);
            var seen = Image.Read(WithOrientation(file, orientation), "test");
            Assert.Equal((Width, Height), (seen.Width, seen.Height));
            Assert.InRange(Enumerable.Range(0, Scene.Length).Average(i => Math.Abs(seen.Pixels[i] - Scene[i])), 0, 6);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_was_cut_is_refused(string format)
    {
        var file = File(format);
        // The end of a WebP or GIF may be padding, or a byte that only says that it is the end.
        foreach (var length in Enumerable.Range(3, file.Length - 6).Where(length => length % 5 == 0 || length < 40))
        {
            var e = Assert.Throws<ImageException>(() => Image.Read(file[..length], "cut"));
            Assert.StartsWith("cut: ", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Damage_is_survived(string format)
    {
        var file = File(format);
        var limit = 200_000 + (file.Length * 1032L * 8 * 4);
        Mutations.Campaign<ImageException>(file, stream => Image.Read(stream.ToArray(), "test"), 600, limit, 60);
    }

    [Fact]
    public void A_size_that_the_bytes_cannot_hold_is_refused_before_decoding()
    {
        var bmp = File("BMP");
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 8192);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), 8192);
        Assert.Contains("cannot be in", Assert.Throws<ImageException>(() => Image.Read(bmp, "test")).Message, StringComparison.Ordinal);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 8193);
        Assert.Contains(
            "each side must be", Assert.Throws<ImageException>(() => Image.Read(bmp, "test")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_jpeg_of_very_many_scans_is_refused()
    {
        byte[] jpeg = File("JPEG"), scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0];
        byte[] many = [.. jpeg[..^2], .. Enumerable.Repeat(scan, 200).SelectMany(s => s), .. jpeg[^2..]];
        Assert.Contains("scans", Assert.Throws<ImageException>(() => Image.Read(many, "test")).Message, StringComparison.Ordinal);
    }

    /// <summary>A phone puts a film behind a picture, and a thumbnail into it; their bytes are no scans of this one.</summary>
    [Fact]
    public void What_stands_in_and_behind_a_jpeg_that_is_no_scan_of_it_is_not_counted()
    {
        byte[] jpeg = File("JPEG"), scans = [.. Enumerable.Repeat<byte[]>([0xFF, 0xDA], 200).SelectMany(s => s)];
        byte[] segment = [0xFF, 0xE5, 0, 0, .. scans];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(segment.Length - 2));

        var read = Image.Read([.. jpeg[..2], .. segment, .. jpeg[2..], .. scans], "test");

        Assert.Equal(Image.Read(jpeg, "test").Pixels, read.Pixels);
    }

    [Theory]
    [InlineData("neither PNG, JPEG, WebP, GIF, BMP nor PGM", new byte[] { 1 })]
    [InlineData("neither PNG, JPEG, WebP, GIF, BMP nor PGM", new byte[] { (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0 })]
    [InlineData("the file is empty", new byte[0])]
    public void Other_files_are_refused(string reason, byte[] file) =>
        Assert.Contains(reason, Assert.Throws<ImageException>(() => Image.Read(file, "test")).Message, StringComparison.Ordinal);

    private static byte[] File(string format)
    {
        Image scene = new(Width, Height, 4, Scene);
        return format switch
        {
            "JPEG" => Encode(scene, SKEncodedImageFormat.Jpeg, 95),
            "WebP" => Encode(scene, SKEncodedImageFormat.Webp, 90),
            "WebP lossless" => Encode(scene, SKEncodedImageFormat.Webp, 100),
            "GIF" => Gif(),
            _ => Bmp(),
        };
    }

    private static unsafe byte[] Encode(Image image, SKEncodedImageFormat format, int quality)
    {
        var type = image.Channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888;
        SKImageInfo info = new(image.Width, image.Height, type, image.Channels == 1 ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        fixed (byte* pixels = image.Pixels)
        {
            using var pixmap = new SKPixmap(info, (nint)pixels);
            using var data = format == SKEncodedImageFormat.Webp && quality == 100
                ? pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))!
                : pixmap.Encode(format, quality)!;
            return data.ToArray();
        }
    }

    /// <summary>Bottom row first, blue green red, each row filled up to four bytes.</summary>
    private static byte[] Bmp()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("BM"u8);
        int[] header = [54 + (Width * Height * 3), 0, 54, 40, Width, Height, 1 | (24 << 16), 0, Width * Height * 3, 0, 0, 0, 0];
        foreach (var value in header)
            writer.Write(value);
        for (var y = Height - 1; y >= 0; y--)
        {
            for (var i = 4 * y * Width; i < 4 * (y + 1) * Width; i += 4)
                writer.Write([Scene[i + 2], Scene[i + 1], Scene[i]]);
        }

        return stream.ToArray();
    }

    /// <summary>Codes of 3 bits for four colours; a clear code before each pair of pixels keeps them at 3 bits.</summary>
    private static byte[] Gif()
    {
        const int Clear = 4, End = 5;
        List<int> codes = [];
        for (var i = 0; i < Width * Height; i++)
        {
            if (i % 2 == 0)
                codes.Add(Clear);
            codes.Add(Scene[4 * i] switch { 20 => 0, 220 => 1, _ => 2 });
        }

        codes.Add(End);
        var packed = new byte[((codes.Count * 3) + 7) / 8];
        for (var i = 0; i < codes.Count * 3; i++)
            packed[i / 8] |= (byte)(((codes[i / 3] >> (i % 3)) & 1) << (i % 8));
        byte[] palette = [20, 20, 20, 220, 10, 10, 240, 240, 240, 0, 0, 0];
        return
        [
            .. "GIF89a"u8, Width, 0, Height, 0, 0x81, 0, 0, .. palette, 0x2C, 0, 0, 0, 0, Width, 0, Height, 0, 0, 2,
            .. packed.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0, 0x3B,
        ];
    }

    /// <summary>
    /// The scene as a camera stores it that was held so: Exif's orientation says which corner of the scene the first pixel is.
    /// </summary>
    private static Image Stored(int orientation)
    {
        // For each: the scene's column and row of the stored picture's pixel (column x, row y).
        Func<int, int, (int, int)> from = orientation switch
        {
            1 => (x, y) => (x, y),
            2 => (x, y) => (Width - 1 - x, y),
            3 => (x, y) => (Width - 1 - x, Height - 1 - y),
            4 => (x, y) => (x, Height - 1 - y),
            5 => (x, y) => (y, x),
            6 => (x, y) => (Width - 1 - y, x),
            7 => (x, y) => (Width - 1 - y, Height - 1 - x),
            _ => (x, y) => (y, Height - 1 - x),
        };
        (var width, var height) = orientation < 5 ? (Width, Height) : (Height, Width);
        var pixels = new byte[Scene.Length];
        for (var i = 0; i < width * height; i++)
        {
            (var column, var row) = from(i % width, i / width);
            Scene.AsSpan(4 * ((row * Width) + column), 4).CopyTo(pixels.AsSpan(4 * i));
        }

        return new(width, height, 4, pixels);
    }

    /// <summary>An APP1 segment with Exif's TIFF structure that holds the orientation (tag 0x0112) alone.</summary>
    private static byte[] WithOrientation(byte[] jpeg, ushort orientation) =>
    [
        .. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\x08"u8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation,
        0, 0, 0, 0, 0, 0, .. jpeg[2..],
    ];
}
