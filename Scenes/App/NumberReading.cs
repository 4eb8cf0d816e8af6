using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.App;

/// <summary>A digit or the point of a number on the pad.</summary>
/// <param name="Ink">Its strokes.</param>
/// <param name="Picture">The picture that the network was given, 28×28 grey levels; null for the point.</param>
/// <param name="Probabilities">The ten probabilities; null for the point.</param>
internal sealed record ReadMark(ImmutableArray<Stroke> Ink, byte[]? Picture = null, float[]? Probabilities = null)
{
    /// <summary>What is saved; null for the point.</summary>
    public SavedDigit? Digit { get; } = Probabilities is null ? null : SavedDigit.Read(Probabilities);
}

/// <summary>Several digits side by side, with at most one point, as they were read.</summary>
/// <param name="Marks">From left to right.</param>
/// <param name="LeastSure">The index of the digit that is most likely wrong.</param>
internal sealed record NumberReading(ImmutableArray<ReadMark> Marks, int LeastSure)
{
    /// <summary>The number: <c>13</c>, <c>.5</c>.</summary>
    public string Text { get; } = string.Concat(Marks.Select(mark => mark.Digit is { } digit ? (char)('0' + digit.Digit) : '.'));

    /// <summary>The step that enters the number.</summary>
    /// <param name="leastSure">What the least sure digit is; null: as it was read.</param>
    public CalculatorInput ToInput(int? leastSure) => CalculatorInput.Number([.. Marks.Select((mark, at) =>
        mark.Digit is not { } digit ? CalculatorInput.Point
        : CalculatorInput.Digit(at == LeastSure && leastSure is { } meant && meant != digit.Digit ? digit.CorrectedTo(meant) : digit))]);
}
