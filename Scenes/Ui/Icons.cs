using System.Numerics;
using GpuDigits.Engine;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Ui;

/// <summary>The pictures on the tool buttons, drawn with round-ended lines on a grid of 24×24.</summary>
internal static class Icons
{
    private const float Line = 1.8f;

    /// <summary>Draws a widget's icon in the middle of its box; nothing for a widget without one.</summary>
    public static void Draw(DrawList list, Widget widget, Box box, float unit, Rgba color, Pen pen)
    {
        // 20 units high; the grid's middle is (12, 12).
        var scale = unit * 20 / 24;
        var origin = box.Centre - new Vector2(12) * scale;
        switch (widget)
        {
            case Widget.Undo:
                Turn(mirrored: false);
                break;
            case Widget.Redo:
                Turn(mirrored: true);
                break;
            case Widget.ClearPad:
                Path((4, 6.5f), (20, 6.5f));
                Path((9, 6), (9.6f, 3.5f), (14.4f, 3.5f), (15, 6));
                Path((6, 6.5f), (7, 20.5f), (17, 20.5f), (18, 6.5f));
                Path((10.3f, 10.5f), (10.6f, 16.5f));
                Path((13.7f, 10.5f), (13.4f, 16.5f));
                break;
            case Widget.Pen:
                // A wave with the relative width of the pen.
                Span<(float, float)> wave = stackalloc (float, float)[17];
                for (var i = 0; i < wave.Length; i++)
                    wave[i] = (3.5f + i * 17f / (wave.Length - 1), 12 - 5 * PortableMath.Sin(MathF.Tau * i / (wave.Length - 1)));
                for (var i = 1; i < wave.Length; i++)
                    list.Line(Place(wave[i - 1]), Place(wave[i]), pen.Radius * 0.3f * scale, color);
                break;
            case Widget.Theme:
                var disc = new Box(origin.X + 3.5f * scale, origin.Y + 3.5f * scale, 17 * scale, 17 * scale);
                list.Box(disc, color.WithAlpha(0), disc.Width / 2, Line * scale, color);
                list.Clipped(disc with { X = disc.Centre.X, Width = disc.Width / 2 }, () => list.Box(disc, color, disc.Width / 2));
                break;
            case Widget.Mirror:
                Path((4, 7.5f), (20, 7.5f));
                Path((7.5f, 4), (4, 7.5f), (7.5f, 11));
                Path((4, 16.5f), (20, 16.5f));
                Path((16.5f, 13), (20, 16.5f), (16.5f, 20));
                break;
            case Widget.Eraser:
                // A slanted block on the line that it wipes.
                Path((8.5f, 20), (3.5f, 15), (14.5f, 4), (20.5f, 10), (10.5f, 20));
                Path((8.7f, 9.8f), (14.7f, 15.8f));
                Path((8.5f, 20), (20.5f, 20));
                break;
            case Widget.Loop:
                // A dashed loop.
                for (var dash = 0; dash < 8; dash++)
                {
                    var (s1, c1) = PortableMath.SinCos(dash * MathF.PI / 4);
                    var (s2, c2) = PortableMath.SinCos((dash + 0.55f) * MathF.PI / 4);
                    Path((12 + 8.5f * c1, 12 + 7 * s1), (12 + 8.5f * c2, 12 + 7 * s2));
                }
                break;
            case Widget.Menu:
                // A page with a turned corner.
                Path((14, 3.5f), (5.5f, 3.5f), (5.5f, 20.5f), (18.5f, 20.5f), (18.5f, 8), (14, 3.5f), (14, 8), (18.5f, 8));
                Path((9, 12.5f), (15, 12.5f));
                Path((9, 16.3f), (15, 16.3f));
                break;
            case Widget.Help:
                var ring = new Box(origin.X + 2.5f * scale, origin.Y + 2.5f * scale, 19 * scale, 19 * scale);
                list.Box(ring, color.WithAlpha(0), ring.Width / 2, Line * scale, color);
                list.TextIn(ring, "?", 14 * scale, color);
                break;
        }

        void Path(params ReadOnlySpan<(float X, float Y)> points)
        {
            for (var i = 1; i < points.Length; i++)
                list.Line(Place(points[i - 1]), Place(points[i]), Line * scale, color);
        }

        void Turn(bool mirrored)
        {
            float X(float x) => mirrored ? 24 - x : x;
            Path((X(8.5f), 13.5f), (X(4), 9), (X(8.5f), 4.5f));
            Path((X(4), 9), (X(14.5f), 9));
            Path((X(14.5f), 20), (X(10), 20));
            Span<(float, float)> arc = stackalloc (float, float)[13];
            for (var i = 0; i < arc.Length; i++)
            {
                var (sin, cos) = PortableMath.SinCos(MathF.PI * i / (arc.Length - 1));
                arc[i] = (X(14.5f + 5.5f * sin), 14.5f - 5.5f * cos);
            }
            Path(arc);
        }

        Vector2 Place((float X, float Y) point) => origin + new Vector2(point.X, point.Y) * scale;
    }
}
