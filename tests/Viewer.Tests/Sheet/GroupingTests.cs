using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Which strokes count as one calculation, by their gaps in heights of the writing, whatever its size.</summary>
public sealed class GroupingTests
{
    /// <summary>A digit like a 1, as high as the writing, whose upper left corner is at 0.</summary>
    private static readonly (float X, float Y, float Width, float Height) Digit = (0, 0, 0.4f, 1);

    public static TheoryData<string, float, float, float, float, bool> Neighbours() => new()
    {
        { "a digit beside it", 0.4f + 2.4f, 0, 0.4f, 1, true },
        { "a digit far beside it", 0.4f + 2.6f, 0, 0.4f, 1, false },
        { "a digit far before it", -3f, 0, 0.4f, 1, false },
        { "a digit before it", -0.4f - 2.4f, 0, 0.4f, 1, true },
        { "a dash beside it", 0.4f + 3.9f, 0.5f, 0.6f, 0, true },
        { "a dash far beside it", 0.4f + 4.1f, 0.5f, 0.6f, 0, false },
        { "a dash before it", -0.6f - 2.4f, 0.5f, 0.6f, 0, true },
        { "a dash far before it", -0.6f - 2.6f, 0.5f, 0.6f, 0, false },
        { "a dash whose line just reaches it from below", 1, 1.38f, 0.6f, 0, true },
        { "a dash below its line", 1.2f, 1.42f, 0.6f, 0, false },
        { "a dash whose line just reaches it from above", 1.2f, -0.38f, 0.6f, 0, true },
        { "a dash above its line", 1.2f, -0.42f, 0.6f, 0, false },
        { "a dot on the line", 1, 1, 0.05f, 0.05f, true },
        { "a dot whose line just reaches it", 1.2f, 1.35f, 0.05f, 0.05f, true },
        { "a dot below its line", 1.2f, 1.45f, 0.05f, 0.05f, false },
        { "an exponent close by", 0.5f, -0.8f, 0.2f, 0.5f, true },
        { "an exponent that is too high", 0.5f, -0.9f, 0.2f, 0.5f, false },
        { "an exponent that is too far", 1.1f, -0.8f, 0.2f, 0.5f, false },
        { "a line one below another that touches", 0, 1.2f, 0.4f, 1, true },
        { "a line one below another", 0, 1.3f, 0.4f, 1, false },
        { "a line one above another that touches", 0, -1.2f, 0.4f, 1, true },
        { "a line one above another", 0, -1.3f, 0.4f, 1, false },
        { "a bar below", -0.2f, 1.65f, 0.8f, 0, true },
        { "a bar far below", -0.2f, 1.75f, 0.8f, 0, false },
        { "a bar above", -0.2f, -0.65f, 0.8f, 0, true },
        { "a bar far above", -0.2f, -0.75f, 0.8f, 0, false },
        { "a dash below that is too short for a bar", -0.1f, 1.6f, 0.6f, 0, false },
        { "a dash below that touches", -0.1f, 1.2f, 0.6f, 0, true },
        { "small writing beside it", 0.9f, 0.3f, 0.1f, 0.3f, true },
        { "small writing far beside it", 0.4f + 1.95f, 0.3f, 0.1f, 0.3f, false },
        { "small writing just near it", 0.4f + 1.8f, 0.3f, 0.1f, 0.3f, true },
        { "high writing just near it", 0.4f + 4.8f, -1, 0.4f, 2, true },
        { "high writing far beside it", 0.4f + 5.2f, -1, 0.4f, 2, false },
        { "very high writing beside it", 0.4f + 6.4f, -3, 0.4f, 4, false },
    };

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void Strokes_are_one_calculation_by_their_gap_at_any_size_and_in_any_order(
        string name, float x, float y, float width, float height, bool isOne)
    {
        foreach (var size in new[] { 20f, 100, 400 })
        {
            foreach (var isFirst in new[] { true, false })
            {
                var (digit, other) = (Ink(Digit.X, Digit.Y, Digit.Width, Digit.Height), Ink(x, y, width, height));
                var paper = new Paper();
                paper.Write(isFirst ? digit : other);
                paper.Write(isFirst ? other : digit);
                Assert.True(paper.Calculations.Length == (isOne ? 1 : 2), $"{name} at {size}");

                Stroke Ink(float left, float top, float wide, float high) =>
                    SheetInk.Line(size * (left + 20), size * (top + 20), size * (left + wide + 20), size * (top + high + 20));
            }
        }
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(80, 2)]
    public void What_stands_above_and_below_a_bar_is_one_calculation(float gap, int calculations)
    {
        var paper = new Paper();
        paper.Write(SheetInk.Line(1000, 1000, 1030, 1100));
        paper.Write(SheetInk.Line(970, 1150, 1060, 1150));
        paper.Write(SheetInk.Line(1000, 1150 + gap, 1030, 1250 + gap));
        Assert.Equal(calculations, paper.Calculations.Length);
        paper.Delete([paper.Strokes[1].Id]);
        Assert.Equal(2, paper.Calculations.Length);
    }

    [Fact]
    public void Name_goes_to_the_part_that_keeps_most_strokes()
    {
        var paper = new Paper();
        for (var i = 0; i < 5; i++)
            paper.Write(SheetInk.Line(100 * i, 0, 100 * i, 100));
        var id = Assert.Single(paper.Calculations).Id;
        // Three stay on the right, one on the left.
        paper.Move([.. paper.Strokes.Skip(2).Select(one => one.Id)], new(2000, 0));
        Assert.Equal(2, paper.Calculations.Length);
        Assert.Equal(3, paper.Calculations.Single(one => one.Id == id).StrokeIds.Length);
        var other = paper.Calculations.Single(one => one.Id != id).Id;
        // Brought together again they have the name of the larger part, and the smaller one's is free.
        paper.Move([.. paper.Strokes.Skip(2).Select(one => one.Id)], new(-2000, 0));
        Assert.Equal(id, Assert.Single(paper.Calculations).Id);
        Assert.True(paper.Content.NextId > Math.Max(id, other));
    }

    [Fact]
    public void Joined_calculations_keep_their_strokes_in_order_and_others_are_left_alone()
    {
        var paper = new Paper();
        foreach (var x in (float[])[0, 500, 250, 5000])
            paper.Write(SheetInk.Line(x, 0, x, 100));
        Assert.Equal(2, paper.Calculations.Length);
        Assert.All(paper.Content.Groups, group =>
            Assert.Equal(group.Strokes.Select(one => one.Id).Order(), group.Strokes.Select(one => one.Id)));
        Assert.Equal(paper.Content.Groups.Select(one => one.Id).Order(), paper.Content.Groups.Select(one => one.Id));
        var far = paper.Content.Groups.Single(group => group.Strokes.Length == 1);
        paper.Move([paper.Strokes[0].Id], new(0, 20));
        Assert.Same(far, paper.Content.Groups.Single(group => group.Strokes.Length == 1));
    }

    [Theory]
    [InlineData(new float[] { 100, 100, 20 }, 100)]
    [InlineData(new float[] { 100, 60, 80 }, 80)]
    [InlineData(new float[] { 100, 30, 30, 30 }, 100)]
    [InlineData(new float[] { 100, 34, 34 }, 34)]
    [InlineData(new float[] { 0.2f }, 1)]
    public void Height_of_the_writing_is_that_of_most_symbols(float[] heights, float expected)
    {
        var group = new PaperGroup(1, [.. heights.Select((height, i) => new PaperStroke(i + 1, SheetInk.Line(50 * i, 0, 50 * i, height)))]);
        Assert.Equal(expected, group.Height);
    }

    [Fact]
    public void Height_beside_dashes_follows_their_width()
    {
        Assert.Equal(130, new PaperGroup(1, [new(1, SheetInk.Line(0, 0, 100, 0)), new(2, SheetInk.Line(0, 40, 100, 40))]).Height, 0.01f);
        Assert.Equal(60, new PaperGroup(1, [new(1, SheetInk.Line(0, 0, 100, 0)), new(2, SheetInk.Line(0, 0, 0, 60))]).Height);
    }
}
