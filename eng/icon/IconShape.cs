using System.Globalization;
using System.Numerics;

namespace GpuDigits.Icon;

/// <summary>A line through points with round ends, in one colour; one closed point by point and filled is a rounded box.</summary>
/// <param name="Points">The points, y downwards, on a square of <see cref="Side"/>.</param>
/// <param name="Radius">Half the line's width.</param>
/// <param name="Colour">As in SVG: #rrggbb.</param>
/// <param name="Filled">Whether the convex inside of the points counts too.</param>
internal sealed record IconShape(Vector2[] Points, float Radius, string Colour, bool Filled = false)
{
    public const int Side = 512;

    public IconShape((Vector2[] Points, float Radius) box, string colour)
        : this(box.Points, box.Radius, colour, true)
    {
    }

    /// <summary>A box with rounded corners: its inner box, thickened by the corners' radius.</summary>
    public static (Vector2[] Points, float Radius) Box(Vector2 centre, Vector2 half, float corner)
    {
        var inner = half - new Vector2(corner);
        return ([centre - inner, centre + new Vector2(inner.X, -inner.Y), centre + inner, centre + new Vector2(-inner.X, inner.Y),
            centre - inner], corner);
    }

    /// <summary>Distance of a place from the shape's edge; negative inside.</summary>
    public float Distance(Vector2 place)
    {
        var nearest = float.MaxValue;
        var inside = Filled;
        for (var i = 0; i + 1 < Points.Length; i++)
        {
            Vector2 way = Points[i + 1] - Points[i], from = place - Points[i];
            var part = way == Vector2.Zero ? 0 : Math.Clamp(Vector2.Dot(from, way) / way.LengthSquared(), 0, 1);
            nearest = MathF.Min(nearest, Vector2.Distance(from, part * way));
            inside &= (way.X * from.Y) - (way.Y * from.X) > 0;
        }

        return (inside ? 0 : nearest) - Radius;
    }

    /// <summary>The same about the middle, smaller.</summary>
    public IconShape Shrunk(float scale) =>
        this with { Points = [.. Points.Select(p => Vector2.Lerp(new(Side / 2), p, scale))], Radius = scale * Radius };

    public string ToSvg()
    {
        var path = "M" + string.Join('L', Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#} {p.Y:0.#}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<path d=\"{path}{(Filled ? "Z" : "")}\" fill=\"{(Filled ? Colour : "none")}\" stroke=\"{Colour}\" "
                + $"stroke-width=\"{2 * Radius:0.#}\"/>");
    }
}
