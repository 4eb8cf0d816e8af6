using System.Numerics;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Ui;

/// <summary>
/// The places of everything in the window, in framebuffer pixels: a pure function of the size, the pixel ratio and the person's choices.
/// Internally, lengths are in units of <see cref="Unit"/> pixels; a normal window has 1100×700 of them.
/// </summary>
internal sealed partial class Layout
{
    private const float Margin = 24, Gap = 12, ToolHeight = 44, KeyHeight = 54, AlternativeHeight = 40;
    private const float ReadingHeight = 138, TallestReading = 210;
    private const float NumberHeight = 88, SmallestUnit = 0.8f;
    private const float TabTop = 12, TabHeight = 34, WidestTab = 110, NarrowestTab = 76;
    private const float LeastTarget = 44;
    private static readonly Widget[] LeftTools = [Widget.Undo, Widget.Redo, Widget.ClearPad];
    private static readonly Widget[] RightTools = [Widget.Help, Widget.Theme, Widget.Mirror, Widget.Pen];
    private static readonly Widget[] SheetTools =
    [
        Widget.Undo, Widget.Redo, Widget.Eraser, Widget.Loop, Widget.ClearPad, Widget.Menu, Widget.Pen, Widget.Theme, Widget.Help,
    ];
    private static readonly Vector2 LeastWide = new(900, 600), LeastTall = new(560, 900), LeastLow = new(820, 400);

    private readonly Box[] _widgets = new Box[Widgets.Count];
    private readonly float _leastTarget;

    /// <param name="width">The framebuffer's width in pixels.</param>
    /// <param name="height">The framebuffer's height in pixels.</param>
    /// <param name="pixelRatio">Framebuffer pixels in one window unit; 2 on many dense screens.</param>
    /// <param name="mirrored">Whether the pad is on the right, for left-handers.</param>
    /// <param name="tapeLines">Number of calculations on the tape.</param>
    /// <param name="arrangement">The arrangement of pad, calculator and panel.</param>
    /// <param name="isTouched">Whether fingers press the buttons, which are then as large as fingers need.</param>
    public Layout(int width, int height, float pixelRatio, bool mirrored, int tapeLines,
        Arrangement arrangement = Arrangement.Calculator, bool isTouched = false)
    {
        Size = new(width, height);
        PixelRatio = pixelRatio;
        Arrangement = arrangement;
        IsPortrait = width < 0.95f * height;
        IsLow = !IsPortrait && height < SmallestUnit * pixelRatio * LeastWide.Y;
        var usual = IsPortrait ? new Vector2(700, 1100) : new Vector2(1100, 700);
        var least = IsPortrait ? LeastTall : IsLow ? LeastLow : LeastWide;
        Unit = MathF.Max(MathF.Min(width / usual.X, height / usual.Y), SmallestUnit * pixelRatio);
        Unit = MathF.Min(Unit, MathF.Min(width / least.X, height / least.Y));
        _leastTarget = isTouched ? LeastTarget * pixelRatio / Unit : 0;
        var inner = new Box(0, 0, width / Unit, height / Unit).Grown(IsLow ? -LowMargin : -Margin);
        if (IsLow)
            PlaceRail(ref inner);
        else if (arrangement == Arrangement.Alone)
            PanelAlone(inner);
        else
        {
            PlaceTabs(inner.Width, inner.X);
            var top = TabTop + Target(TabHeight) + Gap;
            inner = inner with { Y = top, Height = inner.Bottom - top };
        }
        if (arrangement == Arrangement.Alone)
            return;
        if (arrangement != Arrangement.Calculator)
            WithPanel(inner, mirrored);
        else if (IsPortrait)
            Portrait(inner, tapeLines);
        else
            Landscape(inner, mirrored, tapeLines);
    }

    public Vector2 Size { get; }

    /// <summary>Pixels in one window unit.</summary>
    public float PixelRatio { get; }

    public bool IsPortrait { get; }

    public Arrangement Arrangement { get; }

    /// <summary>Pixels in one layout unit.</summary>
    public float Unit { get; }

    public Box Pad { get; private set; }

    public Box Display { get; private set; }

    /// <summary>The line with the expression, over the number.</summary>
    public Box Expression { get; private set; }

    public Box Number { get; private set; }

    /// <summary>The newest line of the tape, or its placeholder while the tape is empty.</summary>
    public Box Tape { get; private set; }

    /// <summary>Number of visible lines of the tape.</summary>
    public int TapeRows { get; private set; }

    /// <summary>The last digit, left of the keys that correct it.</summary>
    public Box Correction { get; private set; }

    /// <summary>The card with the preview and the bars.</summary>
    public Box Reading { get; private set; }

    public Box Preview { get; private set; }

    /// <summary>The ten bars with their digits and the percentage over them.</summary>
    public Box Bars { get; private set; }

    /// <summary>The line between the tools, with the description of a button.</summary>
    public Box Hint { get; private set; }

    /// <summary>The place of the open panel; empty without one.</summary>
    public Box Panel { get; private set; }

    /// <summary>The part of the panel below the small pad; empty except in <see cref="Arrangement.Full"/>.</summary>
    public Box Side { get; private set; }

    /// <summary>The height or width of what is pressed, in layout units: at least what a finger needs, where fingers press.</summary>
    /// <param name="units">What it would be otherwise.</param>
    public float Target(float units) => MathF.Max(units, _leastTarget);

    public bool Shows(Widget widget) => this[widget].Width > 0;

    public Box this[Widget widget] => _widgets[(int)widget];

    /// <summary>
    /// The widget that a finger means: the one at its place, else the nearest within a distance in pixels, but none on the pad or a panel.
    /// </summary>
    public Widget Near(Vector2 point, float distance)
    {
        if (At(point) is var hit && (hit != Widget.None || Pad.Contains(point) || Panel.Contains(point)))
            return hit;
        var best = Widget.None;
        for (var i = 1; i < _widgets.Length; i++)
        {
            var box = _widgets[i];
            if (box.Width <= 0)
                continue;
            var to = Vector2.Distance(point, box.Nearest(point));
            if (to <= distance)
                (best, distance) = ((Widget)i, to);
        }
        return best;
    }

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
        var column = IsLow ? Math.Clamp(inner.Width * 0.38f, LowColumn, 400) : Math.Clamp(inner.Width * 0.43f, 400, 520);
        var padWidth = inner.Width - column - 2 * Gap;
        var padX = mirrored ? inner.X + column + 2 * Gap : inner.X;
        PlacePad(new(padX, inner.Y, padWidth, inner.Height));

        var right = new Box(mirrored ? inner.X : inner.X + padWidth + 2 * Gap, inner.Y, column, inner.Height);
        var rest = right;
        if (IsLow)
        {
            PlaceLowColumn(rest);
            return;
        }
        PlaceKeys(CutBottom(ref rest, 2 * Target(KeyHeight) + Gap));
        var spare = inner.Height - (LeastWide.Y - 2 * Margin);
        PlaceReading(CutBottom(ref rest, Math.Clamp(ReadingHeight + spare / 2, ReadingHeight, TallestReading)));
        PlaceCorrection(CutBottom(ref rest, Target(AlternativeHeight)));
        PlaceDisplay(rest, tapeLines);
    }

    private void Portrait(Box inner, int tapeLines)
    {
        var rest = inner;
        PlaceKeys(CutBottom(ref rest, 2 * Target(KeyHeight) + Gap));
        PlaceReading(CutBottom(ref rest, ReadingHeight));
        PlaceCorrection(CutBottom(ref rest, Target(AlternativeHeight)));
        var padArea = CutBottom(ref rest, MathF.Min(inner.Width + Target(ToolHeight), rest.Height - 150 - Gap));
        PlaceDisplay(rest, tapeLines);
        PlacePad(padArea);
    }

    /// <summary>
    /// Places the panel; the pad and its surroundings are in a column beside it, or above it in a tall window.
    /// </summary>
    private void WithPanel(Box inner, bool mirrored)
    {
        var isFull = Arrangement == Arrangement.Full;
        var (left, panel, tools) = (inner, inner, default(Box));
        if (IsPortrait)
        {
            left = inner with { Height = Math.Clamp(inner.Height * 0.34f, 300, 420) };
            panel = inner with { Y = left.Bottom + Gap, Height = inner.Height - left.Height - Gap };
            var half = (left.Width - 2 * Gap) / 2;
            var right = left with { X = mirrored ? left.X : left.Right - half, Width = half };
            left = left with { X = mirrored ? left.Right - half : left.X, Width = half };
            // The foot of half a narrow window is too short for all tools.
            if (!isFull && left.Width < (LeftTools.Length + RightTools.Length) * _leastTarget)
                tools = right with { Height = Target(ToolHeight) };
            if (isFull)
                Side = Pixels(right);
            else
                PlaceReadingAndNumber(right, tools);
        }
        else
        {
            var between = IsLow ? LowGap : 2 * Gap;
            var column = isFull ? 300
                : IsLow ? MathF.Min(MathF.Max(inner.Width * 0.28f, 210), inner.Width - LowPanel - between)
                : Math.Clamp(inner.Width * 0.34f, 330, 400);
            left = inner with { X = mirrored ? inner.Right - column : inner.X, Width = column };
            panel = inner with { X = mirrored ? inner.X : inner.X + column + between, Width = inner.Width - column - between };
            if (isFull)
                Side = Pixels(CutBottom(ref left, left.Height - 300));
            else
                PlaceReadingAndNumber(CutBottom(ref left, (IsLow ? LowReading : ReadingHeight) + Gap + NumberHeight));
        }
        if (!IsLow)
            Hint = Pixels(CutBottom(ref left, 20, 4));
        PlacePad(left, tools);
        Panel = Pixels(panel);
    }

    /// <summary>The tools are beside the tabs, or below them in a narrow window; the panel reaches the window's edges.</summary>
    private void PanelAlone(Box inner)
    {
        const float Edge = 6;
        var (tool, tab) = (Target(ToolHeight), Target(TabHeight));
        var step = MathF.Min(tool + 2, (inner.Width + 2 * (Margin - Edge)) / SheetTools.Length);
        var row = SheetTools.Length * step;
        var beside = inner.Width - row - Gap;
        var fits = beside >= Widgets.Tabs * NarrowestTab;
        PlaceTabs(fits ? beside : inner.Width, inner.X);
        var top = fits ? TabTop - (tool - tab) / 2 : TabTop + tab + Gap / 2;
        var right = inner.Right + MathF.Max(2, (row - inner.Width) / 2);
        for (var i = 0; i < SheetTools.Length; i++)
            Place(SheetTools[i], new(right - (SheetTools.Length - i) * step, top, step - 2, tool));
        var head = MathF.Round((top + tool + TabTop - (tool - tab) / 2) * Unit);
        Panel = new(0, head, Size.X, Size.Y - head);
    }

    private void PlaceTabs(float room, float x)
    {
        var width = MathF.Min(WidestTab, room / Widgets.Tabs);
        for (var i = 0; i < Widgets.Tabs; i++)
            Place(Widgets.TabOf(i), new(x + i * width, TabTop, width, Target(TabHeight)));
    }

    /// <param name="area">Of both.</param>
    /// <param name="above">What has the top of it; the number fills the rest. Empty for nothing.</param>
    private void PlaceReadingAndNumber(Box area, Box above = default)
    {
        PlaceReading(CutBottom(ref area, IsLow ? LowReading : ReadingHeight));
        var top = above.Height > 0 ? above.Bottom + Gap : area.Bottom - NumberHeight;
        area = area with { Y = top, Height = area.Bottom - top };
        PlaceDisplay(area, 0, 42, 22);
        Tape = default;
    }

    /// <param name="area">Of the pad, with its tools at the foot.</param>
    /// <param name="elsewhere">Where the tools of the right side go if there is no room for them; empty if there is.</param>
    private void PlacePad(Box area, Box elsewhere = default)
    {
        var high = Target(ToolHeight);
        var tools = IsLow ? default : CutBottom(ref area, high);
        Pad = Pixels(area);
        if (IsLow)
            return;
        var besides = elsewhere.Width > 0 ? elsewhere : tools;
        var count = elsewhere.Width > 0 ? Math.Max(LeftTools.Length, RightTools.Length) : LeftTools.Length + RightTools.Length;
        var step = MathF.Min(high + 2, tools.Width / count);
        foreach (var (i, tool) in LeftTools.Index())
            Place(tool, new(tools.X + i * step, tools.Y, step - 2, high));
        foreach (var (i, tool) in RightTools.Index())
            Place(tool, new(besides.Right - step + 2 - i * step, besides.Y, step - 2, high));
        if (Arrangement == Arrangement.Calculator)
            Hint = Pixels(new(tools.X + LeftTools.Length * step, tools.Y, tools.Width - count * step, high));
    }

    private void PlaceKeys(Box area)
    {
        var (high, gap) = (Target(KeyHeight), IsLow ? LowGap : Gap);
        if (IsLow)
        {
            var key = (area.Width - 3 * gap) / 4;
            var word = (3 * key + gap) / 2;
            PlaceRow(0, (Widget.SaveDigit, word), (Widget.WrongDigit, word), (Widget.Reset, key));
            PlaceRow(1, (Widget.Plus, key), (Widget.Minus, key), (Widget.Times, key), (Widget.Divide, key));
            PlaceRow(2, (Widget.Negate, key), (Widget.Point, key), (Widget.Percent, key), (Widget.EqualsKey, key));
            return;
        }
        var keys = area.Width - 5 * gap;
        var (wide, narrow, reset) = (0.32f * keys, 0.125f * keys, 0.18f * keys);
        if (IsPortrait && narrow < _leastTarget)
            (wide, narrow, reset) = (0.28f * keys, 0.14f * keys, 0.16f * keys);
        PlaceRow(0, (Widget.SaveDigit, wide), (Widget.Negate, narrow), (Widget.Plus, narrow), (Widget.Minus, narrow),
            (Widget.Percent, narrow), (Widget.Reset, reset));
        PlaceRow(1, (Widget.WrongDigit, wide), (Widget.Point, narrow), (Widget.Times, narrow), (Widget.Divide, narrow),
            (Widget.EqualsKey, narrow + gap + reset));

        void PlaceRow(int row, params ReadOnlySpan<(Widget Widget, float Width)> widgets)
        {
            var x = area.X;
            foreach (var (widget, width) in widgets)
            {
                Place(widget, new(x, area.Y + row * (high + gap), width, high));
                x += width + gap;
            }
        }
    }

    private void PlaceReading(Box area)
    {
        Reading = Pixels(area);
        var inside = area.Grown(-14);
        // Whole pixels per cell, so that the squares of the preview have equal size.
        var cell = MathF.Floor(inside.Height * Unit / 28);
        var side = 28 * cell;
        var card = Pixels(inside);
        // The same margin on all sides; the gaps of the bars are a part of it.
        var margin = MathF.Round((Reading.Height - side) / 2);
        Preview = new(Reading.X + margin, Reading.Y + margin, side, side);
        var barsX = Preview.Right + 16 * Unit;
        Bars = new(barsX, card.Y, Reading.Right - margin + 2 * Unit - barsX, card.Height);
    }

    private void PlaceCorrection(Box area)
    {
        var key = Target(56);
        Place(Widget.SecondAlternative, new(area.Right - key, area.Y, key, area.Height));
        Place(Widget.FirstAlternative, new(area.Right - 2 * key - 8, area.Y, key, area.Height));
        Correction = Pixels(new(area.X, area.Y, area.Width - 2 * key - 8 - Gap, area.Height));
    }

    private void PlaceDisplay(Box area, int tapeLines, float number = 66, float expression = 26)
    {
        const float Row = 28, Inset = 18;
        Display = Pixels(area);
        var rest = new Box(area.X + Inset, area.Y + 10, area.Width - 2 * Inset, area.Height - 20);
        Number = Pixels(CutBottom(ref rest, number, 2));
        Expression = Pixels(CutBottom(ref rest, expression, 4));
        Tape = Pixels(new(rest.X, rest.Bottom - Row, rest.Width, Row));
        TapeRows = Math.Clamp((int)(rest.Height / Row), 0, Math.Min(tapeLines, Widgets.TapeRows));
        for (var i = 0; i < TapeRows; i++)
            Place(Widgets.Tape(i), new(area.X + 8, rest.Bottom - (i + 1) * Row, area.Width - 16, Row));
    }

    private void Place(Widget widget, Box box) => _widgets[(int)widget] = Pixels(box);

    /// <summary>Converts layout units to whole pixels, so that edges are crisp.</summary>
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
