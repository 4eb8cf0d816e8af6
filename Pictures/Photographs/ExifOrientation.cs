namespace GpuDigits.Pictures.Photographs;

/// <summary>Says in a JPEG file how the camera was held, as cameras do: Exif's tag 0x0112 in the first segment.</summary>
internal static class ExifOrientation
{
    private const int StartOfImage = 2;

    /// <summary>The file with the tag.</summary>
    /// <param name="jpeg">A JPEG file without Exif.</param>
    /// <param name="orientation">1 to 8.</param>
    public static byte[] Add(byte[] jpeg, byte orientation) =>
    [
        .. jpeg[..StartOfImage],
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8,
        // A TIFF header, most significant bytes first; one directory of one entry: the tag, of one 16-bit number.
        .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        .. jpeg[StartOfImage..],
    ];
}
