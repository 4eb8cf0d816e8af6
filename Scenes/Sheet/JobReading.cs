using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>What was read.</summary>
/// <param name="Job">Of which calculation.</param>
/// <param name="Reading">The reading; its strokes are places in the job's strokes.</param>
/// <param name="GoesOn">
/// Whether it begins with an operation. Then one more stroke, behind those of the job, stands for the answer that it goes on from.
/// </param>
internal sealed record JobReading(ReadingJob Job, CalculationReading Reading, bool GoesOn);
