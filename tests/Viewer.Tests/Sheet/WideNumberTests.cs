using System.Numerics;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Answers of many digits at another place: they are as flat as a dash, and none.</summary>
public sealed class WideNumberTests
{
    public static TheoryData<string, float> Places
    {
        get
        {
            var all = new TheoryData<string, float>();
            foreach (var text in (string[])["41×42=", "999×999=", "√(2)="])
                foreach (var gap in (float[])[0.3f, 0.6f, 0.9f, 1.2f])
                    all.Add(text, gap);
            return all;
        }
    }

    /// <summary>It lies where the line of a sum lies.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public void A_wide_answer_under_a_calculation_is_read_and_draws_no_line(string text, float gap)
    {
        using var person = new SheetPerson();
        var paper = person.Paper;
        var source = paper.Type(text, new(400, 700), 40)!.Value;
        person.Write("7+8=", height: 60);
        var written = person.Paper.Calculations.Single(one => one.Typed is null);
        Assert.Equal("15", written.Answer?.Shown);
        var height = paper.Calculations.Single(one => one.Id == source).Answer!.Height;

        Assert.True(paper.PlaceAnswer(source, new(written.Bounds.Min.X, written.Bounds.Max.Y + (gap * 60) + height)));
        person.App.FinishReading();

        Assert.DoesNotContain("reads nothing", person.App.View.Hint, StringComparison.Ordinal);
        Assert.True(paper.ReadingIsCurrent);
        Assert.Equal("15", paper.Calculations.Single(one => one.Id == written.Id).Answer?.Shown);
        person.Write("6+9=", y: 60, height: 50);
        Assert.Contains("15", person.Answer, StringComparison.Ordinal);
    }

    /// <summary>A dash of that width would be one of writing four times as high, and reach as far.</summary>
    [Theory]
    [InlineData(0, 150)]
    [InlineData(0, -190)]
    [InlineData(300, 0)]
    public void A_wide_answer_leaves_alone_what_does_not_stand_beside_it(float x, float y)
    {
        var paper = new Paper();
        var source = paper.Type("√(2)=", new(100, 900), 40)!.Value;
        paper.Write(SheetInk.Line(200, 400, 200, 440));
        Assert.True(paper.PlaceAnswer(source, new Vector2(200 + x, 440 + y)));
        Assert.Equal(2, paper.Content.Groups.Length);
    }

    /// <summary>
    /// Names of calculations are not in the steps that are kept. A version that puts other strokes together gives others to the same steps.
    /// </summary>
    [Fact]
    public void Steps_of_a_version_that_named_calculations_otherwise_leave_no_name_twice()
    {
        var content = PaperContent.Empty.With(new() { Strokes = [new(1, SheetInk.Line(200, 400, 200, 440))] });
        var taken = Assert.Single(content.Groups).Id;

        content = content.With(new() { Texts = [new(taken, new("1+1=", new(300, 900), 40))] })
            .With(new() { Strokes = [new(7, SheetInk.Line(900, 400, 900, 440))] });

        int[] names =
            [.. content.Strokes.Select(one => one.Id), .. content.Texts.Select(one => one.Id), .. content.Groups.Select(one => one.Id)];
        Assert.Equal(names.Distinct(), names);
        Assert.True(names.Max() < content.NextId);
        var read = PaperFile.Read(new MemoryStream(PaperFile.ToBytes(content)), "test");
        Assert.Equal(content.Groups.Select(one => one.Id), read.Groups.Select(one => one.Id));
    }

    /// <summary>Height, not width, says how near it must be.</summary>
    [Fact]
    public void A_wide_answer_goes_with_what_stands_beside_it()
    {
        var paper = new Paper();
        var source = paper.Type("√(2)=", new(100, 900), 40)!.Value;
        paper.Write(SheetInk.Line(200, 400, 200, 440));
        Assert.True(paper.PlaceAnswer(source, new(230, 440)));
        Assert.Equal(2, Assert.Single(paper.Content.Groups).Strokes.Length);
    }

    [Fact]
    public void A_dash_of_which_a_person_said_what_it_is_is_no_line_of_a_sum()
    {
        using var person = new SheetPerson();
        person.Draw([[new(200, 400), new(240, 400), new(330, 400)]]);
        var dash = Assert.Single(person.Paper.Calculations);
        person.Paper.Lock(dash.Id, [.. dash.StrokeIds], '-');
        person.App.FinishReading();
        person.Draw(new PaperHand(60).Write("25", new(220, 370)));
        person.Draw(new PaperHand(60).Write("13", new(220, 280)));
        Assert.True(person.Paper.ReadingIsCurrent);
        Assert.DoesNotContain("reads nothing", person.App.View.Hint, StringComparison.Ordinal);
        person.Write("6+9=", y: 600, height: 60);
        Assert.Equal("15", person.Answer);
    }
}
