using System.Text;
using System.Text.Json;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Web;

/// <summary>The buttons of a frame for the accessibility tree.</summary>
internal static class ButtonList
{
    /// <summary>
    /// As JSON: <c>[{"id": 1, "name": "Save digit", "hint": "…", "box": [x, y, width, height], "off": false}, …]</c>, in pixels of
    /// the canvas.
    /// </summary>
    public static string Of(ViewState view)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            for (var widget = Widget.None + 1; (int)widget < Widgets.Count; widget++)
            {
                if (!view.Layout.Shows(widget) || NameOf(view, widget) is not { Length: > 0 } name)
                    continue;
                var box = view.Layout[widget];
                json.WriteStartObject();
                json.WriteNumber("id", (int)widget);
                json.WriteString("name", name);
                json.WriteBoolean("off", !view.Enabled[(int)widget]);
                if (widget.IsTab())
                    json.WriteBoolean("open", widget - Widget.Tab == view.OpenTab);
                json.WriteStartArray("box");
                foreach (var number in (float[])[box.X, box.Y, box.Width, box.Height])
                    json.WriteNumberValue(MathF.Round(number));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
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
