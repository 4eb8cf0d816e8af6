using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>The nine values of a 3×3 filter, or their gradients, in registers.</summary>
internal readonly struct Taps(float a, float b, float c, float d, float e, float f, float g, float h, float i)
{
    public readonly float A = a;
    public readonly float B = b;
    public readonly float C = c;
    public readonly float D = d;
    public readonly float E = e;
    public readonly float F = f;
    public readonly float G = g;
    public readonly float H = h;
    public readonly float I = i;

    /// <summary>Reads the filter values at, at + step, …</summary>
    public static Taps Read(ArrayView<float> view, int at, int step) => new(
        view[at], view[at + step], view[at + (2 * step)],
        view[at + (3 * step)], view[at + (4 * step)], view[at + (5 * step)],
        view[at + (6 * step)], view[at + (7 * step)], view[at + (8 * step)]);

    /// <summary>Σ filter · the left three columns of three picture rows.</summary>
    public float Left(Float4 top, Float4 middle, Float4 bottom) =>
        (A * top.A) + (B * top.B) + (C * top.C)
        + (D * middle.A) + (E * middle.B) + (F * middle.C)
        + (G * bottom.A) + (H * bottom.B) + (I * bottom.C);

    /// <summary>Σ filter · the right three columns of three picture rows.</summary>
    public float Right(Float4 top, Float4 middle, Float4 bottom) =>
        (A * top.B) + (B * top.C) + (C * top.D)
        + (D * middle.B) + (E * middle.C) + (F * middle.D)
        + (G * bottom.B) + (H * bottom.C) + (I * bottom.D);

    /// <summary>These values + factor · the 3×3 picture values that begin at index at.</summary>
    public Taps Plus(float factor, ArrayView<float> picture, int at, int width) => new(
        A + (factor * picture[at]), B + (factor * picture[at + 1]), C + (factor * picture[at + 2]),
        D + (factor * picture[at + width]), E + (factor * picture[at + width + 1]), F + (factor * picture[at + width + 2]),
        G + (factor * picture[at + (2 * width)]), H + (factor * picture[at + (2 * width) + 1]),
        I + (factor * picture[at + (2 * width) + 2]));

    /// <summary>Stores the values at, at + step, …</summary>
    public void Write(ArrayView<float> view, int at, int step)
    {
        view[at] = A;
        view[at + step] = B;
        view[at + (2 * step)] = C;
        view[at + (3 * step)] = D;
        view[at + (4 * step)] = E;
        view[at + (5 * step)] = F;
        view[at + (6 * step)] = G;
        view[at + (7 * step)] = H;
        view[at + (8 * step)] = I;
    }
}
