using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpuDigits.Viewer.Measure;

/// <summary>A calculation without the right answer.</summary>
/// <param name="Id">Its name in the file.</param>
/// <param name="Written">What was written, with the right side that was cut off.</param>
/// <param name="Read">What was read of it.</param>
/// <param name="Answer">The answers that were shown; empty for none.</param>
/// <param name="IsMarked">Whether they were marked as doubtful.</param>
internal sealed record SheetMiss(string Id, string Written, string Read, string Answer, bool IsMarked);

/// <summary>How good the sheet is: what stood behind the = of written calculations, and how soon.</summary>
/// <param name="Samples">Number of calculations; the four next numbers add up to it.</param>
/// <param name="Right">The right answer was shown.</param>
/// <param name="NoAnswer">No answer was shown.</param>
/// <param name="WrongMarked">A wrong answer was shown, and marked as doubtful.</param>
/// <param name="WrongUnmarked">A wrong answer was shown, and nothing was marked.</param>
/// <param name="MedianMilliseconds">From pen-up until the answer was drawn, the median; null without an answer.</param>
/// <param name="P95Milliseconds">The time that 95 of 100 do not exceed.</param>
/// <param name="OtherSymbols">Symbols that were on the page meanwhile.</param>
/// <param name="Missed">Those without the right answer, in the order of the file.</param>
internal sealed partial record SheetScore(
    int Samples, int Right, int NoAnswer, int WrongMarked, int WrongUnmarked, double? MedianMilliseconds, double? P95Milliseconds,
    int OtherSymbols, IReadOnlyList<SheetMiss> Missed)
{
    private static readonly ScoreJson Readable =
        new(new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public string ToJson() => JsonSerializer.Serialize(this, Readable.SheetScore);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        calculations       {Samples}, cut behind =, with {OtherSymbols} other symbols on the page
        right answer       {Share(Right)}
        no answer          {Share(NoAnswer)}
        wrong, marked      {Share(WrongMarked)}
        wrong, unmarked    {Share(WrongUnmarked)}
        pen-up to answer   {Milliseconds(MedianMilliseconds)} median, {Milliseconds(P95Milliseconds)} in 95 of 100
        """);

    private string Share(int count) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / Samples,5:0.0} %  ({count})");

    private static string Milliseconds(double? time) =>
        time is { } known ? $"{known.ToString("0.0", CultureInfo.InvariantCulture)} ms" : "–";

    [JsonSerializable(typeof(SheetScore))]
    private sealed partial class ScoreJson : JsonSerializerContext;
}
