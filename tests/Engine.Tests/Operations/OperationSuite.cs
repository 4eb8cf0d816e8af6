using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>The device of a test class, opened once; absent devices have a reason instead.</summary>
public abstract class DeviceUnderTest : IDisposable
{
    private readonly Lazy<(Device? Device, string Reason)> _opened;

    protected DeviceUnderTest(Func<Device> open) => _opened = new(() =>
    {
        try
        {
            return (open(), "");
        }
        catch (DeviceException error)
        {
            return (null, error.Message);
        }
    });

    /// <summary>The device; skips the test where there is none.</summary>
    public Device Device
    {
        get
        {
            Skip.If(_opened.Value.Device is null, _opened.Value.Reason);
            return _opened.Value.Device!;
        }
    }

    /// <summary>Products that a test may cost; more expensive cases are skipped.</summary>
    public virtual long Budget => long.MaxValue;

    public void Dispose()
    {
        if (_opened.IsValueCreated)
            _opened.Value.Device?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>
/// Every operation of <see cref="Device"/> against its reference in double: written once, run on each device by a subclass. Outputs
/// begin as NaN, so a value that nobody wrote shows.
/// </summary>
public abstract partial class OperationSuite(DeviceUnderTest underTest) : IDisposable
{
    private readonly List<IDisposable> _buffers = [];

    /// <summary>The device; skips the test where there is none.</summary>
    protected Device Device => underTest.Device;

    /// <summary>Frees the test's buffers.</summary>
    public void Dispose()
    {
        _buffers.ForEach(buffer => buffer.Dispose());
        GC.SuppressFinalize(this);
    }

    protected void SkipIfOver(long products) =>
        Skip.If(products > underTest.Budget, "too large for a simulated GPU");

    protected static float[] Random(int seed, int count, float scale = 1.0f)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = scale * ((2.0f * random.NextSingle()) - 1.0f);
        return values;
    }

    /// <summary>Whole numbers in [low, high]: sums of their products are exact in any order, and ties are many.</summary>
    protected static float[] Whole(int seed, int count, int low, int high)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(low, high + 1))];
    }

    protected static double[] Double(float[] values) => Array.ConvertAll(values, value => (double)value);

    protected static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);

    protected DeviceBuffer<T> Send<T>(T[] values)
        where T : unmanaged
    {
        var buffer = Device.Allocate<T>(values.Length);
        _buffers.Add(buffer);
        buffer.CopyFromHost(values);
        return buffer;
    }

    protected DeviceBuffer<float> Output(int count)
    {
        var values = new float[count];
        Array.Fill(values, float.NaN);
        return Send(values);
    }

    protected DeviceBuffer<byte> Places(int count)
    {
        var values = new byte[count];
        Array.Fill(values, byte.MaxValue);
        return Send(values);
    }

    /// <summary>Within the tolerance, relative to the largest expected value and at least 1.</summary>
    protected static void Near(double[] expected, DeviceBuffer<float> actual, double tolerance = 1e-5) =>
        Near(expected, actual.ToArray(), tolerance);

    protected static void Near(double[] expected, float[] actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Length == 0 ? 1 : Math.Max(1, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * scale))
                Assert.Fail($"Value {i} of {expected.Length} is {actual[i]:R}, expected {expected[i]:R} ± {tolerance * scale:G2}.");
        }
    }
}
