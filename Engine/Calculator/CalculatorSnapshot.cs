using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace GpuDigits.Engine.Calculator;

/// <summary>A calculator's state as a JSON file, for other programs to read.</summary>
public static class CalculatorSnapshot
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.MathematicalOperators),
    };

    /// <summary>
    /// <c>{"expression":"13 × 14 =","display":"182","digits":[{"digit":1,"probability":0.998,"alternatives":
    /// [{"digit":7,"probability":0.001}]},…],"tape":["13 × 14 = 182"]}</c>.
    /// </summary>
    public static string ToJson(this CalculatorState state) => JsonSerializer.Serialize(
        new { state.Expression, state.Display, state.Digits, Tape = state.Tape.Select(entry => entry.Text) }, Options);
}
