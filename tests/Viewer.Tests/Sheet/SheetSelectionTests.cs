using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What a loop selects, and what is copied of it.</summary>
public sealed class SheetSelectionTests
{
    /// <summary>Like the letter L: a square of 300 whose upper right quarter is missing.</summary>
    private static readonly Vector2[] Loop = [new(100, 100), new(250, 100), new(250, 250), new(400, 250), new(400, 400), new(100, 400)];

    [Theory]
    [InlineData(120, 120, 200, 200, true)]
    [InlineData(300, 300, 390, 390, true)]
    [InlineData(120, 300, 120, 390, true)]
    [InlineData(270, 120, 390, 230, false)] // In the quarter that is missing.
    [InlineData(10, 120, 80, 390, false)] // To the left.
    [InlineData(420, 260, 500, 390, false)] // To the right.
    [InlineData(120, 10, 390, 80, false)] // Above.
    [InlineData(120, 420, 390, 500, false)] // Below.
    [InlineData(195, 150, 295, 150, true)] // Five of nine points.
    [InlineData(205, 150, 305, 150, false)] // Four of nine.
    [InlineData(450, 450, 110, 110, true)] // Seven.
    public void Loop_of_any_shape_selects_what_lies_for_the_most_part_in_it(float x, float y, float toX, float toY, bool isIn)
    {
        var paper = new Paper();
        paper.Write(SheetInk.Line(x, y, toX, toY));
        foreach (var loop in (Vector2[][])[Loop, [.. Loop.Reverse()], [.. Loop[3..], .. Loop[..3]]])
            Assert.Equal(isIn, SheetSelection.Inside(loop, paper) is not null);
        Assert.Null(SheetSelection.Inside(Loop[..2], paper));
    }

    [Fact]
    public void Half_of_a_stroke_is_not_the_most_part()
    {
        var paper = new Paper();
        paper.Write(new Stroke([.. Enumerable.Range(0, 8).Select(i => new InkPoint(215 + (10 * i), 150, 8 * i))]));
        Assert.Null(SheetSelection.Inside(Loop, paper));
    }

    [Theory]
    [InlineData(0.55f, true)]
    [InlineData(0.45f, false)]
    public void Typed_text_or_an_answer_is_selected_with_its_middle_and_half_of_its_corners(float share, bool isIn)
    {
        var paper = new Paper();
        var id = paper.Type("1+2=", new(100, 200), 60)!.Value;
        Assert.True(paper.PlaceAnswer(id, new(100, 900)));
        var link = paper.Links[0];
        foreach (var (one, box) in ((int, InkBounds)[])[(id, paper.Calculations[0].Bounds), (link.Link.Id, link.Bounds)])
        {
            var (left, right) = (box.Min.X - 20, box.Min.X + (share * box.Size.X));
            Vector2[] loop =
            [
                new(left, box.Min.Y - 9), new(right, box.Min.Y - 9), new(right, box.Max.Y + 9), new(left, box.Max.Y + 9),
            ];
            var selection = SheetSelection.Inside(loop, paper);
            Assert.Equal(isIn ? new[] { one } : null, selection?.Ids.ToArray());
            if (isIn)
                Assert.Equal(box, selection!.Bounds);
        }
    }

    [Fact]
    public void Selection_is_the_box_around_all_that_is_left_of_it()
    {
        var paper = new Paper();
        paper.Write(SheetInk.Line(0, 0, 50, 60));
        var id = paper.Type("1+2=", new(100, 400), 60)!.Value;
        Assert.True(paper.PlaceAnswer(id, new(700, 900)));
        var all = SheetSelection.Of(paper, [1, id, paper.Links[0].Link.Id, 99])!;
        Assert.Equal([1, id, paper.Links[0].Link.Id], all.Ids.ToArray());
        Assert.Equal(new InkBounds(default, paper.Links[0].Bounds.Max), all.Bounds);
        Assert.True(all.Touches(paper.Calculations.Single(one => one.StrokeIds.Contains(1))));
        Assert.True(all.Touches(paper.Calculations.Single(one => one.Id == id)));
        paper.Delete([1]);
        var rest = SheetSelection.Of(paper, all.Ids)!;
        Assert.Equal(new InkBounds(new(100, 340), paper.Links[0].Bounds.Max), rest.Bounds);
        Assert.False(rest.Touches(new(7, [1, 2], null, default, null, [], null, null, false)));
        paper.Clear();
        Assert.Null(SheetSelection.Of(paper, all.Ids));
    }

    [Fact]
    public void Copied_lines_come_from_above_to_below_and_what_has_no_text_is_left_out()
    {
        var paper = new Paper(new LabelledReader());
        paper.Write(LabelledReader.Line("1+2=", 0, 900));
        paper.Write(LabelledReader.Line("3+4=", 0, 100));
        paper.FinishReading();
        paper.Type("×÷", new(2000, 500), 60);
        Assert.Equal("3+4=7\n×÷\n1+2=3", SheetSelection.TextOf(paper.Calculations, CopyNotation.Text));
        Assert.Equal("3+4=7\n1+2=3", SheetSelection.TextOf(paper.Calculations, CopyNotation.Latex));
        var unread = new Paper();
        unread.Write(SheetInk.Line(0, 0, 50, 60));
        Assert.Equal("", SheetSelection.TextOf(unread.Calculations, CopyNotation.Text));
    }
}
