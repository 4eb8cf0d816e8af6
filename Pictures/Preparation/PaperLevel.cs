using System.Numerics;
using System.Runtime.InteropServices;
using GpuDigits.Engine.Data;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// The level of the paper at each pixel: the median of a square around it. Ink takes less than half of such a square, so it does not change
/// the median. Unlike a mean, the median keeps the edge of a shadow or of a sheet sharp. The histogram of the square moves along a row, one
/// column at a time, and each column's histogram moves down with the rows, so that the time does not depend on the size of the square
/// (Perreault and Hébert 2007, "Median filtering in constant time").
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
        int width = picture.Width, height = picture.Height, bands = Math.Min(height, Environment.ProcessorCount);
        int[] levels = [.. picture.Values.Select((v, i) => counted[i] ? Math.Clamp((int)MathF.Round(v), 0, Levels - 1) : -1)];
        var paper = new float[levels.Length];
        Parallel.For(0, bands, band =>
        {
            // [width, Levels]: how many pixels of the column within reach are at most so bright.
            var columns = new int[width * Levels];
            int first = band * height / bands, end = (band + 1) * height / bands;
            for (var row = first - reach; row < first + reach; row++)
                Count(columns, row, 1);
            for (var y = first; y < end; y++)
            {
                Count(columns, y + reach, 1);
                Medians(columns, paper.AsSpan(y * width, width), reach);
                Count(columns, y - reach, -1);
            }
        });
        return picture with { Values = paper };

        void Count(int[] columns, int row, int change)
        {
            if ((uint)row >= (uint)height)
                return;
            for (var x = 0; x < width; x++)
            {
                if (levels[(row * width) + x] is >= 0 and var level)
                    Add(columns.AsSpan((x * Levels) + level, Levels - level), change);
            }
        }
    }

    private static void Medians(ReadOnlySpan<int> columns, Span<float> medians, int reach)
    {
        Span<int> square = stackalloc int[Levels];
        square.Clear();
        var median = 0;
        for (var x = -reach; x < medians.Length; x++)
        {
            if (x + reach < medians.Length)
                Add(square, columns.Slice((x + reach) * Levels, Levels), Vector<int>.One);
            if (x < 0)
                continue;
            var total = square[^1];
            while (median > 0 && 2 * square[median - 1] > total)
                median--;
            while (median < Levels - 1 && 2 * square[median] < total)
                median++;
            medians[x] = total > 0 ? median : float.NaN;
            if (x >= reach)
                Add(square, columns.Slice((x - reach) * Levels, Levels), -Vector<int>.One);
        }
    }

    private static void Add(Span<int> counts, int change)
    {
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(counts);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] += new Vector<int>(change);
        for (var i = vectors.Length * Vector<int>.Count; i < counts.Length; i++)
            counts[i] += change;
    }

    /// <summary>Adds a column's counts [<see cref="Levels"/>] once, or takes them away.</summary>
    private static void Add(Span<int> counts, ReadOnlySpan<int> column, Vector<int> times)
    {
        var to = MemoryMarshal.Cast<int, Vector<int>>(counts);
        var from = MemoryMarshal.Cast<int, Vector<int>>(column);
        for (var i = 0; i < to.Length; i++)
            to[i] += times * from[i];
    }
}
