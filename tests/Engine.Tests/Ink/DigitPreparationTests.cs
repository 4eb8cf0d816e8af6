using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using static GpuDigits.Engine.Tests.Ink.InkShapes;

namespace GpuDigits.Engine.Tests.Ink;

public class DigitPreparationTests
{
    private const int Size = DigitPreparation.Size;

    public static TheoryData<int> Digits => [.. Enumerable.Range(0, 10)];

    [Fact]
    public void A_straight_one_is_a_thin_line_in_the_middle()
    {
        // 16½ pixels of path from 6¼ to 22¾ on the middle of column 14; a pen of 2 that fades over 1½. By hand from InkRaster's formula.
        var expected = new byte[Size * Size];
        for (var y = 6; y <= 22; y++)
            Row(y, 128, 255, 128);
        foreach (var y in (int[])[5, 23])
            Row(y, 85, 170, 85);
        AssertClose(expected, DigitPreparation.Prepare([Stroke(70, 30, 70, 199.5f)])!, 1);

        void Row(int y, params byte[] values) => values.CopyTo(expected, y * Size + 13);
    }

    /// <summary>By hand from InkRaster's formula: a pen of 2 that fades over 1½, in the middle of pixel 14.</summary>
    [Fact]
    public void A_dot_is_drawn_in_the_middle()
    {
        var expected = new byte[Size * Size];
        byte[][] rows = [[57, 128, 57], [128, 255, 128], [57, 128, 57]];
        foreach (var (y, row) in rows.Index())
            row.CopyTo(expected, ((13 + y) * Size) + 13);
        AssertClose(expected, DigitPreparation.Picture([Stroke(70, 30)]), 1);
    }

    [Fact]
    public void A_line_across_is_the_same_picture_turned()
    {
        byte[] one = DigitPreparation.Prepare([Stroke(5, 0, 5, 80)])!, dash = DigitPreparation.Prepare([Stroke(0, 9, 80, 9)])!;
        AssertClose([.. Enumerable.Range(0, Size * Size).Select(i => one[i % Size * Size + i / Size])], dash, 1);
    }

    [Fact]
    public void A_seven_of_two_lines_is_this_picture()
    {
        // The level arm is 12 pixels wide, the leg runs 8 to the left on its way 16½ down; # is ink, + at least half covered, - some.
        string[] expected =
        [
            "      -+++++++++++++-       ",
            "      -#############+       ",
            "      ------------++-       ",
            "                 +#+        ",
            "                -+#-        ",
            "                +#+-        ",
            "               -+#-         ",
            "               +#+-         ",
            "              -+#-          ",
            "              -#+-          ",
            "             -+#-           ",
            "             -#+-           ",
            "            -+#-            ",
            "            -#+-            ",
            "           -+#-             ",
            "           -#+-             ",
            "          -+#-              ",
            "          -#+-              ",
            "          -+-               ",
            "           -                ",
        ];
        var image = DigitPreparation.Prepare([Stroke(0, 0, 120, 0, 40, 165)])!;
        var paper = Enumerable.Repeat(new string(' ', Size), 8);
        Assert.Equal([.. paper, .. expected], Enumerable.Range(0, Size).Select(y => Art(image, y)));
    }

    [Theory]
    [MemberData(nameof(Digits))]
    public void Size_place_and_sampling_of_the_drawing_make_no_difference(int digit)
    {
        var random = new Random(digit);
        for (var trial = 0; trial < 30; trial++)
        {
            var ink = Digit(digit, trial);
            var scale = MathF.Pow(2, -3 + 6 * random.NextSingle());
            var shift = new Vector2(random.Next(-2000, 2000), random.Next(-2000, 2000)) * random.NextSingle();
            var other = ink.Resample(random).Map(position => position * scale + shift);
            AssertClose(DigitPreparation.Prepare(ink)!, DigitPreparation.Prepare(other)!, 2);
        }
    }

    [Theory]
    [MemberData(nameof(Digits))]
    public void The_ink_fills_a_box_of_20_and_has_its_mass_at_the_centre(int digit)
    {
        var image = DigitPreparation.Prepare(Digit(digit))!;
        var ink = Enumerable.Range(0, image.Length).Where(i => image[i] > 0).ToArray();
        int width = ink.Max(i => i % Size) - ink.Min(i => i % Size) + 1, height = ink.Max(i => i / Size) - ink.Min(i => i / Size) + 1;
        Assert.InRange(Math.Max(width, height), 19, 21); // 20, which a shift by a part of a pixel may spread over 21
        double mass = ink.Sum(i => image[i]);
        Assert.Equal(14, ink.Sum(i => image[i] * (i % Size)) / mass, 0.1);
        Assert.Equal(14, ink.Sum(i => image[i] * (i / Size)) / mass, 0.1);
    }

    [Fact]
    public void An_empty_pad_and_stray_specks_are_no_digit()
    {
        Assert.Null(DigitPreparation.Prepare([]));
        Assert.Null(DigitPreparation.Prepare([Stroke(50, 50)]));
        Assert.Null(DigitPreparation.Prepare([Stroke(50, 50), Stroke(250, 90)]));
        Assert.Null(DigitPreparation.Prepare([Stroke(50, 50, 53, 51), Stroke(250, 90, 250, 93)]));
        Assert.NotNull(DigitPreparation.Prepare([Stroke(50, 50, 50, 59)]));
        Assert.Null(DigitPreparation.Prepare([Stroke(50, 50, 50, 59)], speckSize: 10));
        Assert.Null(DigitPreparation.Prepare([Stroke(50, 50)], speckSize: 0));
    }

    [Fact]
    public void A_stray_speck_beside_a_digit_changes_nothing()
    {
        var digit = Digit(4);
        ImmutableArray<Stroke> spoiled = [Stroke(-90, 10), .. digit, Stroke(400, 300, 402, 301)];
        Assert.Equal(DigitPreparation.Prepare(digit), DigitPreparation.Prepare(spoiled));
    }

    [Fact]
    public void A_digit_drawn_in_many_short_strokes_is_a_digit()
    {
        var pieces = Enumerable.Range(0, 20).Select(i => Stroke(0, 2 * i, 0, 2 * i + 2)).ToImmutableArray();
        Assert.Equal(DigitPreparation.Prepare([Stroke(0, 0, 0, 40)]), DigitPreparation.Prepare(pieces));
    }

    [Fact]
    public void Lopsided_ink_is_not_cut_off()
    {
        // An L of equal arms: its centre of mass lies more than four pixels from the middle of its box.
        var image = DigitPreparation.Prepare([Stroke(0, 100, 0, 0, 100, 0)])!;
        Assert.Equal(20, Enumerable.Range(0, Size).Count(y => Art(image, y).Trim().Length > 0));
        Assert.Equal(20, Enumerable.Range(0, Size).Count(x => Enumerable.Range(0, Size).Any(y => image[y * Size + x] > 0)));
        Assert.InRange(image[26 * Size + 9], 200, 255);
    }

    private static void AssertClose(byte[] expected, byte[] actual, int levels) =>
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, levels);

    private static string Art(byte[] image, int y) =>
        new([.. image.AsSpan(y * Size, Size).ToArray().Select(value => value switch { 0 => ' ', < 128 => '-', < 230 => '+', _ => '#' })]);
}
