using System.Drawing;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink.Tracing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>Ink that was found in a shrunk picture, and where: what must be known to look at it again, closer.</summary>
/// <param name="Ink">The ink.</param>
/// <param name="Channel">The channel of the whole picture in which it shows [height, width].</param>
/// <param name="Sheet">The sheet that it lies on; null if the whole picture is the paper.</param>
internal sealed record FoundInk(PaperInk Ink, byte[] Channel, PaperOutline? Sheet)
{
    /// <summary>The largest side of the part that is looked at.</summary>
    private const int LargestSide = 1000;

    /// <summary>The room around what was found, as a share of the larger side of its box: faint ink may lie there.</summary>
    private const float Room = 0.15f;

    /// <summary>
    /// The ink as the part of the picture shows it that it lies in, on the same paper and on the same side of the paper's level; as it was
    /// found where the picture was not shrunk, or where that part shows none.
    /// </summary>
    /// <param name="image">The whole picture.</param>
    /// <param name="size">How small ink may be.</param>
    /// <param name="pens">The widths of the pen to look with, in pixels.</param>
    /// <returns>The ink for each width, when it is asked for; once where the picture's pixels do not suffice for more.</returns>
    public IEnumerable<PaperInk> Closer(Image image, InkSize size, params ReadOnlySpan<float> pens)
    {
        var scale = (float)Math.Max(image.Width, image.Height) / Math.Max(Ink.Ink.Width, Ink.Ink.Height);
        if (scale <= 1)
            return [Ink];
        var part = Part(image, scale);
        var largest = Math.Max(part.Width, part.Height);
        var pen = scale * PenWidth.Of(Ink.Mask, Ink.Ink.Width);
        var most = Math.Min(LargestSide, largest);
        int[] sides = [.. pens.ToArray().Select(wanted => (int)Math.Min(most, largest * wanted / pen)).Distinct()];
        return sides.Select(side =>
        {
            var close = ImageChannels.Shrink(Channel, image.Width, part, side);
            return PaperInk.Find(close, Paper(part, close, scale), size).FirstOrDefault(ink => ink.Sign == Ink.Sign) ?? Ink;
        });
    }

    /// <summary>The part of the picture around the ink.</summary>
    private Rectangle Part(Image image, float scale)
    {
        var box = MaskBox.Of(Ink.Mask, Ink.Ink.Width);
        var room = Math.Max(4, Room * (Math.Max(box.Width, box.Height) - 1));
        return Rectangle.Intersect(
            new(0, 0, image.Width, image.Height),
            Rectangle.FromLTRB(
                (int)((box.Left - room) * scale), (int)((box.Top - room) * scale), (int)((box.Right + room) * scale),
                (int)((box.Bottom + room) * scale)));
    }

    /// <summary>The pixels of the part that are the sheet; null where they all are.</summary>
    private bool[]? Paper(Rectangle part, Grey close, float scale)
    {
        if (Sheet is null)
            return null;
        int width = Ink.Ink.Width, height = Ink.Ink.Height;
        float stepX = (float)part.Width / close.Width / scale, stepY = (float)part.Height / close.Height / scale;
        var paper = new bool[close.Values.Length];
        var isAll = true;
        for (var i = 0; i < paper.Length; i++)
        {
            var x = Math.Min(width - 1, (int)((part.X / scale) + (i % close.Width * stepX)));
            var y = Math.Min(height - 1, (int)((part.Y / scale) + (i / close.Width * stepY)));
            isAll &= paper[i] = Sheet.Inside[(y * width) + x];
        }

        return isAll ? null : paper;
    }
}
