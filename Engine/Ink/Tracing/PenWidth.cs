namespace GpuDigits.Engine.Ink.Tracing;

/// <summary>The width of the pen that wrote some ink.</summary>
internal static class PenWidth
{
    /// <summary>Twice the area of the ink in a mask [height, width] over the length of its outline, in pixels.</summary>
    public static float Of(bool[] mask, int width)
    {
        int area = 0, outline = 0;
        for (var i = 0; i < mask.Length; i++)
        {
            if (!mask[i])
                continue;
            area++;
            if (i % width == 0 || !mask[i - 1])
                outline++;
            if (i % width == width - 1 || !mask[i + 1])
                outline++;
            if (i < width || !mask[i - width])
                outline++;
            if (i >= mask.Length - width || !mask[i + width])
                outline++;
        }

        return 2f * area / Math.Max(1, outline);
    }
}
