using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Pictures;
using SkiaSharp;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>What lies beside the writing is no ink; what belongs to it stays, however small.</summary>
public sealed class ClutterTests
{
    private const int Width = 1000, Height = 750;

    /// <summary>Two, seven, one, 170 pixels high, in the middle of the picture.</summary>
    private static readonly Vector2[][] Number =
    [
        [new(330, 320), new(380, 285), new(430, 333), new(330, 455), new(445, 455)],
        [new(530, 285), new(630, 285), new(565, 455)],
        [new(710, 340), new(770, 285), new(770, 455)],
    ];

    public static TheoryData<string> Kinds => ["holes", "spiral", "print", "toolbar"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_lies_beside_the_writing_is_no_ink(string kind)
    {
        var box = Box(FirstLook.Trace(Picture(Number, kind)));
        Assert.InRange(box.Size.X / box.Size.Y, 2.4f, 2.8f);
    }

    [Theory]
    [InlineData("a decimal point", 480, 448, 448)]
    [InlineData("a dot of multiplication", 480, 375, 375)]
    [InlineData("a point before the number", 290, 448, 448)]
    [InlineData("the dots of a division sign", 480, 330, 410)]
    public void A_dot_near_the_writing_stays(string kind, int x, int y, int otherY)
    {
        Vector2[] dots = [.. ((int[])[y, otherY]).Distinct().Select(at => new Vector2(x, at))];
        Assert.True(FirstLook.Trace(Picture(Number, "", dots)).Length == Number.Length + dots.Length, kind);
    }

    [Fact]
    public void A_minus_between_wide_gaps_stays() =>
        Assert.Equal(3, FirstLook.Trace(Picture(
            [Shifted(Number[1], -400), [new(440, 370), new(520, 370)], Shifted(Number[1], 250)], "")).Length);

    [Theory]
    [InlineData(130, 210)]
    [InlineData(40, 65)]
    public void A_minus_before_the_number_stays(int from, int to) =>
        Assert.Equal(4, FirstLook.Trace(Picture([.. Number, [new(from, 370), new(to, 370)]], "")).Length);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Zeros_are_no_holes(int count) =>
        Assert.Equal(count, FirstLook.Trace(Picture(
            [.. Enumerable.Range(0, count).Select(i => Circle(new(200 + (180 * i), 375), 60))], "")).Length);

    [Fact]
    public void A_second_line_of_writing_stays() =>
        Assert.Equal(6, FirstLook.Trace(Picture(
            [.. Number.Select(path => Half(path, 60)), .. Number.Select(path => Half(path, 400))], "")).Length);

    private static Vector2[] Shifted(Vector2[] path, float x) => [.. path.Select(at => at + new Vector2(x, 0))];

    private static Vector2[] Half(Vector2[] path, float y) => [.. path.Select(at => new Vector2(at.X, y + ((at.Y - 285) / 2)))];

    private static Vector2[] Circle(Vector2 middle, float radius) =>
        [.. Enumerable.Range(0, 33).Select(i => i * MathF.Tau / 32)
            .Select(turn => middle + (radius * new Vector2(MathF.Sin(turn), MathF.Cos(turn))))];

    private static InkBounds Box(IEnumerable<Stroke> strokes) =>
        strokes.Aggregate(InkBounds.Empty, (all, stroke) => all.With(stroke.Bounds));

    /// <summary>Dark blue lines on paper, with something else beside them.</summary>
    private static Image Picture(Vector2[][] paths, string kind, Vector2[]? dots = null)
    {
        const float Pen = 11;
        using var canvas = new SheetCanvas(Width, Height, new SKColor(238, 236, 230));
        SKColor ink = new(35, 60, 150), dark = new(70, 62, 55);
        foreach (var path in paths)
        {
            for (var i = 1; i < path.Length; i++)
                canvas.Line(path[i - 1].X, path[i - 1].Y, path[i].X, path[i].Y, Pen, ink);
        }

        foreach (var at in dots ?? [])
            canvas.Line(at.X, at.Y, at.X + 1, at.Y, 1.5f * Pen, ink);
        switch (kind)
        {
            case "holes":
                canvas.Line(60, 210, 61, 210, 48, dark);
                canvas.Line(60, 540, 61, 540, 48, dark);
                break;
            case "spiral":
                for (var x = 30; x < Width; x += 60)
                {
                    canvas.Line(x, 30, x + 1, 30, 26, dark);
                    canvas.Line(x, 0, x, 30, 8, dark);
                }

                break;
            case "print":
                for (var i = 0; i < 150; i++)
                    canvas.Line(60 + (i % 50 * 12), 45 + (i / 50 * 26), 60 + (i % 50 * 12), 57 + (i / 50 * 26), 4, dark);
                break;
            case "toolbar":
                canvas.Line(0, 70, Width, 70, 2, dark);
                for (var x = 30; x < 900; x += 50)
                {
                    canvas.Line(x, 34, x + 1, 34, 22, dark);
                    canvas.Line(x - 18, 54, x + 18, 54, 2, dark);
                }

                break;
        }

        return new(Width, Height, 4, canvas.Pixels);
    }
}
