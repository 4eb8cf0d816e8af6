using GpuDigits.Engine.Devices.Vector;

namespace GpuDigits.Engine.Tests.Vector;

public sealed class PeakTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(1)]
    public void Every_width_has_a_peak_even_if_there_is_time_for_one_try_only(int bits)
    {
        using var device = new VectorDevice(2, bits);
        Assert.InRange(device.MeasurePeak(TimeSpan.Zero), 0.001, 1e6);
    }

    /// <summary>The peak is the operations divided by the time: none may be counted that is not computed.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_operations_that_are_counted_are_computed(int threads)
    {
        using var device = new VectorDevice(threads, 1);
        Counted.Fmas = 0;
        var (operations, total) = Peak<Counted, float>.Run(device.Team, device.Shared);
        Assert.Equal(operations, 2.0 * Counted.Width * Counted.Fmas);
        // Twelve sums, each of which converges to 1.
        Assert.Equal(12, total, 1e-5f);
    }

    /// <summary>Scalar code that counts its FMAs, as vectors of four.</summary>
    private readonly unsafe struct Counted : ISimd<float>
    {
        public static long Fmas;

        public static int Width => 4;

        public static int MaxRows => Scalar.MaxRows;

        public static float Broadcast(float value) => Scalar.Broadcast(value);

        public static float Load(float* p) => Scalar.Load(p);

        public static void Store(float* p, float a) => Scalar.Store(p, a);

        public static float LoadBytes(byte* p) => Scalar.LoadBytes(p);

        public static void StoreBytes(byte* p, float a) => Scalar.StoreBytes(p, a);

        public static float Add(float a, float b) => Scalar.Add(a, b);

        public static float Subtract(float a, float b) => Scalar.Subtract(a, b);

        public static float Multiply(float a, float b) => Scalar.Multiply(a, b);

        public static float Divide(float a, float b) => Scalar.Divide(a, b);

        public static float Sqrt(float a) => Scalar.Sqrt(a);

        public static float Fma(float a, float b, float c)
        {
            Interlocked.Increment(ref Fmas);
            return Scalar.Fma(a, b, c);
        }

        public static float Max(float a, float b) => Scalar.Max(a, b);

        public static float IfGreater(float a, float b, float x, float y) => Scalar.IfGreater(a, b, x, y);

        public static float IfEqual(float a, float b, float x, float y) => Scalar.IfEqual(a, b, x, y);
    }
}
