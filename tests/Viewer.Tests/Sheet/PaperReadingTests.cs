using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What is written by hand is read with the shipped networks, and answered.</summary>
public sealed class PaperReadingTests : IDisposable
{
    private readonly PaperReader _reader = new(SymbolReader.Load);

    public PaperReadingTests()
    {
        Skip.If(ShippedModel.Find(Presets.SymbolsName) is null, "models/symbols.safetensors is not there");
        Assert.True(_reader.WaitUntilReady(), _reader.Problem);
    }

    public void Dispose() => _reader.Dispose();

    [SkippableFact]
    public void An_answer_stands_behind_the_ink_at_its_baseline_and_in_its_size()
    {
        foreach (var height in new[] { 40f, 100, 300 })
        {
            var paper = Written("13×14=", height: height);
            var one = Assert.Single(paper.Calculations);
            Assert.Equal("13×14=", one.Reading!.Text);
            Assert.Equal("182", one.Answer!.Shown);
            Assert.InRange(one.Answer.Height, 0.5f * height, 1.6f * height);
            Assert.InRange(one.Answer.At.Y, one.Bounds.Center.Y, one.Bounds.Max.Y + (0.1f * height));
            Assert.InRange(one.Answer.At.X, one.Bounds.Max.X, one.Bounds.Max.X + height);
            // A reading is given once.
            Assert.Empty(_reader.Take());
        }
    }

    [SkippableFact]
    public void An_answer_comes_with_the_equals_sign_and_goes_with_the_next_stroke()
    {
        var paper = new Paper(_reader);
        var ink = SheetInk.Of("13×14=");
        foreach (var (i, stroke) in ink.Index())
        {
            paper.Write(stroke);
            Assert.False(paper.ReadingIsCurrent);
            Assert.All(paper.Calculations, one => Assert.Null(one.Answer));
            paper.FinishReading();
            Assert.True(paper.ReadingIsCurrent);
            Assert.Equal(i == ink.Length - 1, paper.Calculations.Any(one => one.Answer is { Shown: "182" }));
        }

        paper.Undo();
        paper.FinishReading();
        Assert.DoesNotContain(paper.Calculations, one => one.Answer is { Shown: "182" });
        paper.Redo();
        paper.FinishReading();
        Assert.Equal("182", Assert.Single(paper.Calculations).Answer!.Shown);
    }

    [SkippableFact]
    public void Reading_stroke_by_stroke_is_reading_at_once()
    {
        foreach (var hand in new uint[] { 1, 2, 3 })
        {
            var ink = SheetInk.Of("7+3|4=", hand: hand);
            var fresh = new CalculationReader(new Shared());
            foreach (var stroke in ink)
                fresh.Add(InkRounding.Round(stroke));
            var paper = new Paper(_reader);
            foreach (var stroke in ink)
            {
                paper.Write(stroke);
                paper.FinishReading();
            }

            Assert.Equal(fresh.Read().Text, Assert.Single(paper.Calculations).Reading!.Text);
        }
    }

    [SkippableFact]
    public void A_fraction_is_answered_as_a_fraction()
    {
        var one = Assert.Single(Written("3|4+1|2=").Calculations);
        Assert.Equal("((3)/(4))+((1)/(2))=", one.Reading!.Text);
        Assert.Equal(("5/4", "1.25"), (one.Answer!.Shown, one.Answer.Text));
    }

    [SkippableFact]
    public void A_correction_is_obeyed_told_and_undone()
    {
        var paper = Written("13×14=");
        var one = Assert.Single(paper.Calculations);
        char? told = null;
        paper.Corrected += (_, label) => told = label;
        var four = one.Symbols.Last(symbol => symbol.Label == '4');
        paper.Lock(one.Id, four.StrokeIds, '5');
        paper.FinishReading();
        one = Assert.Single(paper.Calculations);
        Assert.Equal(("195", '5'), (one.Answer!.Shown, told));
        Assert.True(one.Symbols.Single(symbol => symbol.StrokeIds.SequenceEqual(four.StrokeIds)).IsLocked);
        paper.Undo();
        paper.FinishReading();
        Assert.Equal("182", paper.Calculations[0].Answer!.Shown);
    }

    [SkippableFact]
    public void A_written_line_that_begins_with_an_operation_goes_on_from_the_answer_above()
    {
        var paper = Written("13×14=");
        var first = paper.Calculations[0];
        paper.Write(SheetInk.Of("+36=", new(60, first.Bounds.Max.Y + 80)));
        paper.FinishReading();
        var second = paper.Calculations.Single(one => one.Id != first.Id);
        Assert.Equal(("218", first.Id), (second.Answer?.Shown, second.GoesOnFrom));
        Assert.Equal(second.StrokeIds.Order(), second.Symbols.SelectMany(one => one.StrokeIds).Order());
        var four = first.Symbols.Last(symbol => symbol.Label == '4');
        paper.Lock(first.Id, four.StrokeIds, '5');
        paper.FinishReading();
        Assert.Equal(["195", "231"], paper.Calculations.Select(one => one.Answer!.Shown));
    }

    [SkippableFact]
    public void A_placed_answer_is_a_number_of_the_calculation_that_it_stands_in()
    {
        var paper = Written("13×14=");
        var first = paper.Calculations[0];
        var below = first.Bounds.Max.Y + 400;
        Assert.True(paper.PlaceAnswer(first.Id, new(50, below)));
        var link = paper.Links[0].Bounds;
        paper.Write(SheetInk.Of("+18=", new(link.Max.X + 30, below - 95)));
        paper.FinishReading();
        var second = paper.Calculations.Single(one => one.Id != first.Id);
        Assert.Equal("200", second.Answer?.Shown);
        Assert.False(paper.PlaceAnswer(second.Id, new(first.Bounds.Max.X + 20, first.Bounds.Max.Y)));
        var four = first.Symbols.Last(symbol => symbol.Label == '4');
        paper.Lock(first.Id, four.StrokeIds, '5');
        paper.FinishReading();
        Assert.Equal("213", paper.Calculations.Single(one => one.Id == second.Id).Answer?.Shown);
    }

    [SkippableFact]
    public void An_empty_place_is_filled()
    {
        var paper = new Paper(_reader);
        var ink = SheetInk.Of("13×");
        paper.Write(ink);
        paper.Write(SheetInk.Of("=182", new(InkBounds.Of(ink).Max.X + 150, 30)));
        paper.FinishReading();
        var one = Assert.Single(paper.Calculations);
        Assert.Equal("13×=182", one.Reading!.Text);
        Assert.Equal("14", one.Answer!.Shown);
        Assert.InRange(one.Answer.At.X, InkBounds.Of(ink).Max.X - 1, InkBounds.Of(ink).Max.X + 100);
    }

    [SkippableFact]
    public void A_line_under_numbers_asks_for_their_sum()
    {
        foreach (var (rows, sum) in new[] { (new[] { "25", "13" }, "38"), (["47", "12", "36"], "95"), (["85", "-23"], "62") })
        {
            var paper = new Paper(_reader);
            float bottom = 0;
            foreach (var row in rows)
            {
                var ink = SheetInk.Of(row);
                var box = InkBounds.Of(ink);
                paper.Write(SheetInk.Placed(ink, new(600 - box.Size.X, bottom + 55)));
                bottom += 55 + box.Size.Y;
            }

            paper.FinishReading();
            Assert.All(paper.Calculations, one => Assert.Null(one.Answer));
            paper.Write(SheetInk.Line(340, bottom + 40, 610, bottom + 45));
            paper.FinishReading();
            var answer = Assert.Single(paper.Calculations, one => one.Answer is not null).Answer!;
            Assert.Equal(sum, answer.Shown);
            Assert.InRange(answer.At.Y - answer.Height, bottom + 45, bottom + 145);
            paper.Write(SheetInk.Line(500, bottom + 80, 500, bottom + 180));
            paper.FinishReading();
            Assert.DoesNotContain(paper.Calculations, one => one.Answer is not null);
        }
    }

    [SkippableFact]
    public void A_line_that_was_there_before_its_numbers_asks_for_their_sum_too()
    {
        var paper = new Paper(_reader);
        paper.Write(SheetInk.Line(505, 422, 610, 425));
        var bottom = 0f;
        foreach (var row in new[] { "8", "3" })
        {
            Assert.DoesNotContain(paper.Calculations, one => one.Answer is not null);
            var ink = SheetInk.Of(row);
            var box = InkBounds.Of(ink);
            paper.Write(SheetInk.Placed(ink, new(600 - box.Size.X, bottom + 55)));
            bottom += 55 + box.Size.Y;
            paper.FinishReading();
        }

        Assert.InRange(422 - bottom, 105, 115);
        // The line is still a calculation of its own.
        Assert.Equal(3, paper.Calculations.Length);
        Assert.Equal("11", Assert.Single(paper.Calculations, one => one.Answer is not null).Answer!.Shown);
        paper.Undo();
        paper.FinishReading();
        Assert.DoesNotContain(paper.Calculations, one => one.Answer is not null);
    }

    [SkippableFact]
    public void Scratches_have_no_answer()
    {
        var paper = new Paper(_reader);
        var random = new Random(3);
        for (var i = 0; i < 6; i++)
            paper.Write(SheetInk.Line(random.Next(300), random.Next(300), random.Next(300), random.Next(300)));
        paper.FinishReading();
        Assert.NotEmpty(paper.Calculations);
        Assert.All(paper.Calculations, one => Assert.Null(one.Answer));
    }

    [SkippableFact]
    public void A_reader_that_cannot_load_says_so_and_holds_nobody_up()
    {
        using var reader = new PaperReader(() => throw new IOException("models/symbols.safetensors: is missing"));
        var paper = new Paper(reader);
        paper.Write(SheetInk.Of("1+1="));
        paper.FinishReading();
        Assert.False(reader.WaitUntilReady());
        Assert.Contains("is missing", reader.Problem, StringComparison.Ordinal);
        Assert.True(paper.ReadingIsCurrent);
        Assert.All(paper.Calculations, one => Assert.Null(one.Reading));
    }

    [SkippableFact]
    public void Of_real_calculations_cut_behind_the_equals_sign_few_have_a_wrong_answer_and_hardly_any_unmarked()
    {
        Skip.IfNot(File.Exists(SheetInk.Measured), "the measured calculations are not there");
        int all = 0, right = 0, none = 0, unmarked = 0;
        foreach (var written in CalculationFile.Read(SheetInk.Measured).Select(sample => sample.Written))
        {
            var cut = written.Plain.IndexOf('=', StringComparison.Ordinal);
            if (cut < 0 || !Expression.TryParse(written.Plain[..(cut + 1)], out var truth, out _))
                continue;
            InkBounds BoundsOf(WrittenSymbol symbol) => InkBounds.Of(symbol.Strokes.Select(at => written.Strokes[at]));
            var end = written.Symbols.Where(symbol => symbol.Label == '=').Min(symbol => BoundsOf(symbol).Center.X);
            var paper = new Paper(_reader);
            foreach (var at in written.Symbols.Where(symbol => BoundsOf(symbol).Center.X <= end).SelectMany(one => one.Strokes).Order())
                paper.Write(written.Strokes[at]);
            paper.FinishReading();
            var answered = paper.Calculations.Where(one => one.Answer is not null).ToArray();
            var isRight = answered is [var only] && only.Answer!.Text == truth.Evaluate().ToString();
            all++;
            right += isRight ? 1 : 0;
            none += answered.Length == 0 ? 1 : 0;
            unmarked += !isRight && answered.Any(one => !one.IsDoubtful) ? 1 : 0;
            paper.Clear();
        }

        var found = $"of {all}: {right} right, {none} none, {unmarked} wrong and unmarked";
        Assert.True(right + none >= 0.88 * all, found);
        Assert.True(right >= 0.75 * all, found);
        Assert.True(unmarked <= 0.02 * all, found);
    }

    private Paper Written(string text, float height = 100)
    {
        var paper = new Paper(_reader);
        paper.Write(SheetInk.Of(text, new(40, 40), height));
        paper.FinishReading();
        return paper;
    }

    /// <summary>Networks of one's own.</summary>
    private sealed class Shared : ISymbolClassifier
    {
        private static readonly SymbolReader Networks = SymbolReader.Load();

        public float[] ReadShapes(IReadOnlyList<byte[]> pictures) => Networks.ReadShapes(pictures);

        public float[] ReadPlaces(float[] measures) => Networks.ReadPlaces(measures);
    }
}
