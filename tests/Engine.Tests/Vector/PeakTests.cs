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
}
