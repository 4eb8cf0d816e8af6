namespace GpuDigits.Scenes.Painting;

/// <summary>A text that was drawn; <see cref="DrawList.Written"/> collects them for tests.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Place">Its box: from the pen's start to its end, and from the baseline to the height of capitals.</param>
/// <param name="Room">The room for it.</param>
/// <param name="Clip">The clip box.</param>
/// <param name="Size">Pixels per em.</param>
/// <param name="IsCut">Whether a part of it was left out.</param>
/// <param name="Quads">Number of quads below it.</param>
internal readonly record struct WrittenText(string Text, Box Place, Box Room, Box Clip, float Size, bool IsCut, int Quads);

internal static class TextFit
{
    /// <summary>A text is shrunk down to this share of its size before a part of it is left out.</summary>
    public const float LeastShare = 0.75f;

    /// <summary>The common size at which all given texts fit, at most the given one.</summary>
    public static float Size(Font font, IEnumerable<string> texts, float size, float width, bool tabular = false) =>
        size * Math.Clamp(width / MathF.Max(1e-3f, texts.Max(text => font.Measure(text, size, tabular))), LeastShare, 1);

    /// <summary>A text shortened at its end, or at its start, so that it fits; empty if nothing fits.</summary>
    public static string Cut(Font font, string text, float size, float width, bool tabular = false, bool fromStart = false)
    {
        if (font.Measure(text, size, tabular) <= width)
            return text;
        var room = width - font.Measure("…", size);
        var kept = text.Length;
        while (kept > 0 && font.Measure(fromStart ? text.AsSpan(text.Length - kept) : text.AsSpan(0, kept), size, tabular) > room)
            kept--;
        return kept == 0 ? "" : fromStart ? "…" + text[^kept..].TrimStart() : text[..kept].TrimEnd() + "…";
    }

    /// <summary>
    /// A text on as many lines as it needs, broken after spaces and path separators, or anywhere if there are none.
    /// </summary>
    public static List<string> Lines(Font font, string text, float size, float width)
    {
        List<string> lines = [];
        for (var rest = text; rest.Length > 0;)
        {
            var fits = rest.Length;
            while (fits > 1 && font.Measure(rest.AsSpan(0, fits).TrimEnd(), size) > width)
                fits--;
            var end = fits == rest.Length ? fits : rest.AsSpan(0, fits).LastIndexOfAny(' ', '/', '\\') + 1;
            if (end == 0)
                end = fits;
            lines.Add(rest[..end].TrimEnd());
            rest = rest[end..].TrimStart();
        }
        return lines;
    }
}
