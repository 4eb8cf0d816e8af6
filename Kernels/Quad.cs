using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Four registers. ILGPU takes a struct of scalars apart into scalars, where a local array would live in slow local memory.
/// </summary>
internal readonly struct Quad(float a, float b, float c, float d)
{
    public readonly float A = a;
    public readonly float B = b;
    public readonly float C = c;
    public readonly float D = d;

    /// <summary>The values at, at + step, at + 2 · step, at + 3 · step.</summary>
    public static Quad Read(ArrayView<float> view, int at, int step) =>
        new(view[at], view[at + step], view[at + (2 * step)], view[at + (3 * step)]);

    public Quad Plus(float factor, Quad other) =>
        new(A + (factor * other.A), B + (factor * other.B), C + (factor * other.C), D + (factor * other.D));
}
