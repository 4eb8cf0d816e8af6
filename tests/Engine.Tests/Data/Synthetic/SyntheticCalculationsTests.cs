using System.Text.RegularExpressions;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Data.Synthetic;

public class SyntheticCalculationsTests
{
    private static readonly WrittenCalculation[] Written =
        [.. Enumerable.Range(0, 1500).Select(i => SyntheticCalculations.Write(3, (uint)i))];

    [Fact]
    public void The_same_seed_and_index_write_the_same_and_others_write_something_else()
    {
        Assert.Equal(Points(5, 17), Points(5, 17));
        Assert.NotEqual(Points(5, 17), Points(6, 17));
        Assert.NotEqual(Points(5, 17), Points(5, 18));

        static InkPoint[] Points(uint seed, uint index) =>
            [.. SyntheticCalculations.Write(seed, index).Strokes.SelectMany(stroke => stroke.Points)];
    }

    [Fact]
    public void Every_shape_is_written_often_and_alone_too()
    {
        var often = Written.SelectMany(calculation => calculation.Symbols).CountBy(symbol => Alphabet.ClassOf(symbol.Label)).ToDictionary();
        var alone = Written.Where(calculation => calculation.Symbols.Length == 1).Select(calculation => calculation.Symbols[0].Label);
        Assert.All(Enumerable.Range(0, Alphabet.None), shape => Assert.InRange(often.GetValueOrDefault(shape), 30, int.MaxValue));
        Assert.InRange(alone.Distinct().Count(), 18, Alphabet.None);
    }

    [Fact]
    public void There_are_lines_fractions_powers_roots_mixed_numbers_and_towers()
    {
        Assert.All(
            new[] { "((", "^(", "√(", "root(", "=", "%", "·", "^(-", "√(√(" },
            part => Assert.InRange(Written.Count(calculation => calculation.Plain.Contains(part, StringComparison.Ordinal)), 5, 700));
        Assert.InRange(Written.Count(calculation => calculation.Plain.All(char.IsAsciiDigit)), 50, 400);
        Assert.Contains(Written, calculation => Regex.IsMatch(calculation.Plain, @"\d\(\(\d+\)/\(\d+\)\)"));
        Assert.Contains(Written, calculation => Regex.IsMatch(calculation.Plain, @"\^\(\d\^\("));
    }

    [Fact]
    public void Each_stroke_belongs_to_one_symbol() => Assert.All(Written, calculation =>
    {
        Assert.Equal(Enumerable.Range(0, calculation.Strokes.Length), calculation.Symbols.SelectMany(symbol => symbol.Strokes).Order());
        Assert.All(calculation.Symbols, symbol => Assert.Equal(symbol.Strokes.Order(), symbol.Strokes));
        Assert.InRange(calculation.Symbols.Length, 1, 24);
    });

    [Fact]
    public void The_text_holds_the_labels() => Assert.All(Written, calculation =>
    {
        var plain = calculation.Plain;
        int Labels(char label) => calculation.Symbols.Count(symbol => symbol.Label == label);
        int Text(char label) => plain.Count(other => other == label);
        int Parts(string part) => plain.Split(part).Length - 1;

        Assert.All("0123456789+÷=.%·", label => Assert.Equal(Text(label), Labels(label)));
        // A star is written for ×.
        Assert.Equal(Text('×'), Labels('×') + Labels('*'));
        Assert.Equal(Text(','), Labels(',') + Parts("root("));
        Assert.Equal(plain == "√" ? 1 : Parts("√(") + Parts("root("), Labels('√'));
        // A fraction bar is a minus that the text writes as a slash.
        var fractions = Labels('-') - Text('-');
        Assert.Equal(Text('/'), Labels('/') + fractions);
        Assert.Equal(Text('('), Labels('(') + 3 * fractions + Parts("^(") + Parts("√(") + Parts("root("));
    });

    [Theory]
    [InlineData('.', 0.03, 0.14)]
    [InlineData('-', 0.03, 0.12)]
    [InlineData('=', 0.3, 0.5)]
    [InlineData(',', 0.3, 0.6)]
    [InlineData('×', 0.6, 0.85)]
    [InlineData('+', 0.6, 0.9)]
    [InlineData('1', 0.9, 1.2)]
    [InlineData('/', 1.15, 1.6)]
    [InlineData('(', 1.2, 1.7)]
    public void The_median_height_of_a_sign_in_digit_heights_is_as_people_write_it(char label, double lowest, double highest)
    {
        var heights = new List<double>();
        foreach (var calculation in Written)
        {
            var digits = calculation.Symbols.Where(symbol => symbol.Label is > '1' and <= '9').Select(Height).Order().ToArray();
            if (digits.Length < 2)
                continue;

            var unit = digits[digits.Length / 2];
            heights.AddRange(calculation.Symbols.Where(symbol => symbol.Label == label).Select(symbol => Height(symbol) / unit));

            double Height(WrittenSymbol symbol) =>
                symbol.Strokes.Aggregate(InkBounds.Empty, (box, stroke) => box.With(calculation.Strokes[stroke].Bounds)).Size.Y;
        }

        Assert.InRange(heights.Order().ElementAt(heights.Count / 2), lowest, highest);
    }

    [Fact]
    public void One_hand_mostly_writes_a_digit_in_one_way()
    {
        var repeated = Written.SelectMany(calculation => calculation.Symbols.Where(symbol => symbol.Label is '4' or '5' or '7')
            .GroupBy(symbol => symbol.Label, symbol => symbol.Strokes.Length).Where(group => group.Count() > 1)).ToArray();
        Assert.InRange(repeated.Count(group => group.Distinct().Count() == 1), 0.8 * repeated.Length, 0.99 * repeated.Length);
        Assert.Equal([1, 2, 3], repeated.SelectMany(group => group).Distinct().Order());
    }

    [Fact]
    public void The_ink_lies_on_the_paper_and_its_times_ascend() => Assert.All(Written, calculation =>
    {
        var points = calculation.Strokes.SelectMany(stroke => stroke.Points).ToArray();
        Assert.All(points, point => Assert.True(point is { X: >= 0, Y: >= 0 } && point.IsSound));
        Assert.Equal(points.Select(point => point.Time).Distinct().Order(), points.Select(point => point.Time));
    });
}
