using GpuDigits.Engine.Data;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// Grey morphology with a square: where something is narrower than the square and darker than what is around it, a closing fills it up,
/// and an edge between dark and bright stays as it is (Serra, "Image Analysis and Mathematical Morphology", 1982).
/// </summary>
internal static class Morphology
{
    /// <summary>The least of the greatest values around each pixel.</summary>
    /// <param name="picture">Any values.</param>
    /// <param name="reach">The square has 2 · reach + 1 pixels a side and is cut off at the edge of the picture.</param>
    /// <param name="sign">1 for the closing; −1 for the opening, the greatest of the least values.</param>
    public static Grey Close(Grey picture, int reach, int sign = 1)
    {
        var values = Array.ConvertAll(picture.Values, v => sign * v);
        foreach (var side in (int[])[1, -1])
            Spread(values, picture, reach, side);
        return picture with { Values = Array.ConvertAll(values, v => sign * v) };
    }

    /// <summary>The greatest value of the square around each pixel, which has 2 · reach + 1 pixels a side.</summary>
    public static Grey Greatest(Grey picture, int reach)
    {
        float[] values = [.. picture.Values];
        Spread(values, picture, reach, 1);
        return picture with { Values = values };
    }

    private static void Spread(float[] values, Grey picture, int reach, int side)
    {
        Parallel.For(0, picture.Height, y => Extremes(values, y * picture.Width, 1, picture.Width, reach, side));
        Parallel.For(0, picture.Width, x => Extremes(values, x, picture.Width, picture.Height, reach, side));
    }

    /// <summary>
    /// Puts the greatest (side 1) or least (side −1) value within reach in the place of each value of a line. Candidates wait in the order
    /// of their places, each less than the one before, so that the time does not depend on the reach.
    /// </summary>
    private static void Extremes(float[] values, int first, int step, int count, int reach, int side)
    {
        var line = new float[count];
        for (var i = 0; i < count; i++)
            line[i] = side * values[first + (i * step)];
        var waiting = new int[count];
        int head = 0, tail = 0;
        for (var i = 0; i < count + reach; i++)
        {
            if (i < count)
            {
                while (tail > head && line[waiting[tail - 1]] <= line[i])
                    tail--;
                waiting[tail++] = i;
            }

            var at = i - reach;
            if (at < 0)
                continue;
            while (waiting[head] < at - reach)
                head++;
            values[first + (at * step)] = side * line[waiting[head]];
        }
    }
}
