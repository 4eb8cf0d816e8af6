using System.Text;
using System.Text.Json;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

/// <summary>The state that a later start reads: digits with all that is known of them, and nothing that is impossible.</summary>
public sealed class CalculatorMemoryTests
{
    private const string Drawn = """{"value":1,"probability":0.75,"others":[{"digit":2,"probability":0.25}]}""";

    [Fact]
    public void Digits_keep_their_other_readings()
    {
        var state = Keys.Press("13*").State;
        var copy = CalculatorMemory.Copy(state);
        Assert.Equal(state.ToJson(), copy.ToJson());
        Assert.Equal([new(4, 0.25f)], copy.Digits[1].Alternatives.ToArray());
        Assert.Contains(Drawn, Encoding.UTF8.GetString(CalculatorMemory.Write(state)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_typed_digit_has_no_other_readings_and_takes_no_room_for_them()
    {
        foreach (var digit in (SavedDigit[])[SavedDigit.Typed(7), new(7, 1, default)])
        {
            var calculator = new PocketCalculator();
            calculator.Apply(CalculatorInput.Digit(digit));
            Assert.DoesNotContain("others", Encoding.UTF8.GetString(CalculatorMemory.Write(calculator.State)), StringComparison.Ordinal);
            Assert.Equal(calculator.State.ToJson(), CalculatorMemory.Copy(calculator.State).ToJson());
        }
    }

    [Theory]
    [InlineData("""{"value":0,"probability":0}""", true)]
    [InlineData("""{"value":9,"probability":1}""", true)]
    [InlineData("""{"value":10,"probability":1}""", false)]
    [InlineData("""{"value":-1,"probability":1}""", false)]
    [InlineData("""{"value":1,"probability":1.5}""", false)]
    [InlineData("""{"value":1,"probability":-0.5}""", false)]
    [InlineData("null", false)]
    [InlineData("""{"value":1,"probability":0.75,"others":[{"digit":9,"probability":0}]}""", true)]
    [InlineData("""{"value":1,"probability":0.75,"others":[{"digit":10,"probability":0}]}""", false)]
    [InlineData("""{"value":1,"probability":0.75,"others":[{"digit":-1,"probability":0}]}""", false)]
    [InlineData("""{"value":1,"probability":0.75,"others":[{"digit":2,"probability":2}]}""", false)]
    public void A_digit_is_0_to_9_with_probabilities_from_0_to_1(string digit, bool isPossible) => Check(digit, isPossible);

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void A_digit_has_nine_other_readings_at_most(int count, bool isPossible)
    {
        var others = string.Join(',', Enumerable.Repeat("""{"digit":2,"probability":0}""", count));
        Check($$"""{"value":1,"probability":0.75,"others":[{{others}}]}""", isPossible);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"tape":[]}""")]
    public void A_line_without_values_or_tape_says_so(string line) => Assert.Equal(
        "a state lacks its values or its tape",
        Assert.Throws<JsonException>(() => CalculatorMemory.Read(Encoding.UTF8.GetBytes(line))).Message);

    /// <summary>Puts another digit into a line, in place of the one that was drawn.</summary>
    private static void Check(string digit, bool isPossible)
    {
        var line = Encoding.UTF8.GetString(CalculatorMemory.Write(Keys.Press("1*").State));
        var changed = Encoding.UTF8.GetBytes(line.Replace(Drawn, digit, StringComparison.Ordinal));
        if (isPossible)
            Assert.Equal("1", CalculatorMemory.Read(changed).Display);
        else
            Assert.Equal("a digit is not valid", Assert.Throws<JsonException>(() => CalculatorMemory.Read(changed)).Message);
    }
}
