using System.Text;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>The sheet's journal and files.</summary>
public sealed class PaperKeepingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    private string Steps => Path.Combine(_folder, "new", "viewer.sheet.jsonl");

    private string Sheet => Path.Combine(_folder, "a" + PaperFile.Extension);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void After_a_kill_at_any_step_everything_is_there_again()
    {
        var random = new Random(3);
        var last = "";
        for (var life = 0; life < 12; life++)
        {
            using var journal = PaperJournal.Open(Steps, out var complaint)!;
            Assert.Null(complaint);
            var paper = new Paper(journal: journal);
            if (life > 0)
                Assert.Equal(last, PaperTests.State(paper));
            for (var i = random.Next(1, 60); i > 0; i--)
            {
                PaperTests.Step(paper, random);
                if (random.Next(8) == 0)
                    paper.Undo();
                if (random.Next(16) == 0)
                    paper.Redo();
            }

            last = PaperTests.State(paper);
        }
    }

    /// <summary>A file that is opened as the first step of all is no beginning: it can be undone, now and after the next start.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_was_opened_first_and_taken_back_does_not_come_again(bool isUndoneLater)
    {
        var other = new Paper();
        other.Write(SheetInk.Of("7×8="));
        string last;
        using (var journal = PaperJournal.Open(Steps, out _)!)
        {
            var paper = new Paper(journal: journal);
            paper.Open(other.Content);
            if (!isUndoneLater)
            {
                paper.Undo();
                paper.Write(SheetInk.Line(0, 0, 90, 60));
            }

            last = PaperTests.State(paper);
        }

        using var again = PaperJournal.Open(Steps, out var complaint)!;
        Assert.Null(complaint);
        var reopened = new Paper(journal: again);
        Assert.Equal(last, PaperTests.State(reopened));
        if (!isUndoneLater)
            return;
        reopened.Undo();
        Assert.Empty(reopened.Strokes);
    }

    [Fact]
    public void A_long_journal_is_shortened_and_can_still_be_undone()
    {
        string last, before;
        using (var journal = PaperJournal.Open(Steps, out _)!)
        {
            var paper = new Paper(journal: journal);
            var random = new Random(5);
            for (var i = 0; i < 1500; i++)
            {
                paper.Write(SheetInk.Line(random.Next(900), 0, random.Next(900), 60));
                if (i % 10 == 9)
                    paper.Clear();
            }

            for (var i = 0; i < 400; i++)
            {
                paper.Write(SheetInk.Of("888", new(0, 100 * (i % 20))));
                if (i % 20 == 19)
                    paper.Clear();
            }

            paper.Undo();
            paper.Undo();
            last = PaperTests.State(paper);
            paper.Undo();
            before = PaperTests.State(paper);
            paper.Redo();
        }

        var length = new FileInfo(Steps).Length;
        Assert.True(length > 1 << 20, $"{length} bytes");
        for (var time = 0; time < 2; time++)
        {
            using var journal = PaperJournal.Open(Steps, out var complaint)!;
            Assert.Null(complaint);
            Assert.True(new FileInfo(Steps).Length < length);
            var paper = new Paper(journal: journal);
            Assert.Equal(last, PaperTests.State(paper));
            paper.Undo();
            Assert.Equal(before, PaperTests.State(paper));
            paper.Redo();
            paper.Redo();
            paper.Undo();
            Assert.Equal(last, PaperTests.State(paper));
        }
    }

    [Theory]
    [InlineData("{}x")]
    [InlineData("7")]
    [InlineData("{\"strokes\":[{\"id\":0,\"points\":[1,2,3]}]}")]
    [InlineData("{\"strokes\":[{\"id\":1,\"points\":[]}]}")]
    [InlineData("{\"strokes\":[{\"id\":1,\"points\":[1,2]}]}")]
    [InlineData("{\"strokes\":[{\"id\":1,\"points\":[1,2,1e99]}]}")]
    [InlineData("{\"strokes\":[{\"id\":1,\"points\":[1,2,\"a\"]}]}")]
    [InlineData("{\"strokes\":[{\"id\":1,\"points\":[1,2,3]},{\"id\":1,\"points\":[1,2,3]}]}")]
    [InlineData("{\"locks\":[{\"strokes\":[1],\"label\":\"?\"}]}")]
    [InlineData("{\"locks\":[{\"strokes\":[],\"label\":\"1\"}]}")]
    [InlineData("{\"locks\":[{\"strokes\":[1,1],\"label\":\"1\"}]}")]
    [InlineData("{\"texts\":[{\"id\":1,\"text\":\"\",\"x\":0,\"y\":0,\"height\":1}]}")]
    [InlineData("{\"texts\":[{\"id\":1,\"text\":\"1\",\"x\":0,\"y\":0,\"height\":-1}]}")]
    [InlineData("{\"links\":[{\"id\":1,\"of\":2,\"x\":0,\"y\":1e9,\"width\":1,\"height\":1}]}")]
    [InlineData("{\"forms\":[1.5]}")]
    [InlineData("{\"remove\":{}}")]
    [InlineData("{\"sheet\":2}")]
    [InlineData("{\"texts\":[{\"id\":1,\"text\":\"\\ud800\",\"x\":0,\"y\":0,\"height\":1}]}")]
    public void Of_a_damaged_journal_the_steps_before_are_taken_and_it_is_kept_aside(string line)
    {
        var paper = new Paper();
        using (var journal = PaperJournal.Open(Steps, out _)!)
            new Paper(journal: journal).Write(SheetInk.Line(0, 0, 0, 100));
        var good = File.ReadAllText(Steps);
        File.WriteAllText(Steps, good + line + "\n" + good);
        using (var journal = PaperJournal.Open(Steps, out var complaint)!)
        {
            Assert.Contains("line 2 is damaged", complaint, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', complaint!);
            Assert.Single(new Paper(journal: journal).Strokes);
        }

        Assert.Equal(good + line + "\n" + good, File.ReadAllText(Steps + ".damaged"));
        Assert.Equal(good, File.ReadAllText(Steps));
        Assert.Throws<PaperFileException>(() => Load(line));
    }

    [Fact]
    public void A_cut_line_counts_as_not_written()
    {
        using (var journal = PaperJournal.Open(Steps, out _)!)
            new Paper(journal: journal).Write(SheetInk.Line(0, 0, 0, 100));
        File.AppendAllText(Steps, "{\"strokes\":[{\"id\":");
        using var again = PaperJournal.Open(Steps, out var complaint)!;
        Assert.Null(complaint);
        Assert.Single(new Paper(journal: again).Strokes);
    }

    [Fact]
    public void One_window_at_a_time_keeps_the_sheet()
    {
        using var first = PaperJournal.Open(Steps, out _);
        Assert.Null(PaperJournal.Open(Steps, out var complaint));
        Assert.Contains("Another window keeps its sheet", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_cannot_be_written_are_said_and_written_later_in_order()
    {
        var disk = new FullDisk();
        var paper = new Paper(journal: new PaperJournal(new StepFile(disk, "sheet"), []));
        var notices = new List<string>();
        paper.Notice += (text, _) => notices.Add(text);
        paper.Write(SheetInk.Line(0, 0, 0, 100));
        disk.Room = 20;
        paper.Write(SheetInk.Line(50, 0, 50, 100));
        Assert.Contains("cannot be kept", notices.Single(), StringComparison.Ordinal);
        disk.Room = long.MaxValue;
        paper.Write(SheetInk.Line(90, 0, 90, 100));
        Assert.Contains("kept again", notices[^1], StringComparison.Ordinal);
        Assert.Null(PaperJournal.Parse(disk.ToArray(), out var steps).DamagedLine);
        var history = new PaperHistory();
        history.Repeat(steps);
        Assert.Equal(3, history.Content.Strokes.Length);
    }

    [Fact]
    public void A_saved_sheet_is_the_same_when_it_is_opened_and_opening_can_be_undone()
    {
        var paper = new Paper();
        var random = new Random(9);
        for (var i = 0; i < 120; i++)
            PaperTests.Step(paper, random);
        PaperFile.Save(Sheet, paper.Content);
        var other = new Paper();
        other.Write(SheetInk.Line(0, 0, 0, 100));
        var before = PaperTests.State(other);
        other.Open(PaperFile.Load(Sheet));
        Assert.Equal(PaperTests.State(paper), PaperTests.State(other));
        Assert.Equal(
            paper.Calculations.Select(one => (one.Id, one.Answer?.Shown)), other.Calculations.Select(one => (one.Id, one.Answer?.Shown)));
        other.Undo();
        Assert.Equal(before, PaperTests.State(other));
    }

    [Theory]
    [InlineData("", "is no JSON")]
    [InlineData("{", "is no JSON")]
    [InlineData("[1]", "is no sheet")]
    [InlineData("{\"strokes\":[]}", "is no sheet")]
    [InlineData("{\"sheet\":99}", "another version")]
    [InlineData("{\"sheet\":1,\"remove\":[1]}", "only in a step")]
    [InlineData("{\"sheet\":1,\"strokes\":[{\"id\":1,\"points\":[1,2,3]}],\"calculations\":[]}", "in no calculation")]
    [InlineData("{\"sheet\":1,\"calculations\":[{\"id\":1,\"strokes\":[7]}]}", "no stroke 7")]
    [InlineData("{\"sheet\":1,\"strokes\":[{\"id\":1,\"points\":[1,2,3]}],\"calculations\":[{\"id\":1,\"strokes\":[1]}]}", "used twice")]
    [InlineData(
        "{\"sheet\":1,\"strokes\":[{\"id\":1,\"points\":[1,2,3]}],\"texts\":[{\"id\":2,\"text\":\"1\",\"x\":1,\"y\":1,\"height\":9}],"
            + "\"calculations\":[{\"id\":2,\"strokes\":[1]}]}",
        "used twice")]
    [InlineData("{\"sheet\":1,\"strokes\":[{\"id\":1,\"points\":[1,2]}]}", "number 1: \"points\" must be x, y and time of 1 to")]
    [InlineData("{\"sheet\":1,\"strokes\":[{\"id\":1,\"points\":[1,2,3e9]},{\"id\":2,\"points\":[1,2000000,3]}]}", "number 2, point 1")]
    public void A_file_that_is_no_sheet_is_refused_in_one_line_that_says_where(string text, string because)
    {
        var e = Assert.Throws<PaperFileException>(() => Load(text));
        Assert.StartsWith(Sheet, e.Message, StringComparison.Ordinal);
        Assert.Contains(because, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Contains("choose a sheet", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused_in_one_line()
    {
        var e = Assert.Throws<PaperFileException>(() => PaperFile.Load(Sheet));
        Assert.Contains("there is no such file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_with_only_strokes_is_opened_too()
    {
        var content = Load("{\"sheet\":1,\"strokes\":[{\"id\":4,\"points\":[1,2,3,1,90,11]}],\"unknown\":{}}");
        Assert.Equal(4, Assert.Single(content.Groups).Strokes[0].Id);
        Assert.True(content.NextId > content.Groups[0].Id);
    }

    [Fact]
    public void Damaged_bytes_never_do_more_than_be_refused()
    {
        var paper = new Paper();
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
            PaperTests.Step(paper, random);
        PaperFile.Save(Sheet, paper.Content);
        var whole = File.ReadAllBytes(Sheet);
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)"0123456789[]{},\":-e\0"[random.Next(20)];
            File.WriteAllBytes(Sheet, bytes);
            try
            {
                var opened = new Paper();
                opened.Open(PaperFile.Load(Sheet));
            }
            catch (PaperFileException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 399);
    }

    [Fact]
    public void A_full_sheet_says_so_and_takes_no_more()
    {
        var strokes = Enumerable.Range(0, PaperContent.MaxParts)
            .Select(i => new PaperStroke(i + 1, SheetInk.Line(500 * (i % 100), 500 * (i / 100), 500 * (i % 100), (500 * (i / 100)) + 50)));
        var paper = new Paper();
        var ids = PaperContent.MaxParts + 1;
        var groups = strokes.Select((one, i) => new PaperGroup(ids + i, [one]));
        paper.Open(new() { Strokes = [.. strokes], Groups = [.. groups], NextId = 3 * PaperContent.MaxParts });
        string? said = null;
        paper.Notice += (text, _) => said = text;
        paper.Write(SheetInk.Line(0, 0, 10, 0));
        Assert.Equal(PaperContent.MaxParts, paper.Strokes.Length);
        Assert.Contains("full", said, StringComparison.Ordinal);
        PaperFile.Save(Sheet, paper.Content);
        Assert.Equal(PaperContent.MaxParts, PaperFile.Load(Sheet).Strokes.Length);
    }

    private PaperContent Load(string text)
    {
        File.WriteAllBytes(Sheet, Encoding.UTF8.GetBytes(text));
        return PaperFile.Load(Sheet);
    }
}
