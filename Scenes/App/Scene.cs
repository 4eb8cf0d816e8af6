using System.Globalization;
using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.App;

/// <summary>Draws a <see cref="ViewState"/>. It has no state and does not use OpenGL.</summary>
internal static class Scene
{
    private const float CardRadius = 18, KeyRadius = 14;

    /// <summary>Half the eraser's width in ink units.</summary>
    public const float EraserRadius = 18;

    public static void Draw(DrawList list, ViewState state)
    {
        list.Reset();
        var (theme, layout) = (state.Theme, state.Layout);
        if (layout.Arrangement == Arrangement.Alone)
        {
            list.Box(layout.IsLow ? new(0, 0, layout.Panel.X, layout.Size.Y) : new(0, 0, layout.Size.X, layout.Panel.Y), theme.Background);
            state.Panel!.Draw(list, state);
        }
        else
        {
            DrawPad(list, state, theme, layout);
        }
        if (layout.Arrangement is Arrangement.Calculator or Arrangement.Beside)
        {
            DrawDisplay(list, state, theme, layout);
            DrawReading(list, state, theme, layout);
        }
        if (layout.Arrangement == Arrangement.Calculator)
            DrawCorrection(list, state, theme, layout);
        for (var widget = Widget.SaveDigit; widget < Widget.Tab; widget++)
            if (layout.Shows(widget))
                DrawButton(list, state, widget);
        for (var i = 0; i < state.Tabs.Count; i++)
            DrawTab(list, state, i);
        if (layout.Arrangement != Arrangement.Alone)
            state.Panel?.Draw(list, state);
        DrawHint(list, state, theme, layout);
        HelpPanel.Draw(list, state);
    }

    /// <summary>The card behind a group of things.</summary>
    public static void Card(DrawList list, Theme theme, Layout layout, Box box, Rgba fill)
    {
        var unit = layout.Unit;
        list.Shadow(box with { Y = box.Y + 4 * unit }, theme.Shadow, CardRadius * unit, 12 * unit);
        list.Box(box, fill, CardRadius * unit, MathF.Max(1, MathF.Round(unit)), theme.CardEdge);
    }

    private static void DrawPad(DrawList list, ViewState state, Theme theme, Layout layout)
    {
        Card(list, theme, layout, layout.Pad, theme.Pad);
        var space = new PadSpace(layout.Pad);
        list.Clipped(layout.Pad.Grown(-MathF.Max(1, MathF.Round(layout.Unit))), () =>
        {
            if (state.Ink.IsEmpty && state.LeavingAmount <= 0)
                DrawInvitation(list, state, theme, layout);
            if (state.LeavingAmount > 0)
                InkBrush.Draw(list, state.LeavingInk, space, state.Pen.Radius, Rgba.Mix(theme.Pad, theme.Ink, state.LeavingAmount));
            InkBrush.Draw(list, state.Ink, space, state.Pen.Radius, theme.Ink);
            if (state.Eraser is { } at)
            {
                var radius = EraserRadius * space.Scale;
                list.Box(new(at.X - radius, at.Y - radius, 2 * radius, 2 * radius), theme.Accent.WithAlpha(0.15f), radius,
                    1.5f * layout.Unit, theme.Accent);
            }
        });
    }

    private static void DrawInvitation(DrawList list, ViewState state, Theme theme, Layout layout)
    {
        var (unit, pad) = (layout.Unit, layout.Pad);
        list.TextIn(pad with { Y = pad.Y - 13 * unit }, state.ReadsNumbers ? "Write a number" : "Write a digit", 20 * unit, theme.DimText);
        list.TextIn(pad with { Y = pad.Y + 15 * unit }, state.HasKeys ? "Enter saves it" : "Save digit takes it", 14 * unit, theme.DimText);
        if (!state.KnowsSheet)
            list.TextIn(
                pad.Grown(-12 * unit) with { Y = pad.Y + 52 * unit },
                state.HasKeys ? "Whole calculations go on the sheet: S" : "Whole calculations go on the sheet", 14 * unit, theme.Accent);
    }

    /// <summary>The hint: in the line between the tools, or, if it does not fit there, over the foot of the pad.</summary>
    private static void DrawHint(DrawList list, ViewState state, Theme theme, Layout layout)
    {
        var (unit, color) = (layout.Unit, state.HintIsError ? theme.Error : theme.DimText);
        var size = 14 * unit;
        if (layout.Hint.Width > 0 && list.Font.Measure(state.Hint, size * TextFit.LeastShare) <= layout.Hint.Width)
        {
            list.TextIn(layout.Hint, state.Hint, size, color);
            return;
        }
        if (!state.HintMayCoverPad || state.Hint.Length == 0)
            return;
        var (inset, line) = (10 * unit, 20 * unit);
        var isAlone = layout.Arrangement == Arrangement.Alone;
        var ground = isAlone ? layout.Panel : layout.Pad;
        var width = ground.Width - 4 * inset;
        var lines = TextFit.Lines(list.Font, state.Hint, size, width);
        if (isAlone)
            width = MathF.Ceiling(lines.Max(text => list.Font.Measure(text, size)));
        var height = lines.Count * line + 2 * inset;
        var strip = new Box(MathF.Round(ground.Centre.X - width / 2 - inset), MathF.Round(ground.Bottom - inset - height),
            MathF.Round(width + 2 * inset), MathF.Round(height));
        list.Box(strip, theme.Card, 10 * unit, MathF.Max(1, MathF.Round(unit)), state.HintIsError ? theme.Error : theme.CardEdge);
        for (var i = 0; i < lines.Count; i++)
            list.TextIn(new(strip.X + inset, strip.Y + inset + i * line, width, line), lines[i], size,
                state.HintIsError ? theme.Error : theme.Text);
    }

    private static void DrawDisplay(DrawList list, ViewState state, Theme theme, Layout layout)
    {
        var unit = layout.Unit;
        Card(list, theme, layout, layout.Display, theme.Card);
        for (var i = 0; i < Math.Min(layout.TapeRows, state.Tape.Count); i++)
            DrawTapeRow(list, state, Widgets.Tape(i), state.Tape[i]);

        if (state.Tape.Count == 0 && state.Expression.Length == 0 && layout.Tape.Height > 0)
            list.TextIn(layout.Tape, "Calculations stay here", 14 * unit, theme.DimText, Align.Right);

        list.TextIn(layout.Expression, state.Expression, 18 * unit, theme.DimText, Align.Right, tabular: true, keepsEnd: true);

        var largest = layout.Number.Height * (state.NumberIsError ? 0.39f : 0.85f);
        var size = MathF.Min(largest, largest * layout.Number.Width / MathF.Max(1, list.Font.Measure(state.Number, largest)));
        var color = state.NumberIsError ? theme.Error : theme.Text;
        var box = layout.Number with { Y = layout.Number.Y + (1 - state.NumberArrival) * 8 * unit };
        list.TextIn(box, state.Number, size, Rgba.Mix(theme.Card, color, 0.35f + 0.65f * state.NumberArrival), Align.Right);
    }

    private static void DrawTapeRow(DrawList list, ViewState state, Widget widget, TapeLine line)
    {
        var (theme, unit, box) = (state.Theme, state.Layout.Unit, state.Layout[widget]);
        var hover = state.Hover[(int)widget];
        list.Box(box, Rgba.Mix(theme.Card, theme.Key.Hover, hover).WithAlpha(hover), 8 * unit);
        DrawFocus(list, state, widget, 8 * unit);
        var inside = box with { X = box.X + 10 * unit, Width = box.Width - 20 * unit };
        list.TextIn(inside, line.Result, 15 * unit, theme.Text, Align.Right, tabular: true);
        var left = inside with { Width = inside.Width - list.Font.Measure(line.Result, 15 * unit, true) - 8 * unit };
        list.TextIn(left, line.Expression + " =", 15 * unit, theme.DimText, Align.Right, tabular: true, keepsEnd: true);
    }

    private static void DrawTab(DrawList list, ViewState state, int index)
    {
        var (theme, unit, widget) = (state.Theme, state.Layout.Unit, Widgets.TabOf(index));
        var box = state.Layout[widget];
        var isOpen = index == state.OpenTab;
        list.Box(box, theme.Quiet.Hover.WithAlpha(state.Hover[(int)widget]), 10 * unit);
        DrawFocus(list, state, widget, 10 * unit);
        var (color, isLow) = (isOpen ? theme.Accent : theme.Quiet.Text, state.Layout.IsLow);
        list.TextIn(isLow ? box.Grown(-14 * unit) : box, state.Tabs[index], 15 * unit, color, isLow ? Align.Left : Align.Centre);
        var (inset, line) = (14 * unit, MathF.Round(2 * unit));
        if (isOpen)
            list.Box(isLow
                ? box with { Y = box.Y + inset, Width = line, Height = box.Height - 2 * inset }
                : new(box.X + inset, box.Bottom - line, box.Width - 2 * inset, line), theme.Accent, unit);
    }

    private static void DrawReading(DrawList list, ViewState state, Theme theme, Layout layout)
    {
        var unit = layout.Unit;
        if (layout.Reading.Width <= 0)
            return;
        Card(list, theme, layout, layout.Reading, theme.Card);
        list.Box(layout.Preview.Grown(3 * unit), theme.BarTrack, 8 * unit);
        if (state.Preview is { } picture)
            list.Picture(layout.Preview, picture, theme.BarTrack, theme.Ink);
        var bars = layout.Bars;
        var step = bars.Width / 10;
        var labels = 20 * unit;
        var head = 20 * unit;
        var accent = state.IsUnsure ? theme.Unsure : theme.Accent;
        for (var digit = 0; digit < 10; digit++)
        {
            var isBest = state.Read?.Digit == digit;
            var track = new Box(MathF.Round(bars.X + digit * step + step * 0.2f), bars.Y + head, MathF.Round(step * 0.6f),
                bars.Height - head - labels);
            list.Box(track, theme.BarTrack, 5 * unit);
            var height = track.Height * state.Bars[digit];
            if (height >= 0.5f)
                list.Clipped(track, () => list.Box(track with { Y = track.Bottom - height, Height = height + 5 * unit },
                    isBest ? accent : theme.Bar, 5 * unit));
            var label = new Box(bars.X + digit * step, bars.Bottom - labels, step, labels);
            list.TextIn(label with { Y = label.Y + 3 * unit }, Digit(digit), MathF.Min(14 * unit, step), isBest ? accent : theme.DimText);
            if (isBest)
                DrawPercentage(list, state.Read!.Value, track.Centre.X, accent, layout);
        }
        if (state.ReadingNote.Length > 0)
            list.TextIn(bars with { Height = head - 4 * unit }, state.ReadingNote, 13 * unit, theme.DimText);
    }

    private static void DrawPercentage(DrawList list, DigitReading read, float x, Rgba color, Layout layout)
    {
        var (text, bars, unit) = (Percent(read.Probability), layout.Bars, layout.Unit);
        var width = MathF.Min(bars.Width, list.Font.Measure(text, 13 * unit, true) + 2);
        x = Math.Clamp(x - width / 2, bars.X, MathF.Max(bars.X, bars.Right - width));
        list.TextIn(new(x, bars.Y - 4 * unit, width, 20 * unit), text, 13 * unit, color, tabular: true);
    }

    private static void DrawCorrection(DrawList list, ViewState state, Theme theme, Layout layout)
    {
        if (state.IsUnsure)
        {
            var question = state.ReadNumber.Length > 0 ? $"Is it {state.ReadNumber}? Its {state.Read?.Digit} is" : "Not sure. Is it";
            DrawQuestion(list, layout, question, theme.Unsure);
            return;
        }
        if (state.Saved is not { } saved || state.Alternatives.Count == 0)
        {
            var title = state.ReadNumber.Length > 0
                ? $"Reads {state.ReadNumber}, least sure of the {state.Read?.Digit}"
                : layout.Reading.Width > 0 ? "What the network sees, and reads"
                : state.Read is { } read ? $"Reads {read.Digit}, {Percent(read.Probability)} sure"
                : "";
            // It is the caption of the card below.
            var (place, high) = (layout.Correction, 40 * layout.Unit);
            if (place.Height > high + 1)
                place = place with { Y = place.Bottom - high, Height = high };
            // No answer stands beside it.
            if (list.Font.Measure(title, 14 * layout.Unit * TextFit.LeastShare) > place.Width)
                place = place with { Width = layout[Widget.SecondAlternative].Right - place.X };
            list.TextIn(place with { X = place.X + 4 * layout.Unit }, title, 14 * layout.Unit, theme.DimText, Align.Left);
            return;
        }
        var text = $"Read {Digit(saved.Digit)}, {Percent(saved.Probability)} sure. Was it";
        DrawQuestion(list, layout, text, theme.DimText);
    }

    /// <summary>The question beside the two keys that answer it, on two lines if it is too long for one.</summary>
    private static void DrawQuestion(DrawList list, Layout layout, string text, Rgba color)
    {
        var (place, size, line) = (layout.Correction, 15 * layout.Unit, 20 * layout.Unit);
        var lines = list.Font.Measure(text, size * TextFit.LeastShare) <= place.Width ? [text]
            : TextFit.Lines(list.Font, text, size, place.Width);
        foreach (var (i, one) in lines.Index())
            list.TextIn(place with { Y = place.Y + (i - (lines.Count - 1) / 2f) * line }, one, size, color, Align.Right);
    }

    private static void DrawButton(DrawList list, ViewState state, Widget widget)
    {
        var (theme, layout) = (state.Theme, state.Layout);
        var box = layout[widget];
        var label = Widgets.Label(widget);
        if (widget is Widget.FirstAlternative or Widget.SecondAlternative)
        {
            var index = widget - Widget.FirstAlternative;
            if (state.Alternatives.Count <= index)
                return;
            label = $"{Digit(state.Alternatives[index].Digit)}?";
        }

        if (widget == Widget.SaveDigit && state.ReadNumber.Length > 0)
            label = Widgets.SaveNumber;

        var unit = layout.Unit;
        var role = Widgets.RoleOf(widget);
        var look = theme[role];
        var (hover, press, enabled) = (state.Hover[(int)widget], state.Press[(int)widget], state.Enabled[(int)widget]);
        var face = enabled ? Rgba.Mix(Rgba.Mix(look.Normal, look.Hover, hover), look.Pressed, press) : look.Disabled;
        var radius = role == Role.Quiet ? 12 * unit : KeyRadius * unit;
        list.Box(box, face, radius, look.Edge.A > 0 ? MathF.Max(1, MathF.Round(unit)) : 0, look.Edge);
        DrawFocus(list, state, widget, radius);
        var ink = enabled ? look.Text : look.DisabledText;
        var sunk = box with { Y = box.Y + MathF.Round(press * unit) };
        if (label.Length > 0)
            list.TextIn(sunk, label, LabelSize(widget) * unit, ink);
        else
            Icons.Draw(list, widget, sunk, unit, state.OpenTool == widget ? theme.Accent : ink, state.Pen);
    }

    /// <summary>Size of a button's label in layout units.</summary>
    public static float LabelSize(Widget widget) => widget switch
    {
        Widget.Point => 32,
        Widget.Percent => 20,
        _ => Widgets.RoleOf(widget) == Role.Operator ? 26 : 16,
    };

    private static void DrawFocus(DrawList list, ViewState state, Widget widget, float radius)
    {
        if (state.Focused != widget)
            return;
        var unit = state.Layout.Unit;
        var gap = 3 * unit;
        list.Box(state.Layout[widget].Grown(gap), state.Theme.Focus.WithAlpha(0), radius + gap, 2 * unit, state.Theme.Focus);
    }

    private static string Digit(int digit) => digit.ToString(CultureInfo.InvariantCulture);

    /// <summary>A probability in percent with one decimal, never 100 %: the network is never certain.</summary>
    public static string Percent(float probability) =>
        Math.Min(99.9, Math.Floor(probability * 1000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
