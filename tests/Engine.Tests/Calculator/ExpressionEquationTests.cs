using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

public sealed class ExpressionEquationTests
{
    [Fact]
    public void The_asked_number_is_worked_out() => Table.Check(ExpressionValueTests.Exact, """
        13×?=182              14
        182=13×?              14
        ?=3+4                 7
        3+4=?                 7
        ?+5=12                7
        12-?=5                7
        ?÷4=3                 12
        ((?)/(4))=3           12
        2(?+1)=10             4
        2(?)=10               5
        ?+?=10                5
        2×?+1=?+4             3
        ?=?×2-3               3
        3×?=1                 1/3
        ?+10%=220             200
        200+?%=220            10
        ?×√(2)=√(8)           2
        13×?=182=91×2         14
        -?=5                  -5
        ?=                    The ? is unknown
        """);

    [Fact]
    public void Equations_are_true_or_false() => Table.Check(
        text => Table.Parse(text).Evaluate() is var value ? $"{value.Equality?.ToString() ?? "nothing"} {value.IsTrue}".TrimEnd() : "", """
        1+1=2                 Equal True
        1+1=3                 Different False
        13×14=182             Equal True
        13×14=                nothing
        13×14                 nothing
        25=1+3×8=1+3×(2+3×2)  Equal True
        1=1=2                 Different False
        1=1=                  Equal True
        1=2=                  Different False
        1/3=2/6               Equal True
        0.1+0.2=0.3           Equal True
        1.0=1                 Equal True
        √(8)=2√(2)            Equal True
        √(2)=-√(2)            Different False
        10^(15)+√(2)=10^(15)+1  Different False
        10^(16)+√(3)=10^(16)+√(2)  Different False
        10^(16)+√(3)=√(3)+10^(16)  Equal True
        √(2)+√(3)+10^(50)-10^(50)=√(2)+√(3)  Equal True
        √(2)+√(3)+10^(-30)=√(2)+√(3)  Different False
        √(5)/20+10^(59)-10^(59)=√(5)/20  Equal True
        √(2)=root(4,4)        Equal True
        √(2)+√(3)=√(5+2√(6))  Equal True
        √(2)=1.4142135623731  Rounded True
        √(2)=1.41421356237309504880169  Rounded True
        √(2)=1.4142135624     Rounded True
        √(2)=1.414            Rounded True
        √(2)=1.415            Different False
        2^√(2)=2.67           Rounded True
        48/21=2.29            Rounded True
        48/21=2.28            Different False
        48/21=2               Different False
        7/2=4                 Different False
        2.3=2.29              Different False
        2.29=48/21            Rounded True
        24-151-127.5=-254.50  Equal True
        146÷(194+53)=0.59     Rounded True
        122/((58-176)/(164/99))=-1.71   Rounded True
        -1.71=122/((58-176)/(164/99))   Rounded True
        1/3=0.33=2/6          Rounded True
        1/3=0.33=1/4          Different False
        1/3=0.33=0.333        Rounded True
        19,683=27^(3)         Different False
        10^(20)+1=10^(20)     Different False
        2^(67)-1=193707721×761838257287   Equal True
        1/0=5                 nothing
        1=1/0=1               Equal True
        1=1/0=2               Different False
        13×?=182              Equal True
        13×?=182=91×2         Equal True
        13×?=182=91×3         Different False
        0×?=5                 nothing
        50%=0.5               Equal True
        2((1)/(2))=2.5        Equal True
        ((3)/(4))=((3×3×3×5)/(4×3×3×5))=((135)/(180))   Equal True
        √(2)^(√(2)×√(2))=√(2)^(2)=2   Equal True
        ((1)/(10))=((3)/(5))-((1)/(2))=-1+((3)/(5))+((1)/(2))   Equal True
        6^(3)+(-3)^(3)=4^(3)+5^(3)    Equal True
        """);

    [Fact]
    public void An_estimate_is_the_value_or_is_unknown()
    {
        var random = new Random(24);
        var known = 0;
        for (var i = 0; i < 3000; i++)
        {
            var text = RandomText.Calculation(random);
            var expression = Table.Parse(text);
            var (value, estimate) = (expression.Evaluate(), expression.Estimate());
            if (value.Fault is not null || double.IsNaN(estimate) || text.Contains('?', StringComparison.Ordinal))
                continue;
            var number = (double)value.Number.Numerator / (double)value.Number.Denominator;
            var isHuge = !double.IsFinite(number) || !double.IsFinite(estimate);
            Assert.True(isHuge || Math.Abs(estimate - number) <= 1e-6 * Math.Max(1, Math.Abs(number)), $"{text}: {estimate}");
            known++;
        }

        Assert.InRange(known, 500, 3000);
    }

    [Fact]
    public void What_is_true_may_be_true_and_what_is_false_hardly_ever_may()
    {
        var random = new Random(25);
        int all = 0, doubted = 0;
        for (var i = 0; i < 2000; i++)
        {
            var text = RandomText.Calculation(random).Split('=')[0];
            var value = Table.Parse(text).Evaluate();
            var right = value.ToString().TrimStart('≈');
            if (value.Fault is not null || right.Contains('e', StringComparison.Ordinal))
                continue;
            var equation = (Equation)Table.Parse($"{text}={right}");
            Assert.True(equation.Evaluate().IsTrue is not true || equation.MayBeTrue, $"{text}={right}");
            all++;
            doubted += ((Equation)Table.Parse($"{text}+1={right}")).MayBeTrue ? 1 : 0;
        }

        Assert.InRange(all, 200, 2000);
        Assert.InRange(doubted, 0, all / 4);
    }
}
