using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Four floats, side by side in memory or in registers. ILGPU takes a struct of scalars apart into registers, where a local array would live
/// in slow local memory, and moves a whole element of a view of these in one instruction of 16 bytes, which must lie at a multiple of 16: see
/// <see cref="IsAligned"/>. Shared memory of this type is aligned so by itself.
/// </summary>
public readonly struct Float4(float a, float b, float c, float d)
{
    /// <summary>Floats in it.</summary>
    public const int Width = 4;

    /// <summary>The first.</summary>
    public readonly float A = a;

    /// <summary>The second.</summary>
    public readonly float B = b;

    /// <summary>The third.</summary>
    public readonly float C = c;

    /// <summary>The fourth.</summary>
    public readonly float D = d;

    /// <summary>For the host: whether a view begins where four floats may be moved at once, given that its buffer does.</summary>
    public static bool IsAligned(ArrayView<float> view) => Index(view) % Width == 0;

    /// <summary>The values at, at + step, at + 2 · step, at + 3 · step.</summary>
    internal static Float4 Read(ArrayView<float> view, int at, int step) =>
        new(view[at], view[at + step], view[at + (2 * step)], view[at + (3 * step)]);

    /// <summary>These values + factor · other.</summary>
    internal Float4 Plus(float factor, Float4 other) =>
        new(A + (factor * other.A), B + (factor * other.B), C + (factor * other.C), D + (factor * other.D));

    private static long Index<TView>(TView view)
        where TView : IContiguousArrayView => view.Index;
}
