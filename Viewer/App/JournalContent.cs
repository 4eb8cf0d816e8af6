using System.Text.Json;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Viewer.App;

/// <summary>What the bytes of a journal say.</summary>
/// <param name="Start">The state that the steps begin at.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Bytes">Where they end.</param>
/// <param name="DamagedLine">The first line that is none, counted from 1; null where there is none.</param>
internal sealed record JournalContent(CalculatorState Start, IReadOnlyList<CalculatorInput> Steps, long Bytes, int? DamagedLine)
{
    /// <summary>Reads whole lines up to the first that is damaged. Never fails.</summary>
    public static JournalContent Parse(ReadOnlySpan<byte> bytes)
    {
        var start = CalculatorState.Initial;
        List<CalculatorInput> steps = [];
        var end = 0;
        for (var number = 1; bytes[end..].IndexOf((byte)'\n') is >= 0 and var length; number++)
        {
            var line = bytes.Slice(end, length).TrimEnd((byte)'\r');
            try
            {
                if (number == 1 && JournalLine.IsState(line))
                    start = CalculatorMemory.Read(line);
                else if (!line.IsEmpty)
                    steps.Add(JournalLine.Read(line) ?? throw new JsonException());
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return new(start, steps, end, number);
            }
            end += length + 1;
        }
        return new(start, steps, end, null);
    }
}
