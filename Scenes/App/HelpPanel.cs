using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.App;

/// <summary>The list of keys that F1 shows over everything else.</summary>
internal static class HelpPanel
{
    private const float RowHeight = 30, TextSize = 15, Inset = 32, ColumnGap = 24;

    private static readonly (string Keys, string What)[] Rows =
    [
        ("Enter, Space", "Save the digit or the number on the pad"),
        ("0 – 9", "Type a digit, or say what the drawn one is"),
        ("+  −  *  /", "Add, subtract, multiply, divide"),
        (".  ,", "Decimal point"),
        ("N, ±", "Change the sign of the number"),
        ("%", "Percent; after + and −, of the number before"),
        ("=, Enter on an empty pad", "Work it out"),
        ("Backspace", "Wrong digit"),
        ("Del", "Clear the pad"),
        ("Esc", "Reset"),
        ("Ctrl+Z, Ctrl+Y", "Undo, redo"),
        ("Ctrl+C, Ctrl+V", "Copy the number or a line of the tape, paste a number"),
        ("Right button, E", "Erase"),
        ("Tab, Shift+Tab", "Go through the buttons"),
        ("P, T, M", "Pen width, dark or light, pad left or right"),
        ("S", "The sheet: write or type whole calculations"),
        ("? or an empty place", "On the sheet: the number that is looked for, 13×?=182"),
        ("O", "Select on the sheet: draw around it"),
        ("Ctrl+S, Ctrl+Shift+S, Ctrl+O", "Save the sheet, under another name, open another"),
        ("Wheel, Ctrl+wheel", "Scroll and enlarge the sheet"),
        ("L", "Lens: what the network sees; again: the whole window"),
        ("L, I on a symbol", "On the sheet: what the network sees in it, how it was read"),
        ("F", "Filter lab: a filter to play with; again: the whole window"),
        ("W", "Watch a network learn"),
        ("H", "Your hand: learn from corrected digits, keep or delete them"),
        ("Ctrl +, Ctrl −, Ctrl 0", "Larger, smaller, usual size"),
        ("F11", "Full screen"),
        ("F12", "Keep a picture of the window"),
        ("Ctrl+Q", "Close it"),
    ];

    public static void Draw(DrawList list, ViewState state)
    {
        if (state.Help <= 0)
            return;
        var (theme, layout, shown) = (state.Theme, state.Layout, state.Help);
        // The card is as wide as its rows.
        var keysWidth = MathF.Ceiling(Rows.Max(row => list.Font.Measure(row.Keys, TextSize))) + ColumnGap;
        var whatWidth = MathF.Ceiling(Rows.Max(row => list.Font.Measure(row.What, TextSize)));
        var (width, height) = (keysWidth + whatWidth + 2 * Inset, RowHeight * (Rows.Length + 1) + 72);
        var unit = MathF.Min(layout.Unit, MathF.Min(layout.Size.X / (width + 24), layout.Size.Y / (height + 24)));
        list.Box(new(0, 0, layout.Size.X, layout.Size.Y), theme.Background.WithAlpha(0.72f * shown));
        var rise = (1 - shown) * 12 * unit;
        var box = new Box(MathF.Round((layout.Size.X - width * unit) / 2), MathF.Round((layout.Size.Y - height * unit) / 2 + rise),
            MathF.Round(width * unit), MathF.Round(height * unit));
        list.Shadow(box with { Y = box.Y + 8 * unit }, theme.Shadow.Faded(shown), 20 * unit, 28 * unit);
        list.Box(box, theme.Card.WithAlpha(shown), 20 * unit, MathF.Max(1, MathF.Round(unit)), theme.CardEdge.WithAlpha(shown));
        var row = new Box(box.X + Inset * unit, box.Y + 28 * unit, keysWidth * unit, RowHeight * unit);
        list.TextIn(row, "Keys", 20 * unit, theme.Text.WithAlpha(shown), Align.Left);
        row = row with { Y = row.Y + 12 * unit };
        foreach (var (keys, what) in Rows)
        {
            row = row with { Y = row.Y + RowHeight * unit };
            list.TextIn(row, keys, TextSize * unit, theme.Accent.WithAlpha(shown), Align.Left);
            list.TextIn(row with { X = row.Right, Width = whatWidth * unit }, what, TextSize * unit, theme.Text.WithAlpha(shown),
                Align.Left);
        }
    }
}
