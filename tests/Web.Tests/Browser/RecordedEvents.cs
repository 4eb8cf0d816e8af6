namespace GpuDigits.Web.Tests.Browser;

/// <summary>A recording of the window, at the page.</summary>
internal static class RecordedEvents
{
    /// <summary>A script's function that makes one event of a recording at a time in seconds.</summary>
    public const string Act = """
        (one, now) => {
            const page = gpudigits;
            if (one.move)
                page.Move([now, ...one.move], false);
            else if (one.down)
                page.Press(now, one.down === 'right');
            else if (one.up)
                page.Release(now, one.up === 'right');
            else if (one.text)
                [...one.text].forEach(character => page.Type(now, character, ''));
            else if (one.key)
                page.PressKey(now, one.key[0].toUpperCase() + one.key.slice(1));
            else if (one.scroll)
                page.Scroll(now, ...one.scroll);
            else if (one.zoom)
                page.Zoom(now, one.zoom);
            else
                throw new Error(`an event of another kind: ${JSON.stringify(one)}`);
        }
        """;
}
