using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What a text is worth in which numbers of other calculations stand, or in which a number is left out.</summary>
public sealed class WorkedTests
{
    [Theory]
    [InlineData("1+2=", "", "5=", "15")]
    [InlineData("1+2=", "5", "=", "15")]
    [InlineData("1+2=", "5×", "×2=", "30")]
    [InlineData("1+2=", "2^", "=", "8")]
    [InlineData("1+2=", "", "%=", "0.03")]
    [InlineData("1+2=", "(4)", "=", "12")]
    [InlineData("1+2=", "", "(4)=", "12")]
    [InlineData("1+2=", "", "√(4)=", "6")]
    [InlineData("1-4=", "2-", "=", "5")]
    [InlineData("1-4=", "", "^(2)=", "9")]
    [InlineData("1÷4=", "", "^(2)=", "0.0625")]
    [InlineData("1÷4=", "2", "=", "0.5")] // Beside a 2 it is no mixed number.
    [InlineData("1÷4=", "2+", "=", "2.25")]
    [InlineData("√(2)=", "", "×√(2)=", "2")] // Not its first digits only.
    [InlineData("√(2)=", "", "^(2)=", "2")]
    [InlineData("?×2=7", "", "×2=", "7")]
    public void Number_of_another_calculation_counts_as_one_number_beside_anything(string source, string before, string after, string value)
    {
        var number = Worked.Of(source).AsNumber();
        Assert.NotNull(number);
        Assert.Equal(value, Worked.Of(before + number + after).Result?.ToString());
    }

    /// <summary>People write one step behind the other.</summary>
    [Theory]
    [InlineData("2+3=5=", "5")]
    [InlineData("2+3=5×4=", "20")]
    [InlineData("1+2=3+4=7-2=", "5")]
    [InlineData("1/3=0.333=", "≈0.333333333333333")] // It is rounded, and no other step.
    [InlineData("√(2)=√(3)×2=", "≈3.46410161513775")]
    public void Behind_steps_that_differ_stands_the_value_of_the_last(string text, string value)
    {
        var worked = Worked.Of(text);
        Assert.Equal(value, worked.Result?.ToString());
        Assert.Equal(value, Worked.Of($"0+{worked.AsNumber()}=").Result?.ToString());
    }

    [Fact]
    public void Two_such_numbers_side_by_side_are_multiplied()
    {
        var number = Worked.Of("1+2=").AsNumber();
        Assert.Equal("9", Worked.Of($"{number}{number}=").Result?.ToString());
        Assert.Equal("6", Worked.Of($"{number}+{number}=").Result?.ToString());
    }

    [Theory]
    [InlineData("1÷0=")]
    [InlineData("1+2")]
    [InlineData("1+2=3")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public void What_has_no_result_is_no_number(string? text) => Assert.Null(Worked.Of(text).AsNumber());

    [Fact]
    public void Very_long_calculation_counts_with_the_digits_that_are_shown()
    {
        var sum = string.Join('+', Enumerable.Repeat("√(2)", 60));
        Assert.True(sum.Length > 290);
        Assert.DoesNotContain('√', Worked.Of(sum + "+√(2)+√(2)=").AsNumber()!);
        Assert.Contains('√', Worked.Of("√(2)+√(2)=").AsNumber()!);
    }

    [Theory]
    [InlineData("13×=182", "14")]
    [InlineData("13× = 182", "14")]
    [InlineData("13-=5", "8")]
    [InlineData("13+=5", "−8")]
    [InlineData("12÷=4", "The ? can't be worked out here")]
    [InlineData("12/=4", "The ? can't be worked out here")]
    [InlineData("×14=182", "13")]
    [InlineData("÷4=2", "8")]
    [InlineData(" /4=2", "8")]
    [InlineData("4=2×", null)]
    [InlineData("13×=", null)]
    [InlineData("×14=", null)]
    [InlineData("×=6", null)]
    [InlineData("=6", null)]
    [InlineData("+14=182", null)] // A sign, and not a place.
    [InlineData("182=13×=182", "14")]
    public void Place_that_is_left_out_asks_for_its_number(string text, string? value)
    {
        var worked = Worked.Of(text);
        Assert.Equal((value, value is not null), (worked.Result?.ToString(), worked.Asks));
    }

    [Fact]
    public void Symbol_is_hit_on_its_ink_and_inside_a_large_digit()
    {
        var paper = new Paper(new LabelledReader());
        foreach (var (label, x, width, height) in ((char, float, float, float)[])
        [
            ('1', 100, 0, 60), ('0', 200, 40, 60), ('8', 320, 20, 24), ('6', 420, 12, 60), ('(', 520, 40, 60), ('=', 620, 30, 20),
            ('9', 720, 14, 60),
        ])
            paper.Write(Box(label, x, width, height));
        paper.FinishReading();
        Assert.Single(paper.Calculations);
        foreach (var (x, y, label) in ((float, float, char?)[])
        [
            (100, 130, '1'), (104.9f, 130, '1'), (105.6f, 130, null), (94.6f, 130, '1'), (100, 94.6f, '1'), (100, 94, null),
            (220, 130, '0'), (201, 130, '0'), (194.6f, 130, '0'), (190, 130, null), (245.4f, 130, '0'), (246, 130, null),
            (330, 112, null), (322, 112, '8'), (426, 130, null), (421, 130, '6'), (727, 130, '9'), (540, 130, null), (522, 130, '('),
            (635, 110, null), (635, 101, '='),
        ])
            Assert.Equal(label, SheetTap.SymbolAt(paper, new(x, y), 3, 1)?.Symbol.Label);
        // Twice as far where an ink unit is half a window unit, and then a digit is not so large.
        Assert.Equal('1', SheetTap.SymbolAt(paper, new(107.9f, 130), 3, 2)?.Symbol.Label);
        Assert.Null(SheetTap.SymbolAt(paper, new(108.1f, 130), 3, 2));
        Assert.Null(SheetTap.SymbolAt(paper, new(220, 130), 3, 2.4f));
        Assert.Equal('8', SheetTap.SymbolAt(paper, new(330, 112), 3, 0.5f)?.Symbol.Label);

        static Stroke Box(char label, float x, float width, float height)
        {
            Vector2[] corners = [new(x, 100), new(x + width, 100), new(x + width, 100 + height), new(x, 100 + height), new(x, 100)];
            return new([.. corners.Select(at => new InkPoint(at.X, at.Y, label))]);
        }
    }

    [Fact]
    public void Nearest_of_two_symbols_is_hit()
    {
        var paper = new Paper(new LabelledReader());
        foreach (var (label, x) in ((char, float)[])[('1', 100), ('7', 106)])
            paper.Write(new Stroke([new(x, 100, label), new(x, 160, label)]));
        paper.FinishReading();
        Assert.Equal('1', SheetTap.SymbolAt(paper, new(102, 130), 3, 1)?.Symbol.Label);
        Assert.Equal('7', SheetTap.SymbolAt(paper, new(104, 130), 3, 1)?.Symbol.Label);
        Assert.Equal(paper.Calculations[0], SheetTap.SymbolAt(paper, new(104, 130), 3, 1)?.Calculation);
    }
}
