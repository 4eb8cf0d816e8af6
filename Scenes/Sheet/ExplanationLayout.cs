using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

internal enum ExplanationTargetKind { None, Back, LensTab, ReadingTab, Symbol, Reading, Window }

/// <summary>Something that can be pressed, or pointed at.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Index">The number of the symbol, the reading, or the window.</param>
internal readonly record struct ExplanationTarget(ExplanationTargetKind Kind, int Index = 0);

/// <summary>A part of a row of the tree.</summary>
/// <param name="Text">The symbol, or what it is in a word.</param>
/// <param name="Symbol">The symbol that it belongs to; null for none.</param>
/// <param name="Box">Where, in pixels.</param>
internal readonly record struct ExplanationChip(string Text, int? Symbol, Box Box);

/// <summary>A row of the tree.</summary>
/// <param name="Row">Its place and its content.</param>
/// <param name="Box">The whole row, in pixels, from its caption on.</param>
/// <param name="Chips">Its parts.</param>
internal sealed record ExplanationBranch(FormulaRow Row, Box Box, ImmutableArray<ExplanationChip> Chips);

/// <summary>The places of everything in the two views that look into a reading, in pixels.</summary>
internal sealed class ExplanationLayout
{
    public const float Inset = 16, TitleHeight = 22, SubtitleHeight = 18, CaptionWidth = 118, Indent = 20;

    private const float Margin = 24, Gap = 14, Top = 10, KeyHeight = 38, NoteHeight = 20;
    private const float LeastRow = 28, MostRow = 46, LeastBranch = 22, MostBranch = 30;
    private const int MostReadings = 12;

    /// <summary>The size of a formula in the list of readings, and the least room for it.</summary>
    public const float FormulaSize = 18, LeastFormula = 60;

    /// <summary>The largest and the least side of the picture of a window, and what is below and between them.</summary>
    private const float MostCell = 96, LeastCell = 46, CellFoot = 30, CellGap = 12;

    /// <summary>The size of the symbols in a row of the tree, and the least share of it in a long row.</summary>
    private const float ChipSize = 15, LeastChip = 0.6f;

    /// <summary>How much larger than on the sheet the ink may be.</summary>
    private const float MostZoom = 2.5f;

    /// <summary>The largest radius of the pen, in layout units, and in sizes of the largest stroke.</summary>
    private const float LargestPen = 3, PenShare = 0.05f;

    /// <summary>How far a box is from the way of the pen in layout units; at most so many ink units beyond the ink.</summary>
    private const float Around = 6, MostAround = 1.5f;

    /// <summary>The columns of the list of readings behind the formula, in layout units.</summary>
    public static readonly (string Title, float Width)[] Columns =
        [("share", 62), ("in all", 50), ("symbols", 58), ("layout", 50), ("arithmetic", 66)];

    private readonly float _unit;
    private readonly List<(Box Box, ExplanationTarget Target)> _targets = [];

    public ExplanationLayout(Layout layout, ExplanationView view, float penRadius)
    {
        (_unit, PenRadius) = (layout.Unit, penRadius);
        var unit = _unit;
        var inner = layout.Panel.Grown(-Margin * unit);
        var key = layout.Target(KeyHeight) * unit;
        Head = new(inner.X, layout.Panel.Y + Top * unit, inner.Width, key + 8 * unit);
        Back = new(Head.X, Head.Y + 4 * unit, 88 * unit, key);
        ReadingTab = Back with { X = Head.Right - 150 * unit, Width = 150 * unit };
        LensTab = ReadingTab with { X = ReadingTab.X - 74 * unit, Width = 70 * unit };
        Formula = PlacedFormula.In(view.Reading!.Formula!,
            Head with { X = Back.Right + 20 * unit, Width = LensTab.X - Back.Right - 40 * unit }, 27 * unit, Align.Centre);
        var body = new Box(inner.X, Head.Bottom + Gap * unit, inner.Width, inner.Bottom - Head.Bottom - Gap * unit);
        Note = body with { Height = (layout.IsPortrait ? 2 : 1) * NoteHeight * unit };
        Lens = body with { Y = Note.Bottom + 10 * unit, Height = body.Bottom - Note.Bottom - 10 * unit };
        Add(Back, new(ExplanationTargetKind.Back));
        Add(LensTab, new(ExplanationTargetKind.LensTab));
        Add(ReadingTab, new(ExplanationTargetKind.ReadingTab));
        FormulaRow[] rows = [.. FormulaRow.Of(view.Reading!.Formula!)];
        PlaceCards(body, layout.IsPortrait, rows.Length);
        if (view.Page != ExplanationPage.Reading || view.Answer is not { } answer)
            return;
        PlaceInk(answer, layout.PixelRatio);
        PlaceReadings(answer.Explanation);
        PlaceTree(rows);
        PlaceWindows(ExplanationPictures.RivalsOf(answer.Explanation, view.Symbol).Length);
        Shown = Math.Min(view.ShownReading, Math.Max(0, answer.Explanation.Readings.Length - 1));
        if (answer.Explanation.Readings.Length == 0)
            return;
        Boxes = [.. answer.Explanation.Readings[Shown].Symbols.Select(one => BoxOf(answer, one.Strokes))];
        var meant = Shown == 0 ? Boxes : [.. view.Reading.Symbols.Select(one => BoxOf(answer, one.Strokes))];
        // The smaller one is pressed where one lies in another: what stands in a root.
        foreach (var (i, box) in meant.Index().OrderBy(one => one.Item.Width * one.Item.Height))
            Add(box, new(ExplanationTargetKind.Symbol, i));
    }

    /// <summary>The radius of the pen, in ink units: finer than on the sheet, so that it does not hide the boxes.</summary>
    public float PenRadius { get; private set; }

    public Box Head { get; }

    /// <summary>The keys of the head.</summary>
    public Box Back { get; }

    /// <inheritdoc cref="Back"/>
    public Box LensTab { get; }

    /// <inheritdoc cref="Back"/>
    public Box ReadingTab { get; }

    /// <summary>What was read; its symbols can be pressed.</summary>
    public PlacedFormula Formula { get; }

    /// <summary>The line over the lens.</summary>
    public Box Note { get; }

    public Box Lens { get; }

    public Box InkCard { get; private set; }

    public Box WindowsCard { get; private set; }

    public Box ReadingsCard { get; private set; }

    public Box TreeCard { get; private set; }

    /// <summary>The pictures of windows that have room.</summary>
    public ImmutableArray<Box> Cells { get; private set; } = [];

    /// <summary>Where the ink is seen.</summary>
    public PaperSpace Ink { get; private set; }

    /// <summary>The boxes of the symbols of the reading that is shown.</summary>
    public ImmutableArray<Box> Boxes { get; private set; } = [];

    /// <summary>The reading whose symbols are shown.</summary>
    public int Shown { get; }

    /// <summary>The rows of the readings that have room.</summary>
    public ImmutableArray<Box> Rows { get; private set; } = [];

    /// <summary>The rows of the tree that have room.</summary>
    public ImmutableArray<ExplanationBranch> Branches { get; private set; } = [];

    /// <summary>Number of rows of the tree that have no room.</summary>
    public int HiddenBranches { get; private set; }

    /// <summary>The part of a card below its title.</summary>
    public Box Inside(Box card)
    {
        var (inset, top) = (Inset * _unit, (10 + TitleHeight + SubtitleHeight + 6) * _unit);
        return new(card.X + inset, card.Y + top, card.Width - 2 * inset, MathF.Max(0, card.Height - top - 12 * _unit));
    }

    public ExplanationTarget At(Vector2 point)
    {
        foreach (var (box, target) in _targets)
            if (box.Contains(point))
                return target;
        return Head.Contains(point) && Formula.SymbolAt(point) is { } symbol ? new(ExplanationTargetKind.Symbol, symbol) : default;
    }

    /// <summary>The box of some strokes on the ink, in pixels.</summary>
    public Box BoxOf(ExplanationAnswer answer, ImmutableArray<int> strokes) =>
        Ink.ToPixels(InkBounds.Of(strokes.Select(at => answer.Strokes[at])))
            .Grown(MathF.Min(Around * _unit, (PenRadius + MostAround) * Ink.Scale));

    private void Add(Box box, ExplanationTarget target) => _targets.Add((box, target));

    /// <summary>The tree takes what it needs, up to its half of the column.</summary>
    private void PlaceCards(Box body, bool isPortrait, int branches)
    {
        var gap = Gap * _unit;
        var (left, right) = (body, body);
        if (isPortrait)
        {
            left = body with { Height = MathF.Round(0.46f * (body.Height - gap)) };
            right = body with { Y = left.Bottom + gap, Height = body.Bottom - left.Bottom - gap };
        }
        else
        {
            left = body with { Width = MathF.Round(0.52f * (body.Width - gap)) };
            right = body with { X = left.Right + gap, Width = body.Right - left.Right - gap };
        }
        (InkCard, WindowsCard) = Split(left, isPortrait ? 0.58f : 0.55f);
        var tree = (10 + TitleHeight + 6 + branches * MostBranch + 12) * _unit;
        (ReadingsCard, TreeCard) = Split(right, MathF.Max(0.5f, 1 - tree / MathF.Max(1, right.Height - gap)));

        (Box Above, Box Below) Split(Box box, float share)
        {
            var above = box with { Height = MathF.Round(share * (box.Height - gap)) };
            return (above, box with { Y = above.Bottom + gap, Height = box.Bottom - above.Bottom - gap });
        }
    }

    private void PlaceInk(ExplanationAnswer answer, float pixelRatio)
    {
        var (bounds, room) = (InkBounds.Of(answer.Strokes), Inside(InkCard));
        // Room for what stands over and under the boxes.
        room = new(room.X + 10 * _unit, room.Y + 26 * _unit, room.Width - 20 * _unit, room.Height - 52 * _unit);
        var size = Vector2.Max(bounds.Size, new(1));
        var scale = MathF.Max(1e-3f, MathF.Min(MathF.Min(room.Width / size.X, room.Height / size.Y), MostZoom * pixelRatio));
        var largest = MathF.Min(LargestPen * _unit / scale, PenShare * answer.Strokes.Max(stroke => stroke.Bounds.Extent));
        PenRadius = MathF.Min(PenRadius, largest);
        Ink = new(room, bounds.Center - new Vector2(room.Width, room.Height) / (2 * scale), pixelRatio, scale / pixelRatio);
    }

    private void PlaceReadings(ReadingExplanation explanation)
    {
        var inside = Inside(ReadingsCard);
        var (head, count) = (SubtitleHeight * _unit, explanation.Readings.Length);
        if (count == 0)
            return;
        var rows = ImmutableArray.CreateBuilder<Box>();
        var y = inside.Y + head;
        foreach (var one in explanation.Readings.Take(MostReadings))
        {
            var height = Math.Clamp(MathTypesetter.Lay(one.Formula).Height * FormulaSize + 8, LeastRow, MostRow) * _unit;
            if (rows.Count > 0 && y + height > inside.Bottom)
                break;
            rows.Add(new(inside.X - 6 * _unit, y, inside.Width + 12 * _unit, height));
            Add(rows[^1], new(ExplanationTargetKind.Reading, rows.Count - 1));
            y += height;
        }
        Rows = rows.ToImmutable();
    }

    /// <summary>The pictures are as large as all of them can be.</summary>
    private void PlaceWindows(int count)
    {
        var inside = Inside(WindowsCard);
        var (rows, across, side, gap, foot) = (0, 1, 0f, CellGap * _unit, CellFoot * _unit);
        do
        {
            rows++;
            side = MathF.Floor(Math.Clamp(inside.Height / rows - foot, LeastCell * _unit, MostCell * _unit));
            across = Math.Max(1, (int)((inside.Width + gap) / (side + gap)));
        }
        while (across * rows < count && inside.Height / (rows + 1) - foot >= LeastCell * _unit);
        var corner = new Vector2(inside.X, inside.Y + 2 * _unit);
        Cells = [.. Enumerable.Range(0, Math.Min(count, across * rows)).Select(i => new Box(
            MathF.Round(corner.X + i % across * (side + gap)), MathF.Round(corner.Y + i / across * (side + foot)), side, side))];
        foreach (var (i, cell) in Cells.Index())
            Add(cell, new(ExplanationTargetKind.Window, i));
    }

    private void PlaceTree(FormulaRow[] rows)
    {
        var inside = Inside(TreeCard) with { Y = Inside(TreeCard).Y - SubtitleHeight * _unit };
        inside = inside with { Height = inside.Height + SubtitleHeight * _unit };
        var height = Math.Clamp(inside.Height / rows.Length, LeastBranch * _unit, MostBranch * _unit);
        var shown = Math.Clamp((int)(inside.Height / height), 1, rows.Length);
        HiddenBranches = rows.Length - shown;
        Branches = [.. rows.Take(shown).Select((row, i) =>
        {
            var x = inside.X + Indent * row.Depth * _unit;
            var box = new Box(x, inside.Y + i * height, inside.Right - x, height);
            return new ExplanationBranch(row, box, [.. Chips(row.Content, box)]);
        })];
        foreach (var chip in Branches.SelectMany(branch => branch.Chips))
            if (chip.Symbol is { } symbol)
                Add(chip.Box, new(ExplanationTargetKind.Symbol, symbol));
    }

    private IEnumerable<ExplanationChip> Chips(Formula content, Box row)
    {
        var names = content.Parts.Select(FormulaRow.NameOf).ToArray();
        var (x, gap, side) = (row.X + CaptionWidth * _unit, 3 * _unit, row.Height - 5 * _unit);
        float WidthOf(string name) => MathF.Max(ChipSize * 1.35f * _unit, Font.Default.Measure(name, ChipSize * _unit) + 10 * _unit);
        var share = Math.Clamp((row.Right - x) / MathF.Max(1, names.Sum(name => WidthOf(name) + gap)), LeastChip, 1);
        foreach (var (i, part) in content.Parts.Index())
        {
            var width = WidthOf(names[i]) * share;
            var isLast = i == content.Parts.Length - 1;
            if (x + width > row.Right - (isLast ? 0 : 16 * _unit))
            {
                yield return new("…", null, new(x, row.Y + (row.Height - side) / 2, 14 * _unit, side));
                yield break;
            }
            yield return new(names[i], FormulaRow.SymbolOf(part), new(x, row.Y + (row.Height - side) / 2, width, side));
            x += width + gap * share;
        }
    }
}
