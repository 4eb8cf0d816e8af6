using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Pictures;

/// <summary>A colour, 8 bits a channel.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>A grey of the given lightness.</summary>
    public static Rgb Grey(byte lightness) => new(lightness, lightness, lightness);

    /// <summary>A grey from 0 (black) to 1 (white), clamped.</summary>
    public static Rgb Grey(float lightness) => Grey((byte)MathF.Round(Math.Clamp(lightness, 0, 1) * 255));
}

/// <summary>A picture being drawn: RGB, rows from the top. What lies outside is cut off.</summary>
public sealed class Canvas
{
    /// <summary>An empty picture of one colour.</summary>
    public Canvas(int width, int height, Rgb background)
    {
        (Width, Height) = (width, height);
        Pixels = new byte[checked(width * height * 3)];
        Fill(0, 0, width, height, background);
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>RGB triples, row by row.</summary>
    public byte[] Pixels { get; }

    /// <summary>Writes the picture as PNG, all of it or nothing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SavePng(string path) => Png.Save(path, new(Width, Height, 3, Pixels));

    /// <summary>Fills a rectangle.</summary>
    public void Fill(int x, int y, int width, int height, Rgb colour)
    {
        int right = Math.Min(x + width, Width), bottom = Math.Min(y + height, Height);
        for (int row = Math.Max(y, 0); row < bottom; row++)
        {
            for (int column = Math.Max(x, 0); column < right; column++)
            {
                int i = ((row * Width) + column) * 3;
                (Pixels[i], Pixels[i + 1], Pixels[i + 2]) = (colour.R, colour.G, colour.B);
            }
        }
    }

    /// <summary>Draws values row by row as squares of zoom×zoom pixels.</summary>
    public void Image<T>(int x, int y, int width, ReadOnlySpan<T> values, int zoom, Func<T, Rgb> colour)
    {
        for (int i = 0; i < values.Length; i++) Fill(x + (i % width * zoom), y + (i / width * zoom), zoom, zoom, colour(values[i]));
    }

    /// <summary>Writes text with its upper left corner at (x, y); a letter is 6×8 pixels times zoom. Unknown letters show as a box.</summary>
    public void Text(int x, int y, string text, Rgb colour, int zoom = 1)
    {
        foreach (char letter in text)
        {
            ReadOnlySpan<byte> rows = PixelFont.Rows(letter);
            for (int row = 0; row < rows.Length; row++)
            {
                for (int column = 0; column < PixelFont.Width; column++)
                {
                    if ((rows[row] >> (PixelFont.Width - 1 - column) & 1) != 0) Fill(x + (column * zoom), y + (row * zoom), zoom, zoom, colour);
                }
            }

            x += PixelFont.Advance * zoom;
        }
    }

    /// <summary>Pixels that a text takes across.</summary>
    public static int TextWidth(string text, int zoom = 1) => Math.Max(0, (text.Length * PixelFont.Advance) - 1) * zoom;
}
