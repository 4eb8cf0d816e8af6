using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace GpuDigits.Engine.Calculator;

/// <summary>A calculator's state as a JSON file, for other programs to read.</summary>
public static class CalculatorSnapshot
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.MathematicalOperators),
    };

    /// <summary>
    /// <c>{"expression":"13 × 14 =","display":"182","digits":[{"digit":1,"probability":0.998,"alternatives":
    /// [{"digit":7,"probability":0.001}]},…],"tape":["13 × 14 = 182"]}</c>.
    /// </summary>
    public static string ToJson(this CalculatorState state)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteStartObject();
            json.WriteString("expression", state.Expression);
            json.WriteString("display", state.Display);
            json.WriteStartArray("digits");
            foreach (var digit in state.Digits)
            {
                WriteReading(json, digit.Digit, digit.Probability);
                json.WriteStartArray("alternatives");
                foreach (var (other, probability) in digit.Alternatives)
                {
                    WriteReading(json, other, probability);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("tape");
            foreach (var entry in state.Tape)
                json.WriteStringValue(entry.Text);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void WriteReading(Utf8JsonWriter json, int digit, float probability)
    {
        json.WriteStartObject();
        json.WriteNumber("digit", digit);
        json.WriteNumber("probability", probability);
    }
}
