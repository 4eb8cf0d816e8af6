namespace GpuDigits.Engine.Ink.Tracing;

/// <summary>A connected component of a mask; a pixel has eight neighbours.</summary>
internal sealed class InkComponent
{
    private InkComponent(int[] pixels, int width)
    {
        Pixels = pixels;
        int right = 0, bottom = 0;
        (Left, Top) = (int.MaxValue, int.MaxValue);
        foreach (var i in pixels)
        {
            (Left, right) = (Math.Min(Left, i % width), Math.Max(right, i % width));
            (Top, bottom) = (Math.Min(Top, i / width), Math.Max(bottom, i / width));
        }

        (Width, Height) = (right - Left + 1, bottom - Top + 1);
    }

    /// <summary>Indices of its pixels in the mask.</summary>
    public int[] Pixels { get; }

    /// <summary>The first column of its box.</summary>
    public int Left { get; }

    /// <summary>The first row of its box.</summary>
    public int Top { get; }

    /// <summary>Columns of its box.</summary>
    public int Width { get; }

    /// <summary>Rows of its box.</summary>
    public int Height { get; }

    /// <summary>The larger side of its box.</summary>
    public int Extent => Math.Max(Width, Height);

    /// <summary>Sets its pixels in a mask of the same size.</summary>
    public void Mark(bool[] mask)
    {
        foreach (var i in Pixels)
            mask[i] = true;
    }

    /// <summary>All components of a mask [height, width], from the top.</summary>
    public static List<InkComponent> All(bool[] mask, int width)
    {
        var height = mask.Length / width;
        var seen = new bool[mask.Length];
        var components = new List<InkComponent>();
        var waiting = new Stack<int>();
        for (var start = 0; start < mask.Length; start++)
        {
            if (!mask[start] || seen[start])
                continue;
            var pixels = new List<int>();
            seen[start] = true;
            waiting.Push(start);
            while (waiting.TryPop(out var at))
            {
                pixels.Add(at);
                int x = at % width, y = at / width;
                for (var row = Math.Max(0, y - 1); row <= Math.Min(height - 1, y + 1); row++)
                {
                    for (var column = Math.Max(0, x - 1); column <= Math.Min(width - 1, x + 1); column++)
                    {
                        var next = (row * width) + column;
                        if (!mask[next] || seen[next])
                            continue;
                        seen[next] = true;
                        waiting.Push(next);
                    }
                }
            }

            components.Add(new([.. pixels], width));
        }

        return components;
    }
}
