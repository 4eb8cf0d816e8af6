using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Data.Synthetic;

public class PenSlipsTests
{
    private const int Drawings = 2000;

    private static readonly PenSkeleton Seven = new('7', "of two straight strokes", 1, "0,0 60,0 | 20,100 / 10,50 60,50");

    [Fact]
    public void About_one_digit_in_twenty_has_a_part_written_twice()
    {
        var strokes = Enumerable.Range(0, Drawings).Select(i => Slipped(i).Count).ToArray();
        Assert.Equal([2, 3], strokes.Distinct().Order());
        Assert.InRange(strokes.Count(count => count == 3), 0.03 * Drawings, 0.07 * Drawings);
    }

    [Fact]
    public void What_is_written_twice_lies_beside_the_first_time()
    {
        foreach (var paths in Enumerable.Range(0, Drawings).Select(Slipped).Where(paths => paths.Count == 3))
        {
            var first = paths[0].Concat(paths[1]).ToArray();
            var points = paths[2];
            Assert.True(points.Count >= 2);
            // The points may be far apart, so the nearest one may be half a gap away.
            Assert.All(points, point => Assert.InRange(first.Min(other => Vector2.Distance(other, point)), 0, 0.3f));
        }
    }

    [Fact]
    public void Some_digits_have_few_points_and_most_have_many()
    {
        var few = Enumerable.Range(0, Drawings).Count(i => 2 * Slipped(i)[0].Count < Plain(i)[0].Count);
        Assert.InRange(few, 0.08 * Drawings, 0.35 * Drawings);
    }

    [Fact]
    public void A_bar_sometimes_misses_its_place_and_a_digit_stays_about_as_large_as_it_was()
    {
        var moved = 0;
        for (var i = 0; i < Drawings; i++)
        {
            List<List<Vector2>> plain = Plain(i), slipped = Slipped(i);
            InkBounds before = InkBounds.Of(plain.SelectMany(path => path)), after = InkBounds.Of(slipped.SelectMany(path => path));
            Assert.InRange(after.Extent / before.Extent, 0.75f, 1.4f);
            var bar = InkBounds.Of(slipped[1]).Center - InkBounds.Of(slipped[0]).Center;
            var usual = InkBounds.Of(plain[1]).Center - InkBounds.Of(plain[0]).Center;
            if (Vector2.Distance(bar, usual) > 0.07f)
                moved++;
        }

        Assert.InRange(moved, 0.05 * Drawings, 0.25 * Drawings);
    }

    private static List<List<Vector2>> Plain(int index) => new Penmanship(Seven, new PenRandom(5, (uint)index)).Trace();

    private static List<List<Vector2>> Slipped(int index)
    {
        var paths = Plain(index);
        new PenSlips(new PenRandom(6, (uint)index)).Apply(paths);
        return paths;
    }
}
