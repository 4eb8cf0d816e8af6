using GpuDigits.Engine.Data;
using GpuDigits.Pictures.Preparation;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>What the paper's level is computed with, against plain ways that sort.</summary>
public sealed class PaperTests
{
    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(7, 3, 1)]
    [InlineData(40, 23, 5)]
    [InlineData(23, 40, 100)]
    public void The_level_of_the_paper_is_a_median_of_the_counted_pixels_around(int width, int height, int reach)
    {
        var random = new Random(width);
        var picture = new Grey([.. Enumerable.Range(0, width * height).Select(_ => (float)random.Next(-5, 261))], width, height);
        bool[] counted = [.. picture.Values.Select((_, i) => i % width < width / 3 || random.Next(3) > 0)];
        counted[0] = true;
        if (reach == 1)
            Array.Clear(counted);
        var level = PaperLevel.Of(picture, counted, reach).Values;
        for (var i = 0; i < level.Length; i++)
        {
            float[] around =
            [
                .. Enumerable.Range(0, level.Length)
                    .Where(k => counted[k] && Math.Abs((k % width) - (i % width)) <= reach && Math.Abs((k / width) - (i / width)) <= reach)
                    .Select(k => Math.Clamp(picture.Values[k], 0, 255)),
            ];
            if (around.Length == 0)
                Assert.Equal(float.NaN, level[i]);
            else
                Assert.True(2 * around.Count(v => v < level[i]) <= around.Length && 2 * around.Count(v => v > level[i]) <= around.Length);
        }
    }

    [Fact]
    public void A_value_of_a_rank_is_the_one_that_sorting_puts_there()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 200; trial++)
        {
            float[] values = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => (float)random.Next(1 + (trial / 2)))];
            float[] sorted = [.. values.Order()];
            for (var rank = 0; rank < values.Length; rank++)
                Assert.Equal(sorted[rank], OrderStatistic.Of([.. values], rank));
        }
    }
}
