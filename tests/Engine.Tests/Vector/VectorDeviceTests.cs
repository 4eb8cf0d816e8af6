using GpuDigits.Engine.Devices.Vector;

namespace GpuDigits.Engine.Tests.Vector;

public class VectorDeviceTests
{
    public static TheoryData<string> Cases => [.. VectorCases.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryWidthAgreesWithPlainLoopsInDouble(string name)
    {
        foreach (int bits in new[] { 512, 256, 128, 1 })
        {
            using var device = new VectorDevice(2, bits);
            Assert.Equal(bits, device.VectorBits);
            foreach (var (output, actual, expected) in new VectorCases(device, name).Run())
            {
                Assert.Equal(expected.Length, actual.Length);
                double scale = Math.Max(expected.Max(Math.Abs), 1e-3);
                for (int i = 0; i < actual.Length; i++)
                    Assert.True(
                        Math.Abs(actual[i] - expected[i]) <= 3e-5 * scale,
                        $"{bits} bits: {output}[{i}] is {actual[i]}, not {expected[i]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ThreadsDoNotChangeABit(string name)
    {
        using var single = new VectorDevice(1);
        var expected = new VectorCases(single, name).Run();
        foreach (int threads in new[] { 2, 3, 8 })
        {
            using var device = new VectorDevice(threads);
            Assert.Equal(threads, device.Threads);
            foreach (var (first, second) in expected.Zip(new VectorCases(device, name).Run()))
                Assert.True(
                    first.Actual.AsSpan().SequenceEqual(second.Actual.AsSpan()), $"{threads} threads: {first.Name} differs from one thread's");
        }
    }
}
