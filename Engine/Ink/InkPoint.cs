using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>One position of the pointer: x to the right and y downwards in pad pixels, time in milliseconds.</summary>
public readonly record struct InkPoint(float X, float Y, double Time)
{
    /// <summary>The position without its time.</summary>
    public Vector2 Position => new(X, Y);
}
