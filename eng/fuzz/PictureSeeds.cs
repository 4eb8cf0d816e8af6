using SkiaSharp;

namespace GpuDigits.Fuzz;

/// <summary>Small pictures in the formats that Skia alone reads.</summary>
internal static class PictureSeeds
{
    public static byte[][] Jpegs() => [Encoded(SKEncodedImageFormat.Jpeg, 90), Encoded(SKEncodedImageFormat.Jpeg, 30)];

    /// <summary>Lossless, and not.</summary>
    public static byte[][] Webps() => [Encoded(SKEncodedImageFormat.Webp, 100), Encoded(SKEncodedImageFormat.Webp, 50)];

    /// <summary>4×1 pixels: codes of 3 bits, a clear code (4) before each pair, 5 at the end.</summary>
    public static byte[][] Gifs() =>
    [
        [
            .. "GIF89a"u8, 4, 0, 1, 0, 0x81, 0, 0, .. Enumerable.Repeat<byte>(90, 12), 0x2C, 0, 0, 0, 0, 4, 0, 1, 0, 0, 2,
            3, 0x44, 0x28, 0x14, 0, 0x3B,
        ],
    ];

    /// <summary>2×2 pixels of 24 bits, rows of 8 bytes.</summary>
    public static byte[][] Bmps() =>
    [
        [
            .. "BM"u8, .. new[] { 70, 0, 54, 40, 2, 2, 1 | (24 << 16), 0, 16, 0, 0, 0, 0 }.SelectMany(BitConverter.GetBytes),
            .. Enumerable.Range(1, 16).Select(i => (byte)i),
        ],
    ];

    private static byte[] Encoded(SKEncodedImageFormat format, int quality)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(24, 16, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var random = new Random(1);
        bitmap.Pixels =
        [
            .. from i in Enumerable.Range(0, 24 * 16)
               select i % 24 < 8 ? SKColors.Black : new SKColor((byte)random.Next(256), 200, 90, (byte)random.Next(256)),
        ];
        using var data = bitmap.Encode(format, quality)!;
        return data.ToArray();
    }
}
