using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>How much goes on a sheet, how far it reaches, and what is kept of what is moved.</summary>
public sealed class PaperLimitsTests
{
    private const float Most = InkPoint.MaxCoordinate;

    [Fact]
    public void Sheet_takes_a_million_points_and_room_comes_back_with_what_is_deleted()
    {
        var paper = new Paper();
        var said = 0;
        paper.Notice += (text, isError) => said += isError && text.StartsWith("The sheet is full", StringComparison.Ordinal) ? 1 : 0;
        ImmutableArray<Stroke> ink = [.. Enumerable.Range(0, 200).Select(i =>
            new Stroke([.. Enumerable.Range(0, 5000).Select(at => new InkPoint(i * 3000, at, at))]))];
        Assert.True(paper.Put(ink));
        Assert.Equal((1_000_000, 0), (paper.Content.Points, said));
        Assert.False(paper.Put([new([new(0, 9000, 0)])]));
        Assert.Empty(paper.Copy([paper.Strokes[0].Id], new(0, 9000)));
        paper.Write(new([new(0, 9000, 0)]));
        Assert.Equal((1_000_000, 3), (paper.Content.Points, said));
        // Moving needs no room, and nor does a text.
        paper.Move([paper.Strokes[0].Id], new(10, 0));
        Assert.NotNull(paper.Type("1+1=", new(0, 9000), 60));
        Assert.Equal((1_000_000, 3), (paper.Content.Points, said));
        paper.Delete([paper.Strokes[1].Id]);
        Assert.Equal(995_000, paper.Content.Points);
        Assert.Single(paper.Copy([paper.Strokes[0].Id], new(0, 9000)));
        Assert.Equal((1_000_000, 3), (paper.Content.Points, said));
    }

    [Fact]
    public void Sheet_takes_ten_thousand_parts_of_any_kind()
    {
        var strokes = Enumerable.Range(0, PaperContent.MaxParts - 2)
            .Select(i => new PaperStroke(i + 1, SheetInk.Line(500 * (i % 100), 500 * (i / 100), 500 * (i % 100), (500 * (i / 100)) + 50)));
        var groups = strokes.Select((one, i) => new PaperGroup(PaperContent.MaxParts + i, [one]));
        var paper = new Paper();
        paper.Open(new() { Strokes = [.. strokes], Groups = [.. groups], NextId = 3 * PaperContent.MaxParts });
        var id = paper.Type("1+1=", new(0, 70_000), 60)!.Value;
        Assert.Empty(paper.Copy([1, 2], default));
        Assert.True(paper.PlaceAnswer(id, new(0, 80_000)));
        Assert.Equal(PaperContent.MaxParts, paper.Content.Parts);
        Assert.False(paper.PlaceAnswer(id, new(0, 90_000)));
        Assert.Null(paper.Type("1+1=", new(0, 90_000), 60));
        Assert.Equal(PaperContent.MaxParts, paper.Content.Parts);
    }

    [Fact]
    public void Nothing_goes_beyond_the_end_of_the_paper()
    {
        var paper = new Paper();
        paper.Write(SheetInk.Line(100, 200, 150, 260));
        var id = paper.Type("1+1=", new(100, 900), 60)!.Value;
        Assert.True(paper.PlaceAnswer(id, new(100, 1900)));
        int[] all = [1, id, paper.Links[0].Link.Id];
        paper.Move(all, new(12.346f, -7));
        Assert.Equal((112.35f, 193f), (paper.Strokes[0].Ink.Points[0].X, paper.Strokes[0].Ink.Points[0].Y));
        Assert.Equal((112.35f, 893f), (paper.Content.Texts[0].Typed.At.X, paper.Content.Texts[0].Typed.At.Y));
        Assert.Equal((112.35f, 1893f), (paper.Links[0].Link.At.X, paper.Links[0].Link.At.Y));
        paper.Move(all, new(2 * Most, 3 * Most));
        Assert.Equal((Most, Most), (paper.Strokes[0].Ink.Points[^1].X, paper.Strokes[0].Ink.Points[^1].Y));
        Assert.Equal((Most, Most), (paper.Content.Texts[0].Typed.At.X, paper.Links[0].Link.At.Y));
        paper.Move(all, new(-3 * Most, -4 * Most));
        Assert.Equal((-Most, -Most), (paper.Strokes[0].Ink.Points[0].X, paper.Content.Texts[0].Typed.At.Y));
        Assert.Equal(-Most, paper.Links[0].Link.Stand.Ink.Bounds.Min.Y);
        Assert.Null(paper.Type("1", new(2 * Most, 0), 60));
        Assert.Null(paper.Type("1", default, Most));
        Assert.False(paper.PlaceAnswer(id, new(0, 2 * Most)));
    }

    [Fact]
    public void Box_of_an_answer_is_its_room_and_its_ink()
    {
        var link = new PaperLink(1, 2, new(100, 200), 40, 60);
        Assert.Equal(new InkBounds(new(100, 140), new(140, 200)), link.Bounds);
        Assert.Equal(link.Bounds, link.Stand.Ink.Bounds);
        Assert.Equal((1, 5), (link.Stand.Id, link.Stand.Ink.Points.Length));
        Assert.Equal(link.Stand.Ink.Points[0], link.Stand.Ink.Points[^1]);
        Assert.Equal(4, link.Stand.Ink.Points.Distinct().Count());
        var typed = new TypedText("11", new(100, 200), 60);
        Assert.Equal((100f, 140f, 200f), (typed.Bounds.Min.X, typed.Bounds.Min.Y, typed.Bounds.Max.Y));
        Assert.Equal(2 * TypedText.WidthOf("1", 60), typed.Bounds.Size.X, 0.1f);
        Assert.Equal(2 * TypedText.WidthOf("11", 60), TypedText.WidthOf("11", 120), 0.1f);
        Assert.InRange(TypedText.WidthOf("8", 60), 30, 70);
    }

    [Fact]
    public void Eraser_takes_what_it_touches_of_any_kind()
    {
        var paper = new Paper();
        paper.Write(SheetInk.Line(100, 100, 100, 200));
        var id = paper.Type("1+1=", new(300, 200), 60)!.Value;
        Assert.True(paper.PlaceAnswer(id, new(900, 200)));
        var box = paper.Links[0].Bounds;
        foreach (var (x, y, isTaken) in ((float, float, bool)[])
        [
            (89, 150, false), (91, 150, true), (111, 150, false), (109, 150, true), (100, 89, false), (100, 91, true), (100, 211, false),
            (289, 170, false), (291, 170, true), (320, 129, false), (320, 131, true), (320, 211, false), (320, 209, true),
            (box.Min.X - 11, 170, false), (box.Min.X - 9, 170, true), (box.Max.X + 11, 170, false), (box.Max.X + 9, 170, true),
        ])
        {
            paper.EraseAlong(new(x, y), new(x, y), 10);
            paper.EndErase();
            Assert.Equal(isTaken ? 2 : 3, paper.Content.Parts);
            if (isTaken)
                paper.Undo();
        }

        // The box around a slanting way is larger than the way.
        paper.Clear();
        paper.Write(SheetInk.Line(100, 100, 100, 110));
        paper.EraseAlong(new(100, 200), new(200, 100), 10);
        Assert.Single(paper.Strokes);
        paper.EraseAlong(new(0, 100), new(200, 110), 10);
        Assert.Empty(paper.Strokes);
        Assert.Equal((true, false), (paper.CanUndo, paper.CanRedo));
    }

    [Theory]
    [InlineData("1+1=", true)]
    [InlineData("a photograph.JPG", false)]
    public void Photographed_ink_has_no_times_and_stands_under_what_is_there(string text, bool isEmpty)
    {
        var paper = new Paper();
        if (!isEmpty)
            paper.Type(text, new(100, 500), 60);
        var writing = PhotographedInk.Under(paper.Bounds, [SheetInk.Line(0, 0, 30, 70)]);
        Assert.Equal((60f, isEmpty ? 120f : 560f), (writing[0].Bounds.Min.X, writing[0].Bounds.Min.Y));
        Assert.Equal(!isEmpty, PhotographedInk.IsPicture(text));
        Stroke timed = SheetInk.Line(0, 0, 9, 9), traced = new([new(0, 0, 0), new(9, 9, 0)]), dot = new([new(0, 0, 0)]);
        Assert.True(PhotographedInk.IsTraced([traced, dot]));
        Assert.False(PhotographedInk.IsTraced([dot]) || PhotographedInk.IsTraced([traced, timed]) || PhotographedInk.IsTraced([]));
    }
}
