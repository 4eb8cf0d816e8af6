using System.Collections.Immutable;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A calculation that is to be read. Jobs are compared by reference.</summary>
/// <param name="group">Its strokes, and the stands of the linked answers among them.</param>
/// <param name="locks">What is known of its strokes.</param>
/// <param name="sumLine">A line of the group that is drawn under a column of numbers, and is not read; null if there is none.</param>
/// <param name="links">The stands among the strokes, ascending: each is read as a number.</param>
internal sealed class ReadingJob(PaperGroup group, ImmutableArray<PaperLock> locks, PaperStroke? sumLine, ImmutableArray<int> links)
{
    public PaperGroup Group => group;

    /// <summary>What is to be read.</summary>
    public ImmutableArray<PaperStroke> Strokes { get; } = sumLine is null ? group.Strokes : group.Strokes.Remove(sumLine);

    public PaperStroke? SumLine => sumLine;

    public ImmutableArray<PaperLock> Locks => locks;

    public ImmutableArray<int> Links => links;
}
