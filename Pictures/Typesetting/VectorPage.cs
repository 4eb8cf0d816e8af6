using System.Numerics;
using GpuDigits.Engine.Files;
using SkiaSharp;

namespace GpuDigits.Pictures.Typesetting;

/// <summary>
/// A page of ink, boxes and text that is drawn once and saved as SVG, PNG or PDF. Lengths are in units of the page, y downwards: an
/// SVG has one CSS pixel a unit, a PNG two pixels, a PDF 0.75 points; pages that would be too large for PNG or PDF are made smaller.
/// Characters are outlines, so that the file looks the same everywhere.
/// </summary>
public sealed class VectorPage
{
    /// <summary>Pixels in a unit of a PNG, the longest side and the most pixels of a picture.</summary>
    private const float Pixels = 2, LongestSide = 8_192, MostPixels = 64e6f;

    /// <summary>PDF points in a unit, and the longest side of a PDF page (ISO 32000-1, annex C).</summary>
    private const float Points = 0.75f, LongestPage = 14_400;

    private readonly SKCanvas _canvas;

    private VectorPage(SKCanvas canvas) => _canvas = canvas;

    /// <summary>The kinds of files.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".svg", ".png", ".pdf"];

    /// <summary>Draws and saves a page: all of the file or nothing.</summary>
    /// <param name="path">The file; its extension says its kind.</param>
    /// <param name="size">Width and height.</param>
    /// <param name="background">The colour of the paper.</param>
    /// <param name="draw">Draws the page.</param>
    /// <exception cref="OutputPathException">The file has none of the <see cref="Extensions"/>, or names a folder.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Vector2 size, SKColor background, Action<VectorPage> draw)
    {
        Action<Stream> write = KindOf(path) switch
        {
            ".svg" => stream => WriteSvg(stream, size, Draw),
            ".pdf" => stream => WritePdf(stream, size, Draw),
            _ => stream => WritePng(stream, size, background, Draw),
        };
        AtomicFile.Write(path, write);

        void Draw(SKCanvas canvas)
        {
            using var paint = new SKPaint { Color = background };
            canvas.DrawRect(0, 0, size.X, size.Y, paint);
            draw(new(canvas));
        }
    }

    /// <summary>The extension of a file, in lower case.</summary>
    /// <exception cref="OutputPathException">It is none of the <see cref="Extensions"/>.</exception>
    public static string KindOf(string path)
    {
        var kind = Path.GetExtension(path).ToLowerInvariant();
        return Extensions.Contains(kind)
            ? kind
            : throw new OutputPathException($"{path}: its name must end in .svg, .png or .pdf");
    }

    /// <summary>From now on, what is drawn is moved and then made larger.</summary>
    public void Map(Vector2 move, float scale)
    {
        _canvas.Scale(scale);
        _canvas.Translate(move.X, move.Y);
    }

    /// <summary>Draws a line with round ends whose thickness may change: ink, or a line of a typeset formula.</summary>
    /// <param name="path">The places of the pen with its radius there; at least one.</param>
    /// <param name="colour">The colour.</param>
    public void Ink(IReadOnlyList<(Vector2 At, float Radius)> path, SKColor colour)
    {
        using var outline = InkOutline.Of(path);
        Fill(outline, colour);
    }

    /// <summary>Fills a box with round corners and outlines it on the inside.</summary>
    /// <param name="place">The box: its left upper corner, then its width and height.</param>
    /// <param name="radius">The radius of its corners.</param>
    /// <param name="fill">The colour.</param>
    /// <param name="border">The thickness of the outline; 0 for none.</param>
    /// <param name="edge">The colour of the outline.</param>
    public void Box(Vector4 place, float radius, SKColor fill, float border, SKColor edge)
    {
        using var inside = new SKPaint { Color = fill, IsAntialias = true };
        _canvas.DrawRoundRect(place.X, place.Y, place.Z, place.W, radius, radius, inside);
        if (border <= 0)
            return;
        using var outline = new SKPaint { Color = edge, IsAntialias = true, IsStroke = true, StrokeWidth = border };
        var within = MathF.Max(0, radius - (border / 2));
        _canvas.DrawRoundRect(
            place.X + (border / 2), place.Y + (border / 2), place.Z - border, place.W - border, within, within, outline);
    }

    /// <summary>Writes one line.</summary>
    /// <param name="text">The characters; one that the font lacks shows as a question mark.</param>
    /// <param name="at">The left end of the baseline.</param>
    /// <param name="size">Units an em.</param>
    /// <param name="colour">The colour.</param>
    public void Text(string text, Vector2 at, float size, SKColor colour)
    {
        foreach (var character in text)
        {
            using var placed = new SKPath(GlyphOutlines.Of(character));
            placed.Transform(SKMatrix.CreateScaleTranslation(size, size, at.X, at.Y));
            Fill(placed, colour);
            at.X += Font.Default.Advance(character, tabular: false) * size;
        }
    }

    // Skia writes into memory: what a file throws, a full disk for one, must not go through its native code, where it ends the process.
    internal static void WriteSvg(Stream stream, Vector2 size, Action<SKCanvas> draw)
    {
        using var whole = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(size.X, size.Y), whole))
            draw(canvas);
        whole.WriteTo(stream);
    }

    internal static void WritePdf(Stream stream, Vector2 size, Action<SKCanvas> draw)
    {
        using var whole = new MemoryStream();
        var scale = MathF.Min(Points, LongestPage / MathF.Max(size.X, size.Y));
        using (var document = SKDocument.CreatePdf(whole, new SKDocumentPdfMetadata { Creator = "GpuDigits" }))
        {
            var canvas = document.BeginPage(size.X * scale, size.Y * scale);
            canvas.Scale(scale);
            draw(canvas);
            document.EndPage();
            document.Close();
        }

        whole.WriteTo(stream);
    }

    private static void WritePng(Stream stream, Vector2 size, SKColor background, Action<SKCanvas> draw)
    {
        var scale = MathF.Min(MathF.Min(Pixels, LongestSide / MathF.Max(size.X, size.Y)), MathF.Sqrt(MostPixels / size.X / size.Y));
        using var bitmap = new SKBitmap(new SKImageInfo(
            (int)MathF.Ceiling(size.X * scale), (int)MathF.Ceiling(size.Y * scale), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        // The page may end within the last pixels.
        canvas.Clear(background);
        canvas.Scale(scale);
        draw(canvas);
        Png.Encode(stream, bitmap.PeekPixels());
    }

    private void Fill(SKPath path, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        _canvas.DrawPath(path, paint);
    }
}
