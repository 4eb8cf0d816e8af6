using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>Kinds of drawings that are not digits.</summary>
internal enum NonDigit
{
    /// <summary>A letter or sign that does not look like any digit.</summary>
    Letter,

    /// <summary>One to three long random strokes.</summary>
    Scribble,

    /// <summary>Three to six straight lines across each other.</summary>
    Lines,

    /// <summary>Several short strokes and dots at a distance from each other.</summary>
    Specks,
}

/// <summary>
/// Drawings that are not digits, to test whether a network recognises that it cannot read them. The same index and seed always give the
/// same drawing. Every four from a multiple of four contain each kind once, in the order of <see cref="NonDigit"/>.
/// </summary>
internal static class NonDigits
{
    private const float Pad = 360, Middle = 180;
    private const double Interval = 8, Lift = 120;

    /// <summary>Separates these random numbers from those of the digits with the same seed.</summary>
    private const uint Seed = 0x0800_0000;

    /// <summary>Letters and signs that differ from every usual form of a digit; so no B, G, I, L, O, S, Z and the like.</summary>
    private static readonly ImmutableArray<PenSkeleton> Letters =
    [
        Letter("A", "0,100 30,0 | 60,100 / 12,65 48,65"),
        Letter("E", "52,0 3,0 | 3,100 | 54,100 / 3,50 42,50"),
        Letter("F", "52,0 3,0 | 3,100 / 3,48 42,48"),
        Letter("H", "3,0 3,100 / 55,0 55,100 / 3,50 55,50"),
        Letter("K", "3,0 3,100 / 55,2 5,52 | 58,100"),
        Letter("M", "2,100 8,0 | 40,70 | 70,0 | 78,100"),
        Letter("N", "3,100 3,0 | 56,100 | 56,0"),
        Letter("R", "4,100 4,2 | 36,4 48,26 34,48 6,52 | 54,100"),
        Letter("T", "0,2 64,2 / 32,2 32,100"),
        Letter("W", "0,0 20,100 | 40,25 | 60,100 | 80,0"),
        Letter("X", "2,0 60,100 / 60,0 2,100"),
        Letter("m", "2,100 2,35 | 16,32 28,45 28,100 | 28,50 44,32 56,45 56,100"),
        Letter("plus", "0,50 100,50 / 50,0 50,100"),
        Letter("equals", "0,30 80,30 / 0,70 80,70"),
        Letter("hash", "28,0 18,100 / 64,0 54,100 / 0,32 84,32 / 0,68 84,68"),
        Letter("star", "50,0 20,100 | 98,38 | 2,38 | 80,100 | 50,0"),
        Letter("arrow", "0,50 100,50 / 66,20 100,50 | 66,80"),
        Letter("heart", "50,100 4,40 20,4 50,28 | 80,4 96,40 50,100"),
    ];

    /// <summary>Draws something that is not a digit.</summary>
    /// <returns>Its kind, and the strokes in pad pixels.</returns>
    public static (NonDigit Kind, ImmutableArray<Stroke> Strokes) Draw(uint seed, uint index)
    {
        var random = new PenRandom(seed + Seed, index);
        var kind = (NonDigit)(index % 4);
        return (kind, kind switch
        {
            NonDigit.Letter => WriteLetter(random),
            NonDigit.Scribble => Strokes(Paths(1 + (int)(3 * random.Uniform()), ref random, Scribble)),
            NonDigit.Lines => Strokes(Paths(3 + (int)(4 * random.Uniform()), ref random, Line)),
            _ => Strokes(Paths(3 + (int)(6 * random.Uniform()), ref random, Speck)),
        });
    }

    /// <summary>The picture [28, 28] that the Viewer would make of it.</summary>
    public static byte[] Picture(uint seed, uint index) =>
        DigitPreparation.Prepare(Draw(seed, index).Strokes) ?? throw new InvalidOperationException("A drawing came out as a speck.");

    private static PenSkeleton Letter(string name, string form) => new('\0', name, 1, form);

    private static ImmutableArray<Stroke> WriteLetter(PenRandom random)
    {
        var letter = Letters[(int)(Letters.Length * random.Uniform())];
        return new Penmanship(letter, random).Write();
    }

    private delegate List<Vector2> Path(ref PenRandom random);

    private static List<List<Vector2>> Paths(int count, ref PenRandom random, Path path)
    {
        var paths = new List<List<Vector2>>();
        for (var i = 0; i < count; i++)
            paths.Add(path(ref random));
        return paths;
    }

    /// <summary>A pen whose direction drifts and that turns back at the edge of the pad.</summary>
    private static List<Vector2> Scribble(ref PenRandom random)
    {
        const float Step = 9;
        var at = Anywhere(ref random, 0.5f);
        var path = new List<Vector2> { at };
        float heading = random.Between(0, MathF.Tau), turn = 0;
        var steps = (int)random.Between(60, 200);
        for (var i = 0; i < steps; i++)
        {
            turn = 0.85f * turn + random.Spread(0.16f);
            heading += turn;
            var (sin, cos) = PortableMath.SinCos(heading);
            var next = at + new Vector2(cos, sin) * Step;
            if (Vector2.Distance(next, new(Middle)) > Middle * 0.9f)
                heading += 1.2f;
            else
                path.Add(at = next);
        }

        return path;
    }

    private static List<Vector2> Line(ref PenRandom random)
    {
        float angle = random.Between(0, MathF.PI), half = random.Between(0.5f, 0.85f) * Middle;
        var (sin, cos) = PortableMath.SinCos(angle);
        var middle = Anywhere(ref random, 0.3f);
        var way = new Vector2(cos, sin) * half;
        return [.. Enumerable.Range(0, 13).Select(i => middle + way * ((i - 6) / 6f))];
    }

    private static List<Vector2> Speck(ref PenRandom random)
    {
        var at = Anywhere(ref random, 0.9f);
        float angle = random.Between(0, MathF.Tau), length = random.Between(6, 26);
        var (sin, cos) = PortableMath.SinCos(angle);
        return [at, at + new Vector2(cos, sin) * length];
    }

    private static Vector2 Anywhere(ref PenRandom random, float share) =>
        new Vector2(Middle) + new Vector2(random.Between(-1, 1), random.Between(-1, 1)) * (share * Pad / 2);

    private static ImmutableArray<Stroke> Strokes(List<List<Vector2>> paths)
    {
        double time = 0;
        var strokes = ImmutableArray.CreateBuilder<Stroke>(paths.Count);
        foreach (var path in paths)
        {
            strokes.Add(new Stroke([.. path.Select(at => new InkPoint(at.X, at.Y, time += Interval))]));
            time += Lift;
        }

        return strokes.MoveToImmutable();
    }
}
