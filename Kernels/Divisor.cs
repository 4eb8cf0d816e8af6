using System.Numerics;

namespace GpuDigits.Kernels;

/// <summary>
/// Division by a number that the host knows, as a multiplication. A GPU needs about twenty instructions for an integer division, and an
/// implicit product divides at every step. ⌊n / d⌋ = ⌊n · m / 2^s⌋ with s = 31 + ⌈log₂ d⌉ and m = ⌈2^s / d⌉, for 0 ≤ n &lt; 2³¹: m exceeds
/// 2^s / d by less than 1, so n · m / 2^s exceeds n / d by less than n / 2^s &lt; 1 / d (Granlund, Montgomery: Division by invariant
/// integers using multiplication, 1994).
/// </summary>
/// <param name="divisor">A positive number.</param>
public readonly struct Divisor(int divisor)
{
    private readonly ulong _multiplier = ((1UL << Power(divisor)) + (ulong)divisor - 1) / (ulong)divisor;
    private readonly int _power = Power(divisor);

    /// <summary>⌊value / divisor⌋; the value must not be negative.</summary>
    public int Divide(int value) => (int)(((ulong)(uint)value * _multiplier) >> _power);

    private static int Power(int divisor) => 31 + BitOperations.Log2((uint)divisor) + (BitOperations.IsPow2(divisor) ? 0 : 1);
}
