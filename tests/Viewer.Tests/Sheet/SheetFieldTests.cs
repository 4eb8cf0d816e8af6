using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>How the card looks that asks for a file, and what a browser does instead.</summary>
public sealed class SheetFieldTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-field-").FullName;
    private readonly SheetPerson _person;

    public SheetFieldTests()
    {
        _person = new(sheetFolder: _folder);
        _person.Type("6+9");
        _person.Press(Key.Enter);
    }

    public void Dispose()
    {
        _person.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1280, 800, 1)]
    [InlineData(2560, 1600, 2)]
    [InlineData(560, 900, 1)]
    public void Title_field_and_keys_have_the_margin_and_the_gaps_of_the_card(int width, int height, float ratio)
    {
        _person.App.Handle(new Resized(_person.Person.Tick(), width, height, ratio));
        _person.Press(Key.Save);
        var frame = new SheetFrame(_person);
        var (unit, card) = (frame.Unit, frame.Card);
        var (inset, gap) = (MathF.Round(20 * unit), MathF.Round(10 * unit));
        var (title, where) = (frame["Save the sheet"].Room, frame[_folder].Room);
        var field = Assert.Single(frame.Boxes(frame.Theme.BarTrack));
        var (save, cancel) = (frame["Save"].Room, frame["Cancel"].Room);
        foreach (var box in (Box[])[title, field, where])
            Assert.Equal((inset, inset), (box.X - card.X, card.Right - box.Right));
        Assert.Equal((inset, inset), (title.Y - card.Y, card.Bottom - save.Bottom));
        Assert.Equal((gap, gap), (field.Y - title.Bottom, where.Y - field.Bottom));
        Assert.Equal((inset, gap, save.Y), (card.Right - save.Right, save.X - cancel.Right, cancel.Y));
        Assert.Equal((frame.Layout.Panel.Y + gap, frame.Layout.Panel.Centre.X), (card.Y, card.Centre.X), Near);
        Assert.Equal((card.X + inset, 18 * unit), (frame["Save the sheet"].Place.X, frame["Save the sheet"].Size), Near);
        // There are no files yet: one line says so, in the first of three rows.
        var empty = frame["No .digits files here yet"].Room;
        Assert.Equal((where.Bottom + gap, save.Y - gap), (empty.Y, empty.Y + (3 * empty.Height)), Near);
        // The keys look so, and the one under the pointer too.
        Assert.Contains(save, frame.Boxes(frame.Theme.Primary.Normal));
        Assert.Contains(cancel, frame.Boxes(frame.Theme.Key.Normal));
        _person.App.Handle(new PointerMoved(_person.Person.Tick(), save.Centre));
        Assert.Equal([save], new SheetFrame(_person).Boxes(frame.Theme.Primary.Hover));
        _person.Press(Key.Escape);
        _person.Press(Key.Open);
        _person.Type("zz");
        frame = new(_person);
        Assert.Equal("Open a sheet", frame.Texts[0].Text);
        Assert.Contains(frame.Texts, text => text.Text is "No .digits files here yet");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Name_its_ending_and_the_cursor_stand_side_by_side_in_the_field(int ratio)
    {
        _person.App.Handle(new Resized(_person.Person.Tick(), 1280 * ratio, 800 * ratio, ratio));
        _person.Press(Key.Save);
        var (frame, accent) = (new SheetFrame(_person), _person.App.View.Theme.Accent);
        var (unit, field) = (frame.Unit, frame.Boxes(frame.Theme.BarTrack).Single());
        var (name, ending) = (frame["sheet"], frame[".digits"]);
        // What is only suggested has a ground.
        var ground = Assert.Single(frame.Boxes(accent.WithAlpha(0.25f)));
        Assert.Equal((3 * unit, 3 * unit), (name.Place.X - ground.X, ground.Right - name.Place.Right), (a, b) =>
            Near(a, b) || MathF.Abs(a.Item2 - b.Item2) < 1.1f);
        Assert.Equal((field.Centre.Y, 24 * unit), (ground.Centre.Y, ground.Height), Near);
        Assert.Equal((field.X + (12 * unit), 17 * unit), (name.Place.X, name.Size), Near);
        Assert.Equal((field.Right - (12 * unit), 17 * unit), (ending.Room.Right, ending.Size), Near);
        Assert.Equal(name.Place.Right + (6 * unit), ending.Place.X, 1.2f);
        var cursor = Assert.Single(frame.Boxes(accent), box => box.Width < 10 * unit);
        Assert.Equal((field.Centre.Y, 22 * unit), (cursor.Centre.Y, cursor.Height), Near);
        Assert.True(cursor.X > name.Place.Right && cursor.Right < ending.Place.X && cursor.Width < 4 * ratio);
        // A name with an ending of its own has no other one.
        _person.Type("drawing.pdf");
        frame = new(_person);
        Assert.Empty(frame.Boxes(accent.WithAlpha(0.25f)));
        Assert.DoesNotContain(frame.Texts, text => text.Text == ".digits");
        // Of a long one the end is seen, as much as there is room for beside the ending.
        for (var i = 0; i < 11; i++)
            _person.Press(Key.Backspace);
        _person.Type(string.Concat(Enumerable.Range(0, 40).Select(i => $"part {i} ")) + "end");
        frame = new(_person);
        var shown = Assert.Single(frame.Texts, text => text.Text.EndsWith(" end", StringComparison.Ordinal));
        ending = frame[".digits"];
        Assert.StartsWith("…", shown.Text, StringComparison.Ordinal);
        Assert.Equal((17 * unit, false, 17 * unit, false), (shown.Size, shown.IsCut, ending.Size, ending.IsCut));
        Assert.InRange(ending.Place.Right, field.Right - (12 * unit) - (20 * unit), field.Right - (12 * unit) + 0.6f);
    }

    [Fact]
    public void Files_stand_in_the_list_with_their_time_and_the_lit_one_is_taken()
    {
        foreach (var (i, name) in ((string[])["taxes", "kitchen", "garden"]).Index())
        {
            PaperFile.Save(Path.Combine(_folder, name + ".digits"), _person.Paper.Content);
            File.SetLastWriteTime(Path.Combine(_folder, name + ".digits"), new(2026, 3, 9 - i, 7, 5 + i, 0));
        }

        _person.Press(Key.Open);
        var frame = new SheetFrame(_person);
        Assert.Empty(frame.Boxes(frame.Theme.Operator.Normal));
        foreach (var (name, time) in new[]
        {
            ("taxes", "2026-03-09 07:05"), ("kitchen", "2026-03-08 07:06"), ("garden", "2026-03-07 07:07"),
        })
        {
            var (text, written) = (frame[name + ".digits"], frame[time]);
            Assert.Equal(text.Room.Centre.Y, written.Room.Centre.Y);
            Assert.True(text.Place.Right < written.Place.X);
            _person.App.Handle(new PointerMoved(_person.Person.Tick(), text.Place.Centre));
            Assert.True(Assert.Single(new SheetFrame(_person).Boxes(frame.Theme.Operator.Normal)).Contains(text.Place.Centre));
        }

        _person.App.Handle(new PointerMoved(_person.Person.Tick(), new(-1)));
        _person.Press(Key.Down);
        _person.Press(Key.Down);
        frame = new(_person);
        Assert.True(frame.Boxes(frame.Theme.Operator.Normal).Single().Contains(frame["2026-03-08 07:06"].Place.Centre));
        _person.Press(Key.Enter);
        Assert.Equal("Opened: kitchen.digits · Ctrl+Z brings the sheet before it back", _person.App.View.Hint);
        Assert.Equal(Path.Combine(_folder, "kitchen.digits"), _person.Panel.Files.Current);
        // The next name to save under is that of the file.
        _person.Press(Key.SaveAs);
        Assert.Equal("kitchen", (_person.Panel.Card as SheetFileCard)?.Name);
        _person.Press(Key.Escape);
        _person.Paper.Clear();
        _person.App.OpenSheet(Path.Combine(_folder, "taxes.digits"));
        Assert.Equal("Opened: taxes.digits", _person.App.View.Hint);
    }

    [Fact]
    public void Nothing_is_saved_from_an_empty_sheet()
    {
        _person.Paper.Clear();
        foreach (var key in (Key[])[Key.Save, Key.SaveAs])
        {
            _person.Press(key);
            Assert.Equal(("There is nothing to save yet", true), (_person.App.View.Hint, _person.Panel.Card is null));
        }
    }

    [Fact]
    public void Saving_as_another_kind_says_which_and_needs_something_that_draws()
    {
        Assert.True(_person.App.View.Enabled[(int)Widget.Menu]);
        _person.Tap(_person.App.View.Layout[Widget.Menu].Centre);
        _person.Tap(_person.CardButton("Save as PDF…"));
        var frame = new SheetFrame(_person);
        Assert.Contains(frame.Texts, text => text.Text == "Save the sheet as PDF");
        Assert.Contains(frame.Texts, text => text.Text == ".pdf");
        _person.Press(Key.Escape);
        _person.Panel.Files.Picture = null;
        _person.Tap(_person.App.View.Layout[Widget.Menu].Centre);
        Assert.Equal(
            [true, true, false, false, false, true, true, true, true, true],
            _person.Panel.Card!.ButtonsOf(_person.App.View.Layout).Select(button => button.CanPress));
        Assert.Contains("a.png: pictures are not saved here; its name must end in .digits", Fault("a.png"), StringComparison.Ordinal);
        Assert.Contains("a.txt: its name must end in .digits, .svg, .png or .pdf", Fault("a.txt"), StringComparison.Ordinal);

        string Fault(string name) => Assert.ThrowsAny<IOException>(() =>
            PaperExport.Save(Path.Combine(_folder, name), _person.Paper, Pen.Medium, Theme.Light, null)).Message;
    }

    [Fact]
    public void Browser_gives_and_asks_for_files_itself()
    {
        var door = new CountingDoor();
        _person.Panel.Files.Door = door;
        _person.Press(Key.Save);
        Assert.Equal(("sheet.digits", "Saved among the downloads: sheet.digits"), (door.Given, _person.App.View.Hint));
        Assert.Equal(PaperFile.ToBytes(_person.Paper.Content), door.Content);
        _person.Press(Key.Open);
        Assert.Equal((1, 0, true), (door.Asked, door.AskedForPhotograph, _person.Panel.Card is null));
        _person.Tap(_person.App.View.Layout[Widget.Menu].Centre);
        _person.Tap(_person.CardButton("Photograph…"));
        Assert.Equal((1, 1, true), (door.Asked, door.AskedForPhotograph, _person.Panel.Card is null));
        // What comes later takes the place of the sheet, and the next one is given again.
        _person.App.OpenSheet("other.digits", PaperContent.Empty.With(new() { Texts = [new(1, new("2+2=", default, 40))] }));
        Assert.Equal("4", _person.Answer);
        _person.Press(Key.Save);
        Assert.Equal(PaperFile.ToBytes(_person.Paper.Content), door.Content);
    }

    private static bool Near((float First, float Second) a, (float First, float Second) b) =>
        MathF.Abs(a.First - b.First) < 0.6f && MathF.Abs(a.Second - b.Second) < 0.6f;

    private sealed class CountingDoor : IFileDoor
    {
        public string? Given { get; private set; }

        public byte[]? Content { get; private set; }

        public int Asked { get; private set; }

        public int AskedForPhotograph { get; private set; }

        public void Give(string name, byte[] content) => (Given, Content) = (name, content);

        public void Ask() => Asked++;

        public void AskForPhotograph() => AskedForPhotograph++;
    }
}
