using GpuDigits.Engine.Files;
using SkiaSharp;

namespace GpuDigits.Pictures;

/// <summary>
/// A picture being drawn with Skia, rows from the top. Places and sizes are in units of <c>scale</c> pixels, so that the same drawing comes
/// out twice as fine for a fine screen. What lies outside is cut off. Text is the window's <see cref="Font"/>, not the system's, so that
/// sheets are the same everywhere.
/// </summary>
public sealed class SheetCanvas : IDisposable
{
    /// <summary>
    /// Ink is where the median of the distance field's three channels passes one half; four places of each pixel are looked at.
    /// <c>ramp</c>: how fast coverage rises with distance; <c>reach</c>: a quarter of a pixel, in texels of the atlas.
    /// </summary>
    private const string GlyphShader = """
        uniform shader atlas;
        uniform half4 colour;
        uniform float ramp, reach;
        half ink(float2 place) {
            half3 d = atlas.eval(place).rgb;
            return saturate((max(min(d.r, d.g), min(max(d.r, d.g), d.b)) - 0.5) * ramp + 0.5);
        }
        half4 main(float2 p) {
            half inked = ink(p + float2(-reach)) + ink(p + float2(reach)) + ink(p + float2(-reach, reach)) + ink(p + float2(reach, -reach));
            return colour * inked / 4;
        }
        """;

    private static readonly Lazy<SKRuntimeEffect> Glyphs = new(
        () => SKRuntimeEffect.CreateShader(GlyphShader, out var errors) ?? throw new InvalidOperationException(errors));

    private static readonly Lazy<SKShader> Atlas = new(LoadAtlas);

    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;
    private readonly int _scale;

    /// <summary>An empty picture of one colour.</summary>
    /// <param name="width">Units across.</param>
    /// <param name="height">Units down.</param>
    /// <param name="background">The colour.</param>
    /// <param name="scale">Pixels in a unit.</param>
    public SheetCanvas(int width, int height, SKColor background, int scale = 1)
    {
        _scale = scale;
        _bitmap = new(new SKImageInfo(checked(width * scale), checked(height * scale), SKColorType.Rgba8888, SKAlphaType.Opaque));
        _canvas = new(_bitmap);
        _canvas.Clear(background);
        _canvas.Scale(scale);
    }

    /// <summary>RGBA, row by row.</summary>
    public byte[] Pixels => _bitmap.Bytes;

    /// <inheritdoc/>
    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
    }

    /// <summary>Writes the picture as PNG, all of it or nothing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SavePng(string path) => AtomicFile.Write(path, stream => Png.Encode(stream, _bitmap.PeekPixels()));

    /// <summary>Fills a rectangle, its edges moved to whole pixels.</summary>
    public void Fill(float x, float y, float width, float height, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour };
        _canvas.DrawRect(x, y, width, height, paint);
    }

    /// <summary>Outlines a rectangle on the inside.</summary>
    public void Frame(float x, float y, float width, float height, float line, SKColor colour)
    {
        Fill(x, y, width, line, colour);
        Fill(x, y + height - line, width, line, colour);
        Fill(x, y, line, height, colour);
        Fill(x + width - line, y, line, height, colour);
    }

    /// <summary>Draws values row by row as squares of zoom×zoom units.</summary>
    public void Image<T>(float x, float y, int width, ReadOnlySpan<T> values, float zoom, Func<T, SKColor> colour)
    {
        for (var i = 0; i < values.Length; i++)
            Fill(x + (i % width * zoom), y + (i / width * zoom), zoom, zoom, colour(values[i]));
    }

    /// <summary>Draws a picture as large as it fits into a box, in the middle of it.</summary>
    public void Photograph(float x, float y, float width, float height, Image picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var scale = Math.Min(width / picture.Width, height / picture.Height);
        (var across, var down) = (picture.Width * scale, picture.Height * scale);
        using var image = SKImage.FromPixelCopy(SkiaFormat.Of(picture.Width, picture.Height, picture.Channels), picture.Pixels);
        _canvas.DrawImage(
            image, SKRect.Create(x + ((width - across) / 2), y + ((height - down) / 2), across, down),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    /// <summary>Fills a rectangle with round corners and soft edges.</summary>
    public void RoundedBox(float x, float y, float width, float height, float radius, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        _canvas.DrawRoundRect(x, y, width, height, radius, radius, paint);
    }

    /// <summary>Draws a straight line with round ends.</summary>
    public void Line(float x1, float y1, float x2, float y2, float width, SKColor colour)
    {
        using var paint = new SKPaint
        {
            Color = colour,
            IsAntialias = true,
            IsStroke = true,
            StrokeWidth = width,
            StrokeCap = SKStrokeCap.Round
        };
        _canvas.DrawLine(x1, y1, x2, y2, paint);
    }

    /// <summary>Draws a line with a head at its second end.</summary>
    public void Arrow(float x1, float y1, float x2, float y2, float width, SKColor colour)
    {
        float length = float.Hypot(x2 - x1, y2 - y1), head = 4 * width;
        (var ux, var uy) = ((x2 - x1) / length * head, (y2 - y1) / length * head);
        Line(x1, y1, x2, y2, width, colour);
        Line(x2, y2, x2 - ux + (uy * 0.7f), y2 - uy - (ux * 0.7f), width, colour);
        Line(x2, y2, x2 - ux - (uy * 0.7f), y2 - uy + (ux * 0.7f), width, colour);
    }

    /// <summary>Writes one line. A character that the font lacks shows as a question mark.</summary>
    /// <param name="x">The point that <paramref name="align"/> means.</param>
    /// <param name="baseline">The baseline.</param>
    /// <param name="text">The characters.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="size">Units an em: capitals are 0.73 of it high.</param>
    /// <param name="align">Which point of the text x is.</param>
    /// <param name="tabular">Whether all digits have one width, so that numbers stand in columns.</param>
    public void Text(
        float x, float baseline, string text, SKColor colour, float size = 13, SKTextAlign align = SKTextAlign.Left, bool tabular = true)
    {
        var font = Font.Default;
        float texel = size / font.AtlasSize, width = align == SKTextAlign.Left ? 0 : TextWidth(text, size, tabular);
        using var shader = Shader(colour, texel * _scale);
        using var paint = new SKPaint { Shader = shader };
        float pen = Snap(x - (align == SKTextAlign.Center ? width / 2 : width)), line = Snap(baseline);
        foreach (var character in text)
        {
            var glyph = font[character];
            var box = glyph.Atlas;
            var advance = font.Advance(character, tabular);
            _canvas.Save();
            var left = pen + ((glyph.Left + ((advance - glyph.Advance) / 2)) * size);
            _canvas.Translate(left, line - (glyph.Bottom * size) - (box.Height * texel));
            _canvas.Scale(texel);
            _canvas.Translate(-box.X, -box.Y);
            if (glyph.HasInk)
                _canvas.DrawRect(box.X, box.Y, box.Width, box.Height, paint);
            _canvas.Restore();
            pen += advance * size;
        }
    }

    /// <summary>Units that a text takes across.</summary>
    public static float TextWidth(string text, float size = 13, bool tabular = true) => Font.Default.Measure(text, size, tabular);

    private float Snap(float units) => MathF.Round(units * _scale) / _scale;

    /// <summary>Paints glyphs where a texel of the atlas is so many pixels.</summary>
    private static SKShader Shader(SKColor colour, float pixels) => Glyphs.Value.ToShader(
        new(Glyphs.Value)
        {
            ["colour"] = (SKColorF)colour,
            ["ramp"] = Math.Max(1, Font.Default.AtlasRange * pixels * 2),
            ["reach"] = 0.25f / pixels,
        },
        new(Glyphs.Value) { ["atlas"] = Atlas.Value });

    private static SKShader LoadAtlas()
    {
        var atlas = Font.LoadAtlas();
        using var image = SKImage.FromPixelCopy(SkiaFormat.Of(atlas.Width, atlas.Height, 4), atlas.Pixels);
        return image.ToRawShader(SKShaderTileMode.Clamp, SKShaderTileMode.Clamp, new SKSamplingOptions(SKFilterMode.Linear));
    }
}
