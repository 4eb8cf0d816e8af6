using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// The strokes of a drawing and what lies between them. A stroke is named by its place; what was measured of a pair is kept, so that a new
/// stroke costs only its own distances.
/// </summary>
internal sealed class Page
{
    /// <summary>Most strokes of a window.</summary>
    public const int MaxStrokes = 4;

    /// <summary>Most windows of a stroke with strokes before it.</summary>
    private const int MaxWindows = 24;

    /// <summary>
    /// The largest gap inside a symbol, in line heights: between strokes that follow each other (the bar of an equals sign, the dots of a
    /// division sign), and between others, where somebody went back to complete a symbol.
    /// </summary>
    private const float Gap = 0.75f, GapBack = 0.3f;

    private readonly List<StrokeShape> _strokes = [];
    private readonly List<float[]> _distances = [];

    /// <summary>A page of these strokes.</summary>
    public static Page Of(IEnumerable<Stroke> strokes, bool isTraced = false)
    {
        var page = new Page { IsTraced = isTraced };
        foreach (var stroke in strokes)
            page.Add(stroke);
        return page;
    }

    /// <summary>
    /// Whether the strokes were found in a picture: their order and direction are guessed, and they end where ink meets ink.
    /// </summary>
    public bool IsTraced { get; set; }

    /// <summary>Number of strokes.</summary>
    public int Count => _strokes.Count;

    /// <summary>The height of the line's symbols, in pad pixels: a median, so that a long bar or a small exponent changes little.</summary>
    public float Height { get; private set; } = 1;

    public StrokeShape this[int stroke] => _strokes[stroke];

    /// <summary>The smallest distance between two strokes.</summary>
    public float Distance(int a, int b) => a == b ? 0 : _distances[Math.Max(a, b)][Math.Min(a, b)];

    /// <summary>Adds a stroke behind the others.</summary>
    public void Add(Stroke stroke)
    {
        var shape = new StrokeShape(stroke);
        _distances.Add([.. _strokes.Select(shape.DistanceTo)]);
        _strokes.Add(shape);
        Measure();
    }

    /// <summary>Removes a stroke; those behind it move up.</summary>
    public void RemoveAt(int stroke)
    {
        _strokes.RemoveAt(stroke);
        _distances.RemoveAt(stroke);
        for (var i = stroke; i < Count; i++)
            _distances[i] = [.. _distances[i].Where((_, at) => at != stroke)];
        Measure();
    }

    /// <summary>
    /// The groups of strokes, each ascending, that may be a symbol and whose last stroke is the given one: connected by small gaps.
    /// </summary>
    public List<int[]> WindowsOf(int last)
    {
        var found = new List<int[]> { new[] { last } };
        for (var i = 0; i < found.Count && found.Count < MaxWindows; i++)
        {
            var group = found[i];
            if (group.Length == MaxStrokes)
                continue;
            for (var other = last - 1; other >= 0 && found.Count < MaxWindows; other--)
            {
                if (Array.IndexOf(group, other) >= 0 || !Array.Exists(group, one => AreNear(one, other)))
                    continue;
                int[] larger = [.. group.Append(other).Order()];
                if (!found.Exists(known => known.AsSpan().SequenceEqual(larger)))
                    found.Add(larger);
            }
        }

        return found;
    }

    /// <summary>The window of these strokes, ascending.</summary>
    public Window WindowOf(int[] strokes, float[] shape) => new([.. strokes], InkBounds.Of(InkOf(strokes)), shape);

    /// <summary>What the shape network sees of these strokes.</summary>
    public byte[] PictureOf(int[] strokes) => DigitPreparation.Picture(InkOf(strokes));

    private Stroke[] InkOf(int[] strokes) => Array.ConvertAll(strokes, at => this[at].Stroke);

    private bool AreNear(int a, int b) => Distance(a, b) <= Height * (Math.Abs(a - b) == 1 ? Gap : GapBack);

    private void Measure()
    {
        if (Count == 0)
            return;
        // Where there are only dashes: they are usually three quarters of a digit's height wide.
        var sizes = _strokes.Where(stroke => !stroke.Bounds.IsFlat).Select(stroke => stroke.Bounds.Size.Y).Order().ToArray();
        if (sizes.Length == 0)
            sizes = [.. _strokes.Select(stroke => 1.3f * stroke.Bounds.Size.X).Order()];
        var least = 0.5f * sizes[sizes.Length / 2];
        var large = Array.FindAll(sizes, size => size >= least);
        Height = MathF.Max(large[large.Length / 2], 1e-3f);
    }
}
