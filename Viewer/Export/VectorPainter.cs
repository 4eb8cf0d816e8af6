using System.Numerics;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Scenes.Painting;
using SkiaSharp;

namespace GpuDigits.Viewer.Export;

/// <summary>
/// Draws a list as lines and areas, for files. What the window shows and what is saved so come from one drawing. Boxes, capsules and text
/// can be drawn so, soft shadows and pictures cannot.
/// </summary>
internal static class VectorPainter
{
    private static readonly Dictionary<(float X, float Y), char> Characters = Font.Default.Characters
        .Where(one => Font.Default[one].HasInk).DistinctBy(Corner).ToDictionary(Corner);

    /// <summary>The box around all that is drawn; null if nothing is.</summary>
    public static Box? BoundsOf(DrawList list)
    {
        Box? bounds = null;
        foreach (var quad in list.Quads)
        {
            bounds = bounds is not { } all ? quad.Bounds : Box.Between(
                new(MathF.Min(all.X, quad.Bounds.X), MathF.Min(all.Y, quad.Bounds.Y)),
                new(MathF.Max(all.Right, quad.Bounds.Right), MathF.Max(all.Bottom, quad.Bounds.Bottom)));
        }
        return bounds;
    }

    /// <exception cref="NotSupportedException">The list holds something else than boxes, capsules and text.</exception>
    public static void Draw(VectorPage page, DrawList list)
    {
        // Capsules that go on from each other are one line.
        List<(Vector2 At, float Radius)> line = [];
        var color = default(Rgba);
        foreach (var quad in list.Quads)
        {
            var kind = (QuadKind)quad.Traits.W;
            if (kind == QuadKind.Capsule)
            {
                var (from, to) = (new Vector2(quad.Shape.X, quad.Shape.Y), new Vector2(quad.Shape.Z, quad.Shape.W));
                if (line.Count > 0 && (line[^1].At != from || color != quad.Fill))
                    End();
                if (line.Count == 0)
                    line.Add((from, quad.Traits.X));
                if (to != from)
                    line.Add((to, quad.Traits.Y));
                color = quad.Fill;
                continue;
            }
            End();
            if (kind == QuadKind.Box && quad.Traits.Z == 0)
                page.Box(quad.Shape, quad.Traits.X, Skia(quad.Fill), quad.Traits.Y, Skia(quad.Edge));
            else if (kind == QuadKind.Glyph)
                DrawGlyph(page, quad);
            else
                throw new NotSupportedException($"{kind} cannot be drawn as lines");
        }
        End();

        void End()
        {
            if (line.Count > 0)
                page.Ink(line, Skia(color));
            line.Clear();
        }
    }

    private static void DrawGlyph(VectorPage page, Quad quad)
    {
        var character = Characters[(quad.Shape.X, quad.Shape.Y)];
        var glyph = Font.Default[character];
        var size = quad.Bounds.Width / glyph.Atlas.Width * Font.Default.AtlasSize;
        var pen = new Vector2(quad.Bounds.X - glyph.Left * size, quad.Bounds.Bottom + glyph.Bottom * size);
        page.Text(character.ToString(), pen, size, Skia(quad.Fill));
    }

    private static (float X, float Y) Corner(char character) => (Font.Default[character].Atlas.X, Font.Default[character].Atlas.Y);

    private static SKColor Skia(Rgba color) => new(color.R, color.G, color.B, color.A);
}
