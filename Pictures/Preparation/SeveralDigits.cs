namespace GpuDigits.Pictures.Preparation;

/// <summary>Tells a number, which a network of single digits would read as one of them, from a digit.</summary>
public static class SeveralDigits
{
    /// <summary>The least value of ink, and the least height of a digit as a share of the height of all ink.</summary>
    private const float Ink = 0.25f, Tall = 0.65f;

    /// <summary>Whether there are two or more tall parts side by side with an empty column between them.</summary>
    /// <param name="picture">A prepared picture [height, width], 0 to 1.</param>
    /// <param name="width">Its columns.</param>
    public static bool AreIn(ReadOnlySpan<float> picture, int width)
    {
        var (top, bottom) = (new int[width], new int[width]);
        Array.Fill(top, int.MaxValue);
        Array.Fill(bottom, -1);
        for (var i = 0; i < picture.Length; i++)
        {
            if (picture[i] < Ink)
                continue;
            top[i % width] = Math.Min(top[i % width], i / width);
            bottom[i % width] = i / width;
        }

        var least = Tall * (bottom.Max() - top.Min() + 1);
        var tall = 0;
        for (var first = 0; first < width; first++)
        {
            var end = first;
            while (end < width && bottom[end] >= 0)
                end++;
            if (end == first)
                continue;
            if (bottom[first..end].Max() - top[first..end].Min() + 1 >= least)
                tall++;
            first = end;
        }

        return tall > 1;
    }
}
