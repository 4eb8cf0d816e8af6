using GpuDigits.Engine.Insight;
using GpuDigits.Pictures;

namespace GpuDigits.Scenes.Lab;

/// <summary>Pictures to filter other than the drawing.</summary>
internal static class LabPictures
{
    /// <summary>The largest number of rows and columns. Larger photographs are shrunk, so that a single pixel can be pointed at.</summary>
    public const int LargestSide = 96;

    /// <summary>The smallest number: with fewer, a large filter with a large stride has no result.</summary>
    public const int LeastSide = 16;

    /// <summary>28×28: a horizontal, a vertical and a diagonal line, a disc, single dots and a grey gradient from left to right.</summary>
    public static GreyPicture TestCard { get; } =
        new(28, 28, [.. from y in Enumerable.Range(0, 28) from x in Enumerable.Range(0, 28) select Card(y, x)]);

    /// <summary>
    /// A picture file (<see cref="Image.Read(string)"/>) as a picture of at most <see cref="LargestSide"/> rows and columns.
    /// </summary>
    /// <exception cref="ImageException">The file cannot be read, or is too small.</exception>
    public static GreyPicture Load(string file)
    {
        var image = Image.Read(file);
        var levels = image.ToGrey();
        var shrink = Math.Max(1, Math.Max(image.Width, image.Height) / (double)LargestSide);
        var (height, width) = ((int)Math.Round(image.Height / shrink), (int)Math.Round(image.Width / shrink));
        if (Math.Min(height, width) < LeastSide)
            throw new ImageException($"{file}: of {image.Width}×{image.Height} pixels {width}×{height} remain for the filter lab; at least "
                + $"{LeastSide}×{LeastSide} are needed");
        var values = new float[height * width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                values[y * width + x] = Mean(levels, image.Width, y * image.Height / height, (y + 1) * image.Height / height,
                    x * image.Width / width, (x + 1) * image.Width / width) / 255;
        }
        return new(height, width, values);
    }

    private static float Mean(byte[] levels, int stride, int top, int bottom, int left, int right)
    {
        var sum = 0L;
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
                sum += levels[y * stride + x];
        return (float)sum / ((bottom - top) * (right - left));
    }

    private static float Card(int y, int x)
    {
        var isLevel = y is 2 or 3 && x is >= 2 and <= 13;
        var isUpright = x is 3 or 4 && y is >= 6 and <= 17;
        var isSlanting = x is >= 7 and <= 17 && y is >= 6 and <= 17 && Math.Abs(x - y) <= 1;
        var isDisc = (y - 7) * (y - 7) + (x - 22) * (x - 22) <= 18;
        var isDot = y is >= 15 and <= 20 && x is >= 20 and <= 26 && x % 3 == 2 && y % 3 == 0;
        if (y is >= 22 and <= 26 && x is >= 1 and <= 26)
            return (x - 1) / 25f;
        return isLevel || isUpright || isDisc || isDot ? 1 : isSlanting ? x == y ? 1 : 0.5f : 0;
    }
}
