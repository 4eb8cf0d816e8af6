namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// The printed lines of ruled and squared paper: thin straight lines that cross the picture from one edge to the other, horizontal or
/// vertical except for a small slope. They are found as in Hough's transform, by counting the ink along each possible line.
/// </summary>
internal static class Rulings
{
    /// <summary>The smallest side from which lines are removed: in smaller pictures strokes are as thin as lines.</summary>
    private const int SmallestSide = 48;

    /// <summary>The steepest line: rise over run.</summary>
    private const float Slope = 0.08f;

    /// <summary>
    /// The share of a line that must be ink; the thickest line, as a share of the picture's larger side; the share of its ink that must be
    /// so thin, because strokes may cross the rest.
    /// </summary>
    private const float Filled = 0.85f, Thickness = 0.035f, Thin = 0.35f;

    /// <summary>
    /// Removes the lines from a mask [height, width]. Where a line is thicker than usual, a stroke crosses it; that ink stays.
    /// </summary>
    public static void Remove(bool[] mask, int width)
    {
        var height = mask.Length / width;
        if (Math.Min(width, height) < SmallestSide)
            return;
        var lines = new bool[mask.Length];
        MarkAcross(width, height, (x, y) => (y * width) + x);
        MarkAcross(height, width, (x, y) => (x * width) + y);
        for (var i = 0; i < mask.Length; i++)
            mask[i] &= !lines[i];

        // The search is for horizontal lines; for vertical ones x and y are exchanged.
        void MarkAcross(int length, int rows, Func<int, int, int> place)
        {
            int thickest = Math.Max(2, (int)(Thickness * Math.Max(length, rows))), rise = (int)(Slope * length);
            // The length of the run of ink across the line at each pixel.
            var runs = new int[length * rows];
            for (var x = 0; x < length; x++)
            {
                for (int y = 0, end; y < rows; y = end + 1)
                {
                    for (end = y; end < rows && mask[place(x, end)]; end++)
                        ;
                    for (var k = y; k < end; k++)
                        runs[(k * length) + x] = end - y;
                }
            }

            // The line's distance from its first pixel.
            var across = new int[length];
            for (var step = -rise; step <= rise; step++)
            {
                for (var x = 0; x < length; x++)
                    across[x] = (int)MathF.Round((float)step * x / (length - 1));
                for (var from = -rise; from < rows + rise; from++)
                {
                    int filled = 0, thin = 0, seen = 0;
                    for (var x = 0; x < length; x++)
                    {
                        var run = Run(from, x, out var y);
                        if ((uint)y >= (uint)rows)
                            continue;
                        seen++;
                        if (run > 0)
                            filled++;
                        if (run > 0 && run <= thickest)
                            thin++;
                        if (seen - filled > (1 - Filled) * length)
                            break;
                    }

                    // A line may leave the picture at a side if most of it is inside.
                    if (seen < 0.6f * length || filled < Filled * seen || thin < Thin * filled)
                        continue;
                    Mark(from, filled);
                }
            }

            void Mark(int from, int filled)
            {
                var widths = new List<int>(filled);
                for (var x = 0; x < length; x++)
                {
                    if (Run(from, x, out _) is > 0 and var run)
                        widths.Add(run);
                }

                widths.Sort();
                var usual = Math.Min(thickest, widths[widths.Count / 2] + 1);
                for (var x = 0; x < length; x++)
                {
                    if (Run(from, x, out var y) is var run && (run == 0 || run > usual))
                        continue;
                    for (var k = y; k < rows && mask[place(x, k)]; k++)
                        lines[place(x, k)] = true;
                    for (var k = y; k >= 0 && mask[place(x, k)]; k--)
                        lines[place(x, k)] = true;
                }
            }

            int Run(int from, int x, out int y)
            {
                y = from + across[x];
                return (uint)y < (uint)rows ? runs[(y * length) + x] : 0;
            }
        }
    }
}
