using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Four floats that are adjacent in memory or in registers. ILGPU splits a struct of scalars into registers, where a local array would be
/// stored in slow local memory. It loads or stores an element of a view of quads in one instruction of 16 bytes, whose address must be a
/// multiple of 16: see <see cref="IsAligned"/>. Shared memory of this type is always aligned.
/// </summary>
public readonly struct Float4(float a, float b, float c, float d)
{
    /// <summary>Number of floats.</summary>
    public const int Width = 4;

    /// <summary>The first float.</summary>
    public readonly float A = a;

    /// <summary>The second float.</summary>
    public readonly float B = b;

    /// <summary>The third float.</summary>
    public readonly float C = c;

    /// <summary>The fourth float.</summary>
    public readonly float D = d;

    /// <summary>For the host: whether a view is aligned for access to four floats at a time, provided that its buffer is.</summary>
    public static bool IsAligned(ArrayView<float> view) => Index(view) % Width == 0;

    /// <summary>The values at, at + step, at + 2 · step, at + 3 · step.</summary>
    internal static Float4 Read(ArrayView<float> view, int at, int step) =>
        new(view[at], view[at + step], view[at + (2 * step)], view[at + (3 * step)]);

    /// <summary>These values + factor · other.</summary>
    internal Float4 Plus(float factor, Float4 other) =>
        new(A + (factor * other.A), B + (factor * other.B), C + (factor * other.C), D + (factor * other.D));

    /// <summary>These values − others.</summary>
    internal Float4 Minus(Float4 other) => new(A - other.A, B - other.B, C - other.C, D - other.D);

    /// <summary>These values · others.</summary>
    internal Float4 Times(Float4 other) => new(A * other.A, B * other.B, C * other.C, D * other.D);

    /// <summary>These values, or 0 where the other is not positive.</summary>
    internal Float4 WherePositive(Float4 other) =>
        new(other.A > 0.0f ? A : 0.0f, other.B > 0.0f ? B : 0.0f, other.C > 0.0f ? C : 0.0f, other.D > 0.0f ? D : 0.0f);

    private static long Index<TView>(TView view)
        where TView : IContiguousArrayView => view.Index;
}
