using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuDigits.Scenes.Painting;

/// <summary>The place of a text relative to the given point.</summary>
internal enum Align { Left, Centre, Right }

/// <summary>
/// One frame as quads in painting order, in pixels. It does not use OpenGL: tests read it, and a renderer draws it in one call.
/// </summary>
internal sealed class DrawList(Font font)
{
    // Anti-aliasing needs half a pixel around a shape; a whole one is enough at any subpixel position.
    private const float Fringe = 1;
    private static readonly Box Everywhere = new(-1e6f, -1e6f, 2e6f, 2e6f);

    private readonly List<Quad> _quads = [];
    private Box _clip = Everywhere;

    public Font Font => font;

    public ReadOnlySpan<Quad> Quads => CollectionsMarshal.AsSpan(_quads);

    /// <summary>The 28×28 grey picture that <see cref="Picture"/> quads show, one byte a pixel; null if the frame has none.</summary>
    public byte[]? PictureBytes { get; private set; }

    /// <summary>The sheet that <see cref="Tile"/> quads show; null if the frame has none.</summary>
    public TileSheet? Sheet { get; private set; }

    /// <summary>The texts of the frame, for tests; null if they are not collected.</summary>
    public List<WrittenText>? Written { get; init; }

    public void Reset()
    {
        _quads.Clear();
        Written?.Clear();
        _clip = Everywhere;
        PictureBytes = null;
        Sheet = null;
    }

    /// <summary>Cuts what is drawn inside <paramref name="draw"/> to a box.</summary>
    public void Clipped(Box box, Action draw)
    {
        var outer = _clip;
        _clip = _clip.Intersected(box);
        draw();
        _clip = outer;
    }

    public void Box(Box box, Rgba fill, float radius = 0) => Box(box, fill, radius, 0, fill);

    /// <summary>A filled box with a border drawn inside its outline.</summary>
    public void Box(Box box, Rgba fill, float radius, float border, Rgba edge)
    {
        if (box.Width <= 0 || box.Height <= 0)
            return;
        radius = MathF.Min(radius, MathF.Min(box.Width, box.Height) / 2);
        Add(QuadKind.Box, box.Grown(Fringe), new(box.X, box.Y, box.Width, box.Height), new(radius, border, 0, 0), fill, edge);
    }

    /// <summary>A box whose edge fades out over <paramref name="softness"/> pixels on either side.</summary>
    public void Shadow(Box box, Rgba fill, float radius, float softness) =>
        Add(QuadKind.Box, box.Grown(softness + Fringe), new(box.X, box.Y, box.Width, box.Height), new(radius, 0, softness, 0), fill, fill);

    /// <summary>A line with round ends whose radius changes evenly from one end to the other; a dot if the ends meet.</summary>
    public void Capsule(Vector2 from, Vector2 to, float fromRadius, float toRadius, Rgba fill) =>
        Capsule(from, to, fromRadius, toRadius, fill, default, default);

    /// <summary>
    /// A capsule that ends at cuts, given by their normals along the path (zero for none). The next capsule continues there: without cuts,
    /// the soft edges would overlap and the joints would be visible.
    /// </summary>
    public void Capsule(Vector2 from, Vector2 to, float fromRadius, float toRadius, Rgba fill, Vector2 fromCut, Vector2 toCut) =>
        Add(QuadKind.Capsule, Painting.Box.Between(from, to).Grown(MathF.Max(fromRadius, toRadius) + Fringe),
            new(from, to.X, to.Y), new(fromRadius, toRadius, 0, 0), fill,
            new(Packed(fromCut.X), Packed(fromCut.Y), Packed(toCut.X), Packed(toCut.Y)));

    public void Line(Vector2 from, Vector2 to, float width, Rgba fill) => Capsule(from, to, width / 2, width / 2, fill);

    /// <summary>The grey picture; its pixels are squares of equal size.</summary>
    /// <param name="box">Where.</param>
    /// <param name="pixels">28×28 bytes, 0 shown as <paramref name="black"/>, 255 as <paramref name="white"/>.</param>
    /// <param name="black">The colour of 0.</param>
    /// <param name="white">The colour of 255.</param>
    public void Picture(Box box, byte[] pixels, Rgba black, Rgba white)
    {
        PictureBytes = pixels;
        Add(QuadKind.Picture, box, new(0, 0, 1, 1), default, white, black);
    }

    /// <summary>The values of a tile as colours; its cells are rectangles of equal size.</summary>
    /// <param name="box">Where.</param>
    /// <param name="sheet">The sheet with the tile; all tiles of a frame lie on one sheet.</param>
    /// <param name="tile">The number of the tile.</param>
    /// <param name="scale">The colours.</param>
    public void Tile(Box box, TileSheet sheet, int tile, ColorScale scale)
    {
        if (Sheet is not null && Sheet != sheet)
            throw new InvalidOperationException("a frame shows the tiles of one sheet");
        Sheet = sheet;
        var (page, x, y, width, height) = sheet.Place(tile);
        var traits = scale.Zero is { } zero ? new Vector4(page, scale.High, zero, 0) : new(page, scale.Low, scale.High, 0);
        Add(scale.Zero is null ? QuadKind.Tile : QuadKind.SignedTile, box, new(x, y, width, height), traits, scale.Last, scale.First);
    }

    /// <summary>One line of text. The baseline is put on whole pixels, which keeps small text crisp.</summary>
    /// <param name="text">The characters.</param>
    /// <param name="at">The point on the baseline that <paramref name="align"/> refers to.</param>
    /// <param name="size">Pixels per em.</param>
    /// <param name="fill">The colour.</param>
    /// <param name="align">The place of the text relative to <paramref name="at"/>.</param>
    /// <param name="tabular">Whether all digits have one width.</param>
    public void Text(ReadOnlySpan<char> text, Vector2 at, float size, Rgba fill, Align align = Align.Left, bool tabular = false)
    {
        var width = align == Align.Left ? 0 : font.Measure(text, size, tabular);
        var x = MathF.Round(at.X - (align == Align.Centre ? width / 2 : width));
        var y = MathF.Round(at.Y);
        var texel = size / font.AtlasSize;
        var ramp = MathF.Max(1, font.AtlasRange * texel);
        foreach (var character in text)
        {
            var glyph = font[character];
            var advance = font.Advance(character, tabular) * size;
            if (glyph.HasInk)
            {
                var left = x + glyph.Left * size + (advance - glyph.Advance * size) / 2;
                var height = glyph.Atlas.Height * texel;
                Add(QuadKind.Glyph, new(left, y - glyph.Bottom * size - height, glyph.Atlas.Width * texel, height),
                    new(glyph.Atlas.X, glyph.Atlas.Y, glyph.Atlas.Width, glyph.Atlas.Height), new(ramp, 0, 0, 0), fill, fill);
            }
            x += advance;
        }
    }

    /// <summary>
    /// One line of text, centred in a box by the height of its capitals. It never leaves the box at a side: it becomes smaller, and if that
    /// is not enough, a part is left out.
    /// </summary>
    /// <param name="box">The room for the text.</param>
    /// <param name="text">The characters.</param>
    /// <param name="size">Pixels per em, if there is room.</param>
    /// <param name="fill">The colour.</param>
    /// <param name="align">The place of the text in the box.</param>
    /// <param name="tabular">Whether all digits have one width.</param>
    /// <param name="keepsEnd">Whether the start is left out and not the end.</param>
    public void TextIn(Box box, string text, float size, Rgba fill, Align align = Align.Centre, bool tabular = false, bool keepsEnd = false)
    {
        size = TextFit.Size(font, [text], size, box.Width, tabular);
        var shown = TextFit.Cut(font, text, size, box.Width * 1.0001f, tabular, keepsEnd);
        var at = new Vector2(
            align switch { Align.Left => box.X, Align.Centre => box.Centre.X, _ => box.Right }, box.Centre.Y + font.CapHeight * size / 2);
        if (Written is not null)
        {
            var width = font.Measure(shown, size, tabular);
            var x = at.X - align switch { Align.Left => 0, Align.Centre => width / 2, _ => width };
            var high = font.CapHeight * size;
            Written.Add(new(text, new(x, at.Y - high, width, high), box, _clip, size, shown != text, _quads.Count));
        }
        Text(shown, at, size, fill, align, tabular);
    }

    /// <summary>A text on one line, or, if it is too long, on two smaller lines in the same box.</summary>
    public void OneOrTwoLinesIn(Box box, string text, float size, Rgba fill, bool tabular = false)
    {
        var small = size * TextFit.LeastShare;
        if (font.Measure(text, small, tabular) <= box.Width)
        {
            TextIn(box, text, size, fill, Align.Left, tabular);
            return;
        }
        var lines = TextFit.Lines(font, text, small, box.Width);
        var second = string.Join(' ', lines.Skip(1));
        var line = box with { Height = small * 1.3f };
        TextIn(line with { Y = box.Y - 2 }, lines[0], small, fill, Align.Left);
        TextIn(line with { Y = box.Y - 2 + line.Height }, second, small, fill, Align.Left);
    }

    /// <summary>Draws capsules that another list holds once more, moved; what was cut there is not cut here.</summary>
    public void Capsules(ReadOnlySpan<Quad> capsules, Vector2 by)
    {
        var ends = new Vector4(by, by.X, by.Y);
        foreach (var quad in capsules)
        {
            var bounds = quad.Bounds with { X = quad.Bounds.X + by.X, Y = quad.Bounds.Y + by.Y };
            if (bounds.Overlaps(_clip))
                _quads.Add(quad with { Bounds = bounds, Shape = quad.Shape + ends, Clip = _clip });
        }
    }

    private static byte Packed(float component) => (byte)(127 + MathF.Round(127 * component));

    private void Add(QuadKind kind, Box bounds, Vector4 shape, Vector4 traits, Rgba fill, Rgba edge)
    {
        if ((fill.A == 0 && (kind == QuadKind.Capsule || edge.A == 0)) || !bounds.Overlaps(_clip))
            return;
        traits.W = (float)kind;
        _quads.Add(new(bounds, shape, traits, _clip, fill, edge));
    }
}
