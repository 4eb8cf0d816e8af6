using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Writes calculations as a person does with a pen: digits by the hand's skeletons, signs as a few lines.</summary>
/// <param name="height">The height of a digit.</param>
/// <param name="seed">Of the tremble of the hand.</param>
internal sealed class PaperHand(float height = 80, int seed = 1)
{
    /// <summary>The space after each sign, in heights of a digit.</summary>
    public float Gap { get; init; } = 0.28f;

    /// <summary>Milliseconds from one point to the next.</summary>
    public int Interval { get; init; } = 8;

    private int _seed = seed;

    /// <summary>The strokes of a line of signs; points in pixels.</summary>
    /// <param name="text">Digits and + - × ÷ = / . ( ).</param>
    /// <param name="at">The left end of the line's baseline.</param>
    public List<Vector2[]> Write(string text, Vector2 at)
    {
        var strokes = new List<Vector2[]>();
        var x = at.X;
        foreach (var sign in text)
        {
            var paths = char.IsAsciiDigit(sign) ? Digit(sign - '0') : [.. Sign(sign).Select(path => Line(path))];
            var left = paths.Min(path => path.Min(point => point.X));
            var by = new Vector2(x - left, at.Y - height);
            foreach (var path in paths)
                strokes.Add([.. path.Select(point => point + by)]);
            x = strokes.TakeLast(paths.Count).Max(path => path.Max(point => point.X)) + Gap * height;
        }
        return strokes;
    }

    /// <summary>A number on a pad.</summary>
    /// <param name="number">Digits and points.</param>
    /// <param name="centre">The middle of the pad.</param>
    /// <param name="tenth">A tenth of the pad's shorter side.</param>
    /// <param name="gap">The space after each digit, in tenths of the pad.</param>
    /// <param name="interval">Milliseconds from one point to the next.</param>
    public static List<Vector2[]> Number(string number, Vector2 centre, float tenth, float gap = 0.5f, int interval = 8)
    {
        const float Height = 2.4f;
        return new PaperHand(Height * tenth) { Gap = gap / Height, Interval = interval }
            .Write(number, centre + new Vector2(-4.5f, 1) * tenth);
    }

    /// <summary>A fraction whose bar begins at a place: above, bar, below.</summary>
    public List<Vector2[]> Fraction(string top, string bottom, Vector2 bar)
    {
        var (above, below) = (Write(top, bar + new Vector2(0, -0.22f * height)), Write(bottom, bar + new Vector2(0, 1.22f * height)));
        var right = above.Concat(below).Max(path => path.Max(point => point.X));
        return [.. above, [.. Line([bar - new Vector2(0.15f * height, 0), new(right + 0.15f * height, bar.Y)], 1)], .. below];
    }

    /// <summary>3/4 + 1/2 = as fractions; the first bar begins at a place.</summary>
    public List<Vector2[]> SumOfFractions(Vector2 at)
    {
        var line = at.Y + height / 2;
        var first = Fraction("3", "4", at);
        var plus = Write("+", new(PaperHand.RightOf(first) + 0.43f * height, line));
        var second = Fraction("1", "2", new(PaperHand.RightOf(plus) + 0.6f * height, at.Y));
        return [.. first, .. plus, .. second, .. Write("=", new(PaperHand.RightOf(second) + 0.54f * height, line))];
    }

    /// <summary>To and fro many times over a box.</summary>
    public Vector2[] Scratch(InkBounds box)
    {
        const int Turns = 9;
        Vector2[] corners = [.. Enumerable.Range(0, Turns).Select(i =>
            new Vector2(i % 2 == 0 ? box.Min.X : box.Max.X, float.Lerp(box.Min.Y, box.Max.Y, i / (Turns - 1f))))];
        return Line(corners, 1);
    }

    /// <summary>The right end of some strokes.</summary>
    public static float RightOf(IEnumerable<Vector2[]> strokes) => strokes.Max(path => path.Max(point => point.X));

    /// <summary>A loop around a box.</summary>
    public static Vector2[] Around(InkBounds box, float margin) =>
    [
        .. Enumerable.Range(0, 41).Select(i => MathF.SinCos(i * MathF.Tau / 40)).Select(turn =>
            box.Center + new Vector2(turn.Cos, turn.Sin) * (box.Size / MathF.Sqrt(2) + new Vector2(margin)))
    ];

    private List<Vector2[]> Digit(int digit) =>
    [
        .. new HandPen { Height = height, Tremble = 0.008f, Interval = Interval }.Write(HandSkeleton.For(digit), default, 0, _seed++)
            .Select(stroke => stroke.Points.Select(point => point.Position).ToArray())
    ];

    private static ImmutableArray<Vector2[]> Sign(char sign) => sign switch
    {
        '+' => [[new(0.28f, 0.28f), new(0.28f, 0.82f)], [new(0, 0.55f), new(0.56f, 0.54f)]],
        '-' => [[new(0, 0.55f), new(0.52f, 0.54f)]],
        '×' => [[new(0, 0.32f), new(0.46f, 0.78f)], [new(0.46f, 0.32f), new(0, 0.8f)]],
        '÷' => [[new(0, 0.55f), new(0.56f, 0.54f)], [new(0.27f, 0.3f), new(0.29f, 0.32f)], [new(0.27f, 0.79f), new(0.29f, 0.81f)]],
        '=' => [[new(0, 0.44f), new(0.56f, 0.43f)], [new(0, 0.67f), new(0.56f, 0.66f)]],
        '/' => [[new(0.45f, -0.05f), new(0, 1.05f)]],
        '.' => [[new(0, 0.97f), new(0.02f, 0.99f)]],
        '(' => [[new(0.2f, -0.05f), new(0.04f, 0.25f), new(0, 0.5f), new(0.04f, 0.75f), new(0.2f, 1.05f)]],
        ')' => [[new(0, -0.05f), new(0.16f, 0.25f), new(0.2f, 0.5f), new(0.16f, 0.75f), new(0, 1.05f)]],
        _ => throw new ArgumentOutOfRangeException(nameof(sign)),
    };

    private Vector2[] Line(Vector2[] path) => Line(path, height);

    /// <summary>A path at an even speed.</summary>
    private Vector2[] Line(Vector2[] path, float scale)
    {
        var points = new List<Vector2> { path[0] * scale };
        for (var i = 1; i < path.Length; i++)
        {
            var (from, to) = (path[i - 1] * scale, path[i] * scale);
            var steps = Math.Max(1, (int)(Vector2.Distance(from, to) / (0.9f * Interval)));
            for (var step = 1; step <= steps; step++)
                points.Add(Vector2.Lerp(from, to, (float)step / steps));
        }
        return [.. points];
    }
}
