using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// What goes wrong when one writes fast: strokes that miss each other, that begin late or end too far, parts that are written a second
/// time, and few points in what is small. Lengths are in digit heights.
/// </summary>
/// <param name="random">The random numbers of this drawing.</param>
internal sealed class PenSlips(PenRandom random)
{
    private const float Missed = 0.2f, Overrun = 0.1f, Retouched = 0.05f, Small = 0.35f;

    /// <summary>The longest part of a stroke that is missing or too much at an end.</summary>
    private const float LongestOverrun = 0.13f;

    private PenRandom _random = random;

    /// <summary>Changes the paths of a digit's strokes.</summary>
    public void Apply(List<List<Vector2>> paths)
    {
        if (_random.Chance(Missed))
            Displace(paths);
        foreach (var path in paths)
        {
            if (_random.Chance(Overrun))
                Extend(path);
            if (_random.Chance(Overrun))
                Cut(path);
        }

        if (_random.Chance(Retouched))
            paths.Add(Again(paths[(int)(paths.Count * _random.Uniform())]));
        if (_random.Chance(Small))
            Record(paths);
    }

    /// <summary>Moves all strokes after the first.</summary>
    private void Displace(List<List<Vector2>> paths)
    {
        foreach (var path in paths.Skip(1))
        {
            var off = new Vector2(_random.Spread(0.06f), _random.Spread(0.06f));
            for (var i = 0; i < path.Count; i++)
                path[i] += off;
        }
    }

    /// <summary>Goes on straight ahead at the end.</summary>
    private void Extend(List<Vector2> path)
    {
        var from = path[Math.Max(0, path.Count - 3)];
        var along = path[^1] - from;
        if (along.Length() > 0.01f)
            path.Add(path[^1] + Vector2.Normalize(along) * (LongestOverrun * _random.Uniform()));
    }

    /// <summary>Leaves out a part of the start, but never more than a quarter of the points.</summary>
    private void Cut(List<Vector2> path)
    {
        var least = LongestOverrun * _random.Uniform();
        float length = 0;
        var count = 0;
        while (4 * (count + 1) <= path.Count && (length += Vector2.Distance(path[count], path[count + 1])) < least)
            count++;
        path.RemoveRange(0, count);
    }

    /// <summary>A part of a stroke, at least a third, written again beside it.</summary>
    private List<Vector2> Again(List<Vector2> path)
    {
        var count = Math.Max(2, (int)(path.Count * _random.Between(0.33f, 0.9f)));
        var first = (int)((path.Count - count + 1) * _random.Uniform());
        Vector2 start = Off(), end = Off();
        return [.. path.Skip(first).Take(count).Select((at, i) => at + Vector2.Lerp(start, end, (float)i / count))];

        Vector2 Off() => new(_random.Spread(0.025f), _random.Spread(0.025f));
    }

    /// <summary>Takes the points that a tablet notes of small, fast writing.</summary>
    private void Record(List<List<Vector2>> paths)
    {
        var tablet = Tablet.ForSmallWriting(_random.Fork(), InkBounds.Of(paths.SelectMany(path => path)));
        for (var i = 0; i < paths.Count; i++)
            paths[i] = tablet.Record(paths[i]).ConvertAll(point => point / tablet.Height);
    }
}
