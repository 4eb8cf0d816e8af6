using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A line of the menu.</summary>
/// <param name="Label">What it does.</param>
/// <param name="Keys">The keys that do the same; empty for none.</param>
/// <param name="Press">Does it; null if it cannot be done now.</param>
/// <param name="BeginsGroup">Whether a line is drawn above it.</param>
internal sealed record MenuItem(string Label, string Keys, Action? Press, bool BeginsGroup = false);

/// <summary>The menu of the sheet, which hangs from its button.</summary>
/// <param name="items">From above to below.</param>
/// <param name="close">Takes the menu away.</param>
internal sealed class SheetMenu(ImmutableArray<MenuItem> items, Action close) : SheetCard(close)
{
    private const float RowHeight = 34, GroupGap = 11, Inset = 8, Away = 4;
    private readonly Action _close = close;

    public ImmutableArray<MenuItem> Items => items;

    protected override int Count => items.Length;

    public override void Draw(DrawList list, ViewState state)
    {
        var (theme, layout, unit) = (state.Theme, state.Layout, state.Layout.Unit);
        var (card, rows) = Lay(layout);
        DrawCard(list, theme, layout, card);
        foreach (var (i, item) in items.Index())
        {
            var isFirst = rows[i].Y <= card.Y + Round(Inset * unit);
            if (item.BeginsGroup && !isFirst)
                list.Box(new(rows[i].X, Round(rows[i].Y - GroupGap / 2 * unit), rows[i].Width, MathF.Max(1, Round(unit))), theme.CardEdge);
            var isLit = item.Press is not null && (rows[i].Contains(Pointer) || i == Chosen);
            DrawRow(list, theme, unit, rows[i], item.Label, item.Keys, isLit, item.Press is not null);
        }
    }

    public override IEnumerable<PanelButton> ButtonsOf(Layout layout) =>
        items.Zip(Lay(layout).Rows, (item, box) => new PanelButton(item.Label, box, item.Press is not null));

    protected override Box BoxOf(Layout layout) => Lay(layout).Card;

    protected override int RowAt(Vector2 place, Layout layout) =>
        Array.FindIndex(Lay(layout).Rows, box => box.Contains(place)) is >= 0 and var row && items[row].Press is not null ? row : -1;

    protected override void Take(int row)
    {
        if (items[row].Press is not { } press)
            return;
        _close();
        press();
    }

    private (Box Card, Box[] Rows) Lay(Layout layout)
    {
        var unit = layout.Unit;
        var (inset, row, gap) = (Round(Inset * unit), Round(layout.Target(RowHeight) * unit), Round(GroupGap * unit));
        float Measure(Func<MenuItem, string> text) => items.Max(item => Font.Default.Measure(text(item), RowText));
        var (button, panel, away) = (layout[Widget.Menu], layout.Panel, Round(Away * unit));
        var wide = Round((Measure(item => item.Label) + Measure(item => item.Keys) + 20 + 32) * unit);
        // A group that has no room below the others begins another column.
        var room = panel.Height - 2 * away - 2 * inset;
        var boxes = new Box[items.Length];
        var (x, y) = (0f, 0f);
        foreach (var (i, item) in items.Index())
        {
            if (item.BeginsGroup)
            {
                var ofGroup = 1 + items.Skip(i + 1).TakeWhile(one => !one.BeginsGroup).Count();
                (x, y) = y + gap + ofGroup * row <= room ? (x, y + gap) : (x + wide + inset, 0);
            }
            boxes[i] = new(x, y, wide, row);
            y += row;
        }
        var (width, height) = (x + wide + 2 * inset, boxes.Max(box => box.Bottom) + 2 * inset);
        var least = panel.X + inset;
        var card = new Box(Round(Math.Clamp(button.Right - width, least, MathF.Max(least, layout.Size.X - inset - width))),
            button.X < panel.X ? panel.Bottom - away - height : panel.Y + away, width, height);
        return (card, [.. boxes.Select(box => box with { X = card.X + inset + box.X, Y = card.Y + inset + box.Y })]);
    }
}
