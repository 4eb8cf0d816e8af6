using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Strokes, their groups and the history, without a reader.</summary>
public sealed class PaperTests
{
    [Fact]
    public void A_synthetic_calculation_is_one_group_at_any_size()
    {
        var torn = new List<string>();
        for (uint i = 0; i < 300; i++)
        {
            var written = SyntheticCalculations.Write(77, i);
            foreach (var scale in new[] { 0.3f, 1, 3 })
            {
                var paper = new Paper();
                paper.Write(SheetInk.Placed(written.Strokes, new(50, 80), scale));
                if (paper.Calculations.Length != 1)
                    torn.Add($"{written.Plain} at {scale}: {paper.Calculations.Length}");
            }
        }

        Assert.True(torn.Count <= 27, string.Join('\n', torn));
    }

    [Fact]
    public void Calculations_apart_on_a_page_stay_apart()
    {
        var paper = new Paper();
        string[] texts = ["13×14=", "3|4+1|2=", "7-5=", "81÷9="];
        for (var i = 0; i < texts.Length; i++)
            paper.Write(SheetInk.Of(texts[i], new(40 + (30 * i), 50 + (380 * i)), 60 + (30 * i), hand: (uint)i));
        paper.Write(SheetInk.Of("6+6=", new(1500, 60)));
        Assert.Equal(5, paper.Calculations.Length);
        Assert.Equal(paper.Strokes.Select(one => one.Id), paper.Calculations.SelectMany(one => one.StrokeIds).Order());
    }

    [Fact]
    public void Lines_written_with_a_usual_gap_are_calculations_of_their_own()
    {
        var joined = 0;
        for (uint hand = 0; hand < 40; hand++)
        {
            var paper = new Paper();
            var first = SheetInk.Of("25×37=", new(40, 40), hand: hand);
            paper.Write(first);
            paper.Write(SheetInk.Of("71-19=", new(40, InkBounds.Of(first).Max.Y + 70), hand: hand));
            joined += paper.Calculations.Length == 2 ? 0 : 1;
        }

        Assert.True(joined <= 4, $"{joined} of 40 pairs of lines are joined or torn");
    }

    [Fact]
    public void A_stroke_between_two_groups_joins_them_and_erasing_it_parts_them_again()
    {
        var paper = new Paper();
        paper.Write(SheetInk.Line(0, 0, 0, 100));
        paper.Write(SheetInk.Line(300, 0, 300, 100));
        int[] apart = [.. paper.Calculations.Select(one => one.Id)];
        Assert.Equal(2, apart.Length);
        paper.Write(SheetInk.Line(150, 0, 150, 100));
        Assert.Equal(apart[0], Assert.Single(paper.Calculations).Id);
        paper.EraseAlong(new(140, 50), new(160, 50), 5);
        paper.EndErase();
        Assert.Equal(2, paper.Calculations.Length);
        Assert.Equal([0, 300], paper.Strokes.Select(one => one.Ink.Bounds.Min.X));
    }

    [Fact]
    public void A_calculation_keeps_its_id_while_most_of_its_strokes_stay()
    {
        var paper = new Paper();
        paper.Write(SheetInk.Of("13×14="));
        var id = Assert.Single(paper.Calculations).Id;
        paper.Delete([paper.Strokes[0].Id]);
        Assert.Contains(paper.Calculations, one => one.Id == id);
        paper.Move([.. paper.Strokes.Select(one => one.Id)], new(500, 300));
        Assert.Contains(paper.Calculations, one => one.Id == id);
    }

    [Fact]
    public void A_way_of_the_eraser_is_one_step()
    {
        var paper = new Paper();
        for (var i = 0; i < 4; i++)
            paper.Write(SheetInk.Line(100 * i, 0, 100 * i, 100));
        paper.EraseAlong(new(-20, 50), new(120, 50), 5);
        paper.EraseAlong(new(120, 50), new(220, 50), 5);
        Assert.Single(paper.Strokes);
        paper.EndErase();
        paper.Undo();
        Assert.Equal(4, paper.Strokes.Length);
        paper.Redo();
        Assert.Single(paper.Strokes);
    }

    [Fact]
    public void All_that_a_person_can_do_can_be_undone_to_the_empty_sheet_and_done_again()
    {
        var random = new Random(7);
        var paper = new Paper();
        var states = new List<string> { State(paper) };
        for (var i = 0; i < 300; i++)
        {
            Step(paper, random);
            if (State(paper) != states[^1])
                states.Add(State(paper));
        }

        for (var i = states.Count - 2; i >= 0; i--)
        {
            paper.Undo();
            Assert.Equal(states[i], State(paper));
        }

        Assert.False(paper.CanUndo);
        Assert.True(paper.Content.IsEmpty);
        foreach (var state in states.Skip(1))
        {
            paper.Redo();
            Assert.Equal(state, State(paper));
        }

        Assert.False(paper.CanRedo);
    }

    [Fact]
    public void Copies_are_strokes_of_their_own_with_what_is_known_of_them()
    {
        var paper = new Paper();
        paper.Write(SheetInk.Of("7+2="));
        var id = paper.Calculations[0].Id;
        paper.Lock(id, [paper.Strokes[0].Id], '1');
        var count = paper.Strokes.Length;
        var copies = paper.Copy([.. paper.Strokes.Select(one => one.Id)], new(0, 600));
        Assert.Equal(count, copies.Length);
        Assert.Equal(2 * count, paper.Strokes.Length);
        Assert.Equal(2, paper.Calculations.Length);
        Assert.Equal(copies[0], paper.Content.Locks[1].StrokeIds.Single());
        paper.Undo();
        Assert.Equal(count, paper.Strokes.Length);
    }

    [Fact]
    public void Calls_that_make_no_sense_change_nothing()
    {
        var paper = new Paper();
        paper.Write(SheetInk.Line(0, 0, 0, 100));
        var state = State(paper);
        paper.Delete([99]);
        paper.Move([99], new(1, 1));
        paper.Move([paper.Strokes[0].Id], default);
        Assert.Empty(paper.Copy([99], new(1, 1)));
        paper.Lock(99, [1], '7');
        paper.Lock(paper.Calculations[0].Id, [], '7');
        paper.Lock(paper.Calculations[0].Id, [99], '7');
        paper.Lock(paper.Calculations[0].Id, [paper.Strokes[0].Id], '?');
        paper.ToggleForm(99);
        paper.Retype(99, "1");
        Assert.Null(paper.Type(" \n", new(0, 0), 10));
        Assert.Null(paper.Type("1", new(float.NaN, 0), 10));
        Assert.Null(paper.Type("1", new(0, 0), 0));
        Assert.False(paper.PlaceAnswer(99, default));
        paper.EndErase();
        paper.Redo();
        Assert.Equal(state, State(paper));
        paper.Undo();
        Assert.False(paper.CanUndo);
        paper.Undo();
    }

    [Fact]
    public void A_typed_calculation_has_its_answer_at_once()
    {
        var paper = new Paper();
        var id = paper.Type("13*14=", new(100, 200), 60)!.Value;
        var typed = Assert.Single(paper.Calculations);
        Assert.Equal((id, "182", 60f, 200f), (typed.Id, typed.Answer!.Shown, typed.Answer.Height, typed.Answer.At.Y));
        Assert.True(typed.Answer.At.X > typed.Bounds.Max.X);
        paper.Retype(id, "13*15=");
        Assert.Equal("195", paper.Calculations[0].Answer!.Shown);
        paper.Retype(id, "13*15");
        Assert.Null(paper.Calculations[0].Answer);
        paper.Retype(id, "");
        Assert.Empty(paper.Calculations);
        paper.Undo();
        Assert.Single(paper.Calculations);
    }

    [Theory]
    [InlineData("1/3=", "1/3")]
    [InlineData("0.1+0.2=", "0.3")]
    [InlineData("√2=", "≈1.4142135623731")]
    [InlineData("1/0=", "Can't divide by zero")]
    [InlineData("13×?=182", "? = 14")]
    [InlineData("13×=182", "? = 14")]
    [InlineData("×14=182", "? = 13")]
    [InlineData("5+=12", "? = 7")]
    [InlineData("3×?=7", "? = 7/3")]
    [InlineData("200+10%=", "220")]
    [InlineData("13×14=182", null)]
    [InlineData("13×14", null)]
    [InlineData("13×=", null)]
    [InlineData("13×?=", null)]
    [InlineData("=", null)]
    [InlineData("nonsense=", null)]
    public void What_is_asked_for_is_answered_and_nothing_else(string text, string? answer)
    {
        var paper = new Paper();
        paper.Type(text, new(0, 0), 60);
        Assert.Equal(answer, paper.Calculations[0].Answer?.Shown);
    }

    [Fact]
    public void A_question_that_is_not_linear_is_answered_in_words()
    {
        var paper = new Paper();
        paper.Type("?×?=9", new(0, 0), 60);
        Assert.True(paper.Calculations[0].Answer!.IsFault);
    }

    [Fact]
    public void A_tap_turns_a_fraction_into_a_decimal_and_back()
    {
        var paper = new Paper();
        var id = paper.Type("3/4+1/2=", new(0, 0), 60)!.Value;
        Assert.Equal("5/4", paper.Calculations[0].Answer!.Shown);
        paper.ToggleForm(id);
        Assert.Equal("1.25", paper.Calculations[0].Answer!.Shown);
        paper.ToggleForm(id);
        Assert.Equal("5/4", paper.Calculations[0].Answer!.Shown);
        paper.Undo();
        Assert.Equal("1.25", paper.Calculations[0].Answer!.Shown);
    }

    [Theory]
    [InlineData("1/3=", true)]
    [InlineData("0.5/3=", false)] // Who writes decimals gets one.
    [InlineData(".5/3=", false)]
    [InlineData("50%/3=", false)]
    [InlineData("10007/100003=", true)] // Twelve characters.
    [InlineData("10007/1000003=", false)] // Thirteen.
    public void A_short_fraction_is_shown_as_one_and_a_long_one_as_a_decimal(string text, bool isFraction)
    {
        var paper = new Paper();
        var id = paper.Type(text, new(0, 0), 60)!.Value;
        Assert.Equal(isFraction, paper.Calculations[0].Answer!.ShowsFraction);
        paper.ToggleForm(id);
        Assert.Equal(!isFraction, paper.Calculations[0].Answer!.ShowsFraction);
    }

    [Fact]
    public void A_line_that_begins_with_an_operation_goes_on_from_the_answer_above()
    {
        var paper = new Paper();
        var first = paper.Type("13×14=", new(0, 100), 60)!.Value;
        var second = paper.Type("+18=", new(0, 200), 60)!.Value;
        paper.Type("÷3=", new(20, 300), 60);
        Assert.Equal(["182", "200", "200/3"], paper.Calculations.Select(one => one.Answer!.Shown));
        Assert.Equal([null, first, second], paper.Calculations.Select(one => one.GoesOnFrom));
        paper.Retype(first, "12=");
        Assert.Equal(["12", "30", "10"], paper.Calculations.Select(one => one.Answer!.Shown));
        paper.Delete([first]);
        Assert.All(paper.Calculations, one => Assert.Null(one.GoesOnFrom));
        var alone = paper.Type("-5+2=", new(2000, 100), 60);
        Assert.Equal("−3", paper.Calculations.Single(one => one.Id == alone).Answer!.Shown);
    }

    [Fact]
    public void A_placed_answer_changes_with_its_source_and_never_goes_round()
    {
        var paper = new Paper();
        var source = paper.Type("1/3=", new(0, 100), 60)!.Value;
        Assert.True(paper.PlaceAnswer(source, new(0, 900)));
        var link = Assert.Single(paper.Links);
        Assert.Equal("1/3", link.Text);
        Assert.Equal(link.Calculation, paper.Calculations.Single(one => one.Id != source).Id);
        paper.Retype(source, "2+3=");
        Assert.Equal("5", paper.Links[0].Text);
        paper.Delete([source]);
        Assert.Equal("?", Assert.Single(paper.Links).Text);
        paper.Undo();
        paper.Delete([link.Link.Id]);
        Assert.Empty(paper.Links);
        Assert.Single(paper.Calculations);
    }

    [Fact]
    public void A_pen_up_on_a_page_of_2000_strokes_copies_no_ink_and_reads_nothing()
    {
        var paper = new Paper();
        for (var i = 0; i < 2000; i++)
            paper.Write(SheetInk.Line(40 * (i % 40), 220 * (i / 40), (40 * (i % 40)) + 5, (220 * (i / 40)) + 60));
        var before = GC.GetAllocatedBytesForCurrentThread();
        paper.Write(SheetInk.Line(0, 15000, 0, 15060));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 200_000, $"{allocated} bytes");
    }

    [SkippableFact]
    public void Nearly_all_real_calculations_are_one_group()
    {
        var file = SheetInk.Measured;
        Skip.IfNot(File.Exists(file), "the measured calculations are not there");
        int all = 0, torn = 0;
        var examples = new List<string>();
        foreach (var sample in CalculationFile.Read(file))
        {
            var paper = new Paper();
            paper.Write(sample.Written.Strokes);
            all++;
            if (paper.Calculations.Length > 1)
            {
                torn++;
                examples.Add($"{sample.Written.Plain}: {paper.Calculations.Length}");
            }
        }

        Assert.True(torn <= 0.03 * all, $"{torn} of {all}: {string.Join("; ", examples.Take(30))}");
    }

    internal static string State(Paper paper)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        PaperJson.Write(bytes, paper.Content);
        return System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Does anything.</summary>
    internal static void Step(Paper paper, Random random)
    {
        Vector2 Anywhere() => new(random.Next(2000), random.Next(2000));
        int[] Some() => [.. paper.Strokes.Where(_ => random.Next(4) == 0).Select(one => one.Id)
            .Concat(paper.Content.Texts.Select(one => one.Id).Take(1)).Concat(paper.Links.Select(one => one.Link.Id).Take(1))];
        var any = paper.Calculations.IsEmpty ? null : paper.Calculations[random.Next(paper.Calculations.Length)];
        switch (random.Next(14))
        {
            case 0:
                paper.Move(Some(), new(random.Next(200), -50));
                break;
            case 1:
                paper.Copy([.. Some().Take(5)], new(30, 40));
                break;
            case 2:
                paper.Delete([.. Some().Take(3)]);
                break;
            case 3:
                paper.EraseAlong(Anywhere(), Anywhere(), 10);
                paper.EndErase();
                break;
            case 4 when any is not null && any.StrokeIds.Length > 0:
                paper.Lock(any.Id, [any.StrokeIds[0]], "0123456789+-×"[random.Next(13)]);
                break;
            case 5:
                paper.Type($"{random.Next(99)}/{random.Next(1, 9)}=", Anywhere(), 40);
                break;
            case 6 when any is not null:
                paper.Retype(any.Id, $"{random.Next(99)}+1=");
                break;
            case 7 when any is not null:
                paper.ToggleForm(any.Id);
                break;
            case 8 when any is not null:
                paper.PlaceAnswer(any.Id, Anywhere());
                break;
            case 9 when random.Next(20) == 0:
                paper.Clear();
                break;
            default:
                var at = Anywhere();
                paper.Write(SheetInk.Line(at.X, at.Y, at.X + random.Next(60), at.Y + 60));
                break;
        }
    }
}
