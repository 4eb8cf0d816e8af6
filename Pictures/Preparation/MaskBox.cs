using System.Drawing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>The smallest rectangle around the ink of a mask.</summary>
internal static class MaskBox
{
    /// <summary>The rectangle in pixels; the mask [height, width] has at least one pixel of ink.</summary>
    public static Rectangle Of(bool[] mask, int width)
    {
        int left = int.MaxValue, right = 0, top = int.MaxValue, bottom = 0;
        for (var i = 0; i < mask.Length; i++)
        {
            if (!mask[i])
                continue;
            (left, right) = (Math.Min(left, i % width), Math.Max(right, i % width));
            (top, bottom) = (Math.Min(top, i / width), Math.Max(bottom, i / width));
        }

        return Rectangle.FromLTRB(left, top, right + 1, bottom + 1);
    }
}
