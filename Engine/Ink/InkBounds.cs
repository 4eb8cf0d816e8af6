using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>The smallest upright box around the path of the pen's centre (without the pen's width), in pad pixels.</summary>
public readonly record struct InkBounds(Vector2 Min, Vector2 Max)
{
    /// <summary>The box that contains nothing: its union with another box is the other box.</summary>
    public static readonly InkBounds Empty = new(new Vector2(float.PositiveInfinity), new Vector2(float.NegativeInfinity));

    /// <summary>The smallest box around points.</summary>
    public static InkBounds Of(IEnumerable<Vector2> points) => points.Aggregate(Empty, (box, point) => box.With(point));

    /// <summary>The smallest box around strokes.</summary>
    public static InkBounds Of(IEnumerable<Stroke> strokes) => strokes.Aggregate(Empty, (box, stroke) => box.With(stroke.Bounds));

    /// <summary>Width and height.</summary>
    public Vector2 Size => Max - Min;

    /// <summary>The larger of width and height; negative when the box is <see cref="Empty"/>.</summary>
    public float Extent => MathF.Max(Size.X, Size.Y);

    /// <summary>The middle of the box.</summary>
    public Vector2 Center => (Min + Max) / 2;

    /// <summary>Whether it is that of a dash or a bar: its height says nothing about the size of the writing.</summary>
    internal bool IsFlat => Size.Y < Size.X / 3;

    /// <summary>The smallest box around this one and a point.</summary>
    public InkBounds With(Vector2 point) => new(Vector2.Min(Min, point), Vector2.Max(Max, point));

    /// <summary>The smallest box around both.</summary>
    public InkBounds With(InkBounds other) => new(Vector2.Min(Min, other.Min), Vector2.Max(Max, other.Max));

    /// <summary>Whether both have a point in common.</summary>
    internal bool Meets(InkBounds other) =>
        Min.X <= other.Max.X && other.Min.X <= Max.X && Min.Y <= other.Max.Y && other.Min.Y <= Max.Y;

    /// <summary>Whether a point is in the box, made larger on all sides by a margin.</summary>
    internal bool Contains(Vector2 at, float margin = 0) =>
        at.X >= Min.X - margin && at.X <= Max.X + margin && at.Y >= Min.Y - margin && at.Y <= Max.Y + margin;
}
