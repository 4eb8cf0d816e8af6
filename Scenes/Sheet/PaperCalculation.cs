using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>Ink, or a typed text, that makes one calculation, as far as it was read.</summary>
/// <param name="Id">Its name, which it keeps while most of its strokes stay together. The id of a typed text is that of its text.</param>
/// <param name="StrokeIds">Its strokes, ascending; none if it is typed.</param>
/// <param name="Typed">The text; null if it is written by hand.</param>
/// <param name="Bounds">The box around its ink, without the answer.</param>
/// <param name="Reading">What was read; null while it is not read yet, and for a typed text.</param>
/// <param name="Symbols">The symbols that were read.</param>
/// <param name="Expression">
/// What is calculated, with the values of linked answers and of the line above in it; null if it is no arithmetic.
/// </param>
/// <param name="Answer">What stands behind it; null if nothing does.</param>
/// <param name="IsDoubtful">Whether a person should look at it.</param>
/// <param name="GoesOnFrom">The calculation above, from whose answer this one goes on; null if it begins by itself.</param>
internal sealed record PaperCalculation(
    int Id,
    ImmutableArray<int> StrokeIds,
    TypedText? Typed,
    InkBounds Bounds,
    CalculationReading? Reading,
    ImmutableArray<PaperSymbol> Symbols,
    Expression? Expression,
    Answer? Answer,
    bool IsDoubtful,
    int? GoesOnFrom = null);
