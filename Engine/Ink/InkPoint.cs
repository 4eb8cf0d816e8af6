using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>One position of the pointer: x to the right and y downwards in pad pixels, time in milliseconds.</summary>
public readonly record struct InkPoint(float X, float Y, double Time)
{
    /// <summary>The largest absolute value of a coordinate.</summary>
    public const float MaxCoordinate = 1e6f;

    /// <summary>The largest absolute value of a time: about thirty years.</summary>
    public const double MaxTime = 1e12;

    /// <summary>Whether the values are numbers within the limits. All ink from outside is checked here.</summary>
    public bool IsSound => MathF.Abs(X) <= MaxCoordinate && MathF.Abs(Y) <= MaxCoordinate && Math.Abs(Time) <= MaxTime;

    /// <summary>The position without its time.</summary>
    public Vector2 Position => new(X, Y);
}
