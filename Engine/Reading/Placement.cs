using System.Numerics;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// What a picture of 28×28 loses: how large a window is, where it stands among its neighbours, how many strokes it has and how they run.
/// All lengths are in line heights (<see cref="Page.Height"/>).
/// </summary>
internal static class Placement
{
    /// <summary>Number of measures.</summary>
    public const int Count = 31;

    /// <summary>Inputs of the place network: the shape network's logarithms, then the measures.</summary>
    public const int Inputs = Alphabet.None + Count;

    /// <summary>How far the shape network's logarithms go down, and what they are divided by.</summary>
    private const float Lowest = -4, Scale = 2;

    /// <summary>The largest measure, so that odd ink does not leave the range that was learnt.</summary>
    private const float Largest = 3;

    /// <summary>The place network's inputs, [windows, <see cref="Inputs"/>].</summary>
    /// <param name="page">The ink.</param>
    /// <param name="windows">Windows of it.</param>
    public static float[] Measure(Page page, IReadOnlyList<Window> windows)
    {
        var measures = new float[windows.Count * Inputs];
        for (var i = 0; i < windows.Count; i++)
            Measure(page, windows[i], measures.AsSpan(i * Inputs, Inputs));
        return measures;
    }

    private static void Measure(Page page, Window window, Span<float> to)
    {
        for (var c = 0; c < Alphabet.None; c++)
            to[c] = MathF.Max(window.Shape[c], Lowest) / Scale + 1;
        var measures = to[Alphabet.None..];
        measures.Clear();
        var (unit, box, strokes) = (page.Height, window.Bounds, window.Strokes);
        var next = new Writer(measures);

        next.Add(PortableMath.Log(box.Size.Y / unit + 0.02f));
        next.Add(PortableMath.Log(box.Size.X / unit + 0.02f));
        next.Add(box.Size.Y / unit);
        next.Add(box.Size.X / unit);
        for (var n = 1; n <= Page.MaxStrokes; n++)
            next.Add(strokes.Length == n ? 1 : 0);
        next.Add(strokes[^1] - strokes[0] + 1 == strokes.Length ? 1 : 0);

        var longest = strokes.Select(at => page[at]).MaxBy(stroke => stroke.Length)!;
        var way = longest.Last - longest.First;
        next.Add(longest.Straightness);
        next.Add(longest.Length > 0 ? way.X / longest.Length : 0);
        next.Add(longest.Length > 0 ? way.Y / longest.Length : 0);
        next.Add(strokes.Sum(at => page[at].Length) / unit / 3);
        next.Add(InnerGap(page, window) / unit);

        var around = Around(page, window);
        next.Add(around.Nearest / unit);
        next.Add(around.Left / unit);
        next.Add(around.Right / unit);
        next.Add(around.Above / unit);
        next.Add(around.Below / unit);
        next.Add(around.Inside ? 1 : 0);
        next.Add((box.Center.Y - around.Middle) / unit);
        next.Add((box.Max.Y - around.Bottom) / unit);
        next.Add(around.LeftHeight / unit);
        next.Add(around.RightHeight / unit);
        next.Add((around.LeftCentre - box.Center.Y) / unit);
        next.Add((around.RightCentre - box.Center.Y) / unit);
        next.Add(page.Count == strokes.Length ? 1 : 0);
        next.Add(strokes[0] > 0 ? Vector2.Distance(page[strokes[0] - 1].Last, page[strokes[0]].First) / unit : Largest);
        next.Add(strokes[^1] + 1 < page.Count ? Vector2.Distance(page[strokes[^1]].Last, page[strokes[^1] + 1].First) / unit : Largest);
        next.Add(box.Size.X / (box.Size.X + box.Size.Y + 1e-3f * unit));
        next.Add(page.IsTraced ? 1 : 0);
    }

    /// <summary>The largest gap that has to be crossed to connect the window's strokes (Prim 1957).</summary>
    private static float InnerGap(Page page, Window window)
    {
        var rest = window.Strokes.Skip(1).ToList();
        var joined = new List<int> { window.Strokes[0] };
        float largest = 0;
        while (rest.Count > 0)
        {
            var (gap, at) = rest.Select(one => (joined.Min(other => page.Distance(one, other)), one)).Min();
            largest = MathF.Max(largest, gap);
            rest.Remove(at);
            joined.Add(at);
        }

        return largest;
    }

    private static Neighbours Around(Page page, Window window)
    {
        var (unit, box) = (page.Height, window.Bounds);
        var far = Largest * unit;
        var found = new Neighbours(far, box.Center.Y);
        float sum = 0, bottoms = 0, weights = 0;
        for (var i = 0; i < page.Count; i++)
        {
            if (window.Strokes.Contains(i))
                continue;
            var other = page[i].Bounds;
            var gapX = MathF.Max(other.Min.X - box.Max.X, box.Min.X - other.Max.X);
            var gapY = MathF.Max(other.Min.Y - box.Max.Y, box.Min.Y - other.Max.Y);
            if (gapX > far || gapY > far)
                continue;
            found.Nearest = MathF.Min(found.Nearest, window.Strokes.Min(at => page.Distance(at, i)));
            var middle = other.Center;
            found.Inside |= middle.X > box.Min.X && middle.X < box.Max.X && middle.Y > box.Min.Y && middle.Y < box.Max.Y;

            // Overlap in the other direction decides what is beside and what is above or below.
            if (gapY < 0)
            {
                var gap = MathF.Max(gapX, -unit);
                if (middle.X < box.Center.X && gap < found.Left)
                    (found.Left, found.LeftHeight, found.LeftCentre) = (gap, other.Size.Y, middle.Y);
                if (middle.X >= box.Center.X && gap < found.Right)
                    (found.Right, found.RightHeight, found.RightCentre) = (gap, other.Size.Y, middle.Y);
            }

            if (gapX < 0)
            {
                var gap = MathF.Max(gapY, -unit);
                if (middle.Y < box.Center.Y)
                    found.Above = MathF.Min(found.Above, gap);
                else
                    found.Below = MathF.Min(found.Below, gap);
            }

            var weight = (other.Extent + 0.1f * unit) / (unit + MathF.Max(gapX, 0));
            sum += weight * middle.Y;
            bottoms += weight * other.Max.Y;
            weights += weight;
        }

        if (weights > 0)
            (found.Middle, found.Bottom) = (sum / weights, bottoms / weights);
        else
            found.Bottom = box.Max.Y;
        return found;
    }

    /// <summary>The nearest ink on each side, and the middle and bottom of the ink around; lengths in pad pixels.</summary>
    private struct Neighbours(float far, float centre)
    {
        public float Nearest = far, Left = far, Right = far, Above = far, Below = far;
        public float LeftHeight, RightHeight, LeftCentre = centre, RightCentre = centre, Middle = centre, Bottom;
        public bool Inside;
    }

    private ref struct Writer(Span<float> to)
    {
        private readonly Span<float> _to = to;
        private int _at;

        public void Add(float value) => _to[_at++] = Math.Clamp(value, -Largest, Largest);
    }
}
