using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>A calculation written by a person.</summary>
/// <param name="Id">Its name in the collection.</param>
/// <param name="Writer">The person who wrote it.</param>
/// <param name="Kind">What stands in it, such as <c>line</c> or <c>fraction+power</c>.</param>
/// <param name="Written">The ink in pad pixels, and what was meant.</param>
public sealed record CalculationSample(string Id, string Writer, string Kind, WrittenCalculation Written);
