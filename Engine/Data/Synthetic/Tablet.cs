using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// Records a pen as tablets do: points close together or far apart, often on a grid of whole pixels. It also turns the paper a little.
/// </summary>
internal sealed class Tablet
{
    private const float Margin = 10;

    private readonly float _spacing, _unevenness, _grid, _slope;
    private readonly Vector2 _origin;
    private PenRandom _random;

    /// <param name="random">This tablet's random numbers.</param>
    /// <param name="bounds">The box around all ink, in digit heights.</param>
    /// <param name="slope">How far lines fall per unit to the right.</param>
    public Tablet(PenRandom random, InkBounds bounds, float slope)
    {
        _random = random;
        _spacing = 0.012f * PortableMath.Exp(2.5f * _random.Uniform());
        _unevenness = _random.Between(0.1f, 0.9f);
        Height = 45 * PortableMath.Exp(1.6f * _random.Uniform());
        _grid = _random.Chance(0.6f) ? 1 : 0.01f;
        _slope = slope;
        _origin = bounds.Min - new Vector2(0, MathF.Max(0, -slope * bounds.Size.X));
    }

    private Tablet(PenRandom random, InkBounds bounds, float least, float mostTimes, float height) : this(random, bounds, 0)
    {
        _spacing = least * PortableMath.Exp(mostTimes * _random.Uniform());
        Height = height * PortableMath.Exp(1.3f * _random.Uniform());
        _grid = 1;
    }

    /// <summary>The height of a digit in pixels.</summary>
    public float Height { get; }

    /// <summary>A tablet on which digits are 15 to 55 pixels high and have about 6 to 25 points for each height of a stroke.</summary>
    public static Tablet ForSmallWriting(PenRandom random, InkBounds bounds) => new(random, bounds, 0.04f, 1.4f, 15);

    /// <summary>The points of a stroke in pixels; at least one.</summary>
    public List<Vector2> Record(List<Vector2> path)
    {
        var points = new List<Vector2> { Pixel(path[0]) };
        var (before, since, next) = (path[0], 0f, Next());
        for (var i = 1; i < path.Count; i++)
        {
            since += Vector2.Distance(before, path[i]);
            before = path[i];
            if (since < next && i + 1 < path.Count)
                continue;

            (since, next) = (0, Next());
            var at = Pixel(path[i]);
            if (at != points[^1])
                points.Add(at);
        }

        return points;
    }

    private float Next() => _spacing * (1 + _unevenness * _random.Between(-1, 1));

    private Vector2 Pixel(Vector2 at)
    {
        var moved = at - _origin;
        moved.Y += _slope * moved.X;
        moved = moved * Height + new Vector2(Margin);
        return new(MathF.Round(moved.X / _grid) * _grid, MathF.Round(moved.Y / _grid) * _grid);
    }
}
