using System.Collections.Immutable;
using System.Globalization;
using GpuDigits.Engine.Reading;
using GpuDigits.Viewer.App;
using GpuDigits.Viewer.Painting;
using GpuDigits.Viewer.Ui;

namespace GpuDigits.Viewer.Sheet;

/// <summary>
/// Draws how a calculation was read, on four cards: its division into symbols, the windows that compete for the strokes of one symbol, what
/// it may say, and the layout as a tree. A symbol has the same colour everywhere.
/// </summary>
internal readonly struct ExplanationCards
{
    private readonly DrawList _list;
    private readonly ExplanationView _view;
    private readonly ExplanationLayout _layout;
    private readonly ExplanationAnswer _answer;
    private readonly ViewState _state;
    private readonly Theme _theme;
    private readonly float _unit;

    private ExplanationCards(DrawList list, ExplanationView view, ExplanationAnswer answer, ViewState state)
    {
        (_list, _view, _layout, _answer, _state) = (list, view, view.Layout!, answer, state);
        (_theme, _unit) = (state.Theme, state.Layout.Unit);
    }

    private ReadingExplanation Explanation => _answer.Explanation;

    public static void Draw(DrawList list, ExplanationView view, ExplanationAnswer answer, ViewState state)
    {
        var cards = new ExplanationCards(list, view, answer, state);
        if (answer.Explanation.Readings.IsEmpty)
        {
            list.TextIn(view.Layout!.Lens, "Nothing was read", 16 * state.Layout.Unit, state.Theme.DimText);
            return;
        }
        cards.DrawInk();
        cards.DrawWindows();
        cards.DrawReadings();
        cards.DrawTree();
    }

    private void DrawInk()
    {
        var (unit, list, theme) = (_unit, _list, _theme);
        var shown = Explanation.Readings[_layout.Shown];
        var groups = Explanation.Windows.Length;
        Card(_layout.InkCard, "From strokes to symbols", _layout.Shown > 0
            ? "How it would be divided for the other reading; what differs is marked"
            : $"{Count(groups, "group")} of strokes tried, {shown.Symbols.Length} taken · {Division(shown)}");
        var chosen = Explanation.Readings[0].Symbols;
        var room = _layout.InkCard.Grown(-4 * unit);
        foreach (var (i, box) in _layout.Boxes.Index())
        {
            var differs = _layout.Shown > 0 && !chosen.Any(one => IsSame(one, shown.Symbols[i]));
            var color = _layout.Shown == 0 ? Color(i) : differs ? theme.Unsure : theme.Bar;
            var isLooked = _layout.Shown == 0 && i == _view.Symbol;
            var isUnder = _view.Hovered == new ExplanationTarget(ExplanationTargetKind.Symbol, i) && _layout.Shown == 0;
            list.Box(box, color.WithAlpha(isLooked || differs ? 0.26f : isUnder ? 0.2f : 0.1f), 6 * unit, (isLooked || differs ? 2.2f : 1.2f) * unit,
                color);
        }
        InkBrush.Draw(list, _answer.Strokes, _layout.Ink, _layout.PenRadius, theme.Ink);
        foreach (var (i, box) in _layout.Boxes.Index())
        {
            var differs = _layout.Shown > 0 && !chosen.Any(one => IsSame(one, shown.Symbols[i]));
            var color = _layout.Shown == 0 ? Color(i) : differs ? theme.Unsure : theme.DimText;
            var label = Sign(shown.Symbols[i].Label);
            var over = new Box(box.X - 4 * unit, box.Y - 18 * unit, box.Width + 8 * unit, 16 * unit);
            if (Fits(label, 14, over) && !IsTaken(over, i))
                list.TextIn(over, label, 14 * unit, color);
            if (WindowOf(shown.Symbols[i].Strokes) is not { } window)
                continue;
            var (gain, under) = (ExplanationScene.Signed(window.Gain), over with { Y = box.Bottom + 2 * unit });
            if (_layout.Shown == 0 && Fits(gain, 11, under) && under.Bottom < room.Bottom && !IsTaken(under, i))
                list.TextIn(under, gain, 11 * unit, theme.DimText, tabular: true);
        }
    }

    /// <summary>Whether another symbol stands where something would be written.</summary>
    private bool IsTaken(Box place, int own)
    {
        foreach (var (i, box) in _layout.Boxes.Index())
            if (i != own && box.Overlaps(place))
                return true;
        return false;
    }

    private string Division(TriedReading shown)
    {
        var taken = Explanation.Divisions.FirstOrDefault(one =>
            one.Windows.Length == shown.Symbols.Length && one.Windows.Zip(shown.Symbols).All(pair => pair.First.SequenceEqual(pair.Second.Strokes)));
        if (taken is null)
            return "";
        var other = Explanation.Divisions.Where(one => one != taken).Select(one => (float?)one.Score).Max();
        return $"in all {ExplanationScene.Signed(taken.Score)}" + (other is { } next
            ? $", {(next <= taken.Score ? "the next division" : "another division")} {ExplanationScene.Signed(next)}"
            : "");
    }

    private void DrawWindows()
    {
        var (unit, list, theme) = (_unit, _list, _theme);
        var symbols = Explanation.Reading.Symbols;
        var symbol = symbols[Math.Min(_view.Symbol, symbols.Length - 1)];
        var rivals = ExplanationPictures.RivalsOf(Explanation, symbol);
        var pictures = _view.Pictures.Of(_answer, symbol);
        var cells = _layout.Cells(rivals.Length);
        Card(_layout.WindowsCard, $"The strokes of {Sign(symbol.Label)}, in every group tried",
            cells.Length < rivals.Length ? $"the best {cells.Length} of {rivals.Length}, with the odds that each is a symbol"
            : "with the best symbol of each, and the odds that it is one (natural logarithm)");
        foreach (var (i, cell) in cells.Index())
        {
            var isTaken = rivals[i].Strokes.SequenceEqual(symbol.Strokes);
            list.Tile(cell, pictures, i, ColorScale.Between(0, 1, theme.BarTrack, isTaken ? theme.Text : theme.DimText));
            var edge = isTaken ? Color(_view.Symbol) : theme.CardEdge;
            list.Box(cell.Grown(2 * unit), edge.WithAlpha(0), 4 * unit, (isTaken ? 2 : 1) * unit, edge);
            var text = new Box(cell.X - 4 * unit, cell.Bottom + 6 * unit, cell.Width + 8 * unit, 14 * unit);
            list.TextIn(text, $"{Sign(rivals[i].Label)}   {ExplanationScene.Signed(rivals[i].Gain)}", 12 * unit,
                isTaken ? theme.Text : theme.DimText, tabular: true);
        }
    }

    private void DrawReadings()
    {
        var (unit, list, theme) = (_unit, _list, _theme);
        var (all, inside) = (Explanation.Readings, _layout.Inside(_layout.ReadingsCard));
        var stands = _view.HasStands ? " · numbers from elsewhere count as 0" : "";
        Card(_layout.ReadingsCard, "What it may say", Explanation.Lead is { } lead
            ? $"The first is ahead by {lead.ToString("0.0", CultureInfo.InvariantCulture)} (natural logarithm of the odds){stands}"
            : $"Nothing else was near{stands}");
        var right = inside.Right;
        var columns = new (Box Box, string Title)[ExplanationLayout.Columns.Length];
        for (var i = columns.Length - 1; i >= 0; i--)
        {
            var (title, width) = ExplanationLayout.Columns[i];
            columns[i] = (new(right - width * unit, inside.Y, width * unit, ExplanationLayout.SubtitleHeight * unit), title);
            right -= width * unit;
            list.TextIn(columns[i].Box with { X = columns[i].Box.X + 4 * unit, Width = columns[i].Box.Width - 4 * unit }, title, 11 * unit,
                theme.DimText, Align.Right);
        }
        foreach (var (i, row) in _layout.Rows.Index())
        {
            var one = all[i];
            if (i == _layout.Shown)
                list.Box(row.Grown(-unit), theme.Accent.WithAlpha(0.12f), 8 * unit);
            var room = new Box(inside.X, row.Y + 3 * unit, right - inside.X - 8 * unit, row.Height - 6 * unit);
            var formula = PlacedFormula.In(one.Formula, room, 18 * unit);
            formula.Draw(list, i == 0 ? theme.Accent : theme.Text);
            MathPainter.Underline(list, formula.Math, formula.At, formula.Size, symbol => !all[0].Symbols.Any(other => IsSame(other, one.Symbols[symbol])),
                theme.Unsure);
            string[] texts =
            [
                Scene.Percent(one.Probability), Behind(one.Score, all[0].Score), Behind(one.SymbolScore, all[0].SymbolScore),
                Behind(one.LayoutScore, all[0].LayoutScore), Behind(one.ArithmeticScore, all[0].ArithmeticScore),
            ];
            var track = new Box(columns[0].Box.X + 4 * unit, row.Bottom - 6 * unit, columns[0].Box.Width - 4 * unit, 3 * unit);
            list.Box(track, theme.BarTrack, 1.5f * unit);
            list.Box(track with { Width = track.Width * one.Probability }, i == 0 ? theme.Accent : theme.Bar, 1.5f * unit);
            for (var column = 0; column < texts.Length; column++)
            {
                if (i == 0 && column > 0)
                    continue;
                var box = columns[column].Box with { Y = row.Y, Height = row.Height - (column == 0 ? 4 * unit : 0) };
                list.TextIn(box with { X = box.X + 4 * unit, Width = box.Width - 4 * unit }, texts[column], 13 * unit,
                    column < 2 ? theme.Text : theme.DimText, Align.Right, true);
            }
        }

        static string Behind(float score, float best) => ExplanationScene.Signed(score - best);
    }

    private void DrawTree()
    {
        var (unit, list, theme) = (_unit, _list, _theme);
        Card(_layout.TreeCard, "The layout, as a tree", "");
        foreach (var (i, branch) in _layout.Branches.Index())
        {
            var middle = branch.Box.Centre.Y;
            if (branch.Depth > 0)
            {
                var parent = _layout.Branches.Take(i).Last(one => one.Depth == branch.Depth - 1);
                var x = parent.Box.X + 6 * unit;
                list.Line(new(x, parent.Box.Centre.Y + 9 * unit), new(x, middle), 1.2f * unit, theme.Bar);
                list.Line(new(x, middle), new(branch.Box.X - 4 * unit, middle), 1.2f * unit, theme.Bar);
            }
            list.TextIn(branch.Box with { Width = (ExplanationLayout.CaptionWidth - 8) * unit }, branch.Place, 13 * unit, theme.DimText,
                Align.Left);
            foreach (var chip in branch.Chips)
            {
                var color = chip.Symbol >= 0 ? Color(chip.Symbol) : theme.DimText;
                var isLooked = chip.Symbol == _view.Symbol;
                if (chip.Symbol >= 0 || chip.Text.Length > 1)
                    list.Box(chip.Box, color.WithAlpha(isLooked ? 0.26f : 0.1f), 5 * unit, (isLooked ? 2 : 1) * unit, color);
                list.TextIn(chip.Box.Grown(-2 * unit), chip.Text, 14 * unit, theme.Text);
            }
        }
        if (_layout.HiddenBranches > 0)
        {
            var title = _layout.TreeCard with { Y = _layout.TreeCard.Y + 10 * unit, Height = ExplanationLayout.TitleHeight * unit };
            list.TextIn(title.Grown(0) with { Width = title.Width - ExplanationLayout.Inset * unit },
                $"{_layout.HiddenBranches} more", 13 * unit, theme.DimText, Align.Right);
        }
    }

    private void Card(Box box, string title, string subtitle)
    {
        Scene.Card(_list, _theme, _state.Layout, box, _theme.Card);
        var inset = ExplanationLayout.Inset * _unit;
        var line = new Box(box.X + inset, box.Y + 10 * _unit, box.Width - 2 * inset, ExplanationLayout.TitleHeight * _unit);
        _list.TextIn(line, title, 15 * _unit, _theme.Text, Align.Left);
        if (subtitle.Length > 0)
            _list.TextIn(line with { Y = line.Bottom, Height = ExplanationLayout.SubtitleHeight * _unit }, subtitle, 12.5f * _unit,
                _theme.DimText, Align.Left, true);
    }

    private TriedWindow? WindowOf(IReadOnlyList<int> strokes) => Explanation.Windows.FirstOrDefault(one => one.Strokes.SequenceEqual(strokes));

    private Rgba Color(int symbol) => _theme.Series[symbol % _theme.Series.Length];

    private bool Fits(string text, float size, Box box) => _list.Font.Measure(text, size * _unit * TextFit.LeastShare, true) <= box.Width;

    private static bool IsSame((char Label, ImmutableArray<int> Strokes) one, (char Label, ImmutableArray<int> Strokes) other) =>
        one.Label == other.Label && one.Strokes.SequenceEqual(other.Strokes);

    private static string Sign(char label) => label switch { '-' => "−", var other => other.ToString() };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
