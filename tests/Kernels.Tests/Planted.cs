using ILGPU;

namespace GpuDigits.Kernels.Tests;

/// <summary>Kernels that break one rule each.</summary>
internal static class Planted
{
    private static readonly float Constant = MathF.Sqrt(2.0f);

    private static float _mutable = 1.0f;

    public interface IShape
    {
        float Area();
    }

    public static void Clean(Index1D i, ArrayView<float> x) => x[i] = MathF.Max(Helper(x[i]), Constant);

    public static void Throw(Index1D i, ArrayView<float> x)
    {
        if (x[i] < 0.0f)
            throw new InvalidOperationException();
    }

    public static void ThrowInCallee(Index1D i, ArrayView<float> x) => Throw(i, x);

    public static void Object(Index1D i, ArrayView<float> x) => x[i] = new Holder { Value = 2.0f }.Value;

    public static void Array(Index1D i, ArrayView<float> x)
    {
        var values = new float[i.X];
        x[i] = values[0];
    }

    public static void VirtualCall(Index1D i, ArrayView<float> x, IShape shape) => x[i] = shape.Area();

    public static void Delegate(Index1D i, ArrayView<float> x)
    {
        Func<float, float> twice = value => 2.0f * value;
        x[i] = twice(x[i]);
    }

    public static void String(Index1D i, ArrayView<float> x) => x[i] = "text"[0];

    public static void Span(Index1D i, ArrayView<float> x)
    {
        Span<float> values = stackalloc float[4];
        x[i] = values[0];
    }

    public static void StaticField(Index1D i, ArrayView<float> x) => x[i] = _mutable++;

    public static void DoubleLiteral(Index1D i, ArrayView<float> x) => x[i] = (float)(x[i] * 1.5);

    public static void DoubleFromUnsigned(Index1D i, ArrayView<float> x, uint bits) => x[i] = bits;

    public static void FusedMultiplyAdd(Index1D i, ArrayView<float> x) => x[i] = MathF.FusedMultiplyAdd(x[i], x[i], x[i]);

    public static void Clamp(Index1D i, ArrayView<float> x) => x[i] = Math.Clamp(x[i], 0.0f, 1.0f);

    public static void Console(Index1D i, ArrayView<float> x) => System.Console.Write(x[i]);

    public static void Handler(Index1D i, ArrayView<float> x)
    {
        try
        {
            x[i] = 1.0f;
        }
        finally
        {
            x[i] = 2.0f;
        }
    }

    private static float Helper(float x) => x * 0.5f;

    private sealed class Holder
    {
        public float Value { get; init; }
    }
}
