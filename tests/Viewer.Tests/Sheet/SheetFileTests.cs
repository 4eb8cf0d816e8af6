using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>The menu of the sheet, and saving and opening in the window.</summary>
public sealed class SheetFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-files-").FullName;
    private readonly SheetPerson _person;

    public SheetFileTests() => _person = new(sheetFolder: Folder);

    private string Folder => Path.Combine(_folder, "own");

    private Paper Paper => _person.Paper;

    private SheetFileCard? Card => _person.Panel.Card as SheetFileCard;

    private string Hint => _person.App.View.Hint;

    public void Dispose()
    {
        _person.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Saved_sheet_is_opened_again_with_its_readings_and_answers()
    {
        _person.Write("13×14=");
        _person.Type("1/3");
        _person.Press(Key.Enter);
        _person.Press(Key.Save);
        Assert.Equal("sheet", Card?.Name);
        _person.Type("My Sums 3/4");
        _person.Press(Key.Enter);
        // There is no folder "My Sums 3": the person is told, and nothing is closed.
        Assert.True(_person.App.View.HintIsError, Hint);
        for (var i = 0; i < 2; i++)
            _person.Press(Key.Backspace);
        _person.Press(Key.Enter);
        Assert.Null(Card);
        var file = Path.Combine(Folder, "My Sums 3.digits");
        Assert.Equal($"Saved: {file}", Hint);
        var whole = Paper.Content;
        _person.Press(Key.Delete);
        Assert.Empty(Paper.Calculations);
        _person.Press(Key.Open);
        _person.Type("sums");
        _person.Press(Key.Down);
        _person.Press(Key.Enter);
        Assert.Null(Card);
        Assert.StartsWith("Opened: My Sums 3.digits", Hint, StringComparison.Ordinal);
        Assert.Equal(["1/3", "182"], Paper.Calculations.Select(one => one.Answer!.Shown).Order());
        Assert.Equal(whole.Parts, Paper.Content.Parts);
        // Opening is a step like every other.
        _person.Press(Key.Undo);
        Assert.Empty(Paper.Calculations);
        _person.Press(Key.Redo);
        Assert.Equal(2, Paper.Calculations.Length);
    }

    [Theory]
    [InlineData(".svg", "<?xml")]
    [InlineData(".png", "\u0089PNG")]
    [InlineData(".pdf", "%PDF")]
    public void Menu_saves_pictures(string ending, string beginning)
    {
        _person.Write("13×14=");
        Choose($"Save as {ending[1..].ToUpperInvariant()}…");
        _person.Tap(_person.CardButton("Save"));
        Assert.Null(Card);
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "sheet" + ending));
        Assert.StartsWith(beginning, string.Concat(bytes.Take(8).Select(one => (char)one)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pointer_presses_the_rows_of_a_card_and_nothing_beside_them()
    {
        Directory.CreateDirectory(Folder);
        _person.Write("6+9=");
        foreach (var name in (string[])["one", "two"])
        {
            _person.Press(Key.SaveAs);
            _person.Type(name);
            _person.Press(Key.Enter);
        }
        _person.Press(Key.Open);
        var layout = _person.App.View.Layout;
        Box[] rows = [.. Card!.ButtonsOf(layout).Where(one => one.Name[..3] is "one" or "two").Select(one => one.Box)];
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.Equal(PointerMeaning.Press, _person.Panel.MeaningAt(row.Centre)));
        Assert.Equal(PointerMeaning.Nothing, _person.Panel.MeaningAt(_person.PixelOfAnswer));
        _person.Press(Key.Escape);
        Assert.Equal(PointerMeaning.Press, _person.Panel.MeaningAt(_person.PixelOfAnswer));
    }

    [Fact]
    public void Card_is_twice_as_many_pixels_where_pixels_are_half_as_large()
    {
        var small = SizeOfRows();
        _person.App.Handle(new Resized(_person.Person.Tick(), 2560, 1600, 2));
        Assert.Equal(small.Select(size => 2 * size), SizeOfRows());

        float[] SizeOfRows()
        {
            _person.Tap(MenuButton);
            var rows = _person.Panel.Card!.ButtonsOf(_person.App.View.Layout).Select(button => button.Name).ToHashSet();
            float[] sizes = [.. _person.Frame().Written!.Where(text => rows.Contains(text.Text)).Select(text => text.Size)];
            Assert.True(sizes.Length > 3);
            _person.Press(Key.Escape);
            return sizes;
        }
    }

    [Fact]
    public void Photograph_that_comes_while_a_stroke_is_drawn_waits_for_its_end()
    {
        var person = _person.Person;
        person.Do(new PointerMoved(person.Tick(), new(400, 400)));
        person.Do(new PointerPressed(person.Tick(), PointerButton.Left));
        person.Do(new PointerMoved(person.Tick(), new(480, 480)));
        _person.Panel.PutPhotograph("a.jpg", () => [SheetInk.Line(0, 0, 0, 100)]);
        Assert.Empty(Paper.Strokes);
        person.Do(new PointerReleased(person.Tick(), PointerButton.Left));
        Assert.Equal(2, Paper.Strokes.Length);
        Assert.Contains("a.jpg", Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Ending_of_the_name_says_the_kind()
    {
        _person.Write("6+9=");
        _person.Press(Key.SaveAs);
        _person.Type("drawing.PDF");
        _person.Press(Key.Enter);
        Assert.Equal(["drawing.PDF"], Directory.GetFiles(Folder).Select(Path.GetFileName));
        // A picture is not the sheet: the next time a name is asked for again.
        _person.Press(Key.Save);
        Assert.NotNull(Card);
    }

    [Fact]
    public void Existing_file_is_replaced_only_when_that_is_said_twice()
    {
        Directory.CreateDirectory(Folder);
        var other = Path.Combine(Folder, "other.digits");
        File.WriteAllText(other, "precious");
        _person.Write("6+9=");
        _person.Press(Key.Save);
        _person.Type("other");
        _person.Press(Key.Enter);
        Assert.Equal("precious", File.ReadAllText(other));
        Assert.Contains(_person.Frame().Written!, text => text.Text.StartsWith("There is a file of this name", StringComparison.Ordinal));
        _person.Press(Key.Enter);
        Assert.Null(Card);
        Assert.Single(PaperFile.Load(other).Groups);
        // It is the sheet's file now, and takes what is added without a question.
        _person.Write("7+8=", y: 500);
        _person.Press(Key.Save);
        Assert.Null(Card);
        Assert.Equal(2, PaperFile.Load(other).Groups.Length);
    }

    [Theory]
    [InlineData(nameof(Key.Undo))]
    [InlineData(nameof(Key.Delete))]
    public void Sheet_that_did_not_come_from_a_file_never_goes_into_it_unasked(string leaving)
    {
        _person.Write("6+9=");
        _person.Press(Key.Save);
        _person.Press(Key.Enter);
        _person.Press(Key.Delete);
        _person.Write("7+8=");
        _person.Press(Key.Open);
        _person.Press(Key.Down);
        _person.Press(Key.Enter);
        Assert.Equal("15", _person.Answer);
        Assert.NotNull(_person.Panel.Files.Current);
        var file = File.ReadAllBytes(_person.Panel.Files.Current);
        _person.Press(Enum.Parse<Key>(leaving));
        _person.Write("1+1=", y: 500);
        _person.Press(Key.Save);
        Assert.NotNull(Card);
        Assert.Equal(file, File.ReadAllBytes(Path.Combine(Folder, "sheet.digits")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no sheet")]
    [InlineData("{\"sheet\":1,\"strokes\":[{\"id\":1,\"points\":[0,0]}]}")]
    public void Bad_file_is_one_line_and_changes_nothing(string content)
    {
        _person.Write("6+9=");
        var before = Paper.Content;
        var file = Path.Combine(_folder, "bad.digits");
        File.WriteAllText(file, content);
        _person.App.OpenSheet(file);
        Assert.True(_person.App.View.HintIsError);
        Assert.StartsWith(file, Hint, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', Hint);
        Assert.Same(before, Paper.Content);
        // The next action takes the message away.
        _person.Write("7+8=", y: 500);
        Assert.Equal("", Hint);
    }

    [SkippableFact]
    public void Full_disk_is_one_line_and_the_card_stays_open()
    {
        Skip.IfNot(File.Exists("/dev/full"), "the system has no /dev/full");
        Directory.CreateDirectory(Folder);
        File.CreateSymbolicLink(Path.Combine(Folder, "full.digits"), "/dev/full");
        _person.Write("6+9=");
        var before = Paper.Content;
        _person.Press(Key.SaveAs);
        _person.Type("full");
        _person.Press(Key.Enter);
        _person.Press(Key.Enter);
        Assert.True(_person.App.View.HintIsError);
        Assert.Contains("the disk is full", Hint, StringComparison.Ordinal);
        Assert.NotNull(Card);
        Assert.Null(_person.Panel.Files.Current);
        Assert.Same(before, Paper.Content);
    }

    [Fact]
    public void Dropped_file_opens_from_every_view()
    {
        var file = Path.Combine(_folder, "dropped.digits");
        _person.Type("2*21");
        _person.Press(Key.Enter);
        PaperFile.Save(file, Paper.Content);
        _person.Press(Key.Delete);
        _person.Press(Key.Escape);
        Assert.Null(_person.App.View.Panel);
        _person.App.OpenSheet(file);
        _person.App.FinishReading();
        Assert.Equal("42", _person.Answer);
    }

    [Fact]
    public void Names_are_text_of_any_language_and_no_commands()
    {
        _person.Write("6+9=");
        _person.Press(Key.SaveAs);
        _person.Type("Übung Ñ ТЕСТ");
        Assert.Equal("Übung Ñ ТЕСТ", Card!.Name);
        _person.Press(Key.Enter);
        Assert.True(File.Exists(Path.Combine(Folder, "Übung Ñ ТЕСТ.digits")));
    }

    [Fact]
    public void Nothing_is_written_on_the_paper_through_a_card()
    {
        _person.Write("6+9=");
        var before = Paper.Content;
        Choose("Open…");
        _person.Drag(_person.CardButton("Cancel") - new Vector2(200, 30), new(600, 500));
        Assert.NotNull(Card);
        // A press beside it closes it, and is no ink either.
        _person.Drag(new(30, 700), new(90, 700));
        Assert.Null(Card);
        Assert.Same(before, Paper.Content);
    }

    [Fact]
    public void Menu_copies_and_clears_and_closes_again()
    {
        _person.Write("6+9=");
        Choose("Copy as LaTeX");
        Assert.Equal("6+9=15", _person.App.Clipboard.Text);
        _person.Tap(MenuButton);
        _person.Press(Key.Escape);
        Assert.Null(_person.Panel.Card);
        Assert.NotNull(_person.App.View.Panel);
        Choose("Clear");
        Assert.Empty(Paper.Strokes);
        // Nothing is there to be saved: the line is grey and does nothing.
        Choose("Save");
        Assert.IsType<SheetMenu>(_person.Panel.Card);
    }

    [Fact]
    public void Replay_touches_no_files()
    {
        using var person = new SheetPerson();
        person.Write("6+9=");
        foreach (var key in (Key[])[Key.Save, Key.SaveAs, Key.Open])
        {
            person.Press(key);
            Assert.Null(person.Panel.Card);
            Assert.StartsWith("Files are neither", person.App.View.Hint, StringComparison.Ordinal);
        }
    }

    private Vector2 MenuButton => _person.App.View.Layout[Widget.Menu].Centre;

    private void Choose(string label)
    {
        _person.Tap(MenuButton);
        _person.Tap(_person.CardButton(label));
    }
}
