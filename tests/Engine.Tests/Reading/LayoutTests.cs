using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

public sealed class LayoutTests
{
    [Theory]
    [InlineData("7")]
    [InlineData("13×14=182")]
    [InlineData("12+34-56÷7")]
    [InlineData("3/4+1")]
    [InlineData("-7.25")]
    [InlineData("0,1234")]
    [InlineData("4·5·10=200")]
    [InlineData("3.5·2")]
    [InlineData("2(3+4)=14")]
    [InlineData("((1+2)×3)/4")]
    [InlineData("15%")]
    [InlineData("(3,4,5)")]
    [InlineData("12+5=")]
    public void A_line_is_read(string plain) => IsRead(plain);

    [Theory]
    [InlineData("((1)/(2))")]
    [InlineData("((3)/(4))+((1)/(2))=")]
    [InlineData("((12-5)/(7+1))")]
    [InlineData("((-1)/(3-4))")]
    [InlineData("((((1)/(2))-((1)/(3)))/(4))")]
    [InlineData("((3)/(4-((1)/(2))))")]
    [InlineData("1+((1)/(2+((1)/(3))))")]
    [InlineData("2((1)/(2))")]
    [InlineData("((7)/(8))×(3+1)")]
    [InlineData("((36)/(0,3))=120")]
    public void A_fraction_is_read(string plain) => IsRead(plain);

    [Theory]
    [InlineData("2^(3)")]
    [InlineData("2^(10)+1")]
    [InlineData("3^(2)-1=8")]
    [InlineData("10^(-12)")]
    [InlineData("5,1×10^(18)")]
    [InlineData("(1+2)^(3)=27")]
    [InlineData("5^(1+2)")]
    [InlineData("2^(1)3^(2)")]
    [InlineData("2^(3^(2))")]
    [InlineData("2^(3^(2))+5")]
    [InlineData("6=2^(1)(2^(2)-1)")]
    [InlineData("((2^(5))/(3+1))")]
    [InlineData("((1)/(2^(2)×5^(3)))")]
    [InlineData("10^(6,5)")]
    public void A_power_is_read(string plain) => IsRead(plain);

    [Theory]
    [InlineData("√(2)")]
    [InlineData("√(16)+9")]
    [InlineData("2√(3)-1")]
    [InlineData("√(2)×√(3)")]
    [InlineData("√(1+√(2+√(3+√(4))))")]
    [InlineData("root(3,27)")]
    [InlineData("1+root(4,16)=3")]
    [InlineData("√(((1)/(4)))")]
    [InlineData("((√(5)-1)/(2))")]
    [InlineData("√(3^(2)+4^(2))=5")]
    [InlineData("√(2)^(2)=2")]
    public void A_root_is_read(string plain) => IsRead(plain);

    [Theory]
    [InlineData(0.08f)]
    [InlineData(-0.08f)]
    public void A_line_may_rise_or_fall(float drift)
    {
        foreach (var plain in new[] { "13×14=182", "125+((1)/(2))-3", "2^(10)+5^(2)-7=1042", "√(16)+9-2", "1,5+2,25" })
            IsRead(plain, drift: drift);
    }

    [Fact]
    public void The_order_of_the_symbols_does_not_matter()
    {
        const string Plain = "((1+2^(3))/(√(4)))-5";
        var symbols = new WrittenFormula(1).Place(Plain);
        Array.Reverse(symbols);
        Assert.Equal(Plain, FormulaLayout.Candidates(symbols)[0].Formula.ToString());
    }

    [Fact]
    public void Each_symbol_is_in_each_candidate_once()
    {
        var symbols = new WrittenFormula(2).Place("((1-2^(3))/(root(3,4+1)))·5.0");
        Assert.All(
            FormulaLayout.Candidates(symbols),
            candidate => Assert.Equal(Enumerable.Range(0, symbols.Length), Symbols(candidate.Formula).Order()));
    }

    [Fact]
    public void Size_does_not_matter()
    {
        var symbols = new WrittenFormula(3).Place("2^(3)+((1)/(2))");
        foreach (var unit in new[] { 1e-3f, 1e3f })
        {
            Assert.Equal("2^(3)+((1)/(2))", Read([.. symbols.Select(symbol =>
                WrittenFormula.Symbol(symbol.Label, unit * symbol.Bounds.Min.X, unit * symbol.Bounds.Min.Y,
                    unit * symbol.Bounds.Max.X, unit * symbol.Bounds.Max.Y))]));
        }
    }

    /// <summary>Places as label, left, top, right, bottom.</summary>
    [Theory]
    [InlineData("((10)/(7))", "- 10 50 60 50|1 12 5 16 40|0 30 8 52 42|7 25 58 45 95")]
    [InlineData("((1)/(10))", "- 20 50 60 50|1 38 5 42 40|1 8 60 12 95|0 30 60 52 95")] // the bar is too short for the number
    [InlineData("((25)/(3+1))", "- 0 50 70 50|2 10 5 30 40|5 35 5 55 40|3 5 60 25 95|+ 40 65 62 85|1 80 60 84 95")]
    [InlineData("((1)/(2))-3", "- 10 50 40 50|1 24 10 28 42|2 16 58 34 92|- 60 50 85 50|3 100 35 120 70")]
    [InlineData("-((1)/(2))", "- -40 50 -15 50|- 10 50 40 50|1 24 10 28 42|2 16 58 34 92")]
    [InlineData("((8)/(3))-((1)/(2))",
        "- 0 50 40 50|8 10 5 30 40|3 10 58 30 92|- 55 48 75 48|- 90 50 130 50|1 108 8 112 42|2 100 58 120 92")]
    [InlineData("√(3+4)", "√ 0 0 70 60|3 30 15 50 55|+ 52 25 68 45|4 75 15 95 55")] // the bar is too short for the sum
    [InlineData("√(3+(4))", "√ 0 0 70 60|3 30 15 50 55|+ 52 25 68 45|( 75 10 80 58|4 86 15 106 55|) 112 10 117 58")]
    [InlineData("√(4)", "√ 0 0 30 60|4 34 15 55 55")] // a sign without a bar
    [InlineData("5√(5)", "5 0 10 25 58|√ 32 0 100 60|5 65 12 90 55")]
    [InlineData("√(9)+1", "√ 0 0 60 60|9 30 15 52 55|+ 70 20 90 42|1 105 10 109 55")]
    [InlineData("10^(-2)", "1 0 40 5 90|0 20 42 45 92|- 25 25 35 25|2 40 8 55 38")] // the sign lies above the base
    [InlineData("√(2)-3", "√ 0 0 60 60|2 30 15 52 55|- 62 30 80 30|3 90 12 110 58")]
    [InlineData("2^(((1)/(2)))", "2 0 40 30 90|- 36 28 56 28|1 45 8 48 24|2 40 32 53 50")]
    public void What_a_hurried_hand_writes_is_read(string plain, string places) => Assert.Equal(plain, Read(Parse(places)));

    /// <summary>A plus as high as the numerator's digit and near it is no further digit of it.</summary>
    [Fact]
    public void Only_digits_go_on_with_a_number_beyond_the_bar() => Assert.Equal(
        "((8)/(3))+2", Read(Parse("- 0 50 40 50|8 10 5 30 40|3 10 58 30 92|+ 48 12 72 38|2 84 28 104 70")));

    [Fact]
    public void A_digit_of_half_the_size_is_unlikely_on_the_line_of_another()
    {
        float tidy = Score("34", "3 0 0 30 60|4 40 0 70 60"), small = Score("34", "3 0 0 30 60|4 40 30 55 60");
        Assert.InRange(small, float.NegativeInfinity, tidy - 1);
    }

    [Fact]
    public void An_exponent_is_likeliest_at_its_usual_height()
    {
        var usual = Score("2^(3)", "2 0 0 30 60|3 36 -29 54 6");
        Assert.InRange(Score("2^(3)", "2 0 0 30 60|3 36 -50 54 -15"), float.NegativeInfinity, usual - 0.5f);
        Assert.InRange(Score("2^(3)", "2 0 0 30 60|3 36 -8 54 27"), float.NegativeInfinity, usual - 0.5f);
    }

    /// <summary>Without digits on the line the largest part says how much a little is: here a fraction, not the short minus.</summary>
    [Fact]
    public void A_fraction_may_stand_a_little_lower_than_the_minus_before_it() =>
        Assert.InRange(Score("-((1)/(2))", "- -40 50 -15 50|- 10 65 40 65|1 24 25 28 57|2 16 73 34 107"), -1, 0);

    [Theory]
    [InlineData("12+", "1 0 0 5 60|2 15 0 45 60|+ 55 15 85 45")]
    [InlineData("√", "√ 0 0 60 60")]
    public void A_sign_without_its_operand_is_unlikely(string plain, string places) =>
        Assert.InRange(Score(plain, places), -6, -3);

    /// <summary>What can be read in two ways is offered in both: a raised dot, an exponent that is hardly raised.</summary>
    [Theory]
    [InlineData("3.5", "3·5", "3 0 0 30 60|. 40 34 43 37|5 52 0 80 60")]
    [InlineData("2^(4)", "24", "2 0 30 30 80|4 40 4 68 54")]
    [InlineData("((1)/(2^(4)))", "((1)/(24))", "- 0 0 70 0|1 30 -70 34 -10|2 0 40 30 90|4 40 14 68 64")]
    public void Doubtful_places_give_several_candidates(string one, string other, string places)
    {
        var candidates = FormulaLayout.Candidates(Parse(places));
        Assert.Equal(new[] { one, other }.Order(), candidates.Take(2).Select(candidate => candidate.Formula.ToString()).Order());
        Assert.True(candidates[0].Score - candidates[1].Score < 4, $"{candidates[0]} {candidates[1]}");
    }

    [Fact]
    public void Candidates_are_sorted_and_no_more_than_wanted()
    {
        var symbols = new WrittenFormula(4).Place("2^(3)·4-1.5");
        var scores = FormulaLayout.Candidates(symbols, 5).Select(candidate => candidate.Score).ToArray();
        Assert.Equal(5, scores.Length);
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Single(FormulaLayout.Candidates(symbols, 1));
    }

    [Fact]
    public void Nothing_is_an_empty_formula() => Assert.Equal("", Read([]));

    /// <summary>Boxes and labels by chance, signs inside of signs included, and more than anybody writes.</summary>
    [Theory]
    [InlineData(1, 400)]
    [InlineData(7, 300)]
    [InlineData(40, 60)]
    [InlineData(1000, 2)]
    public void Anything_is_laid_out(int count, int times)
    {
        var random = new Random(count);
        for (var time = 0; time < times; time++)
        {
            var labels = time % 3 == 0 ? "√-1" : Alphabet.Shapes;
            PlacedSymbol[] symbols = [.. Enumerable.Range(0, count).Select(_ => Any(random, labels))];
            foreach (var candidate in FormulaLayout.Candidates(symbols))
                Assert.Equal(count, Symbols(candidate.Formula).Distinct().Count());
        }

        static PlacedSymbol Any(Random random, string labels)
        {
            var (x, y) = (random.Next(1000), random.Next(1000));
            var label = labels[random.Next(labels.Length)];
            return random.Next(20) switch
            {
                0 => new(label, InkBounds.Empty, []),
                1 => WrittenFormula.Symbol(label, x, y, x, y),
                2 => WrittenFormula.Symbol(label, -1e6f, -1e6f, 1e6f, 1e6f),
                _ => WrittenFormula.Symbol(label, x, y, x + random.Next(600), y + random.Next(600)),
            };
        }
    }

    [Theory]
    [InlineData('√')]
    [InlineData('-')]
    public void Signs_in_signs_without_end_are_laid_out(char label)
    {
        PlacedSymbol[] symbols =
            [.. Enumerable.Range(0, 1000).Select(i => WrittenFormula.Symbol(label, i, i, 5000 - i, label == '-' ? i : 5000))];
        Assert.Equal(1000, Symbols(FormulaLayout.Candidates(symbols)[0].Formula).Distinct().Count());
    }

    [Fact]
    public void A_tower_without_end_is_laid_out()
    {
        PlacedSymbol[] symbols = [.. Enumerable.Range(0, 200).Select(i => Raised(MathF.Pow(0.8f, i)))];
        var formula = FormulaLayout.Candidates(symbols)[0].Formula;
        Assert.Equal(200, Symbols(formula).Count());
        Assert.InRange(formula.ToString().Count(c => c == '^'), 10, FormulaLayout.MaxNesting);

        static PlacedSymbol Raised(float size)
        {
            var (x, y) = (1000 * (1 - size), 1000 * (size - 1));
            return WrittenFormula.Symbol('2', x, y, x + (150 * size), y + (200 * size));
        }
    }

    private static void IsRead(string plain, float drift = 0)
    {
        for (var seed = 0; seed < 10; seed++)
            Assert.Equal(plain, Read(new WrittenFormula(seed, drift: drift).Place(plain)));
    }

    private static string Read(PlacedSymbol[] symbols) => FormulaLayout.Candidates(symbols)[0].Formula.ToString();

    private static float Score(string plain, string places) =>
        FormulaLayout.Candidates(Parse(places)).First(one => one.Formula.ToString() == plain).Score;

    private static PlacedSymbol[] Parse(string places) => [.. places.Split('|').Select(place =>
    {
        var at = Array.ConvertAll(place[2..].Split(' '), float.Parse);
        return WrittenFormula.Symbol(place[0], at[0], at[1], at[2], at[3]);
    })];

    private static IEnumerable<int> Symbols(Formula formula) => formula.Parts.SelectMany(part => part switch
    {
        SymbolPart symbol => [symbol.Symbol],
        FractionPart fraction => [fraction.Bar, .. Symbols(fraction.Numerator), .. Symbols(fraction.Denominator)],
        RootPart root => [root.Sign, .. root.Index is null ? [] : Symbols(root.Index), .. Symbols(root.Radicand)],
        PowerPart power => Symbols(power.Exponent),
        _ => throw new InvalidOperationException($"{part}"),
    });
}
