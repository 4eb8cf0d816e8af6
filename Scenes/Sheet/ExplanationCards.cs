using System.Collections.Immutable;
using GpuDigits.Engine.Reading;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// Draws how a calculation was read, on four cards: its division into symbols, the windows that compete for the strokes of one symbol, what
/// it may say, and the layout as a tree. A symbol has the same colour everywhere.
/// </summary>
internal sealed class ExplanationCards
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
            ? "As the other reading has it; what differs is marked"
            : $"{Count(groups, "group")} of strokes tried, {shown.Symbols.Length} taken · {Division(shown)}");
        foreach (var (i, box) in _layout.Boxes.Index())
        {
            var isMarked = IsOther(shown.Symbols[i]) || (_layout.Shown == 0 && i == _view.Symbol);
            var isPointed = _layout.Shown == 0 && _view.Hovered == new ExplanationTarget(ExplanationTargetKind.Symbol, i);
            var color = ColorOfBox(i, theme.Bar);
            list.Box(box, color.WithAlpha(isMarked ? 0.26f : isPointed ? 0.2f : 0.1f), 6 * unit, (isMarked ? 2.2f : 1.2f) * unit, color);
        }
        if (_view.Hovered is { Kind: ExplanationTargetKind.Window, Index: var pointed })
        {
            var window = ExplanationPictures.RivalsOf(Explanation, _view.Symbol)[pointed];
            list.Box(_layout.BoxOf(_answer, window.Strokes).Grown(4 * unit), theme.Text.WithAlpha(0.08f), 8 * unit, 2 * unit, theme.Text);
        }
        foreach (var (i, stroke) in _answer.Strokes.Index())
            InkBrush.Draw(list, [stroke], _layout.Ink, _layout.PenRadius,
                shown.Symbols.Any(one => one.Strokes.Contains(i)) ? theme.Ink : theme.Unsure);
        var parts = FormulaRow.Of(shown.Formula).SelectMany(row => row.Content.Parts);
        var bars = parts.OfType<FractionPart>().Select(one => one.Bar).ToHashSet();
        DrawNotes(14, box => box.Y - 18 * unit, i =>
            (bars.Contains(i) ? "" : Sign(shown.Symbols[i].Label), ColorOfBox(i, theme.DimText)));
        if (_layout.Shown == 0)
            DrawNotes(11, box => box.Bottom + 2 * unit, i =>
                (WindowOf(shown.Symbols[i].Strokes) is { } window ? ExplanationScene.Signed(window.Gain) : "", theme.DimText));
    }

    /// <summary>Writes something over or under every symbol, or, where notes would touch, only at the one that is looked at.</summary>
    private void DrawNotes(float size, Func<Box, float> top, Func<int, (string Text, Rgba Color)> note)
    {
        var places = new List<(int Symbol, Box Place)>();
        foreach (var (i, box) in _layout.Boxes.Index())
        {
            var width = _list.Font.Measure(note(i).Text, size * _unit, true) + 6 * _unit;
            var place = new Box(box.Centre.X - width / 2, top(box), width, 16 * _unit);
            if (note(i).Text.Length > 0 && !IsTaken(place, i))
                places.Add((i, place));
        }
        var areApart = !places.Index().Any(one => places.Take(one.Index).Any(other => other.Place.Overlaps(one.Item.Place)));
        foreach (var (i, place) in places)
            if (areApart || i == _view.Symbol)
                _list.TextIn(place, note(i).Text, size * _unit, note(i).Color, tabular: true);
    }

    /// <summary>The colour of a symbol of the reading that is shown; of another reading only what differs has one.</summary>
    private Rgba ColorOfBox(int symbol, Rgba same) =>
        _layout.Shown == 0 ? Color(symbol) : IsOther(Explanation.Readings[_layout.Shown].Symbols[symbol]) ? _theme.Unsure : same;

    /// <summary>Whether a symbol is not one of the reading that won.</summary>
    private bool IsOther((char Label, ImmutableArray<int> Strokes) symbol) =>
        !Explanation.Readings[0].Symbols.Any(one => one.Label == symbol.Label && one.Strokes.SequenceEqual(symbol.Strokes));

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
        var taken = Explanation.Divisions.FirstOrDefault(one => one.Windows.Length == shown.Symbols.Length
            && one.Windows.Zip(shown.Symbols).All(pair => pair.First.SequenceEqual(pair.Second.Strokes)));
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
        var symbol = ExplanationPictures.SymbolOf(Explanation, _view.Symbol);
        var rivals = ExplanationPictures.RivalsOf(Explanation, _view.Symbol);
        var (pictures, cells) = (_view.Pictures.Of(_answer, _view.Symbol), _layout.Cells);
        Card(_layout.WindowsCard, $"The strokes of “{Sign(symbol.Label)}”, in every group tried",
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
            ? FormattableString.Invariant($"The first leads by {lead:0.0}, and the columns say why (natural logarithms){stands}")
            : $"Nothing else was near{stands}");
        var right = inside.Right;
        // On a narrow card the formula has room, and the last columns have none.
        var (count, room) = (ExplanationLayout.Columns.Length, inside.Width / unit - ExplanationLayout.LeastFormula);
        while (count > 2 && ExplanationLayout.Columns.Take(count).Sum(one => one.Width) > room)
            count--;
        var columns = new (Box Box, string Title)[count];
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
            var place = new Box(inside.X, row.Y + 3 * unit, right - inside.X - 8 * unit, row.Height - 6 * unit);
            var formula = PlacedFormula.In(one.Formula, place, ExplanationLayout.FormulaSize * unit);
            formula.Draw(list, i == 0 ? theme.Accent : theme.Text);
            MathPainter.Underline(list, formula.Math, formula.At, formula.Size, symbol => IsOther(one.Symbols[symbol]), theme.Unsure);
            string[] texts =
            [
                Scene.Percent(one.Probability), Behind(one.Score, all[0].Score), Behind(one.SymbolScore, all[0].SymbolScore),
                Behind(one.LayoutScore, all[0].LayoutScore), Behind(one.ArithmeticScore, all[0].ArithmeticScore),
            ];
            var track = new Box(columns[0].Box.X + 4 * unit, row.Bottom - 6 * unit, columns[0].Box.Width - 4 * unit, 3 * unit);
            list.Box(track, theme.BarTrack, 1.5f * unit);
            list.Box(track with { Width = track.Width * one.Probability }, i == 0 ? theme.Accent : theme.Bar, 1.5f * unit);
            for (var column = 0; column < columns.Length; column++)
            {
                if (i == 0 && column > 1)
                    continue;
                var box = columns[column].Box with { Y = row.Y, Height = row.Height - (column == 0 ? 4 * unit : 0) };
                var text = i == 0 && column == 1 ? "best" : texts[column];
                list.TextIn(box with { X = box.X + 4 * unit, Width = box.Width - 4 * unit }, text, 13 * unit,
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
            // A row has the colour of the fraction or the root that it lies in.
            var owner = branch.Row.Owner is { } part && FormulaRow.SymbolOf(part) is { } sign ? Color(sign) : theme.DimText;
            if (branch.Row.Depth > 0)
            {
                var parent = _layout.Branches.Take(i).Last(one => one.Row.Depth == branch.Row.Depth - 1);
                var x = parent.Box.X + 6 * unit;
                list.Line(new(x, parent.Box.Centre.Y + 9 * unit), new(x, middle), 1.2f * unit, theme.Bar);
                list.Line(new(x, middle), new(branch.Box.X - 4 * unit, middle), 1.2f * unit, theme.Bar);
            }
            list.TextIn(
                branch.Box with { Width = (ExplanationLayout.CaptionWidth - 8) * unit }, branch.Row.Place, 13 * unit, owner, Align.Left);
            foreach (var chip in branch.Chips)
            {
                var color = chip.Symbol is { } symbol ? Color(symbol) : theme.DimText;
                var isLooked = chip.Symbol == _view.Symbol;
                if (chip.Text != "…")
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
        // Where it has no room, the title says enough.
        if (subtitle.Length > 0 && _list.Font.Measure(subtitle, 12.5f * _unit * TextFit.LeastShare, true) <= line.Width)
            _list.TextIn(line with { Y = line.Bottom, Height = ExplanationLayout.SubtitleHeight * _unit }, subtitle, 12.5f * _unit,
                _theme.DimText, Align.Left, true);
    }

    private TriedWindow? WindowOf(IReadOnlyList<int> strokes) =>
        Explanation.Windows.FirstOrDefault(one => one.Strokes.SequenceEqual(strokes));

    private Rgba Color(int symbol) => _theme.Series[symbol % _theme.Series.Length];

    private static string Sign(char label) => label switch { '-' => "−", var other => other.ToString() };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
