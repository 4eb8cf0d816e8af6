using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>
/// The movement of a hand that writes a digit: strokes, each of smooth curves that meet at corners, each through a few points. The unit is
/// the digit's height, y downwards.
/// </summary>
public sealed class HandSkeleton
{
    /// <summary>The ways of writing the digits, at least one for each.</summary>
    /// <remarks>Points are x,y in hundredths of the height; | is a corner, where a new curve starts; / lifts the pen.</remarks>
    public static readonly ImmutableArray<HandSkeleton> All =
    [
        new(0, "40,3 20,7 5,30 3,56 12,86 32,98 52,86 62,56 58,26 45,7 32,3 24,9"),
        new(1, "35,2 32,34 29,66 26,98"),
        new(2, "5,25 15,7 36,1 54,12 55,32 40,57 20,79 3,96 | 20,92 40,95 64,94"),
        new(3, "7,13 26,1 47,7 50,26 38,41 22,46 | 44,49 59,66 53,88 31,99 4,90"),
        new(4, "13,5 10,28 5,53 | 33,54 64,50 / 47,10 45,52 42,99"),
        new(5, "15,6 12,24 9,44 | 31,37 52,47 57,69 45,91 24,98 3,89 / 15,6 35,6 58,3"),
        new(6, "49,2 28,17 11,43 5,70 14,92 34,99 54,86 54,65 38,53 20,59 8,75"),
        new(7, "4,7 31,6 61,4 | 46,35 32,66 22,99"),
        new(8, "52,15 35,1 14,10 14,30 33,46 54,66 50,90 30,99 10,88 10,67 30,48 50,32 54,17 45,5"),
        new(9, "55,22 39,3 17,8 6,28 16,46 36,46 51,31 56,11 | 55,40 50,70 44,99"),
    ];

    private HandSkeleton(int digit, string path)
    {
        Digit = digit;
        Strokes = [.. path.Split('/').Select(Curves)];
    }

    /// <summary>The digit that it writes, 0 to 9.</summary>
    public int Digit { get; }

    /// <summary>[stroke][curve][point]; each curve starts at the end of the previous curve of the stroke.</summary>
    public ImmutableArray<ImmutableArray<ImmutableArray<Vector2>>> Strokes { get; }

    /// <summary>The first way of writing a digit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">digit is not 0 to 9.</exception>
    public static HandSkeleton For(int digit) =>
        All.FirstOrDefault(skeleton => skeleton.Digit == digit)
            ?? throw new ArgumentOutOfRangeException(nameof(digit), digit, "Digits are 0 to 9.");

    private static ImmutableArray<ImmutableArray<Vector2>> Curves(string stroke)
    {
        var curves = ImmutableArray.CreateBuilder<ImmutableArray<Vector2>>();
        foreach (var curve in stroke.Split('|'))
        {
            IEnumerable<Vector2> joint = curves.Count > 0 ? [curves[^1][^1]] : [];
            curves.Add([.. joint, .. curve.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Point)]);
        }

        return curves.ToImmutable();
    }

    private static Vector2 Point(string text)
    {
        var parts = text.Split(',');
        return new Vector2(float.Parse(parts[0], CultureInfo.InvariantCulture), float.Parse(parts[1], CultureInfo.InvariantCulture)) / 100;
    }
}
