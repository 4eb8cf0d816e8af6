using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Worker;

/// <summary>
/// Strokes in a message. Those that the message before had on this way too are named, so that they stay the same objects.
/// </summary>
/// <param name="Places">For each stroke its place in the message before; −1: the next one of the lists.</param>
/// <param name="At">Of each new stroke the points: x, y, x, y, …</param>
/// <param name="Times">Of each new stroke the times of its points in milliseconds.</param>
internal sealed record InkForm(int[] Places, float[][] At, double[][] Times);

/// <summary>The strokes of the last message on one way, at either end of it.</summary>
internal sealed class InkWay
{
    private ImmutableArray<Stroke> _before = [];

    public InkForm Write(ImmutableArray<Stroke> ink)
    {
        int[] places = [.. ink.Select(stroke => _before.IndexOf(stroke))];
        Stroke[] fresh = [.. ink.Where((_, i) => places[i] < 0)];
        _before = ink;
        return new(places,
            Array.ConvertAll(fresh, one => one.Points.SelectMany(point => (float[])[point.X, point.Y]).ToArray()),
            Array.ConvertAll(fresh, one => one.Points.Select(point => point.Time).ToArray()));
    }

    public ImmutableArray<Stroke> Read(InkForm form)
    {
        var next = 0;
        return _before = [.. form.Places.Select(place => place >= 0 ? _before[place] : Fresh(next++))];

        Stroke Fresh(int i)
        {
            var (at, times) = (form.At[i], form.Times[i]);
            return new([.. times.Select((time, point) => new InkPoint(at[2 * point], at[2 * point + 1], time))]);
        }
    }
}
