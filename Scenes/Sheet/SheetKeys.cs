using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A small row of keys at something on the paper: the other readings of a symbol, or what can be done with a selection.</summary>
/// <param name="Keys">From left to right: what is written on them, and what they do.</param>
/// <param name="Chosen">The key that says how it is now; −1 for none.</param>
internal sealed record SheetKeys(ImmutableArray<(string Label, Action Press)> Keys, int Chosen = -1)
{
    private const float Side = 42, Gap = 4, WideGap = 14, Inset = 6, Away = 14, LabelSize = 20, WordSize = 15, WordInset = 14;

    /// <summary>The box of the row and those of its keys, in pixels.</summary>
    /// <param name="anchor">What the keys belong to.</param>
    /// <param name="layout">The row stays in its panel.</param>
    public (Box Row, Box[] Keys) Lay(Box anchor, Layout layout)
    {
        var (place, unit) = (layout.Panel, layout.Unit);
        var (inset, gap, side) = (MathF.Round(Inset * unit), MathF.Round(Gap * unit), MathF.Round(layout.Target(Side) * unit));
        float[] gaps = [.. Keys.Select((_, i) => i == 0 ? 0 : IsWord(i) != IsWord(i - 1) ? MathF.Round(WideGap * unit) : gap)];
        // In a narrow window the keys are narrower.
        float[] wanted = [.. Keys.Select(key => WidthOf(key.Label, layout.Target(Side)) * unit)];
        var room = place.Width - 2 * gap - 2 * inset - gaps.Sum() - Keys.Length;
        var share = Math.Clamp(room / wanted.Sum(), 0.1f, 1);
        float[] widths = [.. wanted.Select(width => MathF.Round(width * share))];
        var (width, height) = (widths.Sum() + gaps.Sum() + 2 * inset, side + 2 * inset);
        // The keys of the first kind are centred; words that follow signs do not move them.
        var first = Enumerable.Range(0, widths.Length).TakeWhile(i => IsWord(i) == IsWord(0)).Sum(i => widths[i] + gaps[i]) + 2 * inset;
        var above = anchor.Y - Away * unit - height;
        var y = above >= place.Y + gap ? above : anchor.Bottom + Away * unit;
        var row = new Box(
            MathF.Round(Math.Clamp(anchor.Centre.X - first / 2, place.X + gap, MathF.Max(place.X + gap, place.Right - gap - width))),
            MathF.Round(Math.Clamp(y, place.Y + gap, MathF.Max(place.Y + gap, place.Bottom - gap - height))), width, height);
        var x = row.X + inset;
        return (row, [.. widths.Select((one, i) =>
        {
            var box = new Box(x + gaps[i], row.Y + inset, one, side);
            x = box.Right;
            return box;
        })]);
    }

    /// <summary>What a key does, and the key of the keyboard that does it; empty if its label says it.</summary>
    public static string HintOf(string label) => label switch
    {
        SheetPanel.LensLabel => "What the network sees in the symbol · L",
        SheetPanel.ReadingLabel => "How the calculation was read · I",
        _ => "",
    };

    /// <inheritdoc cref="Panel.Buttons"/>
    public IEnumerable<PanelButton> ButtonsIn(Layout layout, Box anchor) => Lay(anchor, layout).Keys.Select((box, i) =>
        IsWord(i) ? new PanelButton(Keys[i].Label, box) : new PanelButton($"It is {Keys[i].Label}", box, IsOn: i == Chosen));

    public void Draw(DrawList list, Theme theme, Layout layout, Box anchor, Vector2 pointer)
    {
        var unit = layout.Unit;
        var (row, boxes) = Lay(anchor, layout);
        list.Shadow(row with { Y = row.Y + 4 * unit }, theme.Shadow, 14 * unit, 14 * unit);
        list.Box(row, theme.Card, 14 * unit, MathF.Max(1, MathF.Round(unit)), theme.CardEdge);
        foreach (var (i, box) in boxes.Index())
        {
            var look = i == Chosen ? theme.Operator : theme.Key;
            list.Box(box, box.Contains(pointer) ? look.Hover : look.Normal, 9 * unit);
            list.TextIn(box, Keys[i].Label, (IsWord(i) ? WordSize : LabelSize) * unit, look.Text);
        }
    }

    /// <summary>Whether a key has a word and not a sign. There is more room between the two kinds.</summary>
    private bool IsWord(int key) => Keys[key].Label.Length > 1;

    private static float WidthOf(string label, float side) =>
        label.Length > 1 ? MathF.Max(side, Font.Default.Measure(label, WordSize) + 2 * WordInset) : side;
}
