using System.Buffers.Binary;
using GpuDigits.Pictures;
using Silk.NET.Core;

namespace GpuDigits.Viewer.Window;

/// <summary>The program's icon (eng/package/gpudigits.ico) in all its sizes, for a window.</summary>
internal static class WindowIcon
{
    /// <summary>
    /// The pictures of the icon file: 6 bytes of header with the count, 16 bytes per picture, then the pictures, all PNG.
    /// </summary>
    public static RawImage[] Load()
    {
        const int Header = 6, Entry = 16;
        var file = Assets.ReadBytes("gpudigits.ico");
        var images = new RawImage[BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(4))];
        for (var i = 0; i < images.Length; i++)
        {
            var entry = file.AsSpan(Header + i * Entry, Entry);
            var length = BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
            var offset = BinaryPrimitives.ReadInt32LittleEndian(entry[12..]);
            var image = Image.Read(file[offset..(offset + length)], "gpudigits.ico");
            images[i] = new(image.Width, image.Height, image.Pixels);
        }
        return images;
    }
}
