
namespace GpuDigits.Pictures;

/// <summary>Text, from the distance field of <see cref="Font"/>: where the median of its three channels passes one half, there is ink.</summary>
public sealed partial class Canvas
{
    /// <summary>Each pixel of a letter is looked at in this many rows and columns.</summary>
    private const int Samples = 2;

    private static readonly Lazy<Image> LazyAtlas = new(Font.LoadAtlas);

    /// <summary>Writes one line. A character that the font lacks shows as a question mark.</summary>
    /// <param name="x">The point that <paramref name="align"/> means.</param>
    /// <param name="baseline">The line that the letters stand on.</param>
    /// <param name="text">The characters.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="size">Units an em: capitals are 0.73 of it high.</param>
    /// <param name="align">Which point of the text x is.</param>
    /// <param name="tabular">Whether all digits have one width, so that numbers stand in columns.</param>
    public void Text(float x, float baseline, string text, Rgb colour, float size = 13, TextAlign align = TextAlign.Left, bool tabular = true)
    {
        Font font = Font.Default;
        float width = align == TextAlign.Left ? 0 : TextWidth(text, size, tabular);
        float pen = MathF.Round((x - (align == TextAlign.Centre ? width / 2 : width)) * Scale), line = MathF.Round(baseline * Scale), em = size * Scale;
        foreach (char character in text)
        {
            Glyph glyph = font[character];
            float advance = font.Advance(character, tabular);
            if (glyph.HasInk) Draw(glyph, pen + ((glyph.Left + ((advance - glyph.Advance) / 2)) * em), line - (glyph.Bottom * em), em / font.AtlasSize, colour);
            pen += advance * em;
        }
    }

    /// <summary>Units that a text takes across.</summary>
    public static float TextWidth(string text, float size = 13, bool tabular = true) => Font.Default.Measure(text, size, tabular);

    /// <summary>A glyph whose lower left corner is at a pixel; a texel is so many pixels.</summary>
    private void Draw(Glyph glyph, float left, float bottom, float texel, Rgb colour)
    {
        float top = bottom - (glyph.Atlas.Height * texel), right = left + (glyph.Atlas.Width * texel);
        float ramp = Math.Max(1, Font.Default.AtlasRange * texel * Samples);
        for (int row = (int)MathF.Floor(top); row < bottom; row++)
        {
            for (int column = (int)MathF.Floor(left); column < right; column++)
            {
                float covered = 0;
                for (int sample = 0; sample < Samples * Samples; sample++)
                {
                    float u = (column + ((0.5f + (sample % Samples)) / Samples) - left) / texel, v = (row + ((0.5f + (sample / Samples)) / Samples) - top) / texel;
                    if (u < 0 || v < 0 || u > glyph.Atlas.Width || v > glyph.Atlas.Height) continue;
                    covered += Math.Clamp(((Median(glyph.Atlas.X + u, glyph.Atlas.Y + v) - 0.5f) * ramp) + 0.5f, 0, 1);
                }

                Blend(column, row, colour, covered / (Samples * Samples));
            }
        }
    }

    /// <summary>The distance field at a point of the atlas, 0 far outside to 1 far inside.</summary>
    private static float Median(float x, float y)
    {
        float r = Texel(x, y, 0), g = Texel(x, y, 1), b = Texel(x, y, 2);
        return Math.Max(Math.Min(r, g), Math.Min(Math.Max(r, g), b));
    }

    private static float Texel(float x, float y, int channel)
    {
        Image atlas = LazyAtlas.Value;
        (x, y) = (Math.Clamp(x - 0.5f, 0, atlas.Width - 1.001f), Math.Clamp(y - 0.5f, 0, atlas.Height - 1.001f));
        (int column, int row) = ((int)x, (int)y);
        (float right, float down) = (x - column, y - row);
        float At(int c, int r) => atlas.Pixels[(((r * atlas.Width) + c) * 4) + channel];
        float above = At(column, row) + ((At(column + 1, row) - At(column, row)) * right);
        float below = At(column, row + 1) + ((At(column + 1, row + 1) - At(column, row + 1)) * right);
        return (above + ((below - above) * down)) / 255;
    }
}
