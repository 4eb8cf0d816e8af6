using GpuDigits.Engine.Files;
using SkiaSharp;

namespace GpuDigits.Pictures;

/// <summary>Writes PNG files: grey or RGBA of 8 bits, not interlaced; equal pictures give equal bytes.</summary>
public static class Png
{
    /// <summary>Writes a file: all of it or nothing (<see cref="AtomicFile"/>).</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Image image) => AtomicFile.Write(path, stream => Write(stream, image));

    /// <summary>Writes a picture.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static unsafe void Write(Stream stream, Image image)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(image);
        fixed (byte* pixels = image.Pixels)
        {
            using var pixmap = new SKPixmap(SkiaFormat.Of(image.Width, image.Height, image.Channels), (nint)pixels);
            Encode(stream, pixmap);
        }
    }

    internal static void Encode(Stream stream, SKPixmap pixmap)
    {
        using var file = pixmap.Encode(SKPngEncoderOptions.Default) ?? throw new IOException("the picture cannot be written as PNG");
        file.SaveTo(stream);
    }
}
