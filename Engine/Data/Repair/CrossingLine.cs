namespace GpuDigits.Engine.Data.Repair;

/// <summary>
/// A line that goes from the left edge to the right one, whole, dotted or with corners. No digit of MNIST comes near both edges. The line
/// is the brightest way through the picture.
/// </summary>
internal static class CrossingLine
{
    /// <summary>The most rows that the way moves from one column to the next, and what each costs.</summary>
    private const int Steepest = 2;

    private const float Turn = 0.05f;

    /// <summary>A way is a line if every few columns of it are as bright as this in the mean.</summary>
    private const int Stretch = 4;

    private const float Bright = 0.7f;

    /// <summary>From this level on there is ink, and the most pixels across that are the line alone, where it is level.</summary>
    private const float Ink = 0.1f;

    private const int Thickest = 4;

    /// <summary>Takes such a line out, where it does not run through something thicker.</summary>
    public static Grey TakeOut(Grey grey)
    {
        var way = BrightestWay(grey);
        float[] bright = [.. way.Select((y, x) => grey.Pixel(x, y))];
        for (var x = 0; x + Stretch <= bright.Length; x++)
        {
            if (bright.Skip(x).Take(Stretch).Average() < Bright)
                return grey;
        }

        float[] values = [.. grey.Values];
        for (var x = 0; x < way.Length; x++)
        {
            int top = way[x], bottom = way[x];
            while (grey.Pixel(x, top - 1) > Ink)
                top--;
            while (grey.Pixel(x, bottom + 1) > Ink)
                bottom++;
            var slope = Math.Max(Math.Abs(way[Math.Max(0, x - 1)] - way[x]), Math.Abs(way[Math.Min(way.Length - 1, x + 1)] - way[x]));
            for (var y = top; y <= bottom && bottom - top < Thickest + slope; y++)
                values[(y * grey.Width) + x] = 0;
        }

        return grey with { Values = values };
    }

    /// <summary>The row of the way in each column: the least sum of darkness and turns.</summary>
    private static int[] BrightestWay(Grey grey)
    {
        var cost = new float[grey.Values.Length];
        var from = new int[grey.Values.Length];
        for (var x = 0; x < grey.Width; x++)
        {
            for (var y = 0; y < grey.Height; y++)
            {
                var at = (y * grey.Width) + x;
                (float Cost, int Row) best = x == 0 ? (0, y) : (float.MaxValue, y);
                for (var row = Math.Max(0, y - Steepest); x > 0 && row <= Math.Min(grey.Height - 1, y + Steepest); row++)
                {
                    var sum = cost[(row * grey.Width) + x - 1] + (Turn * Math.Abs(row - y));
                    if (sum < best.Cost)
                        best = (sum, row);
                }

                (cost[at], from[at]) = (best.Cost + 1 - grey.Values[at], best.Row);
            }
        }

        var way = new int[grey.Width];
        way[^1] = Enumerable.Range(0, grey.Height).MinBy(y => cost[(y * grey.Width) + grey.Width - 1]);
        for (var x = grey.Width - 1; x > 0; x--)
            way[x - 1] = from[(way[x] * grey.Width) + x];
        return way;
    }
}
