using System.Collections.Immutable;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Engine.Tests.Reading;
using GpuDigits.Engine.Train;

namespace GpuDigits.Engine.Tests.Train;

public sealed class CalculationEvaluationTests
{
    private static readonly CalculationSample[] Samples =
        [Sample("7+1", "line"), Sample("4-1", "line"), Sample("2+2", "sum"), Sample("((1)/(2))", "fraction")];

    [Fact]
    public void Given_symbols_leave_nothing_but_the_layout_to_err()
    {
        var evaluation = CalculationEvaluation.Run(Samples, CalculationEvaluation.GivenSymbols, SumOfDigits);
        Assert.Equal((4, 1, 1, 1), (evaluation.Samples, evaluation.Exact, evaluation.LayoutGivenSymbols, evaluation.ValueRight));
        Assert.Equal((1, 1, 0), (evaluation.Segmentation, evaluation.SymbolGivenSegmentation, evaluation.Flips));
        Assert.Equal((0, 0), (evaluation.Marked, evaluation.WrongUnmarked));
        Assert.Empty(evaluation.Misread);
        Assert.Null(evaluation.TapsToFix);
        Assert.Null(evaluation.Fixable);
    }

    /// <summary>
    /// Sevens are read as ones (marked, with the right alternative), fours as nines (sure), and the plus of twos as two minuses.
    /// </summary>
    [Fact]
    public void A_reader_that_errs_in_known_ways_gets_the_numbers_of_it()
    {
        var evaluation = CalculationEvaluation.Run(Samples, sample => Erring(sample, Err), SumOfDigits);
        Assert.Equal(0.25, evaluation.Exact);
        Assert.Equal(new ExactCount(2, 0), evaluation.ByKind["line"]);
        Assert.Equal(new ExactCount(1, 0), evaluation.ByKind["sum"]);
        Assert.Equal((new ExactCount(1, 1), 1), (evaluation.ByKind["fraction"], evaluation.ByKind["fraction"].Share));
        Assert.Equal((0.25, 0.5), (evaluation.Marked, evaluation.WrongUnmarked));
        Assert.Equal((11 / 12.0, 9 / 11.0), (evaluation.Segmentation, evaluation.SymbolGivenSegmentation));
        Assert.Equal(1, evaluation.LayoutGivenSymbols);
        Assert.Equal(1 / 3.0, evaluation.ValueRight); // the fraction has none
        Assert.Equal((1 / 3.0, 1), (evaluation.Fixable, evaluation.TapsToFix));
        Assert.Equal(["1+1", "9-1", "2--2"], evaluation.Misread.Select(read => read.Reading.Text));
        Assert.InRange(evaluation.P95Milliseconds, evaluation.MedianMilliseconds, double.PositiveInfinity);

        static ReadSymbol[] Err(CalculationSample sample, WrittenSymbol symbol, bool isLast) => (symbol.Label, sample.Written.Plain) switch
        {
            ('7', _) => [new('1', symbol.Strokes, 0.6f, [('7', 0.3f)], true)],
            ('4', _) => [new('9', symbol.Strokes, 0.99f, [('0', 0.01f)], false)],
            ('+', "2+2") => [.. symbol.Strokes.Select(stroke => new ReadSymbol('-', [stroke], 0.9f, [], false))],
            _ => [new(symbol.Label, symbol.Strokes, 1, [], false)],
        };
    }

    [Fact]
    public void All_wrong_symbols_need_a_tap_each_and_one_without_the_right_alternative_cannot_be_mended()
    {
        CalculationSample[] samples = [Sample("77+1", "line"), Sample("7+1", "line"), Sample("7+4", "line")];
        var evaluation = CalculationEvaluation.Run(samples, sample => Erring(sample, Err), SumOfDigits);
        Assert.Equal((2 / 3.0, 1.5), (evaluation.Fixable, evaluation.TapsToFix));

        static ReadSymbol[] Err(CalculationSample sample, WrittenSymbol symbol, bool isLast) => symbol.Label switch
        {
            '7' => [new('1', symbol.Strokes, 0.6f, [('9', 0.2f), ('7', 0.1f)], true)],
            '4' => [new('9', symbol.Strokes, 0.6f, [('0', 0.2f)], true)],
            _ => [new(symbol.Label, symbol.Strokes, 1, [], false)],
        };
    }

    [Fact]
    public void Symbols_that_change_after_their_last_stroke_flip()
    {
        var evaluation = CalculationEvaluation.Run([Sample("17+8", "line")], sample => Erring(sample, Err), SumOfDigits);
        Assert.Equal((1, 0.5), (evaluation.Exact, evaluation.Flips)); // the one and the plus

        static ReadSymbol[] Err(CalculationSample sample, WrittenSymbol symbol, bool isLast) =>
            [new(!isLast && symbol.Label is ('1' or '+') ? '/' : symbol.Label, symbol.Strokes, 1, [], false)];
    }

    [Fact]
    public void A_reader_that_reads_nothing_is_wrong_and_marked()
    {
        var evaluation = CalculationEvaluation.Run(Samples, _ => _ => new(null, [], true), SumOfDigits);
        Assert.Equal((0, 1, 0, 0), (evaluation.Exact, evaluation.Marked, evaluation.WrongUnmarked, evaluation.Segmentation));
        Assert.Null(evaluation.SymbolGivenSegmentation);
        Assert.Equal((0, 0), (evaluation.Fixable, evaluation.Flips));
    }

    [Fact]
    public void Strokes_come_one_at_a_time_and_each_sample_has_a_page_of_its_own()
    {
        var pages = new List<List<Stroke>>();
        var progress = 0;
        CalculationEvaluation.Run(
            Samples, _ =>
            {
                var page = new List<Stroke>();
                pages.Add(page);
                return stroke =>
                {
                    page.Add(stroke);
                    return new(null, [], true);
                };
            },
            null, () => progress++);
        Assert.Equal(Samples.Select(sample => sample.Written.Strokes), pages.Select(page => page.ToImmutableArray()));
        Assert.Equal(Samples.Length, progress);
    }

    [Fact]
    public void Without_values_there_is_no_share_of_them() =>
        Assert.Null(CalculationEvaluation.Run(Samples, CalculationEvaluation.GivenSymbols).ValueRight);

    [Fact]
    public void No_sample_is_an_error() =>
        Assert.Throws<ArgumentException>(() => CalculationEvaluation.Run([], CalculationEvaluation.GivenSymbols));

    [Fact]
    public void It_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => CalculationEvaluation.Run(
            Samples, CalculationEvaluation.GivenSymbols, null, cancellation.Cancel, cancellation.Token));
    }

    /// <summary>A value that equal and different texts may share; a fraction has none.</summary>
    private static string? SumOfDigits(string text) =>
        text.Length == 0 || text.Contains('/', StringComparison.Ordinal) ? null : $"{text.Where(char.IsAsciiDigit).Sum(c => c - '0')}";

    /// <summary>A calculation by our own hand; a plus has two strokes.</summary>
    private static CalculationSample Sample(string plain, string kind)
    {
        var strokes = ImmutableArray.CreateBuilder<Stroke>();
        var symbols = ImmutableArray.CreateBuilder<WrittenSymbol>();
        foreach (var symbol in new WrittenFormula(1).Place(plain))
        {
            var first = strokes.Count;
            if (symbol.Label == '+')
            {
                var points = symbol.Strokes[0].Points;
                strokes.Add(new Stroke([.. points.Take(2)]));
                strokes.Add(new Stroke([.. points.Skip(2)]));
            }
            else
            {
                strokes.AddRange(symbol.Strokes);
            }

            symbols.Add(new(symbol.Label, [.. Enumerable.Range(first, strokes.Count - first)]));
        }

        return new(plain, "hand", kind, new(plain, strokes.ToImmutable(), symbols.ToImmutable()));
    }

    /// <summary>Reads each symbol once its strokes are there, as a function says.</summary>
    private static LiveReader Erring(CalculationSample sample, Func<CalculationSample, WrittenSymbol, bool, ReadSymbol[]> read)
    {
        var written = sample.Written;
        var strokes = 0;
        return _ =>
        {
            strokes++;
            ImmutableArray<ReadSymbol> symbols = [.. written.Symbols.Where(symbol => symbol.Strokes[^1] < strokes)
                .SelectMany(symbol => read(sample, symbol, strokes == written.Strokes.Length))];
            var placed = symbols.Select(symbol => PlacedSymbol.Of(symbol.Label, [.. symbol.Strokes.Select(i => written.Strokes[i])]));
            return new(FormulaLayout.Candidates([.. placed])[0].Formula, symbols, symbols.Any(symbol => symbol.IsDoubtful));
        };
    }
}
