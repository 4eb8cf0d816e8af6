
namespace GpuDigits.Pictures;

/// <summary>A colour, 8 bits a channel.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>A colour written as 0xRRGGBB.</summary>
    public static Rgb Hex(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

    /// <summary>A grey of the given lightness.</summary>
    public static Rgb Grey(byte lightness) => new(lightness, lightness, lightness);

    /// <summary>A grey from 0 (black) to 1 (white), clamped.</summary>
    public static Rgb Grey(float lightness) => Grey((byte)MathF.Round(Math.Clamp(lightness, 0, 1) * 255));

    /// <summary>The colour at a share of the way from one to another.</summary>
    public static Rgb Mix(Rgb from, Rgb to, float share)
    {
        byte Channel(byte a, byte b) => (byte)MathF.Round(a + ((b - a) * share));
        return new(Channel(from.R, to.R), Channel(from.G, to.G), Channel(from.B, to.B));
    }
}

/// <summary>Which point of a text its place is.</summary>
public enum TextAlign
{
    /// <summary>Its beginning.</summary>
    Left,

    /// <summary>Its middle.</summary>
    Centre,

    /// <summary>Its end.</summary>
    Right,
}

/// <summary>
/// A picture being drawn: RGB, rows from the top. Places and sizes are in units of <see cref="Scale"/> pixels, so that the same drawing comes out
/// twice as fine for a fine screen. What lies outside is cut off.
/// </summary>
public sealed partial class Canvas
{
    /// <summary>An empty picture of one colour.</summary>
    /// <param name="width">Units across.</param>
    /// <param name="height">Units down.</param>
    /// <param name="background">The colour.</param>
    /// <param name="scale">Pixels in a unit.</param>
    public Canvas(int width, int height, Rgb background, int scale = 1)
    {
        (Width, Height, Scale) = (width, height, scale);
        Pixels = new byte[checked(PixelWidth * PixelHeight * 3)];
        Fill(0, 0, width, height, background);
    }

    /// <summary>Units across.</summary>
    public int Width { get; }

    /// <summary>Units down.</summary>
    public int Height { get; }

    /// <summary>Pixels in a unit.</summary>
    public int Scale { get; }

    /// <summary>RGB triples, row by row.</summary>
    public byte[] Pixels { get; }

    private int PixelWidth => checked(Width * Scale);

    private int PixelHeight => checked(Height * Scale);

    /// <summary>Writes the picture as PNG, all of it or nothing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SavePng(string path) => Png.Save(path, new(PixelWidth, PixelHeight, 3, Pixels));

    /// <summary>Fills a rectangle, its edges moved to whole pixels.</summary>
    public void Fill(float x, float y, float width, float height, Rgb colour)
    {
        int left = Math.Max(ToPixel(x), 0), right = Math.Min(ToPixel(x + width), PixelWidth);
        int top = Math.Max(ToPixel(y), 0), bottom = Math.Min(ToPixel(y + height), PixelHeight);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++) Blend(column, row, colour, 1);
        }
    }

    /// <summary>Outlines a rectangle on the inside.</summary>
    public void Frame(float x, float y, float width, float height, float line, Rgb colour)
    {
        Fill(x, y, width, line, colour);
        Fill(x, y + height - line, width, line, colour);
        Fill(x, y, line, height, colour);
        Fill(x + width - line, y, line, height, colour);
    }

    /// <summary>Draws values row by row as squares of zoom×zoom units.</summary>
    public void Image<T>(float x, float y, int width, ReadOnlySpan<T> values, float zoom, Func<T, Rgb> colour)
    {
        for (int i = 0; i < values.Length; i++) Fill(x + (i % width * zoom), y + (i / width * zoom), zoom, zoom, colour(values[i]));
    }

    /// <summary>Fills a rectangle with round corners and soft edges.</summary>
    public void RoundedBox(float x, float y, float width, float height, float radius, Rgb colour)
    {
        (float halfWidth, float halfHeight) = (width / 2, height / 2);
        (float middleX, float middleY) = (x + halfWidth, y + halfHeight);
        Shape(x, y, x + width, y + height, colour, (px, py) =>
        {
            float dx = MathF.Abs(px - middleX) - halfWidth + radius, dy = MathF.Abs(py - middleY) - halfHeight + radius;
            return MathF.Sqrt(Squared(MathF.Max(dx, 0)) + Squared(MathF.Max(dy, 0))) + MathF.Min(MathF.Max(dx, dy), 0) - radius;
        });
    }

    /// <summary>Draws a straight line with round ends.</summary>
    public void Line(float x1, float y1, float x2, float y2, float width, Rgb colour)
    {
        (float alongX, float alongY) = (x2 - x1, y2 - y1);
        float length = Squared(alongX) + Squared(alongY), radius = width / 2;
        Shape(Math.Min(x1, x2) - radius, Math.Min(y1, y2) - radius, Math.Max(x1, x2) + radius, Math.Max(y1, y2) + radius, colour, (px, py) =>
        {
            float t = length > 0 ? Math.Clamp((((px - x1) * alongX) + ((py - y1) * alongY)) / length, 0, 1) : 0;
            return MathF.Sqrt(Squared(px - x1 - (t * alongX)) + Squared(py - y1 - (t * alongY))) - radius;
        });
    }

    /// <summary>Draws a line with a head at its second end.</summary>
    public void Arrow(float x1, float y1, float x2, float y2, float width, Rgb colour)
    {
        float length = MathF.Sqrt(Squared(x2 - x1) + Squared(y2 - y1)), head = 4 * width;
        (float ux, float uy) = ((x2 - x1) / length * head, (y2 - y1) / length * head);
        Line(x1, y1, x2, y2, width, colour);
        Line(x2, y2, x2 - ux + (uy * 0.7f), y2 - uy - (ux * 0.7f), width, colour);
        Line(x2, y2, x2 - ux - (uy * 0.7f), y2 - uy + (ux * 0.7f), width, colour);
    }

    private static float Squared(float x) => x * x;

    private int ToPixel(float units) => (int)MathF.Round(units * Scale);

    /// <summary>Fills where a distance, in units and negative inside, says so; the edge takes a pixel.</summary>
    private void Shape(float left, float top, float right, float bottom, Rgb colour, Func<float, float, float> distance)
    {
        for (int row = (int)MathF.Floor((top * Scale) - 1); row <= (bottom * Scale) + 1; row++)
        {
            for (int column = (int)MathF.Floor((left * Scale) - 1); column <= (right * Scale) + 1; column++)
                Blend(column, row, colour, 0.5f - (distance((column + 0.5f) / Scale, (row + 0.5f) / Scale) * Scale));
        }
    }

    private void Blend(int column, int row, Rgb colour, float coverage)
    {
        if (coverage <= 0 || (uint)column >= (uint)PixelWidth || (uint)row >= (uint)PixelHeight) return;
        Span<byte> pixel = Pixels.AsSpan(((row * PixelWidth) + column) * 3, 3);
        Rgb mixed = coverage >= 1 ? colour : Rgb.Mix(new(pixel[0], pixel[1], pixel[2]), colour, coverage);
        (pixel[0], pixel[1], pixel[2]) = (mixed.R, mixed.G, mixed.B);
    }
}
