using GpuDigits.Engine.Calculator;
using GpuDigits.Viewer.App;

namespace GpuDigits.Viewer.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    private string File => Path.Combine(_folder, "new", "viewer.steps.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void After_a_kill_at_any_step_everything_is_there_again()
    {
        using var reader = new DigitReader(PrototypeNetwork.Load);
        Assert.True(reader.WaitUntilReady());
        var random = new Random(3);
        string last = "";
        for (int life = 0; life < 20; life++)
        {
            using var journal = Journal.Open(File, out string? complaint);
            Assert.Null(complaint);
            var app = new ViewerApp(reader, new Settings(), journal);
            if (life > 0)
                Assert.Equal(last, Held(app));
            for (int i = random.Next(1, 40); i > 0; i--)
                Step(app, random);
            last = Held(app);
        }
    }

    [Fact]
    public void A_cut_line_counts_as_not_written()
    {
        Write("{\"kind\":\"digit\",\"value\":7,\"probability\":1}\n{\"kind\":\"oper");
        using (var journal = Journal.Open(File, out string? complaint)!)
        {
            Assert.Null(complaint);
            Assert.Single(journal.Steps);
            journal.Append(CalculatorInput.Operation(Operation.Multiply));
        }
        using var again = Journal.Open(File, out _)!;
        Assert.Equal([InputKind.Digit, InputKind.Operation], again.Steps.Select(step => step.Kind));
    }

    [Theory]
    [InlineData("{\"kind\":\"digit\",\"value\":10,\"probability\":1}")]
    [InlineData("{\"kind\":\"digit\",\"value\":1}")]
    [InlineData("{\"kind\":\"operation\",\"value\":4}")]
    [InlineData("{\"kind\":\"dance\"}")]
    [InlineData("null")]
    [InlineData("7")]
    public void A_damaged_file_is_set_aside(string line)
    {
        Write(line + "\n");
        using var journal = Journal.Open(File, out string? complaint)!;
        Assert.StartsWith(File, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', complaint!);
        Assert.Empty(journal.Steps);
        Assert.Equal(line + "\n", System.IO.File.ReadAllText(File + ".damaged"));
    }

    [Fact]
    public void A_second_window_works_without_memory()
    {
        using var first = Journal.Open(File, out _);
        Assert.Null(Journal.Open(File, out string? complaint));
        Assert.Contains("cannot be kept", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_file_begins_anew_at_the_last_reset()
    {
        using (var journal = Journal.Open(File, out _)!)
        {
            for (int i = 0; i < 8000; i++)
                journal.Append(CalculatorInput.Digit(SavedDigit.Typed(i % 10)));
            journal.Append(CalculatorInput.Reset);
            journal.Append(CalculatorInput.Digit(SavedDigit.Typed(7)));
        }
        using (var shortened = Journal.Open(File, out _)!)
        {
            Assert.Equal([InputKind.Reset, InputKind.Digit], shortened.Steps.Select(step => step.Kind));
            shortened.Append(CalculatorInput.EqualsSign);
        }
        using var again = Journal.Open(File, out _)!;
        Assert.Equal([InputKind.Reset, InputKind.Digit, InputKind.EqualsSign], again.Steps.Select(step => step.Kind));
    }

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, text);
    }

    private static string Held(ViewerApp app) => app.Calculator.ToJson() + app.Calculator.Phase + app.Calculator.Left;

    private static void Step(ViewerApp app, Random random)
    {
        const string Characters = "0123456789+-*/==";
        switch (random.Next(8))
        {
            case 0:
                app.Handle(new KeyPressed(0, Key.Undo));
                break;
            case 1:
                app.Handle(new KeyPressed(0, random.Next(2) == 0 ? Key.Redo : Key.Backspace));
                break;
            case 2 when random.Next(6) == 0:
                app.Handle(new KeyPressed(0, Key.Escape));
                break;
            default:
                app.Handle(new Typed(0, Characters[random.Next(Characters.Length)]));
                break;
        }
    }
}
