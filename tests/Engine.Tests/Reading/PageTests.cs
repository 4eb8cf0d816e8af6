using System.Globalization;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

public sealed class PageTests
{
    [Fact]
    public void StrokesThatFollowEachOtherClosely_AreTriedTogether()
    {
        // Two bars of an equals sign, and a far upright one.
        var page = PageOf(TestInk.Dash(0, 40), TestInk.Dash(0, 70), TestInk.Bar(300, 0));
        Assert.Equal(["0"], Windows(page, 0));
        Assert.Equal(["1", "0 1"], Windows(page, 1));
        Assert.Equal(["2"], Windows(page, 2));
    }

    [Fact]
    public void AStrokeThatIsAddedLater_IsTriedWithThoseThatItTouches()
    {
        // Two uprights far from each other; the last stroke crosses the first.
        var page = PageOf(TestInk.Bar(30, 0), TestInk.Bar(400, 0), TestInk.Bar(800, 0), TestInk.Dash(0, 50));
        Assert.Contains("0 3", Windows(page, 3));
        Assert.DoesNotContain("1 3", Windows(page, 3));
        Assert.DoesNotContain("2 3", Windows(page, 3));
    }

    [Fact]
    public void NoWindowHasMoreThanFourStrokes_AndNoStrokeHasMoreThanTwentyFourWindows()
    {
        var page = PageOf([.. Enumerable.Range(0, 12).Select(i => TestInk.Bar(10 * i, 0))]);
        for (var last = 0; last < page.Count; last++)
        {
            var windows = page.WindowsOf(last);
            Assert.InRange(windows.Count, 1, 24);
            Assert.All(windows, strokes => Assert.InRange(strokes.Length, 1, 4));
            Assert.Equal(windows.Count, windows.Select(Name).Distinct().Count());
        }
    }

    [Fact]
    public void TheHeightOfTheLine_DoesNotDependOnItsDashesNorOnALongBar()
    {
        var plain = PageOf(TestInk.Bar(0, 0), TestInk.Bar(100, 0), TestInk.Bar(200, 0));
        var mixed = PageOf(
            TestInk.Bar(0, 0), TestInk.Dash(50, 50, 20), TestInk.Bar(100, 0), TestInk.Dash(150, 50, 20), TestInk.Bar(200, 0),
            TestInk.Dash(0, 130, 300));
        Assert.Equal(100, plain.Height, 0.01f);
        Assert.Equal(100, mixed.Height, 0.01f);
    }

    [Fact]
    public void RemovingAStroke_LeavesThePageThatWasNeverGivenIt()
    {
        var strokes = Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? TestInk.Bar(70 * i, i) : TestInk.Dash(70 * i, 40 + i)).ToArray();
        for (var removed = 0; removed < strokes.Length; removed++)
        {
            var page = PageOf(strokes);
            page.RemoveAt(removed);
            var other = PageOf([.. strokes.Where((_, at) => at != removed)]);
            Assert.Equal(other.Height, page.Height);
            for (var a = 0; a < page.Count; a++)
            {
                Assert.Equal(Windows(other, a), Windows(page, a));
                for (var b = 0; b < page.Count; b++)
                    Assert.Equal(other.Distance(a, b), page.Distance(a, b));
            }
        }
    }

    [Fact]
    public void APageOfStrokesOfAPicture_SaysSo()
    {
        Assert.True(Page.Of([TestInk.Bar(0, 0)], isTraced: true).IsTraced);
        Assert.False(Page.Of([TestInk.Bar(0, 0)]).IsTraced);
    }

    private static Page PageOf(params Stroke[] strokes)
    {
        var page = new Page();
        foreach (var stroke in strokes)
            page.Add(stroke);
        return page;
    }

    private static string[] Windows(Page page, int last) => [.. page.WindowsOf(last).Select(Name)];

    private static string Name(int[] strokes) => string.Join(' ', strokes.Select(at => at.ToString(CultureInfo.InvariantCulture)));
}
