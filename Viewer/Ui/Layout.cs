using System.Numerics;
using GpuDigits.Viewer.Painting;

namespace GpuDigits.Viewer.Ui;

/// <summary>
/// Where everything is, in framebuffer pixels: a pure function of the size, the pixel ratio and the two choices of the person. Inside,
/// lengths are counted in units of <see cref="Unit"/> pixels, of which a normal window has 1100×700.
/// </summary>
internal sealed class Layout
{
    private const float Margin = 24, Gap = 12, ToolHeight = 44, KeyHeight = 54, AlternativeHeight = 40;
    private const float ReadingHeight = 138, TallestReading = 210;
    private const float SmallestUnit = 0.8f;
    private static readonly Vector2 LeastWide = new(900, 600), LeastTall = new(560, 900);

    private readonly Box[] _widgets = new Box[Widgets.Count];

    /// <param name="width">The framebuffer's width in pixels.</param>
    /// <param name="height">The framebuffer's height in pixels.</param>
    /// <param name="pixelRatio">Framebuffer pixels in one window unit; 2 on many dense screens.</param>
    /// <param name="mirrored">Whether the pad is on the right, for left-handers.</param>
    /// <param name="tapeLines">How many calculations the tape holds.</param>
    public Layout(int width, int height, float pixelRatio, bool mirrored, int tapeLines)
    {
        Size = new(width, height);
        IsPortrait = width < 0.95f * height;
        var usual = IsPortrait ? new Vector2(700, 1100) : new Vector2(1100, 700);
        var least = IsPortrait ? LeastTall : LeastWide;
        Unit = MathF.Max(MathF.Min(width / usual.X, height / usual.Y), SmallestUnit * pixelRatio);
        Unit = MathF.Min(Unit, MathF.Min(width / least.X, height / least.Y));
        var inner = new Box(0, 0, width / Unit, height / Unit).Grown(-Margin);
        if (IsPortrait)
            Portrait(inner, tapeLines);
        else
            Landscape(inner, mirrored, tapeLines);
    }

    /// <summary>The framebuffer.</summary>
    public Vector2 Size { get; }

    public bool IsPortrait { get; }

    /// <summary>Pixels in one layout unit.</summary>
    public float Unit { get; }

    public Box Pad { get; private set; }

    public Box Display { get; private set; }

    /// <summary>The line with the expression, over the number.</summary>
    public Box Expression { get; private set; }

    public Box Number { get; private set; }

    /// <summary>How many lines of the tape show.</summary>
    public int TapeRows { get; private set; }

    /// <summary>What was read last, left of the keys that correct it.</summary>
    public Box Correction { get; private set; }

    /// <summary>The card with the preview and the bars.</summary>
    public Box Reading { get; private set; }

    public Box Preview { get; private set; }

    /// <summary>The ten bars with their digits and the percentage over them.</summary>
    public Box Bars { get; private set; }

    /// <summary>The line between the tools that says what a button does.</summary>
    public Box Hint { get; private set; }

    public Box this[Widget widget] => _widgets[(int)widget];

    /// <summary>The widget at a place, or None.</summary>
    public Widget At(Vector2 point)
    {
        for (var i = 1; i < _widgets.Length; i++)
            if (_widgets[i].Contains(point))
                return (Widget)i;
        return Widget.None;
    }

    private void Landscape(Box inner, bool mirrored, int tapeLines)
    {
        var column = Math.Clamp(inner.Width * 0.43f, 400, 520);
        var padWidth = inner.Width - column - 2 * Gap;
        var padX = mirrored ? inner.X + column + 2 * Gap : inner.X;
        PlacePad(new(padX, inner.Y, padWidth, inner.Height));

        var right = new Box(mirrored ? inner.X : inner.X + padWidth + 2 * Gap, inner.Y, column, inner.Height);
        var rest = right;
        PlaceKeys(CutBottom(ref rest, 2 * KeyHeight + Gap));
        var spare = inner.Height - (LeastWide.Y - 2 * Margin);
        PlaceReading(CutBottom(ref rest, Math.Clamp(ReadingHeight + spare / 2, ReadingHeight, TallestReading)));
        PlaceCorrection(CutBottom(ref rest, AlternativeHeight));
        PlaceDisplay(rest, tapeLines);
    }

    private void Portrait(Box inner, int tapeLines)
    {
        var rest = inner;
        PlaceKeys(CutBottom(ref rest, 2 * KeyHeight + Gap));
        PlaceReading(CutBottom(ref rest, ReadingHeight));
        var padArea = CutBottom(ref rest, MathF.Min(inner.Width + ToolHeight, rest.Height - AlternativeHeight - 150 - 2 * Gap));
        PlaceCorrection(CutBottom(ref rest, AlternativeHeight));
        PlaceDisplay(rest, tapeLines);
        PlacePad(padArea);
    }

    private void PlacePad(Box area)
    {
        var tools = CutBottom(ref area, ToolHeight);
        Pad = Pixels(area);
        Widget[] left = [Widget.Undo, Widget.Redo, Widget.ClearPad], right = [Widget.Help, Widget.Theme, Widget.Mirror];
        for (var i = 0; i < 3; i++)
        {
            Place(left[i], new(tools.X + i * (ToolHeight + 4), tools.Y, ToolHeight, ToolHeight));
            Place(right[i], new(tools.Right - ToolHeight - i * (ToolHeight + 4), tools.Y, ToolHeight, ToolHeight));
        }
        var used = 3 * (ToolHeight + 4);
        Hint = Pixels(new(tools.X + used, tools.Y, tools.Width - 2 * used, ToolHeight));
    }

    private void PlaceKeys(Box area)
    {
        var wide = (area.Width - 3 * Gap) * 0.4f;
        var narrow = (area.Width - 3 * Gap - wide) / 3;
        Widget[] rows =
        [
            Widget.SaveDigit, Widget.Plus, Widget.Minus, Widget.Reset,
            Widget.WrongDigit, Widget.Times, Widget.Divide, Widget.EqualsKey,
        ];
        for (var i = 0; i < rows.Length; i++)
        {
            var column = i % 4;
            Place(rows[i], new(area.X + (column == 0 ? 0 : wide + Gap + (column - 1) * (narrow + Gap)),
                area.Y + i / 4 * (KeyHeight + Gap), column == 0 ? wide : narrow, KeyHeight));
        }
    }

    private void PlaceReading(Box area)
    {
        Reading = Pixels(area);
        var inside = area.Grown(-14);
        // Whole pixels a cell, so that the squares of the preview are even.
        var cell = MathF.Floor(inside.Height * Unit / 28);
        var side = 28 * cell;
        var card = Pixels(inside);
        Preview = new(MathF.Round(card.X), MathF.Round(card.Y + (card.Height - side) / 2), side, side);
        var barsX = Preview.Right + 18 * Unit;
        Bars = new(barsX, card.Y, card.Right - barsX, card.Height);
    }

    private void PlaceCorrection(Box area)
    {
        const float Key = 56;
        Place(Widget.SecondAlternative, new(area.Right - Key, area.Y, Key, area.Height));
        Place(Widget.FirstAlternative, new(area.Right - 2 * Key - 8, area.Y, Key, area.Height));
        Correction = Pixels(new(area.X, area.Y, area.Width - 2 * Key - 8 - Gap, area.Height));
    }

    private void PlaceDisplay(Box area, int tapeLines)
    {
        const float Row = 28, Inset = 18;
        Display = Pixels(area);
        var rest = new Box(area.X + Inset, area.Y + 10, area.Width - 2 * Inset, area.Height - 20);
        Number = Pixels(CutBottom(ref rest, 66, 2));
        Expression = Pixels(CutBottom(ref rest, 26, 4));
        TapeRows = Math.Clamp((int)(rest.Height / Row), 0, Math.Min(tapeLines, Widgets.TapeRows));
        for (var i = 0; i < TapeRows; i++)
            Place(Widgets.Tape(i), new(area.X + 8, rest.Bottom - (i + 1) * Row, area.Width - 16, Row));
    }

    private void Place(Widget widget, Box box) => _widgets[(int)widget] = Pixels(box);

    /// <summary>Layout units to whole pixels, so that edges are crisp.</summary>
    private Box Pixels(Box box)
    {
        var (x, y) = (MathF.Round(box.X * Unit), MathF.Round(box.Y * Unit));
        return new(x, y, MathF.Round(box.Right * Unit) - x, MathF.Round(box.Bottom * Unit) - y);
    }

    private static Box CutBottom(ref Box area, float height, float gap = Gap)
    {
        var cut = new Box(area.X, area.Bottom - height, area.Width, height);
        area = area with { Height = area.Height - height - gap };
        return cut;
    }
}
