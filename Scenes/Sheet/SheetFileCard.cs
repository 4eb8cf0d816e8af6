using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

/// <summary>Asks for a file: a name that can be typed, and the files that are there, with the newest first.</summary>
/// <param name="files">The files.</param>
/// <param name="ending">The ending of a name without one.</param>
/// <param name="suggestion">A name to begin with, which the first character replaces; null to ask for a file that is there.</param>
/// <param name="finish">Saves or opens the file; returns whether that is done.</param>
/// <param name="close">Takes the card away.</param>
internal sealed class SheetFileCard(
    SheetFiles files, string ending, string? suggestion, Func<string, bool> finish, Action close) : SheetCard(close)
{
    private const float Width = 480, Inset = 20, Title = 30, Field = 42, Line = 24, RowHeight = 32, KeyHeight = 40, Gap = 10;
    private const int LeastRows = 3, MostRows = 8, LongestName = 500;
    private readonly Action _close = close;
    private readonly bool _isSaving = suggestion is not null;
    private string _name = suggestion ?? "";
    private bool _isSuggestion = suggestion is not null;
    private string? _toReplace;
    private int _first, _shownRows = MostRows;
    private string _folder = "";
    private ImmutableArray<SheetFileName> _all = [];

    public override bool TakesText => true;

    /// <summary>What is in the field.</summary>
    public string Name => _name;

    /// <summary>The files that fit what is typed.</summary>
    public ImmutableArray<SheetFileName> Found
    {
        get
        {
            var part = _isSuggestion || Chosen >= 0 ? "" : Path.GetFileName(_name.Trim());
            return [.. All.Where(file => file.Name.Contains(part, StringComparison.CurrentCultureIgnoreCase))];
        }
    }

    /// <summary>The files of the folder.</summary>
    private ImmutableArray<SheetFileName> All
    {
        get
        {
            var folder = Folder;
            if (folder != _folder)
                (_folder, _all) = (folder, SheetFiles.In(folder, ending));
            return _all;
        }
    }

    protected override int Count => Found.Length;

    /// <summary>The folder of the typed path.</summary>
    private string Folder => Path.GetDirectoryName(files.PathOf(_name + "x", ending)) ?? files.Folder!;

    private string TitleText => !_isSaving ? "Open a sheet"
        : ending == PaperFile.Extension ? "Save the sheet"
        : $"Save the sheet as {ending[1..].ToUpperInvariant()}";

    private string KeyLabel => !_isSaving ? "Open" : _toReplace is null ? "Save" : "Replace";

    public override void Draw(DrawList list, ViewState state)
    {
        var (theme, layout, unit) = (state.Theme, state.Layout, state.Layout.Unit);
        var places = Lay(layout);
        _shownRows = places.Rows.Length;
        DrawCard(list, theme, layout, places.Card);
        list.TextIn(places.Title, TitleText, 18 * unit, theme.Text,
            Align.Left);
        DrawField(list, theme, unit, places.Field);
        var where = _toReplace is not null ? "There is a file of this name. Enter once more replaces it" : Folder;
        list.TextIn(places.Where, where, 13 * unit, _toReplace is null ? theme.DimText : theme.Unsure, Align.Left, keepsEnd: true);
        var found = Found;
        for (var i = 0; i < places.Rows.Length && _first + i < found.Length; i++)
        {
            var file = found[_first + i];
            var written = file.Written.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            DrawRow(list, theme, unit, places.Rows[i], file.Name, written, places.Rows[i].Contains(Pointer) || _first + i == Chosen);
        }
        if (found.IsEmpty && places.Rows.Length > 0)
            list.TextIn(places.Rows[0], All.IsEmpty ? $"No {ending} files here yet" : "No file of this name", RowText * unit,
                theme.DimText);
        DrawKey(list, theme.Primary, unit, places.Keys[0], KeyLabel);
        DrawKey(list, theme.Key, unit, places.Keys[1], "Cancel");
    }

    public override IEnumerable<PanelButton> ButtonsOf(Layout layout)
    {
        var places = Lay(layout);
        return
        [
            new(KeyLabel, places.Keys[0]), new("Cancel", places.Keys[1]),
            .. Found.Skip(_first).Zip(places.Rows, (file, box) => new PanelButton(file.Name, box, IsOn: file.Name == _name)),
        ];
    }

    protected override Box BoxOf(Layout layout) => Lay(layout).Card;

    // The keys stand before the rows.
    protected override int RowAt(Vector2 place, Layout layout)
    {
        var places = Lay(layout);
        var key = Array.FindIndex(places.Keys, box => box.Contains(place));
        var row = Array.FindIndex(places.Rows, box => box.Contains(place));
        return key >= 0 ? key : row >= 0 && _first + row < Count ? places.Keys.Length + _first + row : -1;
    }

    protected override void Take(int row)
    {
        if (row == 0)
            Enter();
        else if (row == 1)
            _close();
        else
        {
            Choose(row - 2);
            if (!_isSaving)
                Enter();
        }
    }

    protected override void Choose(int row)
    {
        var name = Found[row].Name;
        Chosen = All.IndexOf(Found[row]);
        var typed = Path.GetDirectoryName(_name);
        (_name, _isSuggestion, _toReplace) = (string.IsNullOrEmpty(typed) ? name : Path.Combine(typed, name), false, null);
        _first = Math.Clamp(_first, Math.Max(0, Chosen - _shownRows + 1), Chosen);
    }

    protected override void Enter()
    {
        if (string.IsNullOrWhiteSpace(_name))
            return;
        var path = files.PathOf(_name, ending);
        if (_isSaving && path != _toReplace && File.Exists(path))
            _toReplace = path;
        else if (finish(path))
            _close();
        else
            _toReplace = null;
    }

    protected override void Type(string text)
    {
        var line = string.Concat(text.Split('\n', '\r')[0].Where(character => !char.IsControl(character)));
        var name = (_isSuggestion ? "" : _name) + line;
        Become(name[..Math.Min(name.Length, LongestName)]);
    }

    protected override void Erase() => Become(_isSuggestion || _name.Length == 0 ? "" : _name[..^(char.IsLowSurrogate(_name[^1]) ? 2 : 1)]);

    protected override void Scroll(float notches) =>
        _first = Math.Clamp(_first + (int)MathF.Round(notches), 0, Math.Max(0, Count - _shownRows));

    private void Become(string name) => (_name, _isSuggestion, _toReplace, Chosen, _first) = (name, false, null, -1, 0);

    private void DrawField(DrawList list, Theme theme, float unit, Box field)
    {
        var size = 17 * unit;
        list.Box(field, theme.BarTrack, RowRadius * unit, MathF.Max(1, Round(1.5f * unit)), theme.Accent);
        var inside = field with { X = field.X + 12 * unit, Width = field.Width - 24 * unit };
        var rest = PaperExport.IsKnown(_name) ? "" : ending;
        var room = inside.Width - list.Font.Measure(rest, size) - 6 * unit;
        var shown = TextFit.Cut(list.Font, _name, size, room, fromStart: true);
        var width = MathF.Ceiling(list.Font.Measure(shown, size));
        var line = inside with { Width = width + 2 };
        if (_isSuggestion)
            list.Box(new Box(line.X - 3 * unit, field.Centre.Y - 12 * unit, width + 6 * unit, 24 * unit), theme.Accent.WithAlpha(0.25f),
                4 * unit);
        list.TextIn(line, shown, size, theme.Text, Align.Left);
        list.Box(new(line.X + width + Round(2 * unit), field.Centre.Y - 11 * unit, MathF.Max(1, Round(1.5f * unit)), 22 * unit),
            theme.Accent);
        if (rest.Length > 0)
            list.TextIn(inside with { X = line.X + width + 6 * unit, Width = inside.Right - line.X - width - 6 * unit }, rest, size,
                theme.DimText, Align.Left);
    }

    private void DrawKey(DrawList list, ButtonLook look, float unit, Box box, string label)
    {
        list.Box(box, box.Contains(Pointer) ? look.Hover : look.Normal, RowRadius * unit, look.Edge.A > 0 ? MathF.Max(1, Round(unit)) : 0,
            look.Edge);
        list.TextIn(box, label, 16 * unit, look.Text);
    }

    private (Box Card, Box Title, Box Field, Box Where, Box[] Rows, Box[] Keys) Lay(Layout layout)
    {
        var wanted = Math.Clamp(All.Length, LeastRows, MostRows);
        var (unit, panel) = (layout.Unit, layout.Panel);
        var (inset, gap) = (Round(Inset * unit), Round(Gap * unit));
        var width = Round(MathF.Min(Width * unit, panel.Width - 2 * gap));
        var fixedHeight = Round((Title + Field + Line + KeyHeight) * unit) + 2 * inset + 4 * gap;
        var count = Math.Clamp((int)((panel.Height - fixedHeight - 2 * gap) / Round(RowHeight * unit)), 0, wanted);
        var card = new Box(Round(panel.Centre.X - width / 2), panel.Y + gap, width, fixedHeight + count * Round(RowHeight * unit));
        var rest = card.Grown(-inset);
        Box Cut(float height, float after)
        {
            var cut = rest with { Height = Round(height * unit) };
            rest = rest with { Y = cut.Bottom + after };
            return cut;
        }
        var (title, field, where) = (Cut(Title, gap), Cut(Field, gap), Cut(Line, gap));
        var rows = new Box[count];
        for (var i = 0; i < count; i++)
            rows[i] = Cut(RowHeight, 0);
        var key = new Box(0, card.Bottom - inset - Round(KeyHeight * unit), Round(120 * unit), Round(KeyHeight * unit));
        return (card, title, field, where, rows,
            [key with { X = card.Right - inset - key.Width }, key with { X = card.Right - inset - 2 * key.Width - gap }]);
    }
}
