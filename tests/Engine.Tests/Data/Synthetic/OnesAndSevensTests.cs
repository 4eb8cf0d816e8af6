using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;

namespace GpuDigits.Engine.Tests.Data.Synthetic;

/// <summary>What is labelled 1 must not look like a 7, nor a 7 like a 1, however the hand turns and slants what it writes.</summary>
public sealed class OnesAndSevensTests
{
    /// <summary>A hand without slips or tremor, which turns all it writes by an angle in radians, clockwise.</summary>
    private static PenHabits Turning(float angle) => new(3, 4)
    {
        Haste = 0,
        Tremor = 0,
        Rounding = 0,
        Width = 1.3f,
        Slant = 0.2f,
        Turn = angle,
    };

    [Fact]
    public void A_long_flag_falls_however_the_one_is_turned()
    {
        var flags = Lines('1', Turning(0.5f));
        Assert.All(flags, flag => Assert.True(flag.Fall > 0.499 || flag.Length < 0.25, $"{flag}"));
        Assert.Contains(flags, flag => flag is { Fall: < 0.501f, Length: > 0.25f });
        Assert.Contains(flags, flag => flag is { Fall: < 0.4f, Length: < 0.25f });
        Assert.Contains(flags, flag => flag.Fall > 0.55);
    }

    [Fact]
    public void A_roof_does_not_fall_like_a_flag_however_the_seven_is_turned()
    {
        var roofs = Lines('7', Turning(-0.5f));
        Assert.All(roofs, roof => Assert.True(roof.Fall < 0.201, $"{roof}"));
        Assert.Contains(roofs, roof => roof.Fall > 0.199);
        Assert.Contains(Lines('7', Turning(0.2f)), roof => roof.Fall < 0);
    }

    [Fact]
    public void The_serif_of_a_seven_turns_with_its_roof()
    {
        var skeleton = DigitSkeletons.All.Single(skeleton => skeleton.ToString() == "7 with a serif");
        var stroke = Assert.Single(new Penmanship(skeleton, new PenRandom(5, 6), Turning(-0.5f)).Trace());
        var corner = stroke.MaxBy(at => at.X - at.Y);
        var left = stroke.Take(stroke.IndexOf(corner)).MinBy(at => at.X + at.Y);
        Assert.InRange(Fall(left - corner), 0.1, 0.201);
        Assert.True(stroke[0].Y > left.Y + 0.05f, $"{stroke[0]} is not below {left}");
    }

    [Fact]
    public void A_foot_or_a_bar_tells_them_apart_so_nothing_is_turned()
    {
        var clear = DigitSkeletons.All.Where(skeleton =>
            skeleton.Joints.Count(joint => joint == PenSkeleton.Joint.Lift) > 1 || skeleton.Label is not ('1' or '7')).ToArray();
        Assert.Contains(clear, skeleton => skeleton.Label == '1');
        Assert.Contains(clear, skeleton => skeleton.Label == '7');
        Assert.All(clear, skeleton => Assert.Null(skeleton.Roof));
    }

    /// <summary>The line from the start to the corner of each skeleton with one corner, in digit heights.</summary>
    private static List<(string Name, float Fall, float Length)> Lines(char label, PenHabits habits)
    {
        var lines = new List<(string, float, float)>();
        var skeletons = DigitSkeletons.All.Where(skeleton => skeleton.Label == label && skeleton.Roof is { Start: 0 }).ToArray();
        Assert.InRange(skeletons.Length, 8, 40);
        foreach (var skeleton in skeletons)
        {
            for (uint seed = 0; seed < 20; seed++)
            {
                var stroke = Assert.Single(new Penmanship(skeleton, new PenRandom(seed, 1), habits).Trace());
                var corner = Enumerable.Range(1, stroke.Count - 2).MinBy(i => Straightness(stroke[i - 1], stroke[i], stroke[i + 1]));
                var line = stroke[0] - stroke[corner];
                lines.Add(($"{skeleton}", Fall(line), line.Length()));
            }
        }

        return lines;
    }

    /// <summary>Of the way over b: 1 where it goes straight on, -1 where it turns back.</summary>
    private static float Straightness(Vector2 a, Vector2 b, Vector2 c) => Vector2.Dot(Vector2.Normalize(b - a), Vector2.Normalize(c - b));

    /// <summary>The angle below the horizontal of a line that leads to the left, in radians.</summary>
    private static float Fall(Vector2 line) => MathF.Atan2(line.Y, -line.X);
}
