namespace GpuDigits.Engine.Data.Repair;

/// <summary>
/// Whether a picture of 28×28 is as those of MNIST are: white ink, in a box whose larger side is 20, with its centre of mass in the middle
/// of pixel 14, and smooth. All 70,000 pictures of MNIST are, by some margin: their strongest pixel is at least 254, the box is 19 or 20,
/// the centre at most 0.52 away, the roughness at most 0.85.
/// </summary>
internal static class PlainPicture
{
    private const int Side = PictureRepair.Side;

    private const int Strongest = 250, LeastBox = 19, MostBox = 20;

    private const double MostShift = 0.6, MostRoughness = 0.9;

    /// <summary>Whether it is.</summary>
    public static bool Is(ReadOnlySpan<byte> picture)
    {
        int left = Side, right = -1, top = Side, bottom = -1, most = 0;
        double mass = 0, sumX = 0, sumY = 0;
        for (var i = 0; i < picture.Length; i++)
        {
            if (picture[i] == 0)
                continue;
            int x = i % Side, y = i / Side, value = picture[i];
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
            most = Math.Max(most, value);
            mass += value;
            sumX += value * (double)x;
            sumY += value * (double)y;
        }

        return most >= Strongest && Math.Max(right - left, bottom - top) + 1 is >= LeastBox and <= MostBox
            && Math.Abs((sumX / mass) - (Side / 2)) <= MostShift && Math.Abs((sumY / mass) - (Side / 2)) <= MostShift
            && InkGrain.Roughness(new(Levels.ToFloats(picture), Side, Side)) <= MostRoughness;
    }
}
