namespace GpuDigits.Engine.Pictures;

/// <summary>
/// Makes of any grey picture of one digit what MNIST was made of: white ink on black, the ink's bounding box scaled into 20×20
/// with its aspect kept, placed in 28×28 with its centre of mass in the middle of pixel 14, where it is in MNIST. A 28×28 picture is taken as it is, but for
/// turning dark ink on light paper around.
/// </summary>
public static class DigitPicture
{
    /// <summary>Side of what the network reads.</summary>
    public const int Side = 28;

    private const int Box = 20;

    /// <summary>Share of the brightest ink from which a pixel counts as ink when the bounding box is sought.</summary>
    private const float InkThreshold = 0.25f;

    /// <summary>The prepared picture [28·28], 0 to 1; null if there is no ink in it.</summary>
    /// <param name="grey">The picture [height, width], 0 black to 255 white.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    public static float[]? Prepare(ReadOnlySpan<byte> grey, int width, int height)
    {
        if (grey.Length != width * height) throw new ArgumentException($"{grey.Length} values are not {width}×{height}", nameof(grey));
        var ink = new float[grey.Length];
        byte paper = BorderMedian(grey, width, height);
        for (int i = 0; i < ink.Length; i++) ink[i] = (paper > 127 ? 255 - grey[i] : grey[i]) / 255f;
        if (width == Side && height == Side) return ink.Max() > 0 ? ink : null;

        float background = paper > 127 ? (255 - paper) / 255f : paper / 255f;
        float brightest = ink.Max();
        if (brightest - background < 0.1f) return null;
        for (int i = 0; i < ink.Length; i++) ink[i] = Math.Max(0, (ink[i] - background) / (brightest - background));

        int left = width, right = -1, top = height, bottom = -1;
        for (int i = 0; i < ink.Length; i++)
        {
            if (ink[i] < InkThreshold) continue;
            (left, right) = (Math.Min(left, i % width), Math.Max(right, i % width));
            (top, bottom) = (Math.Min(top, i / width), Math.Max(bottom, i / width));
        }

        int inkWidth = right - left + 1, inkHeight = bottom - top + 1;
        float scale = (float)Box / Math.Max(inkWidth, inkHeight);
        int boxWidth = Math.Max(1, (int)MathF.Round(inkWidth * scale)), boxHeight = Math.Max(1, (int)MathF.Round(inkHeight * scale));
        var box = new float[boxWidth * boxHeight];
        double mass = 0, sumX = 0, sumY = 0;
        for (int y = 0; y < boxHeight; y++)
        {
            for (int x = 0; x < boxWidth; x++)
            {
                float value = Mean(
                    ink, width, left + ((float)x * inkWidth / boxWidth), top + ((float)y * inkHeight / boxHeight), (float)inkWidth / boxWidth, (float)inkHeight / boxHeight);
                box[(y * boxWidth) + x] = value;
                mass += value;
                sumX += value * (x + 0.5);
                sumY += value * (y + 0.5);
            }
        }

        var prepared = new float[Side * Side];
        int atX = Math.Clamp((int)Math.Round((Side / 2.0) + 0.5 - (sumX / mass)), 0, Side - boxWidth);
        int atY = Math.Clamp((int)Math.Round((Side / 2.0) + 0.5 - (sumY / mass)), 0, Side - boxHeight);
        for (int y = 0; y < boxHeight; y++) box.AsSpan(y * boxWidth, boxWidth).CopyTo(prepared.AsSpan(((atY + y) * Side) + atX));
        return prepared;
    }

    private static byte BorderMedian(ReadOnlySpan<byte> grey, int width, int height)
    {
        var counts = new int[256];
        int total = 0;
        for (int i = 0; i < grey.Length; i++)
        {
            int x = i % width, y = i / width;
            if (x != 0 && y != 0 && x != width - 1 && y != height - 1) continue;
            counts[grey[i]]++;
            total++;
        }

        int seen = 0, value = 0;
        while (value < 255 && (seen += counts[value]) * 2 < total) value++;
        return (byte)value;
    }

    /// <summary>The mean over a rectangle, pixels on its edge counted by their covered part.</summary>
    private static float Mean(float[] values, int width, float x, float y, float across, float down)
    {
        int height = values.Length / width;
        double sum = 0, area = 0;
        for (int row = (int)y; row < Math.Min(height, y + down); row++)
        {
            double partY = Math.Min(row + 1, y + down) - Math.Max(row, y);
            for (int column = (int)x; column < Math.Min(width, x + across); column++)
            {
                double part = partY * (Math.Min(column + 1, x + across) - Math.Max(column, x));
                sum += part * values[(row * width) + column];
                area += part;
            }
        }

        return area > 0 ? (float)(sum / area) : 0;
    }
}
