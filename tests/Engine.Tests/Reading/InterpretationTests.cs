using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

/// <summary>What is chosen where the networks have said what each symbol may be, and when a person should look.</summary>
public sealed class InterpretationTests
{
    private const float Never = -20;

    [Fact]
    public void What_is_sure_in_everything_is_not_doubtful()
    {
        var reading = Read("13+4");
        Assert.Equal("13+4", reading.Text);
        Assert.False(reading.IsDoubtful);
        Assert.All(reading.Symbols, symbol => Assert.True(symbol.Probability > 0.99f));
    }

    [Fact]
    public void What_is_no_arithmetic_is_doubtful_although_each_symbol_is_sure()
    {
        var reading = Read("3+×4");
        Assert.True(reading.IsDoubtful);
        Assert.DoesNotContain(reading.Symbols, symbol => symbol.IsDoubtful);
    }

    [Fact]
    public void A_stroke_that_belongs_to_no_symbol_makes_the_reading_doubtful()
    {
        var reading = Read("13+4", leftOut: 1);
        Assert.Equal("13+4", reading.Text);
        Assert.True(reading.IsDoubtful);
        Assert.DoesNotContain(reading.Symbols, symbol => symbol.IsDoubtful);
    }

    /// <summary>A dot between the foot and the middle of the digits.</summary>
    [Fact]
    public void Two_layouts_that_are_nearly_as_good_make_the_reading_doubtful_although_each_symbol_is_sure()
    {
        var reading = Read(
        [
            WrittenFormula.Symbol('3', 0, 0, 30, 60), WrittenFormula.Symbol('.', 40, 34, 43, 37), WrittenFormula.Symbol('5', 52, 0, 80, 60),
        ]);
        Assert.True(reading.IsDoubtful);
        Assert.DoesNotContain(reading.Symbols, symbol => symbol.IsDoubtful);
    }

    /// <summary>A bracket that is never closed.</summary>
    [Fact]
    public void One_other_label_is_taken_where_it_makes_arithmetic_of_it() => Assert.Equal("14", Read("14", 0, (0, '(', 2)).Text);

    /// <summary>One alone leaves the other bracket open.</summary>
    [Fact]
    public void Two_other_labels_are_taken_where_only_both_make_arithmetic_of_it() =>
        Assert.Equal("14+23", Read("14+23", 0, (0, '(', 1), (3, '(', 1)).Text);

    private static CalculationReading Read(string text, int leftOut = 0, params (int At, char Other, float Gain)[] better) =>
        Read(new WrittenFormula(1).Place(text), leftOut, better);

    /// <summary>Reads symbols of one stroke each.</summary>
    /// <param name="symbols">As they were written.</param>
    /// <param name="leftOut">How many strokes behind them are in no window.</param>
    /// <param name="better">Labels that the networks find more probable than what was written, and by how much.</param>
    private static CalculationReading Read(PlacedSymbol[] symbols, int leftOut = 0, params (int At, char Other, float Gain)[] better)
    {
        var page = new Page();
        foreach (var symbol in symbols)
            page.Add(Assert.Single(symbol.Strokes));
        for (var i = 0; i < leftOut; i++)
            page.Add(TestInk.Bar(1000, 0));
        var windows = symbols.Select((symbol, at) =>
        {
            var classes = Enumerable.Repeat(Never, Alphabet.Classes).ToArray();
            classes[Alphabet.ClassOf(symbol.Label)] = 0;
            foreach (var (_, other, gain) in better.Where(one => one.At == at))
                (classes[Alphabet.ClassOf(other)], classes[Alphabet.ClassOf(symbol.Label)]) = (0, -gain);
            return JudgedWindow.Of(page.WindowOf([at], new float[Alphabet.None]), classes);
        });
        return Interpretation.Best(page, [new Segmentation([.. windows], 10)]);
    }
}
