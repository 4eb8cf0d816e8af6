using System.Drawing;
using GpuDigits.Engine.Data;

namespace GpuDigits.Pictures.Preparation;

/// <summary>The channels of a picture in which ink may show.</summary>
internal static class ImageChannels
{
    /// <summary>Pictures of at least this side are blurred by one pixel, which removes most of the noise and little of a stroke.</summary>
    public const int SmoothedSide = 100;

    // [1 2 1; 2 4 2; 1 2 1] / 16.
    private static readonly float[] Binomial = [1 / 16f, 1 / 8f, 1 / 16f, 1 / 8f, 1 / 4f, 1 / 8f, 1 / 16f, 1 / 8f, 1 / 16f];

    /// <summary>
    /// Luminance over white, and red, green, blue and alpha over black, [height, width], without duplicates.
    /// </summary>
    public static IEnumerable<byte[]> Of(Image image)
    {
        var seen = new List<byte[]>();
        foreach (var channel in All(image))
        {
            if (seen.Any(other => other.AsSpan().SequenceEqual(channel)))
                continue;
            seen.Add(channel);
            yield return channel;
        }
    }

    private static IEnumerable<byte[]> All(Image image)
    {
        yield return image.ToGrey();
        if (image.Channels == 1)
            yield break;
        var isOpaque = true;
        for (var i = 3; i < image.Pixels.Length && isOpaque; i += 4)
            isOpaque = image.Pixels[i] == byte.MaxValue;
        for (var c = 0; c < (isOpaque ? 3 : 4); c++)
        {
            var values = new byte[image.Width * image.Height];
            for (var i = 0; i < values.Length; i++)
            {
                int alpha = image.Pixels[(4 * i) + 3];
                values[i] = (byte)(c == 3 ? alpha : image.Pixels[(4 * i) + c] * alpha / 255);
            }

            yield return values;
        }
    }

    /// <summary>A part of a channel, shrunk to a side: a new pixel is the mean of the pixels that it covers.</summary>
    /// <param name="values">The channel [height, <paramref name="width"/>].</param>
    /// <param name="width">Its columns.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="largestSide">A part with a larger side is shrunk.</param>
    public static Grey Shrink(byte[] values, int width, Rectangle part, int largestSide)
    {
        var step = Math.Max(1, (float)Math.Max(part.Width, part.Height) / largestSide);
        int newWidth = Math.Max(1, (int)(part.Width / step)), newHeight = Math.Max(1, (int)(part.Height / step));
        var shrunk = new float[newWidth * newHeight];
        Parallel.For(0, newHeight, y =>
        {
            int top = (int)((long)y * part.Height / newHeight), bottom = (int)((y + 1L) * part.Height / newHeight);
            for (var x = 0; x < newWidth; x++)
            {
                int left = (int)((long)x * part.Width / newWidth), right = (int)((x + 1L) * part.Width / newWidth);
                var sum = 0;
                for (var row = top; row < bottom; row++)
                {
                    foreach (var value in values.AsSpan(((part.Y + row) * width) + part.X + left, right - left))
                        sum += value;
                }

                shrunk[(y * newWidth) + x] = (float)sum / ((bottom - top) * (right - left));
            }
        });
        var grey = new Grey(shrunk, newWidth, newHeight);
        return Math.Min(newWidth, newHeight) < SmoothedSide ? grey : Blur(grey);
    }

    /// <summary>As <see cref="Grey.Blur"/>, but beyond the edge the values of the edge are repeated.</summary>
    private static Grey Blur(Grey grey) => grey.MapAt((x, y, _) =>
    {
        float sum = 0;
        for (var k = 0; k < Binomial.Length; k++)
        {
            int column = Math.Clamp(x + (k % 3) - 1, 0, grey.Width - 1), row = Math.Clamp(y + (k / 3) - 1, 0, grey.Height - 1);
            sum += Binomial[k] * grey.Values[(row * grey.Width) + column];
        }

        return sum;
    });
}
