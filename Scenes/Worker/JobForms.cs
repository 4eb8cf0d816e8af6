using System.Collections.Immutable;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Scenes.Worker;

/// <summary>The jobs of a sheet as messages, at either end. Of each calculation it keeps the strokes of the last message.</summary>
internal sealed class JobForms
{
    private readonly Dictionary<int, InkWay> _ways = [];

    public ReadJob Write(ReadingJob job) => new(
        job.Group.Id, [.. job.Group.Strokes.Select(one => one.Id)],
        WayOf(job.Group.Id).Write([.. job.Group.Strokes.Select(one => one.Ink)]),
        [.. job.Locks.Select(one => new LockForm([.. one.StrokeIds], one.Label))], job.SumLine?.Id ?? 0, [.. job.Links]);

    public ReadingJob Read(ReadJob form)
    {
        ImmutableArray<PaperStroke> strokes =
            [.. WayOf(form.Group).Read(form.Ink).Zip(form.Ids, (ink, id) => new PaperStroke(id, ink, form.Links.Contains(id)))];
        return new(
            new(form.Group, strokes), [.. form.Locks.Select(one => new PaperLock([.. one.StrokeIds], one.Label))],
            strokes.FirstOrDefault(one => one.Id == form.SumLine), [.. form.Links]);
    }

    public void Drop(int group) => _ways.Remove(group);

    private InkWay WayOf(int group)
    {
        if (!_ways.TryGetValue(group, out var way))
            _ways[group] = way = new();
        return way;
    }
}
