using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

/// <summary>The decimal point, percent, and numbers that are entered at once.</summary>
public class PointAndPercentTests
{
    [Theory]
    // The decimal point
    [InlineData(".", "", "0.")]
    [InlineData("..", "", "0.")]
    [InlineData(".5", "", "0.5")]
    [InlineData("1.50", "", "1.50")]
    [InlineData("1.5.0", "", "1.50")]
    [InlineData("0.05", "", "0.05")]
    [InlineData("00.0", "", "0.0")]
    [InlineData("12.", "", "12.")]
    [InlineData("12.+", "12 +", "12")]
    [InlineData("1.50+", "1.5 +", "1.5")]
    [InlineData("1.50=", "1.5 =", "1.5")]
    [InlineData("0.1+0.2=", "0.1 + 0.2 =", "0.3")]
    [InlineData("5+.", "5 +", "0.")]
    [InlineData("5+.25=", "5 + 0.25 =", "5.25")]
    [InlineData("2+3=.5", "", "0.5")]
    [InlineData("5/0=.5", "", "0.5")]
    [InlineData("2+3=8*t0.5", "8 ×", "0.5")]
    [InlineData("1.5b", "", "1.")]
    [InlineData("1.5bb", "", "1")]
    [InlineData("1.5bbb", "", "0")]
    [InlineData(".b", "", "0")]
    [InlineData("5+.b", "5 +", "5")]
    [InlineData("1.5w", "", "1.")]
    [InlineData("1.5+w", "", "1.")]
    [InlineData("1.u", "", "1")]
    [InlineData("1.uy5", "", "1.5")]
    [InlineData("1.5n", "", "−1.5")]
    [InlineData("1.5nb", "", "−1.")]
    [InlineData("1.n5", "", "−1.5")]
    [InlineData("1.nbb", "", "0")]
    [InlineData("0.05n", "", "−0.05")]
    [InlineData("0.05nb7", "", "0.07")]
    [InlineData("1.5r7", "", "1.7")]
    [InlineData("1.05nr7", "", "−1.07")]
    [InlineData("0.05nr7", "", "−0.07")]
    [InlineData("1.50r5", "", "1.55")]
    [InlineData("12.r3", "", "13.")]
    [InlineData("12.r35", "", "13.5")]
    [InlineData("12.nr3", "", "−13.")]
    [InlineData("8*2.r3=", "8 × 3 =", "24")]
    [InlineData(".r3", "", "0.")]
    [InlineData("5+.r3", "5 +", "0.")]
    [InlineData("0.r3", "", "3.")]
    [InlineData("123456789012345.6", "", "123456789012345.")]
    [InlineData("12345678901234.56", "", "12345678901234.5")]
    [InlineData("0.1234567890123456", "", "0.123456789012345")]
    [InlineData("0.00000123456789012345", "", "0.00000123456789012345")]
    [InlineData("0.0000000000000000000001", "", "0.00000000000000000000")]
    // Percent
    [InlineData("200+10%", "200 +", "20")]
    [InlineData("200+10%=", "200 + 20 =", "220")]
    [InlineData("200-10%=", "200 − 20 =", "180")]
    [InlineData("200*10%=", "200 × 0.1 =", "20")]
    [InlineData("200/10%=", "200 ÷ 0.1 =", "2000")]
    [InlineData("200+10%*2=", "220 × 2 =", "440")]
    [InlineData("200+12.5%=", "200 + 25 =", "225")]
    [InlineData("200+10n%=", "200 + (−20) =", "180")]
    [InlineData("200+10%n=", "200 + (−20) =", "180")]
    [InlineData("200+10%%", "200 +", "40")]
    [InlineData("200+10%5=", "200 + 5 =", "205")]
    [InlineData("200+10%b", "200 +", "200")]
    [InlineData("200+10%w", "200 +", "1")]
    [InlineData("200+10%u", "200 +", "10")]
    [InlineData("200+10%==", "220 + 20 =", "240")]
    [InlineData("2+3=10+t0%=", "10 + 0.5 =", "10.5")]
    [InlineData("50%", "50 % =", "0.5")]
    [InlineData("50%=", "50 % =", "0.5")]
    [InlineData("50%*8=", "0.5 × 8 =", "4")]
    [InlineData("50%7", "", "7")]
    [InlineData("50%%", "0.5 % =", "0.005")]
    [InlineData("50%w", "", "5")]
    [InlineData("1/3=%", "≈0.333333333333333 % =", "0.00333333333333333")]
    [InlineData("0%", "0 % =", "0")]
    [InlineData("%", "", "0")]
    [InlineData("200+%", "200 +", "200")]
    [InlineData("5/0=%", "5 ÷ 0 =", "Can't divide by zero")]
    [InlineData("999999999999999+999999999999999%", "999999999999999 + 999999999999999 % =", "Too large for 15 digits")]
    // A number at once
    [InlineData("{13}", "", "13")]
    [InlineData("{13}u", "", "0")]
    [InlineData("{13}uy", "", "13")]
    [InlineData("{13}b", "", "1")]
    [InlineData("{13}r4", "", "14")]
    [InlineData("5{13}", "", "513")]
    [InlineData("{007}", "", "7")]
    [InlineData("{1.50}", "", "1.50")]
    [InlineData("{1.5n}", "", "−1.5")]
    [InlineData("{0n}", "", "0")]
    [InlineData("{0.0n}", "", "0.0")]
    [InlineData("{.5}", "", "0.5")]
    [InlineData("{13}*{14}=", "13 × 14 =", "182")]
    [InlineData("1.{2.5}", "", "1.")]
    [InlineData("1.{25}", "", "1.25")]
    [InlineData("12345678901234{56}", "", "12345678901234")]
    public void Keys_lead_to_a_display(string keys, string expression, string display)
    {
        var state = Keys.Press(keys).State;
        Assert.Equal((expression, display), (state.Expression, state.Display));
    }

    [Theory]
    [InlineData("12", CalculatorEffect.Changed | CalculatorEffect.PadFree)]
    [InlineData("12345678901234", CalculatorEffect.None)]
    public void A_number_that_has_no_room_is_refused_as_a_whole(string keys, CalculatorEffect effect) =>
        Assert.Equal(effect, Keys.Press(keys).Apply(Keys.Parse("{13}").Single()));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1.2.")]
    [InlineData("1n2")]
    [InlineData("1+")]
    [InlineData("1%")]
    public void Marks_that_are_no_number_are_an_argument_error(string marks) =>
        Assert.Throws<ArgumentException>(() => CalculatorInput.Number([.. Keys.Parse(marks)]));

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void A_digit_is_replaced_by_one_from_0_to_9(int digit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CalculatorInput.Replace(digit));

    [Fact]
    public void Stored_state_keeps_the_typed_decimals()
    {
        foreach (var keys in (string[])["1.50", "12.", "5+.", "0.05n", "8*{3.20}", "1.50+", "50%"])
        {
            var state = Keys.Press(keys).State;
            var copy = CalculatorMemory.Copy(state);
            Assert.True(CalculatorMemory.AreAlike(state, copy), keys);
            Assert.Equal(state.BeforeDigit!.Display, copy.BeforeDigit?.Display ?? state.BeforeDigit.Display);
        }
    }
}
