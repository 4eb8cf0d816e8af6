using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using Joint = GpuDigits.Engine.Data.Synthetic.PenSkeleton.Joint;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// Writes a skeleton as one person does on one occasion. First the plan: points between the skeleton's forms, bent, slanted and stretched.
/// Then the movement of the pen through them, with rounded corners, hooks and a tremor. All lengths are in digit heights.
/// </summary>
internal sealed class Penmanship
{
    private const float PadHeight = 200, PadCentre = 180;
    private const double Interval = 8, Lift = 120;

    /// <summary>Angles below the horizontal, in radians: the least of a flag on a 1, and the most of the roof of a 7.</summary>
    private const float LeastFlag = 0.5f, MostRoof = 0.2f;

    /// <summary>A shorter flag is no roof, however level.</summary>
    private const float LongFlag = 0.25f;

    private readonly PenSkeleton _skeleton;

    /// <summary>Null for a person of whom nothing else is written.</summary>
    private readonly PenHabits? _habits;

    /// <summary>How far this writer deviates from the plan; 1 is usual.</summary>
    private readonly float _haste;

    private PenRandom _random;

    public Penmanship(PenSkeleton skeleton, PenRandom random, PenHabits? habits = null)
    {
        (_skeleton, _random, _habits) = (skeleton, random, habits);
        _haste = habits?.Haste ?? 0.4f + 2 * PortableMath.Pow(_random.Uniform(), 2);
    }

    /// <summary>Writes it in the middle of a pad of 360 pixels, a digit about 200 pixels high.</summary>
    /// <param name="slips">What goes wrong; null: nothing.</param>
    public ImmutableArray<Stroke> Write(PenSlips? slips = null)
    {
        var paths = Trace();
        slips?.Apply(paths);
        var bounds = InkBounds.Of(paths.SelectMany(path => path));

        double time = 0;
        var strokes = ImmutableArray.CreateBuilder<Stroke>(paths.Count);
        foreach (var path in paths)
        {
            var points = ImmutableArray.CreateBuilder<InkPoint>(path.Count);
            foreach (var position in path)
            {
                var at = (position - bounds.Center) * PadHeight + new Vector2(PadCentre);
                points.Add(new InkPoint(at.X, at.Y, time += Interval));
            }

            strokes.Add(new Stroke(points.MoveToImmutable()));
            time += Lift;
        }

        return strokes.MoveToImmutable();
    }

    /// <summary>Writes it where the skeleton stands: the points of each stroke in digit heights.</summary>
    public List<List<Vector2>> Trace()
    {
        var plan = Plan();
        Stretch(plan);
        Distinguish(plan);
        return Paths(plan);
    }

    /// <summary>The skeleton's points: a mixture of its forms, each stroke slightly displaced, all bent by slow waves.</summary>
    private Vector2[] Plan()
    {
        var points = new Vector2[_skeleton.Joints.Length];
        float sum = 0;
        var style = _habits?.Style(_skeleton) ?? default;
        foreach (var form in _skeleton.Forms)
        {
            // The square favours the extremes over averages.
            var weight = _habits is null
                ? _random.Uniform()
                : Math.Clamp(PortableMath.Pow(style.Uniform(), 2) + _random.Spread(0.08f), 0.02f, 1);
            weight *= weight;
            sum += weight;
            for (var i = 0; i < points.Length; i++)
                points[i] += weight * form[i];
        }

        for (var i = 0; i < points.Length; i++)
            points[i] /= sum + 1e-9f;
        Misplace(points);
        Bend(points);
        return points;
    }

    private void Misplace(Span<Vector2> points)
    {
        for (int first = 0, i = 0; i < points.Length; i++)
        {
            if (_skeleton.Joints[i] != Joint.Lift)
                continue;

            var stroke = points[first..(i + 1)];
            var alone = stroke.Length == points.Length;
            var middle = (stroke[0] + stroke[^1]) / 2;
            var shift = alone ? Vector2.Zero : new Vector2(_random.Spread(0.025f), _random.Spread(0.025f)) * _haste;
            var turn = alone
                ? Matrix3x2.Identity
                : PortableMath.Rotation(_random.Spread(0.06f) * _haste) * Matrix3x2.CreateScale(1 + _random.Spread(0.06f) * _haste);
            foreach (ref var point in stroke)
            {
                var slip = new Vector2(_random.Spread(0.012f), _random.Spread(0.012f)) * _haste;
                point = middle + Vector2.Transform(point - middle, turn) + shift + slip;
            }

            first = i + 1;
        }
    }

    private void Bend(Span<Vector2> points)
    {
        // Moves the waist up or down: y stays monotonic as long as the factor is below 1.
        var waist = _random.Spread(0.12f);
        foreach (ref var point in points)
            point.Y += waist * point.Y * (1 - point.Y);

        for (var i = 0; i < 3; i++)
        {
            // Short waves displace less than long ones: the strain (displacement times wave number) stays below 1, so that nothing folds
            // over.
            var number = _random.Between(2, 6);
            var wave = Direction(_random.Between(0, MathF.Tau)) * number;
            var push = Direction(_random.Between(0, MathF.Tau)) * (_random.Spread(0.09f) * _haste / number);
            var phase = _random.Between(0, MathF.Tau);
            foreach (ref var point in points)
                point += PortableMath.Sin(Vector2.Dot(wave, point) + phase) * push;
        }
    }

    /// <summary>Makes it wide or narrow, slanted and slightly turned.</summary>
    private void Stretch(Span<Vector2> points)
    {
        var width = _habits is null
            ? Math.Clamp(PortableMath.Exp(_random.Spread(0.2f)), 0.75f, 1.5f)
            : _habits.Width * PortableMath.Exp(_random.Spread(0.06f));
        var slant = _habits is null
            ? Math.Clamp(0.08f + _random.Spread(0.19f), -0.3f, 0.6f)
            : _habits.Slant + _random.Spread(0.04f);
        var turn = _habits is null ? _random.Spread(0.05f) : _habits.Turn + _random.Spread(0.025f);
        var map = Matrix3x2.CreateScale(width, 1) * new Matrix3x2(1, 0, -slant, 1, 0, 0) * PortableMath.Rotation(turn);
        foreach (ref var point in points)
            point = Vector2.Transform(point, map);
    }

    /// <summary>
    /// Keeps 1 and 7 apart, as whoever writes both does: a flag that is as level as a roof is turned down about its corner, and a roof that
    /// falls like a flag is turned up. Without this, some of what is labelled 1 is a 7 to every reader.
    /// </summary>
    private void Distinguish(Span<Vector2> points)
    {
        if (_skeleton.Roof is not { } roof)
            return;

        var corner = points[roof.Corner];
        var line = points[roof.Start] - corner;
        var fall = PortableMath.Atan2(line.Y, -line.X);
        var clear = _skeleton.Label == '7' ? Math.Min(fall, MostRoof) : line.Length() > LongFlag ? Math.Max(fall, LeastFlag) : fall;
        var turn = PortableMath.Rotation(fall - clear);
        foreach (ref var point in points[..roof.Corner])
            point = corner + Vector2.Transform(point - corner, turn);
    }

    private List<List<Vector2>> Paths(Vector2[] plan)
    {
        float step = _random.Between(0.035f, 0.075f), tremor = 0.012f * PortableMath.Pow(_random.Uniform(), 2);
        var rounding = (int)(_random.Uniform() * 4);
        if (_habits is not null)
            (step, tremor, rounding) = (_habits.Step, _habits.Tremor, _habits.Rounding);
        var paths = new List<List<Vector2>>();
        for (int first = 0, i = 0; i < plan.Length; i++)
        {
            if (_skeleton.Joints[i] != Joint.Lift)
                continue;

            var path = Path(plan, first, i, step);
            for (var pass = 0; pass < rounding; pass++)
                Smooth(path);
            Tremble(path, tremor);
            paths.Add(path);
            first = i + 1;
        }

        return paths;
    }

    /// <summary>The curves through the points from first to last, with points about one step apart.</summary>
    private List<Vector2> Path(Vector2[] plan, int first, int last, float step)
    {
        var path = new List<Vector2>(64);
        if (first == last)
            return [plan[first]];

        if (Hook(plan[first], plan[first + 1]) is { } from)
            AddSpan(path, 2 * from - plan[first], from, plan[first], plan[first + 1], step);
        for (var i = first; i < last; i++)
        {
            // Each end of a curve is extended by the mirror image of its first or last span.
            var (b, c) = (plan[i], plan[i + 1]);
            var a = i > first && _skeleton.Joints[i] == Joint.Smooth ? plan[i - 1] : 2 * b - c;
            var d = _skeleton.Joints[i + 1] == Joint.Smooth ? plan[i + 2] : 2 * c - b;
            AddSpan(path, a, b, c, d, step);
        }

        if (Hook(plan[last], plan[last - 1]) is { } to)
            AddSpan(path, plan[last - 1], plan[last], to, 2 * to - plan[last], step);
        return path;
    }

    /// <summary>The start or end of a careless touch-down or lift-off; null if there is none.</summary>
    private Vector2? Hook(Vector2 end, Vector2 inner)
    {
        if (!_random.Chance(0.12f * _haste))
            return null;

        var outward = Vector2.Normalize(end - inner);
        var turn = PortableMath.Rotation(_random.Between(0.6f, 2.4f) * (_random.Chance(0.5f) ? 1 : -1));
        return end + Vector2.Transform(outward, turn) * _random.Between(0.02f, 0.06f);
    }

    /// <summary>The centripetal Catmull-Rom curve from b to c (Yuksel, Schaefer and Keyser 2011); the pen's speed is uneven.</summary>
    private void AddSpan(List<Vector2> path, Vector2 a, Vector2 b, Vector2 c, Vector2 d, float step)
    {
        float t1 = Knot(a, b), t2 = t1 + Knot(b, c), t3 = t2 + Knot(c, d);
        var count = Math.Max(1, (int)(Vector2.Distance(b, c) / step));
        if (path.Count == 0)
            path.Add(b);
        for (var i = 1; i <= count; i++)
        {
            float part = i < count ? (i + _random.Between(-0.3f, 0.3f)) / count : 1, t = float.Lerp(t1, t2, part);
            var ab = Vector2.Lerp(a, b, t / t1);
            var bc = Vector2.Lerp(b, c, part);
            var cd = Vector2.Lerp(c, d, (t - t2) / (t3 - t2));
            path.Add(Vector2.Lerp(Vector2.Lerp(ab, bc, t / t2), Vector2.Lerp(bc, cd, (t - t1) / (t3 - t1)), part));
        }

        static float Knot(Vector2 from, Vector2 to) => MathF.Sqrt(Vector2.Distance(from, to) + 1e-6f);
    }

    /// <summary>Moves each point halfway to the midpoint of its neighbours: corners become round.</summary>
    private static void Smooth(List<Vector2> path)
    {
        var before = path[0];
        for (var i = 1; i + 1 < path.Count; i++)
        {
            var here = path[i];
            path[i] = here / 2 + (before + path[i + 1]) / 4;
            before = here;
        }
    }

    private void Tremble(List<Vector2> path, float deviation)
    {
        var off = Vector2.Zero;
        for (var i = 0; i < path.Count; i++)
        {
            off = 0.6f * off + deviation * new Vector2(_random.Between(-1, 1), _random.Between(-1, 1));
            path[i] += off;
        }
    }

    private static Vector2 Direction(float angle)
    {
        var (sin, cos) = PortableMath.SinCos(angle);
        return new Vector2(cos, sin);
    }
}
