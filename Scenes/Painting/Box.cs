using System.Numerics;

namespace GpuDigits.Scenes.Painting;

/// <summary>A rectangle in pixels, y downwards.</summary>
internal readonly record struct Box(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    public float Bottom => Y + Height;

    public Vector2 Centre => new(X + Width / 2, Y + Height / 2);

    public static Box Between(Vector2 a, Vector2 b)
    {
        var least = Vector2.Min(a, b);
        var most = Vector2.Max(a, b);
        return new(least.X, least.Y, most.X - least.X, most.Y - least.Y);
    }

    /// <summary>The box with its sides between pixels.</summary>
    public static Box Whole(Box box)
    {
        var (x, y) = (MathF.Round(box.X), MathF.Round(box.Y));
        return new(x, y, MathF.Round(box.Right) - x, MathF.Round(box.Bottom) - y);
    }

    public bool Contains(Vector2 point) => point.X >= X && point.X < Right && point.Y >= Y && point.Y < Bottom;

    /// <summary>The pixel of the box that is nearest to a point.</summary>
    public Vector2 Nearest(Vector2 point) => Vector2.Clamp(point, new(X, Y), new(Right - 0.5f, Bottom - 0.5f));

    public bool Overlaps(Box other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;

    /// <summary>The box with each side moved outwards; a negative amount moves it inwards.</summary>
    public Box Grown(float amount) => new(X - amount, Y - amount, Width + 2 * amount, Height + 2 * amount);

    public Box Intersected(Box other)
    {
        var x = MathF.Max(X, other.X);
        var y = MathF.Max(Y, other.Y);
        return new(x, y, MathF.Max(0, MathF.Min(Right, other.Right) - x), MathF.Max(0, MathF.Min(Bottom, other.Bottom) - y));
    }
}
