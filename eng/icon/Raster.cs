using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using GpuDigits.Pictures;

namespace GpuDigits.Icon;

/// <summary>
/// Draws shapes one over the other; a pixel at an edge is covered as far as its centre lies from it, in sixteenths: so files stay small.
/// </summary>
internal static class Raster
{
    public static Image Draw(IReadOnlyList<IconShape> shapes, int side)
    {
        var pixels = new byte[4 * side * side];
        var scale = (float)IconShape.Side / side;
        for (var i = 0; i < side * side; i++)
        {
            var place = scale * new Vector2((i % side) + 0.5f, (i / side) + 0.5f);
            var colour = Vector3.Zero;
            float alpha = 0;
            foreach (var shape in shapes)
            {
                var cover = MathF.Round(16 * Math.Clamp(0.5f - (shape.Distance(place) / scale), 0, 1)) / 16;
                var all = cover + (alpha * (1 - cover));
                if (cover > 0)
                    colour = Vector3.Lerp(colour, Colour(shape.Colour), cover / all);
                alpha = all;
            }

            for (var c = 0; c < 3; c++)
                pixels[(4 * i) + c] = (byte)MathF.Round(colour[c]);
            pixels[(4 * i) + 3] = (byte)MathF.Round(255 * alpha);
        }

        return new(side, side, 4, pixels);
    }

    private static Vector3 Colour(string text)
    {
        var rgb = int.Parse(text.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new(rgb >> 16, (rgb >> 8) & 255, rgb & 255);
    }
}

/// <summary>Windows' icon file: a header, an entry of 16 bytes a picture, then the pictures as PNG.</summary>
internal static class IconFile
{
    public static void Write(Stream stream, IReadOnlyList<Image> pictures)
    {
        byte[][] files = [.. pictures.Select(ToPng)];
        var head = new byte[6 + (16 * files.Length)];
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(4), (ushort)files.Length);
        var at = head.Length;
        for (var i = 0; i < files.Length; i++)
        {
            var entry = head.AsSpan(6 + (16 * i), 16);
            // 256 is written as 0.
            (entry[0], entry[1]) = ((byte)pictures[i].Width, (byte)pictures[i].Height);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], 32);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], files[i].Length);
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], at);
            at += files[i].Length;
        }

        stream.Write(head);
        foreach (var file in files)
            stream.Write(file);
    }

    private static byte[] ToPng(Image picture)
    {
        using var stream = new MemoryStream();
        Png.Write(stream, picture);
        return stream.ToArray();
    }
}
