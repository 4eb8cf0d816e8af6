using System.Text;
using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.App;

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
        var last = "";
        for (var life = 0; life < 20; life++)
        {
            using var journal = Journal.Open(File, out var complaint);
            Assert.Null(complaint);
            var app = new ViewerApp(reader, new Settings(), journal);
            if (life > 0)
                Assert.Equal(last, Held(app));
            for (var i = random.Next(1, 40); i > 0; i--)
                Step(app, random);
            last = Held(app);
        }
    }

    [Fact]
    public void A_journal_of_before_there_were_points_and_numbers_leads_to_the_same()
    {
        Write("{\"state\":{\"phase\":\"first\",\"number\":\"7/1\",\"left\":\"0/1\",\"pending\":\"add\",\"expression\":\"\","
            + "\"digits\":[{\"value\":7,\"probability\":0.75,\"others\":[{\"digit\":1,\"probability\":0.25}]}],"
            + "\"before\":{\"phase\":\"start\","
            + "\"number\":\"0/1\",\"left\":\"0/1\",\"pending\":\"add\",\"expression\":\"\",\"digits\":[]}},\"tape\":[]}\n"
            + "{\"kind\":\"digit\",\"value\":5,\"probability\":1}\n{\"kind\":\"negate\"}\n{\"kind\":\"operation\",\"value\":2}\n"
            + "{\"kind\":\"digit\",\"value\":2,\"probability\":0.5,\"alternatives\":[{\"digit\":3,\"probability\":0.5}]}\n"
            + "{\"kind\":\"replace\",\"value\":3}\n{\"kind\":\"equalsSign\"}\n{\"kind\":\"undo\"}\n{\"kind\":\"redo\"}\n");
        using var journal = Journal.Open(File, out var complaint)!;
        Assert.Null(complaint);
        Assert.Equal("−75 × 3 = −225", Replayed(journal.Start, journal.Steps).State.Tape[^1].Text);
    }

    [Fact]
    public void A_cut_line_counts_as_not_written()
    {
        Write("{\"kind\":\"digit\",\"value\":7,\"probability\":1}\n{\"kind\":\"oper");
        using (var journal = Journal.Open(File, out var complaint)!)
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
    [InlineData("{\"kind\":\"digit\",\"value\":1,\"probability\":NaN}")]
    [InlineData("{\"kind\":\"digit\",\"value\":1,\"probability\":1e99}")]
    [InlineData("{\"kind\":\"operation\",\"value\":4}")]
    [InlineData("{\"kind\":\"dance\"}")]
    [InlineData("{\"kind\":\"point\",\"value\":1}")]
    [InlineData("{\"kind\":\"number\"}")]
    [InlineData("{\"kind\":\"number\",\"marks\":[]}")]
    [InlineData("{\"kind\":\"number\",\"marks\":7}")]
    [InlineData("{\"kind\":\"number\",\"marks\":[7]}")]
    [InlineData("{\"kind\":\"number\",\"marks\":[{\"kind\":\"point\"}]}")]
    [InlineData("{\"kind\":\"number\",\"marks\":[{\"kind\":\"reset\"}]}")]
    [InlineData("{\"kind\":\"number\",\"marks\":[{\"kind\":\"digit\",\"value\":1,\"probability\":1}]")]
    [InlineData(
        "{\"kind\":\"number\",\"marks\":[{\"kind\":\"number\",\"marks\":[{\"kind\":\"digit\",\"value\":1,\"probability\":1}]}]}")]
    [InlineData(
        "{\"state\":{\"phase\":\"first\",\"number\":\"1/3\",\"left\":\"0/1\",\"pending\":\"add\",\"expression\":\"\","
            + "\"digits\":[{\"value\":0,\"probability\":1}],\"before\":{\"phase\":\"start\",\"number\":\"0/1\",\"left\":\"0/1\","
            + "\"pending\":\"add\",\"expression\":\"\",\"digits\":[]},\"decimals\":1},\"tape\":[]}")]
    [InlineData("{\"state\":{}}")]
    [InlineData(
        "{\"state\":{\"phase\":\"second\",\"number\":\"1/1\",\"left\":\"0/1\",\"pending\":\"add\",\"expression\":\"\",\"digits\":[]},"
            + "\"tape\":[]}")]
    [InlineData("{\"kind\":\"digit\",\"value\":\"1\",\"probability\":1}")]
    [InlineData("{\"kind\":\"digit\",\"value\":1.5,\"probability\":1}")]
    [InlineData("{\"kind\":\"digit\",\"value\":1,\"probability\":1,\"more\":1}")]
    [InlineData("{\"kind\":\"digit\",\"value\":1,\"probability\":1,\"alternatives\":[{\"digit\":10,\"probability\":0.1}]}")]
    [InlineData("{\"kind\":\"digit\",\"value\":1,\"probability\":1,\"alternatives\":[7]}")]
    [InlineData("{\"kind\":\"digit\",\"value\":1,\"probability\":1,\"alternatives\":7}")]
    [InlineData("{\"kind\":\"undo\",\"value\":1}")]
    [InlineData("{\"kind\":\"undo\"} {\"kind\":\"undo\"}")]
    [InlineData("{\"kind\":{}}")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("7")]
    public void Of_a_damaged_file_the_steps_before_are_taken_and_each_one_is_kept_aside(string line)
    {
        const string Before = "{\"kind\":\"digit\",\"value\":7,\"probability\":1}\n";
        for (var time = 1; time <= 3; time++)
        {
            var text = string.Concat(Enumerable.Repeat(Before, time)) + line + "\n" + Before;
            Write(text);
            using (var journal = Journal.Open(File, out var complaint)!)
            {
                Assert.StartsWith(File, complaint, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', complaint!);
                Assert.Contains($"line {time + 1} ", complaint!, StringComparison.Ordinal);
                Assert.Equal(time, journal.Steps.Count);
                journal.Append(CalculatorInput.EqualsSign);
            }
            Assert.Equal(text, System.IO.File.ReadAllText(File + (time == 1 ? ".damaged" : $".damaged-{time}")));
            using var again = Journal.Open(File, out var fine)!;
            Assert.Null(fine);
            Assert.Equal(time + 1, again.Steps.Count);
        }
    }

    [Fact]
    public void A_second_window_says_that_it_keeps_nothing()
    {
        var first = Journal.Open(File, out _)!;
        Assert.Null(Journal.Open(File, out var complaint));
        Assert.Contains("keeps nothing", complaint, StringComparison.Ordinal);
        first.Dispose();
        using var third = Journal.Open(File, out complaint);
        Assert.NotNull(third);
        Assert.Null(complaint);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_long_file_begins_anew_and_shows_undoes_and_redoes_the_same(int seed)
    {
        var calculator = new PocketCalculator();
        var random = new Random(seed);
        using (var journal = Journal.Open(File, out _)!)
        {
            while (new FileInfo(File).Length < 600_000)
                Apply(calculator, Next(random), journal);
        }
        using var shortened = Journal.Open(File, out var complaint)!;
        Assert.Null(complaint);
        Assert.InRange(new FileInfo(File).Length, 1, 400_000);
        Assert.InRange(shortened.Steps.Count, 1, 2100);
        var again = Replayed(shortened.Start, shortened.Steps);
        AssertAlike(calculator, again);
        // What comes next leads to the same as well.
        for (var i = 0; i < 300; i++)
        {
            var step = Next(random);
            calculator.Apply(step);
            Apply(again, step, shortened);
            AssertAlike(calculator, again);
        }
    }

    [Fact]
    public void Of_a_long_damaged_file_the_steps_before_are_taken_too()
    {
        var random = new Random(7);
        var (calculator, text, line) = (new PocketCalculator(), new MemoryStream(), 1);
        for (; text.Length < 600_000; line++)
        {
            var step = Next(random);
            calculator.Apply(step);
            text.Write(JournalLine.Write(step));
        }
        text.Write("{\"kind\":\"dance\"}\n{\"kind\":\"reset\"}\n"u8);
        Write(Encoding.UTF8.GetString(text.ToArray()));
        using var journal = Journal.Open(File, out var complaint)!;
        Assert.Contains($"line {line} is damaged", complaint, StringComparison.Ordinal);
        Assert.Equal(text.ToArray(), System.IO.File.ReadAllBytes(File + ".damaged"));
        AssertAlike(calculator, Replayed(journal.Start, journal.Steps));
        Assert.Null(JournalContent.Parse(System.IO.File.ReadAllBytes(File)).DamagedLine);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_grows_long_is_shortened_while_it_is_written_or_goes_on(bool canBeShortened)
    {
        Skip.If(!canBeShortened && OperatingSystem.IsWindows(), "Windows moves no folder with an open file in it");
        using var reader = new DigitReader(PrototypeNetwork.Load);
        using var journal = Journal.Open(File, out _)!;
        var work = new PadAndCalculator(reader, new Settings(), journal);
        work.Notice += (text, isError) => Assert.False(isError, text);
        var random = new Random(9);
        var file = canBeShortened ? File : Path.Combine(_folder, "elsewhere", Path.GetFileName(File));
        if (!canBeShortened)
            Directory.Move(Path.GetDirectoryName(File)!, Path.GetDirectoryName(file)!);
        var longest = 0L;
        for (var i = 0; i < 20_000; i++)
        {
            work.Apply(Next(random));
            longest = Math.Max(longest, new FileInfo(file).Length);
        }
        Assert.Equal(canBeShortened, longest < 600_000);
        // What a kill leaves now.
        var content = JournalContent.Parse(System.IO.File.ReadAllBytes(file));
        Assert.Null(content.DamagedLine);
        var again = Replayed(content.Start, content.Steps);
        Assert.Equal(work.State.ToJson(), again.State.ToJson());
        for (var undone = 0; undone < 500; undone++)
        {
            work.Undo();
            again.Apply(CalculatorInput.Undo);
            Assert.Equal(work.State.ToJson(), again.State.ToJson());
        }
    }

    /// <summary>Work is counted in bytes allocated, which are the same on every machine.</summary>
    [Fact]
    public void Opening_takes_work_in_proportion_to_the_length()
    {
        long small = Work(100_000), large = Work(200_000);
        Assert.InRange(large, small, 2.5 * small);

        long Work(int steps)
        {
            var random = new Random(5);
            var text = new MemoryStream();
            for (var i = 0; i < steps; i++)
                text.Write(JournalLine.Write(Next(random)));
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            System.IO.File.WriteAllBytes(File, text.ToArray());
            var before = GC.GetAllocatedBytesForCurrentThread();
            Journal.Open(File, out _)!.Dispose();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Steps_that_cannot_be_written_are_said_and_written_later_in_order()
    {
        var disk = new FullDisk();
        using (var person = new Person(journal: new Journal(disk, JournalContent.Parse([]))))
        {
            person.Type("1");
            disk.Room = 20;
            person.Type("2");
            Assert.Contains("cannot be kept", person.App.View.Hint, StringComparison.Ordinal);
            Assert.True(person.App.View.HintIsError);
            person.Type("+");
            Assert.Contains("cannot be kept", person.App.View.Hint, StringComparison.Ordinal);
            Assert.Single(JournalContent.Parse(disk.ToArray()).Steps);
            disk.Room = long.MaxValue;
            person.Type("3");
            Assert.Contains("kept again", person.App.View.Hint, StringComparison.Ordinal);
            person.Type("=");
            Assert.Equal("15", person.Display);
        }
        Assert.Equal("15", Replayed(CalculatorState.Initial, JournalContent.Parse(disk.ToArray()).Steps).State.Display);
    }

    [SkippableFact]
    public void Full_device_is_said_and_the_calculator_goes_on()
    {
        Skip.IfNot(System.IO.File.Exists("/dev/full"), "there is no /dev/full");
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.CreateSymbolicLink(File, "/dev/full");
        using var journal = Journal.Open(File, out var complaint);
        using var person = new Person(journal: journal);
        person.Type("12+3=");
        Assert.Equal("15", person.Display);
        Assert.True(complaint is not null || person.App.View.Hint.Contains("cannot be kept", StringComparison.Ordinal));
        Assert.True(System.IO.File.Exists("/dev/full"));
    }

    [SkippableFact]
    public void Full_disk_leaves_no_hole()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        Skip.IfNot(OperatingSystem.IsLinux() && Mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", Path.GetDirectoryName(File)!),
            "no small disk can be made here: that needs root");
        string held;
        try
        {
            using (var journal = Journal.Open(File, out _)!)
            {
                using var person = new Person(journal: journal);
                person.Type("1");
                var filler = Path.Combine(Path.GetDirectoryName(File)!, "filler");
                Assert.ThrowsAny<IOException>(() => System.IO.File.WriteAllBytes(filler, new byte[1 << 20]));
                // What is left of the last page takes some steps.
                for (var i = 0; i < 200 && !person.App.View.HintIsError; i++)
                    person.Type("+1-2");
                Assert.Contains("cannot be kept", person.App.View.Hint, StringComparison.Ordinal);
                System.IO.File.Delete(filler);
                person.Type("=");
                Assert.Contains("kept again", person.App.View.Hint, StringComparison.Ordinal);
                held = person.App.Calculator.ToJson();
            }
            using var again = Journal.Open(File, out var complaint)!;
            Assert.Null(complaint);
            using var later = new Person(journal: again);
            Assert.Equal(held, later.App.Calculator.ToJson());
        }
        finally
        {
            Run("umount", Path.GetDirectoryName(File)!);
        }
    }

    private static bool Mount(params string[] arguments) => Run("mount", arguments);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using var process = System.Diagnostics.Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Shows, holds, undoes and redoes the same.</summary>
    private static void AssertAlike(PocketCalculator a, PocketCalculator b)
    {
        Assert.Equal(a.State.ToJson(), b.State.ToJson());
        Assert.True(CalculatorMemory.AreAlike(a.State, b.State));
    }

    private static PocketCalculator Replayed(CalculatorState start, IEnumerable<CalculatorInput> steps)
    {
        var calculator = new PocketCalculator(start);
        foreach (var step in steps)
            calculator.Apply(step);
        return calculator;
    }

    private static void Apply(PocketCalculator calculator, CalculatorInput step, Journal journal)
    {
        if (calculator.Apply(step).HasFlag(CalculatorEffect.Changed))
            journal.Append(step);
    }

    private static CalculatorInput Next(Random random) => random.Next(28) switch
    {
        < 11 and var i => CalculatorInput.Digit(new(i % 10, 0.75f, new DigitReading((i + 1) % 10, 0.25f))),
        11 or 12 or 13 or 14 => CalculatorInput.Operation((Operation)random.Next(4)),
        15 or 16 => CalculatorInput.EqualsSign,
        17 => CalculatorInput.Undo,
        18 => random.Next(3) == 0 ? CalculatorInput.WrongDigit : CalculatorInput.Redo,
        19 => CalculatorInput.Backspace,
        20 => CalculatorInput.Replace(random.Next(10)),
        21 => CalculatorInput.Recall(random.Next(20)),
        22 => CalculatorInput.Negate,
        24 or 25 => CalculatorInput.Point,
        26 => CalculatorInput.Percent,
        27 => CalculatorInput.Number(CalculatorInput.Digit(new(random.Next(10), 0.75f, new DigitReading(1, 0.25f))), CalculatorInput.Point,
            CalculatorInput.Digit(new(random.Next(10), 0.75f)), CalculatorInput.Negate),
        _ => random.Next(40) == 0 ? CalculatorInput.Reset : CalculatorInput.EqualsSign,
    };

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, text);
    }

    private static string Held(ViewerApp app) => app.Calculator.ToJson() + app.Calculator.Phase + app.Calculator.Left;

    private static void Step(ViewerApp app, Random random)
    {
        const string Characters = "0123456789+-*/==.%";
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
