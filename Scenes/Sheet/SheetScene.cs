using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Sheet;

/// <summary>Draws the sheet.</summary>
internal static class SheetScene
{
    /// <summary>The distance of the dots of the paper at the usual zoom, and the least on the screen, in window units.</summary>
    private const float DotStep = 40, LeastDotStep = 24;

    public static void Draw(DrawList list, SheetPanel panel, ViewState state)
    {
        var (theme, space, ratio) = (state.Theme, panel.Space, panel.Space.PixelRatio);
        DrawPaper(list, theme, space);
        if (panel.Paper.Bounds.Extent < 0 && panel.Drag is null && panel.Entry is null)
            DrawInvitation(list, state);
        var carried = panel.Drag as CarryingDrag;
        var isMoving = carried is { Source: null, IsCarried: true };
        DrawSelection(list, panel, theme, isMoving ? carried!.By : default);
        DrawInk(list, panel, state, isMoving ? carried!.By : default);
        foreach (var calculation in panel.Paper.Calculations)
        {
            if (!space.Shows(calculation.Bounds) && CalculationLook.Of(calculation).AnswerBox(space)?.Overlaps(space.Place) != true)
                continue;
            DrawCalculation(list, panel, theme, calculation);
        }
        foreach (var link in panel.Paper.Links)
            DrawLink(list, theme, space, link);
        if (panel.Entry is { } entry)
            DrawEntry(list, theme, space, entry);
        if (carried is { Source: { } source, IsCarried: true })
            CalculationLook.Of(source).DrawAnswer(
                list, space, carried.By * space.Scale, theme.Accent.WithAlpha(0.75f), theme.Error, Rgba.Clear);
        if (panel.Drag is LoopDrag { Loop: var loop })
            for (var i = 1; i < loop.Count; i++)
                list.Line(space.ToPixel(loop[i - 1]), space.ToPixel(loop[i]), 1.6f * ratio, theme.Accent);
        if (panel.EraserAt is { } at)
        {
            var radius = panel.EraserRadius * space.Scale;
            list.Box(new(at.X - radius, at.Y - radius, 2 * radius, 2 * radius), theme.Accent.WithAlpha(0.15f), radius, 1.5f * ratio,
                theme.Accent);
        }
        if (panel.Row is var (keys, anchor))
            keys.Draw(list, theme, state.Layout, anchor, panel.Pointer);
    }

    /// <summary>Paper with a quiet grid of dots.</summary>
    private static void DrawPaper(DrawList list, Theme theme, PaperSpace space)
    {
        var step = DotStep;
        while (step * space.Zoom < LeastDotStep)
            step *= 2;
        var radius = 1.1f * space.PixelRatio;
        var sight = space.Sight;
        for (var y = MathF.Ceiling(sight.Min.Y / step) * step; y < sight.Max.Y; y += step)
        {
            for (var x = MathF.Ceiling(sight.Min.X / step) * step; x < sight.Max.X; x += step)
            {
                var at = space.ToPixel(new(x, y));
                list.Capsule(at, at, radius, radius, theme.Grid);
            }
        }
        var (place, edge) = (space.Place, MathF.Max(1, MathF.Round(space.PixelRatio)));
        list.Box(place.X > 0 ? place with { Width = edge } : place with { Height = edge }, theme.CardEdge);
    }

    private static void DrawInvitation(DrawList list, ViewState state)
    {
        var (theme, unit, panel) = (state.Theme, state.Layout.Unit, state.Layout.Panel);
        var middle = panel with { Y = panel.Y - 24 * unit };
        list.TextIn(middle, "Write a calculation:  13 × 14 =", 26 * unit, theme.DimText);
        list.TextIn(middle with { Y = middle.Y + 40 * unit }, "The answer appears behind the equals sign", 16 * unit, theme.DimText);
        list.TextIn(middle with { Y = middle.Y + 66 * unit }, "You can type it, too; a ? asks for a number:  13 × ? = 182", 16 * unit,
            theme.DimText);
    }

    private static void DrawInk(DrawList list, SheetPanel panel, ViewState state, Vector2 by)
    {
        var (theme, space) = (state.Theme, panel.Space);
        var moved = by == default || panel.Selection is not { } selection ? [] : selection.Ids.ToHashSet();
        panel.Ink.Draw(list, panel.Paper.Strokes, space, panel.PenRadius,
            stroke => moved.Contains(stroke.Id) ? Rgba.Mix(theme.Pad, theme.Ink, 0.3f) : theme.Ink, theme.Ink);
        if (moved.Count > 0)
        {
            var target = space with { Corner = space.Corner - by };
            foreach (var stroke in panel.Paper.Strokes)
                if (moved.Contains(stroke.Id))
                    InkBrush.Draw(list, [stroke.Ink], target, panel.PenRadius, theme.Ink);
        }
        if (panel.Drag is WritingDrag { Ink: { } ink })
            InkBrush.Draw(list, [ink], space, panel.PenRadius, theme.Ink);
    }

    private static void DrawCalculation(DrawList list, SheetPanel panel, Theme theme, PaperCalculation calculation)
    {
        var (space, look) = (panel.Space, CalculationLook.Of(calculation));
        var ratio = space.PixelRatio;
        if (calculation.Typed is { } typed && panel.Entry?.Calculation != calculation.Id)
            DrawTyped(list, space, typed, theme.Ink);
        foreach (var symbol in calculation.Symbols)
        {
            var box = space.ToPixels(symbol.Bounds);
            var isAsked = panel.Asked is var (_, asked) && asked.StrokeIds.SequenceEqual(symbol.StrokeIds);
            if (isAsked)
                list.Box(box.Grown(8 * ratio), theme.Accent.WithAlpha(0.14f), 8 * ratio, 1.5f * ratio, theme.Accent);
            else if (symbol.IsDoubtful)
                CalculationLook.Underline(
                    list, (box.X, box.Right), box.Bottom + (4 + panel.PenRadius * space.Zoom) * ratio, ratio, theme.Unsure);
        }
        if (panel.Entry?.Calculation == calculation.Id)
            return;
        if (panel.Drag is null && panel.Tool != Widget.Eraser && look.AnswerBox(space) is { } answer
            && answer.Grown(4 * ratio).Contains(panel.Pointer))
            list.Box(answer.Grown(8 * ratio), theme.Accent.WithAlpha(0.10f), 8 * ratio);
        look.DrawAnswer(list, space, default, theme.Accent, theme.Error, theme.Unsure);
        look.DrawLine(list, space, panel.Paper.Calculations, theme.DimText, theme.Unsure);
    }

    internal static void DrawTyped(DrawList list, PaperSpace space, TypedText typed, Rgba color) =>
        list.Text(typed.Text, space.ToPixel(typed.At), typed.Height * space.Scale / Font.Default.CapHeight, color);

    internal static void DrawLink(DrawList list, Theme theme, PaperSpace space, LinkedAnswer link)
    {
        var box = space.ToPixels(link.Bounds);
        var size = link.Link.Height * space.Scale / Font.Default.CapHeight;
        size *= MathF.Min(1, box.Width / MathF.Max(1, Font.Default.Measure(link.Text, size)));
        list.Box(box.Grown(6 * space.PixelRatio), theme.Accent.WithAlpha(0.10f), 8 * space.PixelRatio);
        list.Text(link.Text, new(box.Centre.X, box.Bottom), size, theme.Accent, Align.Centre);
    }

    private static void DrawEntry(DrawList list, Theme theme, PaperSpace space, SheetEntry entry)
    {
        var typed = new TypedText(entry.Text, entry.At, entry.Height);
        DrawTyped(list, space, typed, theme.Ink);
        var box = space.ToPixels(typed.Bounds);
        list.Box(new(box.Right + 3 * space.PixelRatio, box.Y - 0.15f * box.Height, 2 * space.PixelRatio, 1.3f * box.Height), theme.Accent);
    }

    private static void DrawSelection(DrawList list, SheetPanel panel, Theme theme, Vector2 by)
    {
        if (panel.Selection is not { } selection)
            return;
        var space = panel.Space with { Corner = panel.Space.Corner - by };
        var box = space.ToPixels(selection.Bounds).Grown(10 * space.PixelRatio);
        list.Box(box, theme.Accent.WithAlpha(0.08f), 8 * space.PixelRatio, 1.5f * space.PixelRatio, theme.Accent);
    }
}
