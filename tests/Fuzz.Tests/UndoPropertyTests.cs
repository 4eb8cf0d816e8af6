using System.Collections.Immutable;
using FsCheck.Xunit;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Fuzz.Tests;

/// <summary>
/// Whatever is pressed, calculator and sheet have what the plain ones have, also after undo and redo. The seed is fixed; a failure prints
/// it with the shortest steps that fail.
/// </summary>
public sealed class UndoPropertyTests
{
    private const string Seed = "20261129,31", Presses = "0123456789019.+-*/=%nbwrtNuuuyy!";
    private const int Runs = 300;

    /// <summary>Each byte is a press; a kind that needs a number takes it from the byte's upper bits.</summary>
    [Property(Replay = Seed, MaxTest = Runs, EndSize = 400)]
    public void The_calculator_does_what_the_plain_one_does(byte[] presses)
    {
        PocketCalculator calculator = new();
        PlainCalculator plain = new();
        foreach (var (i, press) in presses.Index())
        {
            var step = Step(Presses[press % Presses.Length], press / Presses.Length);
            var changed = calculator.Apply(step).HasFlag(CalculatorEffect.Changed);
            var expected = plain.Apply(step);

            Assert.True(
                changed == expected && plain.Difference(calculator.State) is null,
                $"press {i} of {string.Concat(presses.Select(p => Presses[p % Presses.Length]))}, {step.Kind}: "
                + $"changed {changed}, expected {expected}; {plain.Difference(calculator.State)}");
        }
    }

    /// <summary>More steps than are remembered.</summary>
    [Fact]
    public void A_thousand_steps_are_undone_and_no_more()
    {
        PocketCalculator calculator = new();
        PlainCalculator plain = new();
        void Apply(CalculatorInput step) => Assert.Equal(plain.Apply(step), calculator.Apply(step).HasFlag(CalculatorEffect.Changed));
        for (var i = 0; i < 1200; i++)
            Apply(Step("7+3*2=n"[i % 7], i));
        for (var i = 0; i < 1100; i++)
        {
            Apply(CalculatorInput.Undo);
            Assert.Null(plain.Difference(calculator.State));
        }

        Assert.NotEmpty(calculator.State.Tape);
    }

    /// <summary>Each byte is a step on the sheet.</summary>
    [Property(Replay = Seed, MaxTest = Runs, EndSize = 200)]
    public void The_sheet_has_what_the_plain_one_has(byte[] presses)
    {
        PaperHistory history = new();
        PlainPaper plain = new();
        foreach (var (i, press) in presses.Index())
        {
            var step = Step(history.Content, press % 10, press / 10);
            history.Make(step);
            plain.Make(step);

            Assert.True(plain.Difference(history.Content) is null, $"step {i} of {string.Join(' ', presses)}: "
                + $"{plain.Difference(history.Content)}");
        }
    }

    [Fact]
    public void A_difference_is_noticed()
    {
        PlainCalculator plain = new();
        plain.Apply(CalculatorInput.Digit(SavedDigit.Typed(7)));
        Assert.Contains("7", plain.Difference(new PocketCalculator().State), StringComparison.Ordinal);
        PlainPaper paper = new();
        paper.Make(new PaperChange { Strokes = [Line(1, 5)] });
        Assert.Contains("0 things", paper.Difference(PaperContent.Empty), StringComparison.Ordinal);
    }

    private static CalculatorInput Step(char press, int more) => press switch
    {
        >= '0' and <= '9' => CalculatorInput.Digit(SavedDigit.Typed(press - '0')),
        '.' => CalculatorInput.Point,
        '+' => CalculatorInput.Operation(Operation.Add),
        '-' => CalculatorInput.Operation(Operation.Subtract),
        '*' => CalculatorInput.Operation(Operation.Multiply),
        '/' => CalculatorInput.Operation(Operation.Divide),
        '=' => CalculatorInput.EqualsSign,
        '%' => CalculatorInput.Percent,
        'n' => CalculatorInput.Negate,
        'b' => CalculatorInput.Backspace,
        'w' => CalculatorInput.WrongDigit,
        'r' => CalculatorInput.Replace(more % 10),
        't' => CalculatorInput.Recall(more % 4),
        'N' => CalculatorInput.Number([Step((char)('0' + more), 0), CalculatorInput.Point, Step('5', 0), CalculatorInput.Negate]),
        'u' => CalculatorInput.Undo,
        'y' => CalculatorInput.Redo,
        _ => CalculatorInput.Reset,
    };

    private static PaperStep Step(PaperContent content, int kind, int more)
    {
        int[] ids =
        [
            .. content.Strokes.Select(one => one.Id), .. content.Texts.Select(one => one.Id), .. content.Links.Select(one => one.Id),
        ];
        var id = ids.Length == 0 ? 0 : ids[more % ids.Length];
        return kind switch
        {
            0 or 1 => new PaperChange { Strokes = [Line(content.NextId, more * 40)] },
            2 => new PaperChange { Texts = [new(content.NextId, new($"{more}+1", new(0, more * 50), 30))] },
            3 => new PaperChange { Removed = [id] },
            4 when content.Strokes.FirstOrDefault(one => one.Id == id) is { } moved => new PaperChange { Strokes = [Line(moved.Id, more)] },
            4 when content.Texts.FirstOrDefault(one => one.Id == id) is { } moved =>
                new PaperChange { Texts = [moved with { Typed = moved.Typed with { At = new(more, more) } }] },
            5 when !content.Strokes.IsEmpty => new PaperChange { Locks = [new(Some(content, more), (char)('0' + more % 10))] },
            6 => more == 0 ? content with { Texts = [] } : new PaperChange { Links = [new(content.NextId, id, new(more, 9), 20, 30)] },
            7 or 8 => new PaperUndo(),
            _ => new PaperRedo(),
        };
    }

    /// <summary>One to three strokes, one after the other.</summary>
    private static ImmutableArray<int> Some(PaperContent content, int more) =>
        [.. content.Strokes.Skip(more % content.Strokes.Length).Take(1 + more % 3).Select(one => one.Id)];

    private static PaperStroke Line(int id, float x) => new(id, new Stroke([new(x, 0, 0), new(x + 10, 30, 100)]));
}
