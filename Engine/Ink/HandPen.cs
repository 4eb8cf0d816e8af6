using System.Collections.Immutable;
using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>
/// Writes a <see cref="HandSkeleton"/> as a hand would: centripetal Catmull-Rom curves through the points (Yuksel, Schaefer and Keyser
/// 2011), a slow tremble of the hand, and a speed that falls where the path bends (v ∝ curvature^−⅓: Lacquaniti, Terzuolo and Viviani 1983)
/// and at both ends. The same seed writes the same strokes.
/// </summary>
public sealed class HandPen
{
    private const int StepsPerSpan = 32;

    /// <summary>Speeds in digit heights per second, acceleration in digit heights per second squared.</summary>
    private const float TopSpeed = 6, LowSpeed = 0.8f, Acceleration = 60;

    /// <summary>Height of the digits in pad pixels.</summary>
    public float Height { get; init; } = 220;

    /// <summary>How far the hand deviates from the skeleton, as a fraction of the height; 0 for no deviation.</summary>
    public float Tremble { get; init; } = 0.012f;

    /// <summary>Milliseconds between two pointer positions.</summary>
    public double Interval { get; init; } = 8;

    /// <summary>Milliseconds from pen up to pen down between two strokes.</summary>
    public double Lift { get; init; } = 130;

    /// <summary>Writes a digit.</summary>
    /// <param name="skeleton">The digit to write.</param>
    /// <param name="origin">The upper left corner of the skeleton's unit square, in pad pixels.</param>
    /// <param name="startTime">Time of the first position, in milliseconds.</param>
    /// <param name="seed">Seed of the tremble.</param>
    public ImmutableArray<Stroke> Write(HandSkeleton skeleton, Vector2 origin, double startTime = 0, int seed = 0)
    {
        var tremble = new Wobble(seed, Tremble);
        var strokes = ImmutableArray.CreateBuilder<Stroke>();
        var time = startTime;
        foreach (var curves in skeleton.Strokes)
        {
            var path = Path(curves, tremble);
            var timed = Sample(path, Times(path), time);
            strokes.Add(new Stroke([.. timed.Select(OnPad)]));
            time = timed[^1].Time + Lift;
        }

        return strokes.ToImmutable();

        InkPoint OnPad(InkPoint point) => new(origin.X + Height * point.X, origin.Y + Height * point.Y, point.Time);
    }

    private static List<Vector2> Path(ImmutableArray<ImmutableArray<Vector2>> curves, Wobble tremble)
    {
        var path = new List<Vector2> { curves[0][0] };
        foreach (var curve in curves)
        {
            for (var i = 0; i + 1 < curve.Length; i++)
            {
                // Each end of a curve is extended by the mirror image of its first or last span.
                var (b, c) = (curve[i], curve[i + 1]);
                var a = i > 0 ? curve[i - 1] : 2 * b - c;
                var d = i + 2 < curve.Length ? curve[i + 2] : 2 * c - b;
                for (var step = 1; step <= StepsPerSpan; step++)
                    path.Add(CatmullRom(a, b, c, d, step / (float)StepsPerSpan));
            }
        }

        return path.ConvertAll(tremble.At);
    }

    private static Vector2 CatmullRom(Vector2 a, Vector2 b, Vector2 c, Vector2 d, float part)
    {
        float t1 = Knot(a, b), t2 = t1 + Knot(b, c), t3 = t2 + Knot(c, d);
        var t = float.Lerp(t1, t2, part);
        var ab = Vector2.Lerp(a, b, t / t1);
        var bc = Vector2.Lerp(b, c, (t - t1) / (t2 - t1));
        var cd = Vector2.Lerp(c, d, (t - t2) / (t3 - t2));
        return Vector2.Lerp(Vector2.Lerp(ab, bc, t / t2), Vector2.Lerp(bc, cd, (t - t1) / (t3 - t1)), part);

        static float Knot(Vector2 from, Vector2 to) => MathF.Sqrt(Vector2.Distance(from, to));
    }

    /// <summary>The time at which the pen reaches each point of the path, in milliseconds from its start.</summary>
    private static double[] Times(List<Vector2> path)
    {
        var last = path.Count - 1;
        var speed = new float[path.Count];
        for (var i = 1; i < last; i++)
        {
            var slower = PortableMath.Pow(1 + Curvature(path[i - 1], path[i], path[i + 1]), -1f / 3);
            speed[i] = Math.Clamp(TopSpeed * slower, LowSpeed, TopSpeed);
        }

        speed[0] = speed[last] = LowSpeed;

        // The hand needs time to accelerate to a speed, and must be able to slow down in time.
        for (var i = 1; i <= last; i++)
            speed[i] = MathF.Min(speed[i], Reachable(i - 1, i));
        for (var i = last - 1; i >= 0; i--)
            speed[i] = MathF.Min(speed[i], Reachable(i + 1, i));

        var times = new double[path.Count];
        for (var i = 1; i <= last; i++)
            times[i] = times[i - 1] + 2000 * Vector2.Distance(path[i - 1], path[i]) / (speed[i - 1] + speed[i]);
        return times;

        float Reachable(int from, int to) =>
            MathF.Sqrt(speed[from] * speed[from] + 2 * Acceleration * Vector2.Distance(path[from], path[to]));
    }

    /// <summary>The angle by which the path turns, divided by the length of the turn, in 1 / height.</summary>
    private static float Curvature(Vector2 a, Vector2 b, Vector2 c)
    {
        var (u, v) = (b - a, c - b);
        var way = (u.Length() + v.Length()) / 2;
        return way > 0 ? MathF.Abs(PortableMath.Atan2(u.X * v.Y - u.Y * v.X, Vector2.Dot(u, v))) / way : 0;
    }

    private List<InkPoint> Sample(List<Vector2> path, double[] times, double startTime)
    {
        var points = new List<InkPoint>();
        var next = 1;
        for (double time = 0; time < times[^1]; time += Interval)
        {
            while (times[next] <= time)
                next++;
            var part = (float)((time - times[next - 1]) / (times[next] - times[next - 1]));
            Add(Vector2.Lerp(path[next - 1], path[next], part), time);
        }

        Add(path[^1], times[^1]);
        return points;

        void Add(Vector2 position, double time) => points.Add(new InkPoint(position.X, position.Y, startTime + time));
    }

    /// <summary>A smooth displacement of the plane: a few waves, each with its own direction, length and phase.</summary>
    private sealed class Wobble(int seed, float amplitude)
    {
        private readonly (Vector2 Wave, float Phase, Vector2 Push)[] _waves = Waves(new Random(seed));

        public Vector2 At(Vector2 point)
        {
            var moved = point;
            foreach (var (wave, phase, push) in _waves)
                moved += amplitude * PortableMath.Sin(Vector2.Dot(wave, point) + phase) * push;
            return moved;
        }

        private static (Vector2 Wave, float Phase, Vector2 Push)[] Waves(Random random) =>
            [.. Enumerable.Range(0, 4).Select(_ => (Direction(random) * (3 + 9 * random.NextSingle()), Angle(random), Direction(random)))];

        private static Vector2 Direction(Random random)
        {
            var (sin, cos) = PortableMath.SinCos(Angle(random));
            return new Vector2(cos, sin);
        }

        private static float Angle(Random random) => MathF.Tau * random.NextSingle();
    }
}
