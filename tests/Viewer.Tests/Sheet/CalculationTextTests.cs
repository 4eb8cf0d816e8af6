using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What copying a calculation gives.</summary>
public sealed class CalculationTextTests
{
    [Theory]
    [InlineData("13×14=", "13×14=182")]
    [InlineData("13×14", "13×14=182")]
    [InlineData("13×14=182", "13×14=182")]
    [InlineData("13×14=183", "13×14=183")]
    [InlineData("1÷3=", "1÷3≈0.333333333333333")]
    [InlineData("2-5=", "2-5=-3")]
    [InlineData("((1+2)/(4))=", "(1+2)/4=0.75")]
    [InlineData("2((1)/(2))=", "2((1)/(2))=2.5")]
    [InlineData("2^(100)=", "2^100≈1.26765060022823×10^30")]
    [InlineData("1÷2^(40)=", "1÷2^40≈9.09494701772928×10^-13")]
    [InlineData("13×?=182", "13×14=182")]
    [InlineData("?((1)/(2))=3", "(6)(1/2)=3")]
    [InlineData("9+?=4", "9+-5=4")]
    [InlineData("1÷0=", "1÷0=")]
    [InlineData("8=", "8=8")]
    public void A_result_follows_the_calculation(string plain, string expected) => Assert.Equal(expected, Copy(plain));

    [Theory]
    [InlineData("((3)/(4))+((1)/(2))=", "3/4+1/2=5/4")]
    [InlineData("1÷3=", "1÷3=1/3")]
    [InlineData("2-((9)/(4))=", "2-9/4=-1/4")]
    [InlineData("√(2)=", "√2≈1.4142135623731")]
    public void A_fraction_is_copied_as_it_is_shown(string plain, string expected) => Assert.Equal(expected, Copy(plain, asFraction: true));

    [Theory]
    [InlineData("13×14=", @"13\times 14=182")]
    [InlineData("1÷3=", @"1\div 3\approx 0.333333333333333")]
    [InlineData("((3)/(4))=", @"\frac{3}{4}=0.75")]
    [InlineData("2^(100)=", @"2^{100}\approx 1.26765060022823\times 10^{30}")]
    public void Latex_has_the_result(string plain, string expected) => Assert.Equal(expected, Copy(plain, CopyNotation.Latex));

    [Theory]
    [InlineData("1+2=", "<mrow><mrow><mn>1</mn><mo>+</mo><mn>2</mn></mrow><mo>=</mo><mn>3</mn></mrow>")]
    [InlineData("1÷3=", "<mrow><mrow><mn>1</mn><mo>÷</mo><mn>3</mn></mrow><mo>≈</mo><mn>0.333333333333333</mn></mrow>")]
    public void MathMl_has_the_result(string plain, string expected) => Assert.Equal(
        $"<math xmlns=\"http://www.w3.org/1998/Math/MathML\">{expected}</math>", Copy(plain, CopyNotation.MathMl));

    /// <summary>What is copied can be pasted: it is the same calculation again.</summary>
    [Theory]
    [InlineData("((1)/(2))^(2)=")]
    [InlineData("2((1)/(2))×3=")]
    [InlineData("root(3,8)+√(2)=")]
    [InlineData("200+10%=")]
    [InlineData("-(1-3)^(2)/4=")]
    [InlineData("1,5+2=")]
    [InlineData("((((1)/(2)))/(3))=")]
    public void Text_means_the_same_when_it_is_read_again(string plain)
    {
        var text = Copy(plain);
        Assert.True(Expression.TryParse(text.Replace('≈', '='), out var read, out var fault), $"{text}: {fault}");
        Assert.NotEqual(false, read.Evaluate().IsTrue);
        Assert.Equal(Parse(plain).Evaluate().Number, read.Evaluate().Number);
    }

    [Fact]
    public void The_calculations_of_a_sheet_come_from_above_to_below_and_nonsense_has_a_text_only()
    {
        var paper = new Paper();
        paper.Type("1÷3=", new(0, 300), 60);
        paper.Type("13*14=", new(0, 100), 60);
        paper.Type("+×", new(0, 200), 60);
        Assert.Equal("13×14=182\n+×\n1÷3=1/3", SheetSelection.TextOf(paper.Calculations, CopyNotation.Text));
        Assert.Equal("13\\times 14=182\n1\\div 3=\\frac{1}{3}", SheetSelection.TextOf(paper.Calculations, CopyNotation.Latex));
        Assert.Equal(2, SheetSelection.TextOf(paper.Calculations, CopyNotation.MathMl).Split('\n').Length);
    }

    private static string Copy(string plain, CopyNotation notation = CopyNotation.Text, bool asFraction = false)
    {
        var expression = Parse(plain);
        return CalculationText.Of(expression, expression.Evaluate(), asFraction, notation);
    }

    private static Expression Parse(string plain) => Expression.TryParse(plain, out var expression, out var fault)
        ? expression
        : throw new ArgumentException(fault);
}
