using System.Globalization;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

public sealed class SegmenterTests
{
    [Theory]
    [InlineData("0:1 1:1 01:5", "01")]
    [InlineData("0:3 1:3 01:5", "0 1")]
    [InlineData("0:1 1:2 2:1 01:4 12:4.5", "0 12")]
    [InlineData("0:2 1:2 2:2 02:9", "02 1")]
    [InlineData("0:-1 1:-1 2:-9 01:-9", "0 1")]
    [InlineData("0:5 1:-9 2:5", "0 2")]
    public void TheDivisionWithTheLargestSumIsFound(string gains, string expected)
    {
        var best = Segmenter.Best(Strokes(gains), Candidates(gains), 3);
        Assert.Equal(expected, Name(best[0]));
        Assert.Equal(best.OrderByDescending(one => one.Score).Select(Name), best.Select(Name));
    }

    /// <summary>Every division of six strokes into windows, written out, against the beam search.</summary>
    [Fact]
    public void OfSixStrokes_TheBestFiveOfAllDivisionsAreFound()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            var windows = Enumerable.Range(1, 63).Where(mask => int.PopCount(mask) is 1 || (int.PopCount(mask) <= 4 && random.Next(4) == 0))
                .Select(mask => (Mask: mask, Gain: (float)(8 * random.NextDouble() - 3))).ToArray();
            var candidates = windows.Select(
                one => Judged([.. Enumerable.Range(0, 6).Where(bit => (one.Mask & (1 << bit)) != 0)], one.Gain));
            var expected = Divisions(0, windows).OrderDescending().Take(5);
            var found = Segmenter.Best(6, candidates, 5).Select(one => one.Score);
            Assert.Equal(expected.Select(one => Math.Round(one, 3)), found.Select(one => Math.Round(one, 3)));
        }
    }

    /// <summary>
    /// Seven strokes can be divided in 56 ways that all look better, at first, than the one that takes the last stroke together with the
    /// first. It wins in the end, so it must not be crowded out.
    /// </summary>
    [Fact]
    public void ADivisionWhoseGainComesLater_IsNotCrowdedOutByManyThatCoverTheSame()
    {
        var runs = from first in Enumerable.Range(0, 7)
                   from count in Enumerable.Range(1, Math.Min(4, 7 - first))
                   select Judged([.. Enumerable.Range(first, count)], (2 * count) - (0.01f * (count - 1)));
        var best = Segmenter.Best(9, [.. runs, Judged([7], 2), Judged([0, 8], -3)], 1)[0];
        Assert.Equal("08 1 2 3 4 5 6 7", Name(best));
    }

    /// <summary>The scores of all ways to cover the strokes that are not yet covered.</summary>
    private static IEnumerable<float> Divisions(int covered, (int Mask, float Gain)[] windows)
    {
        if (covered == 63)
            return [0f];
        var first = 1 << int.TrailingZeroCount(~covered);
        var taken = windows.Where(one => (one.Mask & first) != 0 && (one.Mask & covered) == 0 && (one.Mask & (first - 1)) == 0)
            .SelectMany(one => Divisions(covered | one.Mask, windows).Select(rest => one.Gain + rest));
        return [.. taken, .. Divisions(covered | first, windows).Select(rest => rest - Segmenter.LeftOut)];
    }

    private static int Strokes(string gains) => 1 + gains.Split(' ').Max(one => one.Split(':')[0].Max(digit => digit - '0'));

    private static IEnumerable<JudgedWindow> Candidates(string gains) => gains.Split(' ').Select(one => one.Split(':'))
        .Select(one => Judged([.. one[0].Select(digit => digit - '0')], float.Parse(one[1], CultureInfo.InvariantCulture)));

    /// <summary>A window that is a 0 with these odds.</summary>
    private static JudgedWindow Judged(int[] strokes, float gain)
    {
        var classes = new float[Alphabet.Classes];
        Array.Fill(classes, -40);
        (classes[0], classes[Alphabet.None]) = (gain - 10, -10);
        return JudgedWindow.Of(new([.. strokes], new InkBounds(default, default), classes), classes);
    }

    private static string Name(Segmentation division) =>
        string.Join(' ', division.Windows.Select(one => string.Concat(one.Window.Strokes)));
}
