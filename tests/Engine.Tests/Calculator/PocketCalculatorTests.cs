using System.Globalization;
using System.Text.Json;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

public class PocketCalculatorTests
{
    [Theory]
    // Entering
    [InlineData("", "", "0")]
    [InlineData("7", "", "7")]
    [InlineData("13", "", "13")]
    [InlineData("0", "", "0")]
    [InlineData("000", "", "0")]
    [InlineData("007", "", "7")]
    [InlineData("100", "", "100")]
    [InlineData("1234567890123456", "", "123456789012345")]
    [InlineData("5+0", "5 +", "0")]
    [InlineData("5+08", "5 +", "8")]
    // The four operations
    [InlineData("13*14=", "13 × 14 =", "182")]
    [InlineData("2+3=", "2 + 3 =", "5")]
    [InlineData("2-3=", "2 − 3 =", "−1")]
    [InlineData("8/2=", "8 ÷ 2 =", "4")]
    [InlineData("8/5=", "8 ÷ 5 =", "1.6")]
    [InlineData("-5=", "0 − 5 =", "−5")]
    [InlineData("0*7=", "0 × 7 =", "0")]
    [InlineData("0/7=", "0 ÷ 7 =", "0")]
    // Operation after operation, chains
    [InlineData("13+", "13 +", "13")]
    [InlineData("13+*", "13 ×", "13")]
    [InlineData("13+*-14=", "13 − 14 =", "−1")]
    [InlineData("13*14+", "182 +", "182")]
    [InlineData("13*14+5=", "182 + 5 =", "187")]
    [InlineData("2+3*4=", "5 × 4 =", "20")]
    [InlineData("9-10*3=", "−1 × 3 =", "−3")]
    // = again, = too early
    [InlineData("2+3==", "5 + 3 =", "8")]
    [InlineData("2+3====", "11 + 3 =", "14")]
    [InlineData("2*3===", "18 × 3 =", "54")]
    [InlineData("13*=", "13 × 13 =", "169")]
    [InlineData("13*==", "169 × 13 =", "2197")]
    [InlineData("=", "", "0")]
    [InlineData("5=", "5 =", "5")]
    [InlineData("5==", "5 =", "5")]
    [InlineData("5=3", "", "3")]
    // After a result
    [InlineData("2+3=7", "", "7")]
    [InlineData("2+3=7=", "7 =", "7")]
    [InlineData("2+3=*4=", "5 × 4 =", "20")]
    [InlineData("2-5=-4=", "−3 − 4 =", "−7")]
    [InlineData("2+3=b", "2 + 3 =", "5")]
    // No noise
    [InlineData("1/10=+2/10=", "2.1 ÷ 10 =", "0.21")]
    [InlineData("1/3=", "1 ÷ 3 =", "0.333333333333333")]
    [InlineData("2/3=", "2 ÷ 3 =", "0.666666666666667")]
    [InlineData("1/3*3=", "≈0.333333333333333 × 3 =", "1")]
    [InlineData("1/7*7=", "≈0.142857142857143 × 7 =", "1")]
    [InlineData("22/7=", "22 ÷ 7 =", "3.14285714285714")]
    [InlineData("1/7000=", "1 ÷ 7000 =", "0.000142857142857143")]
    [InlineData("1/8000000=", "1 ÷ 8000000 =", "1.25e−7")]
    [InlineData("1/1000000=", "1 ÷ 1000000 =", "0.000001")]
    [InlineData("999999999999999/2=", "999999999999999 ÷ 2 =", "500000000000000")]
    [InlineData("100/3=*3=", "≈33.3333333333333 × 3 =", "100")]
    [InlineData("100/3*3=", "≈33.3333333333333 × 3 =", "100")]
    [InlineData("1/3=5-t0=", "5 − ≈0.333333333333333 =", "4.66666666666667")]
    [InlineData("0-1/3=5-t1=", "5 − (≈−0.333333333333333) =", "5.33333333333333")]
    [InlineData("1/8*8=", "0.125 × 8 =", "1")]
    // Repeated division ends in 0
    [InlineData("1/999999999999999==============================", "0 ÷ 999999999999999 =", "0")]
    // The sign
    [InlineData("n", "", "0")]
    [InlineData("0n", "", "0")]
    [InlineData("5n", "", "−5")]
    [InlineData("5nn", "", "5")]
    [InlineData("5n3", "", "−53")]
    [InlineData("53nb", "", "−5")]
    [InlineData("5nb", "", "0")]
    [InlineData("5nr7", "", "−7")]
    [InlineData("53nr7", "", "−57")]
    [InlineData("8*n", "8 ×", "8")]
    [InlineData("8*3n=", "8 × (−3) =", "−24")]
    [InlineData("8*3n1=", "8 × (−31) =", "−248")]
    [InlineData("8-3n=", "8 − (−3) =", "11")]
    [InlineData("8*34nw", "8 ×", "−3")]
    [InlineData("2+3=n", "", "−5")]
    [InlineData("2+3=n+1=", "−5 + 1 =", "−4")]
    [InlineData("2+3=n=", "", "−5")]
    [InlineData("2+3=8*t0n=", "8 × (−5) =", "−40")]
    [InlineData("2+3=8*t0nb", "8 ×", "8")]
    [InlineData("123456789012345n6", "", "−123456789012345")]
    [InlineData("5/0=n", "5 ÷ 0 =", "Can't divide by zero")]
    [InlineData("5nu", "", "5")]
    // Errors and what goes on from there
    [InlineData("5/0=", "5 ÷ 0 =", "Can't divide by zero")]
    [InlineData("5/0+", "5 ÷ 0 =", "Can't divide by zero")]
    [InlineData("0/0=", "0 ÷ 0 =", "Can't divide by zero")]
    [InlineData("5/0=+", "5 ÷ 0 =", "Can't divide by zero")]
    [InlineData("5/0==b", "5 ÷ 0 =", "Can't divide by zero")]
    [InlineData("5/0=8", "", "8")]
    [InlineData("5/0=8*2=", "8 × 2 =", "16")]
    [InlineData("5/0=c", "", "0")]
    [InlineData("5/0=w", "5 ÷", "5")]
    [InlineData("999999999999999+1=", "999999999999999 + 1 =", "Too large for 15 digits")]
    [InlineData("999999999999999+0=", "999999999999999 + 0 =", "999999999999999")]
    [InlineData("999999999999999*999999999999999+", "999999999999999 × 999999999999999 =", "Too large for 15 digits")]
    [InlineData("0-999999999999999-1=", "−999999999999999 − 1 =", "Too large for 15 digits")]
    [InlineData("10000000*====================", "100000000000000 × 10000000 =", "Too large for 15 digits")]
    // Backspace
    [InlineData("b", "", "0")]
    [InlineData("12b", "", "1")]
    [InlineData("12bb", "", "0")]
    [InlineData("12bb+", "0 +", "0")]
    [InlineData("12+b", "12 +", "12")]
    [InlineData("12+34b", "12 +", "3")]
    [InlineData("12+34bb", "12 +", "12")]
    [InlineData("12+34bb-", "12 −", "12")]
    [InlineData("2+3=7b", "2 + 3 =", "5")]
    // Wrong digit: back to where the last saved digit was drawn, whatever was pressed since
    [InlineData("w", "", "0")]
    [InlineData("19w", "", "1")]
    [InlineData("19w3*14=", "13 × 14 =", "182")]
    [InlineData("13*w", "", "1")]
    [InlineData("13*19w4=", "13 × 14 =", "182")]
    [InlineData("13*19=w", "13 ×", "1")]
    [InlineData("13*19=w4=", "13 × 14 =", "182")]
    [InlineData("13*19=wwww", "", "0")]
    [InlineData("13*19=wwwww", "", "0")]
    // Replace
    [InlineData("19r3", "", "13")]
    [InlineData("19r3r4", "", "14")]
    [InlineData("19r3b", "", "1")]
    [InlineData("7r0", "", "0")]
    [InlineData("0r7", "", "7")]
    [InlineData("05r0", "", "0")]
    [InlineData("13*19r4=", "13 × 14 =", "182")]
    [InlineData("13*r4", "13 ×", "13")]
    [InlineData("5=r4", "5 =", "5")]
    [InlineData("r4", "", "0")]
    // Reset
    [InlineData("c", "", "0")]
    [InlineData("13*14=c", "", "0")]
    [InlineData("13*14c2=", "2 =", "2")]
    // The tape
    [InlineData("13*14=5t0", "", "182")]
    [InlineData("13*14=5t0+1=", "182 + 1 =", "183")]
    [InlineData("13*14=5t0=", "", "182")]
    [InlineData("13*14=5t07", "", "7")]
    [InlineData("13*14=5+t0", "5 +", "182")]
    [InlineData("13*14=5+t0=", "5 + 182 =", "187")]
    [InlineData("13*14=5+t0*", "187 ×", "187")]
    [InlineData("13*14=5+67t0=", "5 + 182 =", "187")]
    [InlineData("13*14=5+t08", "5 +", "8")]
    [InlineData("13*14=5+t0b", "5 +", "5")]
    [InlineData("13*14=5+67t0w", "13 × 14 =", "182")]
    [InlineData("2-5=8-t0=", "8 − (−3) =", "11")]
    [InlineData("13*14=5t9", "", "5")]
    [InlineData("t0", "", "0")]
    [InlineData("5/0=t0", "5 ÷ 0 =", "Can't divide by zero")]
    [InlineData("2+3=5/0=t0", "", "5")]
    // Undo and redo
    [InlineData("u", "", "0")]
    [InlineData("13u", "", "1")]
    [InlineData("13*u", "", "13")]
    [InlineData("13*14=u", "13 ×", "14")]
    [InlineData("13*14=uuuuuuuuu", "", "0")]
    [InlineData("13*14=uuuyyy", "13 × 14 =", "182")]
    [InlineData("13*14=uuuuuuuyyyyyyyyyy", "13 × 14 =", "182")]
    [InlineData("13u9y", "", "19")]
    [InlineData("13*14=cu", "13 × 14 =", "182")]
    [InlineData("19wu", "", "19")]
    [InlineData("19r3u", "", "19")]
    [InlineData("13*19=wu", "13 × 19 =", "247")]
    [InlineData("5/0=u", "5 ÷", "0")]
    public void Keys_lead_to_a_display(string keys, string expression, string display)
    {
        var state = Keys.Press(keys).State;
        Assert.Equal((expression, display), (state.Expression, state.Display));
    }

    [Theory]
    [InlineData("12+")]
    [InlineData("1+2=")]
    [InlineData("123456789012345=")]
    public void Wrong_digit_leads_back_over_a_thousand_digits_and_memory_has_an_end(string keys)
    {
        var calculator = Keys.Press(string.Concat(Enumerable.Repeat(keys, 6000 / keys.Length)));
        var states = 0;
        for (var state = calculator.State; state.BeforeDigit is { } before; state = before)
            states++;
        Assert.InRange(states, CalculatorState.FewestTakenBack, 2 * CalculatorState.FewestTakenBack + 20);
        for (var i = 0; i < states; i++)
            Assert.Equal(CalculatorEffect.Changed | CalculatorEffect.PadFree, calculator.Apply(CalculatorInput.WrongDigit));
        var last = calculator.State;
        calculator.Apply(CalculatorInput.WrongDigit);
        Assert.Same(last, calculator.State);
    }

    /// <summary>Tiny is the tape's t2, about 1e−45.</summary>
    [Theory]
    [InlineData("t2*t2=", "1.00000000000001e−90")]
    [InlineData("t2*t2*t2=", "0")]
    [InlineData("t2*==", "0")]
    [InlineData("t2n*==", "0")]
    [InlineData("t2*n==", "0")]
    [InlineData("t2/999999999999999/999999999999999/999999999999999/999999999999999", "999999999999999")]
    [InlineData("t2/999999999999999/999999999999999/999999999999999/999999999999999=", "0")]
    [InlineData("t2n/999999999999999/999999999999999/999999999999999/999999999999999=", "0")]
    [InlineData("t2*t2=*t0=/5=", "0")]
    [InlineData("t2*t2*t2=1/t4=", "Can't divide by zero")]
    [InlineData("1/t2=", "Too large for 15 digits")]
    [InlineData("1/t0=*t0=", "1")]
    [InlineData("t2/t2=", "1")]
    [InlineData("t2-t2=", "0")]
    [InlineData("t2*t2-t2=", "−1e−45")]
    [InlineData("1+t2=", "1")]
    [InlineData("1+t2=-1=", "1e−45")]
    [InlineData("t2*t2=/2================================", "0")]
    public void Numbers_close_to_zero_end_at_zero_and_never_below_1e_99(string keys, string display)
    {
        const string Tiny = "1/999999999999999===";
        for (var length = 0; length <= keys.Length; length++)
        {
            if (length > 0 && keys[length - 1] == 't')
                continue;
            var shown = Keys.Press(Tiny + keys[..length]).State.Display;
            var e = shown.IndexOf("e−", StringComparison.Ordinal);
            Assert.True(e < 0 || int.Parse(shown.AsSpan(e + 2), CultureInfo.InvariantCulture) <= 99, shown);
        }
        Assert.Equal(display, Keys.Press(Tiny + keys).State.Display);
    }

    [Theory]
    [InlineData("13*14=", "13 × 14 = 182")]
    [InlineData("2+3*4=", "2 + 3 = 5|5 × 4 = 20")]
    [InlineData("2+3===", "2 + 3 = 5|5 + 3 = 8|8 + 3 = 11")]
    [InlineData("5=", "")]
    [InlineData("5/0=", "")]
    [InlineData("1+1=2+2=", "1 + 1 = 2|2 + 2 = 4")]
    [InlineData("1+1=2+2=u", "1 + 1 = 2")]
    [InlineData("1+1=2+3=w", "1 + 1 = 2")]
    [InlineData("1+1=2/0=4*4=", "1 + 1 = 2|4 × 4 = 16")]
    [InlineData("1-3=5-t0=", "1 − 3 = −2|5 − (−2) = 7")]
    [InlineData("1+1=c", "")]
    [InlineData("50%", "50 % = 0.5")]
    [InlineData("200+10%=", "200 + 20 = 220")]
    [InlineData("1.50+2.=", "1.5 + 2 = 3.5")]
    [InlineData("1+1=cu", "1 + 1 = 2")]
    public void The_tape_keeps_calculations(string keys, string tape) =>
        Assert.Equal(tape, string.Join('|', Keys.Press(keys).State.Tape.Select(entry => entry.Text)));

    [Theory]
    [InlineData("13*14=", "1314")]
    [InlineData("13*14=+5", "13145")]
    [InlineData("13*14=5", "5")]
    [InlineData("13*19w", "131")]
    [InlineData("13*19r4", "1314")]
    [InlineData("13b", "1")]
    [InlineData("07", "7")]
    [InlineData("5+07", "57")]
    [InlineData("13c", "")]
    [InlineData("1+1=12+34t0", "12")]
    [InlineData("1+1=12t0", "")]
    [InlineData(".5", "05")]
    [InlineData("1.50b", "15")]
    [InlineData("{13}*{1.4}", "1314")]
    public void Saved_digits_belong_to_the_calculation(string keys, string digits) =>
        Assert.Equal(digits, string.Concat(Keys.Press(keys).State.Digits.Select(digit => digit.Digit)));

    [Fact]
    public void A_corrected_digit_remembers_how_it_was_read()
    {
        var read = SavedDigit.Read([0, 0.5f, 0, 0, 0.125f, 0, 0, 0.375f, 0, 0]);
        Assert.Equal((1, 0.5f), (read.Digit, read.Probability));
        Assert.Equal([new(7, 0.375f), new DigitReading(4, 0.125f)], read.Alternatives.ToArray());

        var calculator = new PocketCalculator();
        calculator.Apply(CalculatorInput.Digit(read));
        calculator.Apply(CalculatorInput.Replace(7));
        var corrected = Assert.Single(calculator.State.Digits);
        Assert.Equal((7, 0.375f), (corrected.Digit, corrected.Probability));
        Assert.Equal([new(1, 0.5f), new DigitReading(4, 0.125f)], corrected.Alternatives.ToArray());

        var typed = read.CorrectedTo(9);
        Assert.Equal((9, 1f, 3), (typed.Digit, typed.Probability, typed.Alternatives.Length));
    }

    [Theory]
    [InlineData("", '7', CalculatorEffect.Changed | CalculatorEffect.PadFree)]
    [InlineData("0", '0', CalculatorEffect.PadFree)]
    [InlineData("123456789012345", '6', CalculatorEffect.None)]
    [InlineData("123456789012345.", '0', CalculatorEffect.None)]
    [InlineData("0.00000000000000000000", '0', CalculatorEffect.None)]
    [InlineData("0.", '0', CalculatorEffect.Changed | CalculatorEffect.PadFree)]
    [InlineData("12", '.', CalculatorEffect.Changed)]
    [InlineData("12.", '.', CalculatorEffect.None)]
    [InlineData("12", '%', CalculatorEffect.Changed)]
    [InlineData("12+", '%', CalculatorEffect.None)]
    [InlineData("12", 'w', CalculatorEffect.Changed | CalculatorEffect.PadFree)]
    [InlineData("", 'w', CalculatorEffect.PadFree)]
    [InlineData("12", 'c', CalculatorEffect.Changed | CalculatorEffect.PadFree)]
    [InlineData("", 'c', CalculatorEffect.PadFree)]
    [InlineData("12", '+', CalculatorEffect.Changed)]
    [InlineData("12+", '+', CalculatorEffect.None)]
    [InlineData("12", 'u', CalculatorEffect.Changed)]
    [InlineData("", 'u', CalculatorEffect.None)]
    [InlineData("12", 'y', CalculatorEffect.None)]
    [InlineData("5/0=", '+', CalculatorEffect.None)]
    public void A_step_tells_what_it_did(string keys, char key, CalculatorEffect effect) =>
        Assert.Equal(effect, Keys.Press(keys).Apply(Keys.Parse(key.ToString()).Single()));

    [Fact]
    public void The_state_can_be_written_as_json()
    {
        var json = Keys.Press("13*14=").State.ToJson();
        Assert.Contains("\"13 × 14 = 182\"", json);
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("13 × 14 =", root.GetProperty("expression").GetString());
        Assert.Equal("182", root.GetProperty("display").GetString());
        Assert.Equal("13 × 14 = 182", Assert.Single(root.GetProperty("tape").EnumerateArray()).GetString());
        Assert.Equal([1, 3, 1, 4], root.GetProperty("digits").EnumerateArray().Select(digit => digit.GetProperty("digit").GetInt32()));
        var first = root.GetProperty("digits")[0];
        Assert.Equal(0.75f, first.GetProperty("probability").GetSingle());
        Assert.Equal(2, Assert.Single(first.GetProperty("alternatives").EnumerateArray()).GetProperty("digit").GetInt32());
    }
}
