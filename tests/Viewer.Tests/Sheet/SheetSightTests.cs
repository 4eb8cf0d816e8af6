using System.Text;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What is drawn of a long sheet, what a scratch is, and what a damaged file says.</summary>
public sealed class SheetSightTests
{
    [Fact]
    public void Calculation_is_drawn_with_or_without_an_answer_as_long_as_a_part_of_it_is_in_sight()
    {
        using var person = new SheetPerson();
        person.Paper.Type("13×14=182", new(100, 200), 60);
        var (theme, frame) = (person.App.View.Theme, Frame());
        Assert.True(frame.Glyphs(theme.Ink).Width > 200);
        person.Paper.Clear();
        person.Paper.Type("6+9=", new(100, 200), 60);
        person.Paper.Write(SheetInk.Line(5000, 5000, 5050, 5050));
        // Its answer stands further to the right.
        person.App.Handle(new Scrolled(person.Person.Tick(), new((person.Paper.Calculations[0].Bounds.Max.X + 50) / 60, 0)));
        Assert.False(person.Panel.Space.Shows(person.Paper.Calculations[0].Bounds));
        Assert.Contains(Frame().Quads, quad => SheetFrame.Is(quad, QuadKind.Glyph) && quad.Fill == theme.Accent);
        person.App.Handle(new Scrolled(person.Person.Tick(), new(10, 0)));
        Assert.DoesNotContain(Frame().Quads, quad => SheetFrame.Is(quad, QuadKind.Glyph));

        SheetFrame Frame()
        {
            person.App.FinishReading();
            return new(person);
        }
    }

    [Theory]
    [InlineData(120, 100, 5, true)]
    [InlineData(120, 100, 4, false)] // A W has as many.
    [InlineData(300, 20, 6, false)] // A dash that is made thicker.
    [InlineData(300, 20, 7, true)]
    [InlineData(200, 96, 6, true)]
    [InlineData(20, 100, 9, false)] // A line that trembles.
    [InlineData(6, 6, 9, false)] // A dot.
    [InlineData(10, 9, 9, true)]
    public void Scratch_turns_round_often_and_goes_far_each_time(float width, float height, int turns, bool isScratch)
    {
        var paper = new Paper();
        paper.Write(SheetInk.Line(500 + (0.45f * width), 500 + (0.5f * height), 500 + (0.55f * width), 500 + (0.5f * height)));
        paper.Write(SheetInk.Zigzag(new(new(500, 500), new(500 + width, 500 + height)), turns));
        Assert.Equal(isScratch ? 0 : 2, paper.Strokes.Length);
    }

    [Theory]
    [InlineData(0.9f, true)]
    [InlineData(0.68f, true)]
    [InlineData(0.2f, false)]
    public void Scratch_takes_what_lies_for_the_most_part_under_it(float share, bool isTaken)
    {
        var paper = new Paper();
        // A line that leaves the scratch, whose box is a little larger than its way, at the right.
        paper.Write(SheetInk.Line(620 - (200 * share), 550, 620 + (200 * (1 - share)), 551));
        paper.Write(SheetInk.Zigzag(new(new(500, 500), new(620, 600)), 8));
        Assert.Equal(isTaken, paper.Strokes.IsEmpty);
        paper = new();
        paper.Type("1+2=", new(500, 600), 60);
        var box = paper.Calculations[0].Bounds;
        paper.Write(SheetInk.Zigzag(new(box.Min, new(box.Min.X + (share < 0.6f ? 0.5f : 1) * box.Size.X, box.Max.Y)), 9));
        Assert.Equal(isTaken, paper.Content.Texts.IsEmpty);
    }

    [Theory]
    [InlineData("{", "sums.digits: it is no JSON (line 1, byte 2); choose a sheet that this program saved (*.digits)")]
    [InlineData("{\n\"sheet\":x}", "sums.digits: it is no JSON (line 2, byte 9); ")]
    [InlineData("{\"sheet\":1,\"texts\":[{\"id\":1,\"text\":\"\\ud800\"}]}", "sums.digits: it has text that is not valid Unicode; ")]
    [InlineData("{\"sheet\":3}", "sums.digits: it was written by another version of the program: \"sheet\" is 3, not 1; choose")]
    public void Damaged_file_is_named_with_the_place_of_the_damage(string text, string message)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var fault = Assert.Throws<PaperFileException>(() => PaperFile.Read(stream, "sums.digits"));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.NotNull(fault.InnerException);
    }

    [Fact]
    public void Reader_forgets_what_is_dropped_and_reads_the_newest_only()
    {
        using var hold = new ManualResetEventSlim();
        using var reader = new PaperReader(() =>
        {
            hold.Wait();
            return GpuDigits.Scenes.SymbolReader.Load();
        });
        var paper = new Paper(reader);
        paper.Write(LabelledReader.Line("11", 0, 100));
        paper.Write(LabelledReader.Line("1", 3000, 100));
        paper.Write(LabelledReader.Line("1", 6000, 100));
        paper.Delete([paper.Strokes[2].Id]);
        Assert.Equal((false, 0), (paper.ReadingIsCurrent, reader.Take().Length));
        hold.Set();
        Assert.True(reader.WaitUntilReady());
        reader.WaitUntilIdle();
        var readings = reader.Take();
        Assert.Equal(paper.Calculations.Select(one => one.Id), readings.Select(one => one.Job.Group.Id));
        Assert.Equal(2, readings[0].Job.Strokes.Length);
        Assert.Empty(reader.Take());
        Assert.Null(reader.Answer);
    }
}
