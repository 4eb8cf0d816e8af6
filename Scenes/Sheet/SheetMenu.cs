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
            if (item.BeginsGroup)
                list.Box(new(card.X + Round(Inset * unit), Round(rows[i].Y - GroupGap / 2 * unit), card.Width - 2 * Round(Inset * unit),
                    MathF.Max(1, Round(unit))), theme.CardEdge);
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
        var width = Round((Measure(item => item.Label) + Measure(item => item.Keys) + 20 + 32) * unit) + 2 * inset;
        var height = items.Length * row + items.Count(item => item.BeginsGroup) * gap + 2 * inset;
        var (button, panel) = (layout[Widget.Menu], layout.Panel);
        var x = Math.Clamp(button.Right - width, inset, MathF.Max(inset, layout.Size.X - inset - width));
        var card = new Box(Round(x), panel.Y + Round(Away * unit), width, height);
        var boxes = new Box[items.Length];
        var y = card.Y + inset;
        foreach (var (i, item) in items.Index())
        {
            y += item.BeginsGroup ? gap : 0;
            boxes[i] = new(card.X + inset, y, width - 2 * inset, row);
            y += row;
        }
        return (card, boxes);
    }
}
