using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>How calculations of a sheet depend on each other, and what is read again.</summary>
public sealed class PaperWorkTests
{
    private readonly LabelledReader _reader = new();
    private readonly Paper _paper;

    public PaperWorkTests() => _paper = new(_reader);

    [Theory]
    [InlineData(0, 340, 60, true)]
    [InlineData(0, 342, 60, false)] // Three heights below.
    [InlineData(0, 150, 60, true)]
    [InlineData(0, 126, 60, false)] // Beside it.
    [InlineData(0, 108, 10, true)]
    [InlineData(0, 104, 10, false)]
    [InlineData(0, 40, 60, false)] // Above it.
    [InlineData(-1, 200, 60, true)]
    [InlineData(1, 200, 60, true)]
    [InlineData(-2, 200, 60, false)]
    [InlineData(2, 200, 60, false)]
    public void Line_goes_on_from_the_answer_that_is_close_above_it(int aside, float baseline, float height, bool goesOn)
    {
        var first = _paper.Type("13×14=", new(1000, 100), 60)!.Value;
        var (left, wide) = (_paper.Calculations[0].Bounds, TypedText.WidthOf("-18=", height));
        // Just near enough, or just too far.
        var x = aside switch
        {
            -1 => left.Min.X - wide - height + 2,
            1 => left.Max.X + height - 2,
            -2 => left.Min.X - wide - height - 2,
            2 => left.Max.X + height + 2,
            _ => 1000,
        };
        var second = _paper.Type("-18=", new(x, baseline), height);
        var calculation = _paper.Calculations.Single(one => one.Id == second);
        Assert.Equal(goesOn ? first : null, calculation.GoesOnFrom);
        Assert.Equal(goesOn ? "164" : "−18", calculation.Answer?.Shown);
    }

    [Fact]
    public void Nearest_answer_above_is_meant()
    {
        _paper.Type("1=", new(0, 100), 60);
        var second = _paper.Type("2=", new(0, 190), 60);
        _paper.Type("+3=", new(0, 290), 60);
        Assert.Equal((second, "5"), (_paper.Calculations[2].GoesOnFrom, _paper.Calculations[2].Answer?.Shown));
    }

    [Fact]
    public void Line_under_what_has_no_answer_begins_by_itself()
    {
        var first = _paper.Type("1/0=", new(0, 100), 60)!.Value;
        _paper.Type("-2+3=", new(0, 200), 60);
        Assert.Equal((null, "1"), (_paper.Calculations[1].GoesOnFrom, _paper.Calculations[1].Answer?.Shown));
        _paper.Retype(first, "1/4=");
        Assert.Equal((first, "5/4"), (_paper.Calculations[1].GoesOnFrom, _paper.Calculations[1].Answer?.Shown));
    }

    [Fact]
    public void Answer_is_not_put_where_it_would_depend_on_itself()
    {
        string? said = null;
        _paper.Notice += (text, isError) => said = isError ? null : text;
        var first = Write("1+2=", 0, 100);
        Assert.True(_paper.PlaceAnswer(first, new(0, 900)));
        _paper.Write(LabelledReader.Line("+4=", _paper.Links[0].Bounds.Max.X + 20, 900));
        _paper.FinishReading();
        var second = _paper.Calculations.Single(one => one.Id != first);
        Assert.Equal("7", second.Answer?.Shown);
        // Two answers in one calculation, both from the first one, are no circle.
        Assert.True(_paper.PlaceAnswer(first, new(0, 1900)));
        Assert.True(_paper.PlaceAnswer(second.Id, new(200, 1900)));
        Assert.Null(said);
        var end = _paper.Calculations.Single(one => one.Bounds.Center.Y < 300).Bounds.Max.X;
        Assert.False(_paper.PlaceAnswer(second.Id, new(end + 20, 100)));
        Assert.Equal("The answer would depend on itself there", said);
        Assert.Equal(3, _paper.Links.Length);
    }

    [Fact]
    public void Typed_line_that_goes_on_is_a_part_of_the_circle()
    {
        var first = Write("1+2=", 0, 100);
        var second = _paper.Type("+5=", new(0, 200), 60)!.Value;
        Assert.Equal("8", _paper.Calculations.Single(one => one.Id == second).Answer?.Shown);
        var end = _paper.Calculations.Single(one => one.Id == first).Bounds.Max.X;
        Assert.False(_paper.PlaceAnswer(second, new(end + 20, 100)));
        Assert.Empty(_paper.Links);
    }

    [Fact]
    public void Circle_in_a_file_is_told_and_holds_nobody_up()
    {
        var content = PaperContent.Empty.With(new() { Strokes = [new(2, LabelledReader.Line("=", 100, 0)[0])] });
        var link = new PaperLink(1, 4, new(0, 0), 60, 100);
        _paper.Open(content with { Links = [link], Groups = [new(4, [link.Stand, content.Strokes[0]])], NextId = 9 });
        _paper.FinishReading();
        Assert.Equal("It depends on its own answer", Assert.Single(_paper.Calculations).Answer?.Text);
        Assert.Equal("?", Assert.Single(_paper.Links).Text);
    }

    [Fact]
    public void What_is_wrong_with_an_answer_is_told_wherever_it_was_put()
    {
        var first = _paper.Type("1/4=", new(0, 100), 60)!.Value;
        Assert.True(_paper.PlaceAnswer(first, new(0, 900)));
        _paper.Write(LabelledReader.Line("+4=", _paper.Links[0].Bounds.Max.X + 20, 900, 60));
        _paper.FinishReading();
        Assert.Equal("17/4", Second()?.Shown);
        _paper.Retype(first, "1/0=");
        Assert.Equal("Can't divide by zero", Second()?.Shown);
        Assert.Equal("?", _paper.Links[0].Text);
        _paper.Retype(first, "2");
        Assert.Equal("The answer that stood here is gone", Second()?.Shown);
        _paper.Delete([first]);
        Assert.Equal("The answer that stood here is gone", Second()?.Shown);
        _paper.Undo();
        _paper.Undo();
        _paper.Undo();
        Assert.Equal("17/4", Second()?.Shown);

        Answer? Second() => _paper.Calculations.Single(one => one.Id != first).Answer;
    }

    [Fact]
    public void Only_what_changed_is_read_again()
    {
        var first = Write("1÷4=", 0, 100);
        var second = Write("3+4=", 0, 900);
        Assert.Equal(4, _reader.Submitted.Count(one => one == first));
        _reader.Submitted.Clear();
        _paper.ToggleForm(first);
        _paper.Type("5=", new(3000, 100), 60);
        Assert.Empty(_reader.Submitted);
        _paper.Lock(first, [_paper.Strokes[0].Id], '7');
        Assert.Equal([first], _reader.Submitted);
        _paper.Move([.. _paper.Calculations.Single(one => one.Id == second).StrokeIds], new(0, 50));
        Assert.Equal([first, second], _reader.Submitted);
        Assert.Empty(_reader.Dropped);
        _paper.FinishReading();
        Assert.Equal("1.75", _paper.Calculations.Single(one => one.Id == first).Answer?.Shown);
        Assert.True(_paper.Calculations.Single(one => one.Id == first).Symbols[0].IsLocked);
        _paper.Delete([.. _paper.Calculations.Single(one => one.Id == second).StrokeIds]);
        Assert.Equal([second], _reader.Dropped);
        Assert.Equal(2, _reader.Submitted.Count);
    }

    [Fact]
    public void Reading_of_what_has_changed_since_is_not_shown()
    {
        var ink = LabelledReader.Line("1+2=", 0, 100);
        _paper.Write(ink);
        Assert.False(_paper.ReadingIsCurrent);
        Assert.Equal("", SheetSelection.ReadText(_paper.Calculations[0]));
        var changes = 0;
        _paper.Changed += () => changes++;
        _paper.TakeReadings();
        Assert.Equal(("1+2=", 1), (SheetSelection.ReadText(_paper.Calculations[0]), changes));
        Assert.True(_paper.ReadingIsCurrent);
        _paper.TakeReadings();
        Assert.Equal(1, changes);
        // The reading of what is there no more comes late.
        _paper.Write(LabelledReader.Line("5", InkBounds.Of(ink).Max.X + 20, 100));
        _paper.Clear();
        _paper.TakeReadings();
        Assert.Empty(_paper.Calculations);
    }

    [Theory]
    [InlineData(0.24f, null)]
    [InlineData(0.26f, "3")]
    public void Guess_has_no_answer(float probability, string? answer)
    {
        _reader.Probability = probability;
        Write("1+2=", 0, 100);
        Assert.Equal(answer, _paper.Calculations[0].Answer?.Shown);
        Assert.Equal("1+2=", _paper.Calculations[0].Expression?.ToPlain());
    }

    [Theory]
    [InlineData(1.3f, 1)]
    [InlineData(0.7f, 0.7f)]
    [InlineData(0.5f, 0)]
    public void Number_for_an_empty_place_stands_in_it_as_large_as_it_fits_or_behind(float room, float size)
    {
        var ink = LabelledReader.Line("13×", 0, 100);
        var (left, wide) = (InkBounds.Of(ink).Max.X, TypedText.WidthOf("14", 100));
        _paper.Write(ink);
        _paper.Write(LabelledReader.Line("=182", left + (room * wide), 100));
        _paper.FinishReading();
        var answer = Assert.Single(_paper.Calculations).Answer!;
        if (size == 0)
        {
            Assert.Equal(("? = 14", 100f), (answer.Shown, answer.Height));
            Assert.Equal(_paper.Calculations[0].Bounds.Max.X + 90, answer.At.X, 0.1f);
            return;
        }

        Assert.Equal(("14", false), (answer.Shown, answer.IsNamed));
        Assert.Equal(100 * size, answer.Height, 0.5f);
        Assert.Equal(left + (room * wide / 2), answer.At.X + (size * wide / 2), 0.5f);
        Assert.Equal(100, answer.At.Y, 0.1f);
    }

    [Theory]
    [InlineData("7×", "=", "2")]
    [InlineData("÷", "4", "=2")]
    public void Number_without_a_place_on_the_paper_is_named_behind_the_equation(params string[] parts)
    {
        var x = 0f;
        foreach (var part in parts)
        {
            var ink = LabelledReader.Line(part, x, 100);
            _paper.Write(ink);
            x = InkBounds.Of(ink).Max.X + 30;
        }

        _paper.FinishReading();
        var answer = Assert.Single(_paper.Calculations).Answer;
        Assert.Equal(parts[0] == "7×" ? "? = 2/7" : "? = 8", answer?.Shown);
    }

    private int Write(string text, float x, float baseline)
    {
        var before = _paper.Calculations.Select(one => one.Id).ToHashSet();
        _paper.Write(LabelledReader.Line(text, x, baseline));
        _paper.FinishReading();
        return _paper.Calculations.Single(one => !before.Contains(one.Id)).Id;
    }
}
