namespace GpuDigits.Engine.Data.Repair;

/// <summary>The paper of a picture: black, and even.</summary>
internal static class PaperTone
{
    /// <summary>
    /// Columns or rows are on white paper if all of the pixels at both their ends are brighter, and a part has as many of them.
    /// </summary>
    private const float White = 0.85f;

    private const int Ends = 2, LeastBand = 4;

    /// <summary>The paper is raised where fewer pixels than this share are as dark as black.</summary>
    private const float LeastDark = 0.3f, Black = 0.04f;

    /// <summary>Ink is narrower than twice this and one pixel; the paper's level changes more slowly.</summary>
    private const int InkReach = 3, PaperReach = 2;

    /// <summary>Shares of the ink's level that become black and white; what fog leaves is below the first.</summary>
    private const float Floor = 0.25f, Ceiling = 0.75f;

    /// <summary>The pixels of a digit that have the full level of its ink.</summary>
    private const int FullyInked = 30;

    /// <summary>Inverts a picture of dark ink, and the parts, from edge to edge, that are black on white.</summary>
    public static Grey Unify(Grey grey)
    {
        var columns = WhiteColumns(grey);
        if (!columns.Contains(true) && IsDarkOnBright(grey))
            grey = grey.Map(v => 1 - v);
        var once = grey.MapAt((x, _, v) => columns[x] ? 1 - v : v);
        var rows = Bands(grey.Height, (i, end) => Math.Min(once.Pixel(end, i), once.Pixel(grey.Width - 1 - end, i)));
        return once.MapAt((_, y, v) => rows[y] ? 1 - v : v);
    }

    private static bool[] WhiteColumns(Grey grey) =>
        Bands(grey.Width, (i, end) => Math.Min(grey.Pixel(i, end), grey.Pixel(i, grey.Height - 1 - end)));

    /// <summary>The paper is at the edge, and ink is what differs most from it.</summary>
    private static bool IsDarkOnBright(Grey grey)
    {
        float[] edge =
        [
            .. Enumerable.Range(0, grey.Width).SelectMany(x => (float[])[grey.Pixel(x, 0), grey.Pixel(x, grey.Height - 1)]),
            .. Enumerable.Range(0, grey.Height).SelectMany(y => (float[])[grey.Pixel(0, y), grey.Pixel(grey.Width - 1, y)]),
        ];
        Array.Sort(edge);
        var paper = edge[edge.Length / 2];
        float[] levels = [.. grey.Values.Order()];
        return paper - levels.Take(FullyInked).Average() > levels.TakeLast(FullyInked).Average() - paper;
    }

    /// <summary>Takes a raised or uneven level of the paper off, and stretches what is left.</summary>
    public static Grey TakeOff(Grey grey)
    {
        if (grey.Values.Count(v => v < Black) >= LeastDark * grey.Values.Length)
            return grey;
        var paper = grey.Least(InkReach).Most(InkReach).Mean(PaperReach);
        return Stretch(grey.MapAt((x, y, v) => Math.Max(0, v - paper.Pixel(x, y))), Floor, Ceiling);
    }

    /// <summary>Makes the given shares of the ink's level black and white.</summary>
    public static Grey Stretch(Grey grey, float floor, float ceiling)
    {
        var level = grey.Values.OrderDescending().Take(FullyInked).Average();
        return level > 0 ? grey.Map(v => Math.Clamp(((v / level) - floor) / (ceiling - floor), 0, 1)) : grey;
    }

    /// <summary>Which columns or rows belong to a white part.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="darker">The darker of the two pixels of one that are so far from its ends.</param>
    private static bool[] Bands(int count, Func<int, int, float> darker)
    {
        var white = new bool[count];
        for (var i = 0; i < count; i++)
            white[i] = Enumerable.Range(0, Ends).All(end => darker(i, end) > White);
        var bands = new bool[count];
        for (int i = 0, from = 0; i < count; i++)
        {
            if (!white[i])
                from = i + 1;
            else if (i + 1 - from >= LeastBand)
                bands.AsSpan(from, i + 1 - from).Fill(true);
        }

        return bands;
    }
}
