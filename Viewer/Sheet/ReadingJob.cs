using System.Collections.Immutable;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Viewer.Sheet;

/// <summary>A calculation that is to be read. Jobs are compared by reference.</summary>
/// <param name="group">Its strokes, and the stands of the linked answers among them.</param>
/// <param name="locks">What is known of its strokes.</param>
/// <param name="links">The stands among the strokes, ascending: each is read as a number.</param>
internal sealed class ReadingJob(PaperGroup group, ImmutableArray<PaperLock> locks, ImmutableArray<int> links)
{
    public PaperGroup Group => group;

    public ImmutableArray<PaperLock> Locks => locks;

    public ImmutableArray<int> Links => links;
}

/// <summary>What was read.</summary>
/// <param name="Job">Of which calculation.</param>
/// <param name="Reading">The reading; its strokes are places in the job's group.</param>
/// <param name="GoesOn">
/// Whether it begins with an operation. Then one more stroke, behind those of the group, stands for the answer that it goes on from.
/// </param>
internal sealed record JobReading(ReadingJob Job, CalculationReading Reading, bool GoesOn);
