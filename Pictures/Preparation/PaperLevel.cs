using GpuDigits.Engine.Data;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// The level of the paper at each pixel: the median of a square around it. Ink takes less than half of such a square, so it does not change
/// the median. Unlike a mean, the median keeps the edge of a shadow or of a sheet sharp. The histogram of the square moves along a row, one
/// column at a time (Huang, Yang and Tang 1979, "A fast two-dimensional median filtering algorithm").
/// </summary>
internal static class PaperLevel
{
    private const int Levels = 256;

    /// <summary>The medians [height, width]; NaN if no counted pixel lies in the square.</summary>
    /// <param name="picture">Grey levels; values outside 0 to 255 are clamped.</param>
    /// <param name="counted">The pixels that may be paper.</param>
    /// <param name="reach">The square has 2 · reach + 1 pixels per side and is cut off at the edge of the picture.</param>
    public static Grey Of(Grey picture, bool[] counted, int reach)
    {
        int width = picture.Width, height = picture.Height;
        int[] levels = [.. picture.Values.Select((v, i) => counted[i] ? Math.Clamp((int)MathF.Round(v), 0, Levels - 1) : -1)];
        var paper = new float[levels.Length];
        Parallel.For(0, height, y =>
        {
            int top = Math.Max(0, y - reach), bottom = Math.Min(height - 1, y + reach);
            var histogram = new int[Levels];
            int total = 0, median = 0, below = 0;
            for (var x = -reach; x < width; x++)
            {
                Count(x + reach, 1);
                if (x < 0)
                    continue;
                while (2 * below > total)
                    below -= histogram[--median];
                while (median < Levels - 1 && 2 * (below + histogram[median]) < total)
                    below += histogram[median++];
                paper[(y * width) + x] = total > 0 ? median : float.NaN;
                Count(x - reach, -1);
            }

            void Count(int column, int change)
            {
                if ((uint)column >= (uint)width)
                    return;
                for (var row = top; row <= bottom; row++)
                {
                    var level = levels[(row * width) + column];
                    if (level < 0)
                        continue;
                    histogram[level] += change;
                    total += change;
                    if (level < median)
                        below += change;
                }
            }
        });
        return picture with { Values = paper };
    }
}
