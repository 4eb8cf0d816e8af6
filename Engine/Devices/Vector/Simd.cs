using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// The vector operations that the kernels need. Kernels are written once over (S, V), and the JIT compiles them for each width. V is the
/// register type itself, so that the abstraction costs no instructions.
/// </summary>
internal unsafe interface ISimd<V>
    where V : unmanaged
{
    /// <summary>Floats per vector.</summary>
    static abstract int Width { get; }

    /// <summary>Rows of a tile, two vectors wide, whose sums fit in the registers.</summary>
    static abstract int MaxRows { get; }

    static abstract V Broadcast(float value);

    static abstract V Load(float* p);

    static abstract void Store(float* p, V a);

    /// <summary>Loads bytes as floats.</summary>
    static abstract V LoadBytes(byte* p);

    /// <summary>Stores whole numbers in [0, 255] as bytes.</summary>
    static abstract void StoreBytes(byte* p, V a);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Multiply(V a, V b);

    static abstract V Divide(V a, V b);

    static abstract V Sqrt(V a);

    /// <summary>
    /// a · b + c, with a single rounding where the processor has FMA. A browser has none: its interpreter would compute it in software.
    /// It folds the condition only where it inlines the method: a reading of the calculator's network took 46 ms without, 3 with (node 20,
    /// two cores of an AMD EPYC, 2026-11-29).
    /// </summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>a &gt; b ? a : b; where a or b is NaN, processors differ.</summary>
    static abstract V Max(V a, V b);

    /// <summary>a &gt; b ? x : y.</summary>
    static abstract V IfGreater(V a, V b, V x, V y);

    /// <summary>a = b ? x : y.</summary>
    static abstract V IfEqual(V a, V b, V x, V y);
}

internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Width => 16;

    public static int MaxRows => 8;

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Load(float* p) => Vector512.Load(p);

    public static void Store(float* p, Vector512<float> a) => a.Store(p);

    public static Vector512<float> LoadBytes(byte* p) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(Vector128.Load(p)))
        : Vector512.Create(Simd256.LoadBytes(p), Simd256.LoadBytes(p + 8));

    public static void StoreBytes(byte* p, Vector512<float> a)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.ConvertToVector128Byte(Avx512F.ConvertToVector512Int32(a)).Store(p);
            return;
        }

        Simd256.StoreBytes(p, a.GetLower());
        Simd256.StoreBytes(p + 8, a.GetUpper());
    }

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    public static Vector512<float> Sqrt(Vector512<float> a) => Vector512.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        OperatingSystem.IsBrowser() ? (a * b) + c : Vector512.MultiplyAddEstimate(a, b, c);

    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);

    public static Vector512<float> IfGreater(Vector512<float> a, Vector512<float> b, Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), x, y);

    public static Vector512<float> IfEqual(Vector512<float> a, Vector512<float> b, Vector512<float> x, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.Equals(a, b), x, y);
}

internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Width => 8;

    // With 8 rows the JIT keeps two sums in memory even where there are 32 registers, which halves the speed.
    public static int MaxRows => 6;

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Load(float* p) => Vector256.Load(p);

    public static void Store(float* p, Vector256<float> a) => a.Store(p);

    public static Vector256<float> LoadBytes(byte* p) => Avx2.IsSupported
        ? Avx.ConvertToVector256Single(Avx2.ConvertToVector256Int32(Vector128.CreateScalar(*(ulong*)p).AsByte()))
        : Vector256.Create(Simd128.LoadBytes(p), Simd128.LoadBytes(p + 4));

    public static void StoreBytes(byte* p, Vector256<float> a)
    {
        if (Avx.IsSupported)
        {
            var words = Avx.ConvertToVector256Int32(a);
            var halves = Sse41.PackUnsignedSaturate(words.GetLower(), words.GetUpper()).AsInt16();
            *(ulong*)p = Sse2.PackUnsignedSaturate(halves, halves).AsUInt64().ToScalar();
            return;
        }

        Simd128.StoreBytes(p, a.GetLower());
        Simd128.StoreBytes(p + 4, a.GetUpper());
    }

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    public static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        OperatingSystem.IsBrowser() ? (a * b) + c : Vector256.MultiplyAddEstimate(a, b, c);

    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.MaxNative(a, b);

    public static Vector256<float> IfGreater(Vector256<float> a, Vector256<float> b, Vector256<float> x, Vector256<float> y) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), x, y);

    public static Vector256<float> IfEqual(Vector256<float> a, Vector256<float> b, Vector256<float> x, Vector256<float> y) =>
        Vector256.ConditionalSelect(Vector256.Equals(a, b), x, y);
}

internal readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static int Width => 4;

    public static int MaxRows => 6;

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Load(float* p) => Vector128.Load(p);

    public static void Store(float* p, Vector128<float> a) => a.Store(p);

    public static Vector128<float> LoadBytes(byte* p)
    {
        var bytes = Vector128.CreateScalar(*(uint*)p).AsByte();
        return Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32());
    }

    public static void StoreBytes(byte* p, Vector128<float> a)
    {
        var words = Vector128.ConvertToInt32Native(a).AsUInt32();
        var halves = Vector128.Narrow(words, words);
        *(uint*)p = Vector128.Narrow(halves, halves).AsUInt32().ToScalar();
    }

    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    public static Vector128<float> Sqrt(Vector128<float> a) => Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fma(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        OperatingSystem.IsBrowser() ? (a * b) + c : Vector128.MultiplyAddEstimate(a, b, c);

    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);

    public static Vector128<float> IfGreater(Vector128<float> a, Vector128<float> b, Vector128<float> x, Vector128<float> y) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), x, y);

    public static Vector128<float> IfEqual(Vector128<float> a, Vector128<float> b, Vector128<float> x, Vector128<float> y) =>
        Vector128.ConditionalSelect(Vector128.Equals(a, b), x, y);
}

/// <summary>One float at a time: for processors without vectors, and as a reference in the tests.</summary>
internal readonly unsafe struct Scalar : ISimd<float>
{
    public static int Width => 1;

    public static int MaxRows => 6;

    public static float Broadcast(float value) => value;

    public static float Load(float* p) => *p;

    public static void Store(float* p, float a) => *p = a;

    public static float LoadBytes(byte* p) => *p;

    public static void StoreBytes(byte* p, float a) => *p = (byte)a;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    public static float Sqrt(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fma(float a, float b, float c) =>
        OperatingSystem.IsBrowser() ? (a * b) + c : float.MultiplyAddEstimate(a, b, c);

    public static float Max(float a, float b) => a > b ? a : b;

    public static float IfGreater(float a, float b, float x, float y) => a > b ? x : y;

    public static float IfEqual(float a, float b, float x, float y) => a == b ? x : y;
}
