using System.Text.Json;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Scenes.App;

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
        var (end, damagedLine) = Walk(bytes, state => start = state, steps.Add);
        return new(start, steps, end, damagedLine);
    }

    /// <summary>
    /// The same, shortened to the steps that can be undone (<see cref="PocketCalculator.Condensed"/>). Each step is made as it is read and
    /// then forgotten: a list of some hundred thousand would cost more than the steps.
    /// </summary>
    public static JournalContent ParseCondensed(ReadOnlySpan<byte> bytes)
    {
        var calculator = new PocketCalculator();
        var (end, damagedLine) = Walk(bytes, state => calculator = new(state), step => calculator.Apply(step));
        var (start, steps) = calculator.Condensed();
        return new(start, steps, end, damagedLine);
    }

    private static (int End, int? DamagedLine) Walk(
        ReadOnlySpan<byte> bytes, Action<CalculatorState> begin, Action<CalculatorInput> step) => StepFile.Walk(bytes, (line, number) =>
        {
            if (number == 1 && JournalLine.IsState(line))
                begin(CalculatorMemory.Read(line));
            else
                step(JournalLine.Read(line) ?? throw new JsonException());
        });
}
