using System.Globalization;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Hand;

internal static class HandScene
{
    private const float NoteSize = 14;

    public static void Draw(DrawList list, HandPanel panel, ViewState state)
    {
        var (theme, unit, layout) = (state.Theme, state.Layout.Unit, panel.Layout!);
        Scene.Card(list, theme, state.Layout, state.Layout.Panel, theme.Card);
        list.TextIn(layout.Title, "What your corrections teach", 20 * unit, theme.Text, Align.Left);
        var kept = panel.Count switch
        {
            0 => "No corrected digit is kept yet",
            1 => "1 corrected digit is kept on this machine",
            _ => string.Create(CultureInfo.InvariantCulture, $"{panel.Count} corrected digits are kept on this machine"),
        };
        Note(list, state, layout.About,
            panel.LeftOut == 0 ? kept : string.Create(CultureInfo.InvariantCulture, $"{kept}; {panel.LeftOut} cannot be read"));
        DrawButton(list, panel, state, HandButton.Learn, "A", Role.Primary);
        DrawProgress(list, panel, state);
        DrawButton(list, panel, state, HandButton.Keep, "K", Role.Key);
        Note(list, state, layout.KeepNote, panel.Keeps ? "New ones are kept; they never leave this machine" : "New ones are not kept");
        DrawButton(list, panel, state, HandButton.Delete, "D", Role.Key);
        Note(list, state, layout.DeleteNote, OperatingSystem.IsBrowser()
            ? "What was learned stays; deleting the data of this page takes it back"
            : "What was learned stays; gpudigits adapt --undo takes it back");
    }

    private static void DrawProgress(DrawList list, HandPanel panel, ViewState state)
    {
        var (theme, unit, box) = (state.Theme, state.Layout.Unit, panel.Layout!.Progress);
        if (panel.State.Progress is { } share)
        {
            var height = MathF.Round(6 * unit);
            var track = box with { Y = MathF.Round(box.Centre.Y - height / 2), Height = height, Width = panel.Layout.Buttons[0].Width };
            list.Box(track, theme.BarTrack, height / 2);
            list.Box(track with { Width = MathF.Max(height, MathF.Round(track.Width * (float)share)) }, theme.Accent, height / 2);
            return;
        }
        Note(list, state, box, panel.State.Outcome.Length > 0 ? panel.State.Outcome : "Takes some seconds; you can go on writing",
            panel.State.IsError ? theme.Error : panel.State.Outcome.Length > 0 ? theme.Text : theme.DimText);
    }

    private static void DrawButton(DrawList list, HandPanel panel, ViewState state, HandButton button, string key, Role role)
    {
        var (theme, unit, box) = (state.Theme, state.Layout.Unit, panel.Layout!.Buttons[(int)button]);
        var (look, enabled) = (theme[role], panel.CanPress(button));
        list.Box(box, !enabled ? look.Disabled : panel.IsHovered(button) ? look.Hover : look.Normal, 14 * unit,
            look.Edge.A > 0 ? MathF.Max(1, MathF.Round(unit)) : 0, look.Edge);
        var ink = enabled ? look.Text : look.DisabledText;
        var inside = box with { X = box.X + 18 * unit, Width = box.Width - 36 * unit };
        list.TextIn(inside, panel.LabelOf(button), 16 * unit, ink, Align.Left);
        if (button == HandButton.Keep)
            DrawSwitch(list, theme, unit, inside, panel.Keeps);
        else
            list.TextIn(inside, state.HasKeys ? key : "", NoteSize * unit, ink.Faded(0.6f), Align.Right);
    }

    private static void DrawSwitch(DrawList list, Theme theme, float unit, Box inside, bool isOn)
    {
        var (width, height) = (MathF.Round(40 * unit), MathF.Round(22 * unit));
        var track = new Box(inside.Right - width, MathF.Round(inside.Centre.Y - height / 2), width, height);
        list.Box(track, isOn ? theme.Accent : theme.BarTrack, height / 2, MathF.Max(1, MathF.Round(unit)), isOn ? theme.Accent : theme.Bar);
        var knob = height - MathF.Round(6 * unit);
        var gap = (height - knob) / 2;
        list.Box(new(isOn ? track.Right - gap - knob : track.X + gap, track.Y + gap, knob, knob), isOn ? theme.Card : theme.DimText,
            knob / 2);
    }

    private static void Note(DrawList list, ViewState state, Box box, string text, Rgba? color = null) =>
        list.OneOrTwoLinesIn(box, text, NoteSize * state.Layout.Unit, color ?? state.Theme.DimText);
}
