using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>The card that asks for a file: its field and its list, without a window.</summary>
public sealed class SheetFileCardTests : IDisposable
{
    private static readonly Layout Usual = new(1100, 700, 1, false, 0, Arrangement.Alone);

    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-card-").FullName;
    private readonly SheetFiles _files;
    private readonly List<string> _finished = [];
    private int _closed;
    private bool _succeeds = true;

    public SheetFileCardTests() => _files = new(new Paper()) { Folder = _folder };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1100, 1)]
    [InlineData(2200, 2)]
    [InlineData(420, 1)]
    public void Keys_and_as_many_rows_as_there_is_room_for_are_in_the_card(int width, float ratio)
    {
        Make(20);
        var counts = new HashSet<int>();
        for (var height = (int)(220 * ratio); height < 900 * ratio; height += 17)
        {
            var layout = new Layout(width, height, ratio, false, 0, Arrangement.Alone);
            var (panel, unit) = (layout.Panel, layout.Unit);
            var (inset, gap) = (MathF.Round(20 * unit), MathF.Round(10 * unit));
            Box[] boxes = [.. Card().ButtonsOf(layout).Select(button => button.Box)];
            var (open, cancel, rows) = (boxes[0], boxes[1], boxes[2..]);
            counts.Add(rows.Length);
            var (right, bottom) = (open.Right + inset, open.Bottom + inset);
            Assert.Equal((open.Y, open.X - gap), (cancel.Y, cancel.Right));
            Assert.Equal(open.Width, cancel.Width);
            // The card is in the middle and as wide as it may be.
            var wide = MathF.Round(MathF.Min(480 * unit, panel.Width - (2 * gap)));
            Assert.Equal(panel.Centre.X, right - (wide / 2), 1.1f);
            for (var i = 0; i < rows.Length; i++)
            {
                Assert.Equal((right - wide + inset, open.Right), (rows[i].X, rows[i].Right));
                Assert.Equal(MathF.Round(32 * unit), rows[i].Height);
                if (i > 0)
                    Assert.Equal(rows[i - 1].Bottom, rows[i].Y);
            }

            if (rows.Length > 0)
            {
                Assert.Equal(open.Y - gap, rows[^1].Bottom, 2.6f);
                Assert.True(bottom <= panel.Bottom - gap + 0.1f, $"{bottom} in {panel}");
            }

            Assert.True(rows.Length == 8 || bottom + MathF.Round(32 * unit) > panel.Bottom - gap - 0.1f, $"{rows.Length} rows in {height}");
        }

        Assert.True(counts.Count > 1);
    }

    [Fact]
    public void List_is_as_long_as_its_files_within_limits()
    {
        var heights = new[] { 0, 3, 5, 8, 9 }.Select(count =>
        {
            Make(count);
            return Card().ButtonsOf(Usual).First().Box.Y;
        }).ToArray();
        Assert.Equal([0, 0, 2 * 32, 5 * 32, 5 * 32], heights.Select(y => y - heights[0]));
    }

    [Fact]
    public void Newest_file_comes_first_and_hidden_and_other_files_are_left_out()
    {
        Make(3);
        foreach (var other in (string[])[".hidden.digits", "picture.png", "noending"])
            File.WriteAllText(Path.Combine(_folder, other), "");
        File.SetLastWriteTime(Path.Combine(_folder, "file 01.digits"), new(2030, 1, 1));
        File.SetLastWriteTime(Path.Combine(_folder, "file 00.digits"), new(2020, 1, 1));
        File.Move(Path.Combine(_folder, "file 02.digits"), Path.Combine(_folder, "Large.DIGITS"));
        // Of the same moment the names decide.
        File.WriteAllText(Path.Combine(_folder, "b.digits"), "");
        File.SetLastWriteTime(Path.Combine(_folder, "b.digits"), new(2020, 1, 1));
        Assert.Equal(["file 01.digits", "Large.DIGITS", "b.digits", "file 00.digits"], Names(Card()));
        Assert.Empty(SheetFiles.In(Path.Combine(_folder, "none"), ".digits"));
    }

    [Fact]
    public void Wheel_and_arrow_keys_bring_every_file_into_sight()
    {
        Make(20);
        var card = Card();
        Assert.Equal(Files(0, 8), Names(card));
        Scroll(-2);
        Assert.Equal(Files(2, 8), Names(card));
        Scroll(-100);
        Assert.Equal(Files(12, 8), Names(card));
        Scroll(1);
        Assert.Equal(Files(11, 8), Names(card));
        Scroll(100);
        Assert.Equal(Files(0, 8), Names(card));
        for (var i = 0; i < 10; i++)
            Press(card, Key.Down);
        Assert.Equal(("file 09.digits", 9), (card.Name, card.Chosen));
        Assert.Equal(Files(2, 8), Names(card));
        for (var i = 0; i < 8; i++)
            Press(card, Key.Up);
        Assert.Equal("file 01.digits", card.Name);
        Assert.Equal(Files(1, 8), Names(card));
        Assert.Equal([true], card.ButtonsOf(Usual).Where(button => button.IsOn == true).Select(button => button.Name == "file 01.digits"));
        Press(card, Key.Up);
        Press(card, Key.Up);
        Assert.Equal("file 19.digits", card.Name);
        Assert.Equal(Files(12, 8), Names(card));
        Press(card, Key.Down);
        Assert.Equal(Files(0, 8), Names(card));

        void Scroll(float up) => card.Handle(new Scrolled(0, new(0, up)), Usual);
    }

    [Fact]
    public void Press_opens_the_file_of_the_row_and_a_save_only_takes_its_name()
    {
        Make(20);
        var card = Card();
        card.Handle(new Scrolled(0, new(0, -3)), Usual);
        Click(card, "file 05.digits");
        Assert.Equal([PathOf("file 05.digits")], _finished);
        Assert.Equal(1, _closed);
        var save = Card("sheet");
        Click(save, "file 02.digits");
        Assert.Equal(("file 02.digits", 1, 1), (save.Name, _finished.Count, _closed));
        Click(save, "Save");
        // It would be replaced.
        Assert.Equal((1, 1), (_finished.Count, _closed));
        Click(save, "Replace");
        Assert.Equal([PathOf("file 05.digits"), PathOf("file 02.digits")], _finished);
        Assert.Equal(2, _closed);
        Click(Card("other"), "Cancel");
        Assert.Equal((2, 3), (_finished.Count, _closed));
    }

    [Fact]
    public void Only_a_row_with_a_file_can_be_pressed()
    {
        Make(2);
        var card = Card();
        var last = card.ButtonsOf(Usual).Last().Box;
        Assert.True(card.IsOverRow(last.Centre, Usual));
        Assert.False(card.IsOverRow(last.Centre + new Vector2(0, last.Height), Usual));
        Assert.False(card.IsOverRow(last.Centre - new Vector2(0, 2 * last.Height), Usual));
        Assert.True(card.IsOverRow(card.ButtonsOf(Usual).First().Box.Centre, Usual));
    }

    [Theory]
    [InlineData("07", "file 07.digits")]
    [InlineData("FILE 1", "file 10.digits")]
    [InlineData(" 07 ", "file 07.digits")]
    [InlineData("sub/", "inner.digits")]
    [InlineData("sub/INN", "inner.digits")]
    [InlineData("nothing", null)]
    public void What_is_typed_chooses_among_the_files(string typed, string? first)
    {
        Make(12);
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        File.WriteAllText(Path.Combine(_folder, "sub", "inner.digits"), "");
        var card = Card();
        card.Handle(new Pasted(0, typed), Usual);
        Assert.Equal(first, Names(card).FirstOrDefault());
        Press(card, Key.Down);
        var folder = typed.StartsWith("sub", StringComparison.Ordinal) ? "sub" : "";
        Assert.Equal(first is null ? typed : Path.Combine(folder, first), card.Name);
        // What was chosen is no filter.
        Assert.Equal(first is null ? 0 : folder.Length > 0 ? 1 : 8, Names(card).Length);
    }

    [Fact]
    public void Name_is_one_line_of_at_most_500_characters_and_is_erased_by_characters()
    {
        var card = Card("sheet");
        Press(card, Key.Backspace);
        Assert.Equal("", card.Name);
        Press(card, Key.Backspace);
        Press(card, Key.Space);
        Press(card, Key.Enter);
        Assert.Equal((" ", 0, 0), (card.Name, _finished.Count, _closed));
        Press(card, Key.Delete);
        card.Handle(new Pasted(0, "a\tb\nc"), Usual);
        card.Handle(new Pasted(0, "d\re"), Usual);
        card.Handle(new Typed(0, 'f'), Usual);
        Assert.Equal("abdf", card.Name);
        card.Handle(new Pasted(0, "😀"), Usual);
        Press(card, Key.Backspace);
        Press(card, Key.Backspace);
        Assert.Equal("abd", card.Name);
        card.Handle(new Pasted(0, new('x', 600)), Usual);
        Assert.Equal(500, card.Name.Length);
        // The first character takes the place of a name that is only suggested.
        var other = Card("sheet");
        other.Handle(new Typed(0, 'q'), Usual);
        Assert.Equal("q", other.Name);
    }

    [Fact]
    public void Replacing_is_asked_for_again_after_every_change_and_every_failure()
    {
        Make(1);
        var card = Card("file 00");
        Press(card, Key.Enter);
        Assert.Equal(("Replace", 0), (Label(), _finished.Count));
        Press(card, Key.Backspace);
        Assert.Equal("Save", Label());
        card.Handle(new Pasted(0, "file 00"), Usual);
        Press(card, Key.Enter);
        Press(card, Key.Down);
        Assert.Equal("Save", Label());
        _succeeds = false;
        Press(card, Key.Enter);
        Press(card, Key.Enter);
        Assert.Equal(("Save", 1, 0), (Label(), _finished.Count, _closed));
        _succeeds = true;
        Press(card, Key.Enter);
        Assert.Equal(("Replace", 1), (Label(), _finished.Count));
        Press(card, Key.Enter);
        Assert.Equal((2, 1), (_finished.Count, _closed));

        string Label() => card.ButtonsOf(Usual).First().Name;
    }

    [Fact]
    public void Names_are_those_of_files_in_the_folder_or_elsewhere()
    {
        Assert.Equal(Path.Combine(_folder, "a b.digits"), _files.PathOf(" a b ", ".digits"));
        Assert.Equal(Path.Combine(_folder, "a.svg"), _files.PathOf("a.svg", ".digits"));
        Assert.Equal(Path.Combine(_folder, "a.txt.pdf"), _files.PathOf("a.txt", ".pdf"));
        Assert.Equal(Path.Combine(_folder, "a") + Path.DirectorySeparatorChar, _files.PathOf("a/", ".digits"));
        var elsewhere = Path.GetFullPath("/elsewhere/a.digits");
        Assert.Equal(elsewhere, _files.PathOf("/elsewhere/a", ".digits"));
        Assert.Equal(
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "a.digits"), _files.PathOf("~/a", ".digits"));
        Assert.Equal("a.digits", _files.NameOf(Path.Combine(_folder, "a.digits")));
        Assert.Equal(elsewhere, _files.NameOf(elsewhere));
        Assert.Equal("sheet", _files.FreeName(".digits"));
        foreach (var taken in (string[])["sheet.digits", "sheet 2.digits"])
            File.WriteAllText(Path.Combine(_folder, taken), "");
        Assert.Equal(("sheet 3", "sheet"), (_files.FreeName(".digits"), _files.FreeName(".png")));
    }

    private static void Press(SheetFileCard card, Key key) => card.Handle(new KeyPressed(0, key), Usual);

    private static void Click(SheetFileCard card, string label)
    {
        card.Handle(new PointerMoved(0, card.ButtonsOf(Usual).First(button => button.Name == label).Box.Centre), Usual);
        card.Handle(new PointerPressed(0, PointerButton.Left), Usual);
        card.Handle(new PointerReleased(0, PointerButton.Left), Usual);
    }

    private static string[] Names(SheetFileCard card) => [.. card.ButtonsOf(Usual).Skip(2).Select(button => button.Name)];

    private static string[] Files(int first, int count) => [.. Enumerable.Range(first, count).Select(i => $"file {i:00}.digits")];

    private string PathOf(string name) => Path.Combine(_folder, name);

    private SheetFileCard Card(string? suggestion = null) => new(_files, ".digits", suggestion, path =>
    {
        _finished.Add(path);
        return _succeeds;
    }, () => _closed++);

    /// <summary>Files of the folder, the first one the newest.</summary>
    private void Make(int count)
    {
        for (var i = 0; i < count; i++)
        {
            File.WriteAllText(PathOf($"file {i:00}.digits"), "");
            File.SetLastWriteTime(PathOf($"file {i:00}.digits"), new DateTime(2026, 5, 20).AddDays(-i));
        }
    }
}
