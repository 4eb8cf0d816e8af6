using System.Numerics;
using System.Runtime.InteropServices;
using GpuDigits.Engine.Data;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// The level of the paper at each pixel: the median of a square around it. Ink takes less than half of such a square, so it does not change
/// the median. Unlike a mean, the median keeps the edge of a shadow or of a sheet sharp. The histogram of the square moves along a row, one
/// column at a time, and each column's histogram moves down with the rows, so that the time does not depend on the size of the square.
/// Of the square, coarse bins are counted, and single levels only in the bin of the median (Perreault and Hébert 2007, "Median filtering in
/// constant time").
/// </summary>
internal static class PaperLevel
{
    private const int Bins = 16, Bin = 16, Levels = Bins * Bin;

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
            var columns = new Columns(new int[width * Bins], new int[width * Levels]);
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

        void Count(Columns columns, int row, int change)
        {
            if ((uint)row >= (uint)height)
                return;
            for (var x = 0; x < width; x++)
            {
                if (levels[(row * width) + x] is not (>= 0 and var level))
                    continue;
                columns.Single[(x * Levels) + level] += change;
                for (var bin = level / Bin; bin < Bins; bin++)
                    columns.UpTo[(x * Bins) + bin] += change;
            }
        }
    }

    private static void Medians(Columns columns, Span<float> medians, int reach)
    {
        // Pixels of the square: of each bin and the darker ones, and of each level of one bin.
        Span<int> upTo = stackalloc int[Bins], single = stackalloc int[Bin];
        upTo.Clear();
        single.Clear();
        int median = 0, bin = 0;
        for (var x = -reach; x < medians.Length; x++)
        {
            if (x + reach < medians.Length)
                Move(x + reach, Vector<int>.One, upTo, single);
            if (x < 0)
                continue;
            var total = upTo[^1];
            var before = bin;
            while (bin > 0 && 2 * upTo[bin - 1] > total)
                bin--;
            while (bin < Bins - 1 && 2 * upTo[bin] < total)
                bin++;
            if (bin != before)
            {
                median = (bin * Bin) + (bin < before ? Bin - 1 : 0);
                single.Clear();
                for (var column = Math.Max(0, x - reach); column <= Math.Min(medians.Length - 1, x + reach); column++)
                    Add(single, columns.LevelsOf(column, bin), Vector<int>.One);
            }

            var darker = bin > 0 ? upTo[bin - 1] : 0;
            for (var level = bin * Bin; level < median; level++)
                darker += single[level % Bin];
            while (median > bin * Bin && 2 * darker > total)
                darker -= single[--median % Bin];
            while (median % Bin < Bin - 1 && 2 * (darker + single[median % Bin]) < total)
                darker += single[median++ % Bin];
            medians[x] = total > 0 ? median : float.NaN;
            if (x >= reach)
                Move(x - reach, -Vector<int>.One, upTo, single);
        }

        void Move(int column, Vector<int> times, Span<int> upTo, Span<int> single)
        {
            Add(upTo, columns.UpTo.AsSpan(column * Bins, Bins), times);
            Add(single, columns.LevelsOf(column, bin), times);
        }
    }

    /// <summary>Adds counts once, or takes them away.</summary>
    private static void Add(Span<int> counts, ReadOnlySpan<int> column, Vector<int> times)
    {
        var to = MemoryMarshal.Cast<int, Vector<int>>(counts);
        var from = MemoryMarshal.Cast<int, Vector<int>>(column);
        for (var i = 0; i < to.Length; i++)
            to[i] += times * from[i];
    }

    /// <summary>How many pixels of each column lie within reach.</summary>
    /// <param name="UpTo">[width, <see cref="Bins"/>]: in this bin or a darker one.</param>
    /// <param name="Single">[width, <see cref="Levels"/>]: of this level.</param>
    private readonly record struct Columns(int[] UpTo, int[] Single)
    {
        public ReadOnlySpan<int> LevelsOf(int column, int bin) => Single.AsSpan((column * Levels) + (bin * Bin), Bin);
    }
}
