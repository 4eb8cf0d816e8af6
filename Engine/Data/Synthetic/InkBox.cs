using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>Strokes in the order in which they are written, each with the number of its symbol.</summary>
internal sealed class InkBox
{
    /// <summary>The strokes; their points may be moved.</summary>
    public List<(int Symbol, List<Vector2> Path)> Strokes { get; } = [];

    /// <summary>The box around all points.</summary>
    public InkBounds Bounds { get; private set; } = InkBounds.Empty;

    /// <summary>Adds a stroke.</summary>
    public void Add(int symbol, List<Vector2> path)
    {
        Strokes.Add((symbol, path));
        foreach (var point in path)
            Bounds = Bounds.With(point);
    }

    /// <summary>Adds the strokes of another box, which keeps them too.</summary>
    public void Add(InkBox other)
    {
        Strokes.AddRange(other.Strokes);
        Bounds = Bounds.With(other.Bounds);
    }

    /// <summary>Moves all strokes.</summary>
    public void Move(Vector2 by)
    {
        foreach (var (_, path) in Strokes)
        {
            for (var i = 0; i < path.Count; i++)
                path[i] += by;
        }

        Bounds = new(Bounds.Min + by, Bounds.Max + by);
    }

    /// <summary>A box with the strokes' points mapped.</summary>
    public InkBox Map(Func<Vector2, Vector2> map)
    {
        var mapped = new InkBox();
        foreach (var (symbol, path) in Strokes)
            mapped.Add(symbol, path.ConvertAll(at => map(at)));
        return mapped;
    }
}
