using GpuDigits.Engine.Ink.Tracing;
using GpuDigits.Pictures.Preparation;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>Groups of pieces are those of a comparison of all pairs, also where all pairs are too many.</summary>
public sealed class NearPiecesTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 60)]
    [InlineData(3, 150)]
    public void Groups_are_those_of_all_pairs(int seed, int count)
    {
        var pieces = Pieces(seed, count, 900, 600);
        var groups = NearPieces.Groups(pieces);
        Assert.InRange(groups.Count, 2, pieces.Count - 1);
        Assert.Equal(OfAllPairs(pieces), groups.ConvertAll(group => group.Select(piece => pieces.IndexOf(piece)).ToArray()));
    }

    [Fact]
    public void Texture_is_grouped_too()
    {
        var texture = new bool[900 * 900];
        for (var i = 0; i < texture.Length; i++)
            texture[i] = i % 900 % 3 == 0 && i / 900 % 3 == 0;
        var pieces = InkComponent.All(texture, 900);
        // Rows, which are farther from each other than columns may be. All pairs would be 4 billion comparisons: a minute and more.
        Assert.Equal(300, NearPieces.Groups(pieces).Count);
    }

    /// <summary>Boxes of very different sizes.</summary>
    private static List<InkComponent> Pieces(int seed, int count, int width, int height)
    {
        var random = new Random(seed);
        var mask = new bool[width * height];
        for (var piece = 0; piece < count; piece++)
        {
            int w = 1 << random.Next(7), h = 1 << random.Next(5), x = random.Next(width - w), y = random.Next(height - h);
            for (var i = 0; i < w * h; i++)
                mask[((y + (i / w)) * width) + x + (i % w)] = true;
        }

        return InkComponent.All(mask, width);
    }

    private static List<int[]> OfAllPairs(List<InkComponent> pieces)
    {
        var groups = new List<int[]>();
        var left = Enumerable.Range(0, pieces.Count).ToList();
        while (left.Count > 0)
        {
            List<int> group = [left[0]];
            left.RemoveAt(0);
            for (var i = 0; i < group.Count; i++)
            {
                var near = left.FindAll(at => NearPieces.AreNear(pieces[group[i]], pieces[at]));
                group.AddRange(near);
                left.RemoveAll(near.Contains);
            }

            groups.Add([.. group.Order()]);
        }

        return groups;
    }
}
