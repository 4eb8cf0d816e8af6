using System.Numerics;
using System.Text;
using System.Text.Json;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Web;

/// <summary>The buttons of a frame for the accessibility tree.</summary>
internal static class ButtonList
{
    /// <summary>
    /// As JSON: <c>[{"id": 1, "name": "Save digit", "off": false, "box": [x, y, width, height]}, …]</c>, in pixels of the canvas; what can
    /// be chosen has <c>"on"</c>. Those of the open panel have the numbers from <see cref="Widgets.Count"/> on.
    /// </summary>
    public static string Of(ViewState view)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            for (var widget = Widget.None + 1; (int)widget < Widgets.Count; widget++)
            {
                if (view.Layout.Shows(widget) && NameOf(view, widget) is { Length: > 0 } name)
                    Write(json, (int)widget, new(name, view.Layout[widget], view.Enabled[(int)widget], IsOn(view, widget)));
            }
            foreach (var (i, button) in (view.Panel?.Buttons ?? []).Index())
                Write(json, Widgets.Count + i, button);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The place to press for a button of the list.</summary>
    public static Vector2? PlaceOf(ViewState view, int id) => id < Widgets.Count ? view.Layout[(Widget)id].Centre
        : view.Panel?.Buttons.Skip(id - Widgets.Count).Select(button => (Vector2?)button.Box.Centre).FirstOrDefault();

    private static bool? IsOn(ViewState view, Widget widget) => widget.IsTab() ? widget - Widget.Tab == view.OpenTab
        : widget is Widget.Eraser or Widget.Loop ? widget == view.OpenTool
        : null;

    private static void Write(Utf8JsonWriter json, int id, PanelButton button)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("name", button.Name);
        json.WriteBoolean("off", !button.CanPress);
        if (button.IsOn is { } isOn)
            json.WriteBoolean("on", isOn);
        json.WriteStartArray("box");
        foreach (var number in (float[])[button.Box.X, button.Box.Y, button.Box.Width, button.Box.Height])
            json.WriteNumberValue(MathF.Round(number));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string NameOf(ViewState view, Widget widget)
    {
        if (widget.IsTab())
            return widget - Widget.Tab < view.Tabs.Count ? view.Tabs[widget - Widget.Tab] : "";
        if (widget.IsTape())
            return view.Tape.ElementAtOrDefault(widget - Widget.TapeRow) is { } line ? $"{line.Expression} = {line.Result}" : "";
        if (widget is Widget.FirstAlternative or Widget.SecondAlternative)
            return view.Alternatives.Skip(widget - Widget.FirstAlternative).Select(other => $"It is a {other.Digit}").FirstOrDefault("");
        // What a person reads on a button is its name, also for one who speaks to the page; a sign or a picture is named by what it does.
        var label = widget == Widget.SaveDigit && view.ReadNumber.Length > 0 ? Widgets.SaveNumber : Widgets.Label(widget);
        return label.Length > 1 ? label : Widgets.Hint(widget).Split(" · ")[0];
    }
}
