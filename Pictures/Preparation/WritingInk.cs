using System.Drawing;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink.Tracing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// The ink of a picture of writing, as closely as its lines need it. It is found in a small picture first; then only the part of the
/// picture that it lies in, and only the channel, the paper and the side of the paper's level on which it shows there, are looked at again.
/// </summary>
internal static class WritingInk
{
    /// <summary>The sides of the picture in which the ink is looked for, and of the part in which it is followed.</summary>
    private const int SmallSide = 400, LargestSide = 1000;

    /// <summary>The width of the pen, in pixels, with which it is followed: more only shows the paper's roughness and noise.</summary>
    private const float Pen = 6;

    /// <summary>The room around what was found, as a share of the larger side of its box: faint ink may lie there.</summary>
    private const float Room = 0.15f;

    /// <summary>The ink; null if there is none.</summary>
    public static PaperInk? Find(Image image) =>
        InkSearch.Best(image, SmallSide, InkSize.Writing) is { } found ? LookCloser(found, image).Sharp() : null;

    private static PaperInk LookCloser(FoundInk found, Image image)
    {
        var scale = Math.Max(1, (float)Math.Max(image.Width, image.Height) / SmallSide);
        if (scale <= 1)
            return found.Ink;
        var part = Part(found, image, scale);
        var largest = Math.Max(part.Width, part.Height);
        var pen = scale * PenWidth.Of(found.Ink.Mask, found.Ink.Ink.Width);
        var close = ImageChannels.Shrink(found.Channel, image.Width, part, (int)Math.Min(LargestSide, largest * Pen / pen));
        return PaperInk.Find(close, Paper(found, part, close, scale), InkSize.Writing).FirstOrDefault(ink => ink.Sign == found.Ink.Sign)
            ?? found.Ink;
    }

    /// <summary>The part of the picture around the ink.</summary>
    private static Rectangle Part(FoundInk found, Image image, float scale)
    {
        var box = MaskBox.Of(found.Ink.Mask, found.Ink.Ink.Width);
        var room = Math.Max(4, Room * (Math.Max(box.Width, box.Height) - 1));
        return Rectangle.Intersect(
            new(0, 0, image.Width, image.Height),
            Rectangle.FromLTRB(
                (int)((box.Left - room) * scale), (int)((box.Top - room) * scale), (int)((box.Right + room) * scale),
                (int)((box.Bottom + room) * scale)));
    }

    /// <summary>The pixels of the part that are the sheet; null where they all are.</summary>
    private static bool[]? Paper(FoundInk found, Rectangle part, Grey close, float scale)
    {
        if (found.Sheet is not { } sheet)
            return null;
        int width = found.Ink.Ink.Width, height = found.Ink.Ink.Height;
        float stepX = (float)part.Width / close.Width / scale, stepY = (float)part.Height / close.Height / scale;
        var paper = new bool[close.Values.Length];
        var isAll = true;
        for (var i = 0; i < paper.Length; i++)
        {
            var x = Math.Min(width - 1, (int)((part.X / scale) + (i % close.Width * stepX)));
            var y = Math.Min(height - 1, (int)((part.Y / scale) + (i / close.Width * stepY)));
            isAll &= paper[i] = sheet.Inside[(y * width) + x];
        }

        return isAll ? null : paper;
    }
}
