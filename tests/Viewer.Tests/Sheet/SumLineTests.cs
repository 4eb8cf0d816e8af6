using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>A line under numbers, in writing of a height of 100 whose rows end at 600.</summary>
public sealed class SumLineTests
{
    private readonly Paper _paper = new(new LabelledReader());

    [Theory]
    [InlineData("38", "25", "13")]
    [InlineData("95", "47", "12", "36")]
    [InlineData("62", "85", "-23")]
    [InlineData("98", "85", "+13")]
    [InlineData("39", "85", "-23", "×2")]
    [InlineData("−2", "-5", "3")]
    [InlineData("4", "2.5", "1.5")]
    [InlineData("2", "1.5", ".5")]
    [InlineData("0.75", ".5", ".25")]
    [InlineData("1", "1.5", "-.5")]
    [InlineData("2", "1,5", ",5")]
    [InlineData(null, "25")]
    [InlineData(null, "+5", "3")]
    [InlineData(null, "5", "(3")]
    [InlineData("3", "5", "3=")] // It asks for itself.
    [InlineData(null, "5", "3+4")]
    [InlineData(null, "(", "3")]
    public void Sum_of_numbers_is_asked_for_and_of_nothing_else(string? sum, params string[] rows)
    {
        var bottom = Column(rows);
        Line(bottom + 30, 470, 620);
        Assert.Equal(sum, Answer()?.Shown);
    }

    [Theory]
    [InlineData(45, true)]
    [InlineData(118, true)]
    [InlineData(122, false)]
    public void Rows_are_close_to_each_other(float gap, bool isSum)
    {
        Line(Column(["25", "13"], gap) + 30, 500, 620);
        Assert.Equal(isSum, Answer() is not null);
    }

    [Theory]
    [InlineData(-14, true)] // A descender may cross it.
    [InlineData(-16, false)]
    [InlineData(65, true)]
    [InlineData(75, true)]
    [InlineData(118, true)] // It stands alone there.
    [InlineData(122, false)]
    public void Line_is_close_under_the_last_row(float below, bool isSum)
    {
        Line(Column(["25", "13"]) + below, 500, 620);
        Assert.Equal(isSum ? "38" : null, Answer()?.Shown);
    }

    [Theory]
    [InlineData(505, 610, true)]
    [InlineData(512, 608, false)] // Shorter than the writing is high.
    [InlineData(300, 577, true)]
    [InlineData(300, 575, false)] // Of 80 units of ink it covers less than 56.
    [InlineData(546, 660, false)]
    [InlineData(542, 660, true)]
    public void Line_is_long_and_under_most_of_the_last_row(float left, float right, bool isSum)
    {
        Line(Column(["25", "13"]) + 30, left, right);
        Assert.Equal(isSum, Answer() is not null);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-125, true)]
    [InlineData(-135, false)]
    [InlineData(165, true)]
    [InlineData(175, false)]
    public void Right_ends_of_the_rows_differ_little(float aside, bool isSum)
    {
        Write("1234567", 600 + aside, 100);
        Write("13", 600, 250);
        Line(280, 300, 620);
        Assert.Equal(isSum, Answer() is not null);
    }

    [Theory]
    [InlineData(0.1f, false)]
    [InlineData(0.9f, true)]
    public void Sum_of_a_guess_is_none(float probability, bool isSum)
    {
        var reader = new LabelledReader { Probability = probability };
        var paper = new Paper(reader);
        paper.Write(LabelledReader.Line("25", 500, 100));
        paper.FinishReading();
        reader.Probability = 1;
        paper.Write(LabelledReader.Line("13", 500, 250));
        paper.Write(new Stroke([new(490, 280, '-'), new(620, 282, '-')]));
        paper.FinishReading();
        Assert.Equal(isSum, paper.Calculations.Any(one => one.Answer is { Shown: "38" }));
        Assert.Equal(isSum, paper.Calculations.Any(one => one.Answer is not null));
    }

    [Fact]
    public void Slanting_line_and_a_second_line_ask_for_nothing()
    {
        var bottom = Column(["25", "13"]);
        Line(bottom + 30, 500, 620);
        Assert.NotNull(Answer());
        Line(bottom + 50, 500, 620);
        Assert.Null(Answer());
        _paper.Undo();
        _paper.Undo();
        _paper.Write(new Stroke([new(500, bottom + 30, 'x'), new(620, bottom + 75, 'x')]));
        _paper.FinishReading();
        Assert.Null(Answer());
    }

    [Theory]
    [InlineData(30)] // With the last number.
    [InlineData(115)] // Alone.
    public void Sum_stands_under_the_line_in_the_size_of_the_numbers_and_ends_with_it(float below)
    {
        var bottom = Column(["25", "13"]);
        Line(bottom + below, 500, 620);
        var answer = Answer()!;
        Assert.Equal(100, answer.Height, 0.5f);
        Assert.Equal(620, answer.At.X + TypedText.WidthOf("38", answer.Height), 0.1f);
        Assert.Equal(bottom + below + 2 + 35, answer.At.Y - answer.Height, 0.5f);
        Assert.Equal(answer.At.Y, _paper.Bounds.Max.Y, 0.01f);
    }

    [Fact]
    public void Sum_changes_with_its_numbers_and_a_column_beside_is_none_of_it()
    {
        var bottom = Column(["25", "13"]);
        Line(bottom + 30, 500, 620);
        Write("77", 1600, 100);
        Write("88", 1600, 250);
        Assert.Equal("38", Answer()?.Shown);
        _paper.Delete([_paper.Strokes[0].Id]);
        _paper.FinishReading();
        Assert.Equal("18", Answer()?.Shown);
    }

    private Answer? Answer() => _paper.Calculations.Select(one => one.Answer).FirstOrDefault(one => one is not null);

    /// <summary>Writes rows that end at 600; returns where the last one stands.</summary>
    private float Column(string[] rows, float gap = 50)
    {
        var bottom = 0f;
        foreach (var row in rows)
            Write(row, 600, bottom += bottom == 0 ? 100 : 100 + gap);
        return bottom;
    }

    private void Write(string row, float right, float baseline)
    {
        var end = LabelledReader.Line(row, 0, 0).Max(stroke => stroke.Bounds.Max.X);
        _paper.Write(LabelledReader.Line(row, right - end, baseline));
        _paper.FinishReading();
    }

    private void Line(float y, float left, float right)
    {
        _paper.Write(new Stroke([new(left, y, '-'), new(right, y + 2, '-')]));
        _paper.FinishReading();
    }
}
