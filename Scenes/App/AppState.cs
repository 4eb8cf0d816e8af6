using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Scenes.App;

/// <summary>The state of calculator and sheet for other programs.</summary>
internal static class AppState
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The calculator's state as JSON, with the calculations of the sheet from top to bottom: <c>text</c> as it was read, <c>value</c> as
    /// it is shown (null for none), and whether the reading is <c>marked</c> as doubtful.
    /// </summary>
    public static string ToJson(CalculatorState calculator, Paper paper)
    {
        var state = JsonNode.Parse(calculator.ToJson())!.AsObject();
        state["sheet"] = new JsonArray([.. paper.Calculations.OrderBy(one => one.Bounds.Min.Y).Select(one => (JsonNode)new JsonObject
        {
            ["text"] = SheetSelection.ReadText(one),
            ["value"] = one.Answer?.Shown,
            ["marked"] = one.IsDoubtful,
        })]);
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Options))
            state.WriteTo(json);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
