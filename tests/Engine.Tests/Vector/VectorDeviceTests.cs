using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Vector;

public class VectorDeviceTests
{
    public static TheoryData<string> Cases => [.. VectorCases.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryWidthAgreesWithPlainLoopsInDouble(string name)
    {
        foreach (var bits in new[] { 512, 256, 128, 1 })
        {
            using var device = new VectorDevice(2, bits);
            Assert.EndsWith(bits == 1 ? "scalar" : $"{bits}-bit vectors", device.Description, StringComparison.Ordinal);
            foreach (var (output, actual, expected) in new VectorCases(device, name).Run())
            {
                Assert.Equal(expected.Length, actual.Length);
                var scale = Math.Max(expected.Max(Math.Abs), 1e-3);
                for (var i = 0; i < actual.Length; i++)
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
        foreach (var threads in new[] { 2, 3, 8 })
        {
            using var device = new VectorDevice(threads);
            Assert.Equal(threads, device.Threads);
            foreach (var (first, second) in expected.Zip(new VectorCases(device, name).Run()))
                Assert.True(
                    first.Actual.AsSpan().SequenceEqual(second.Actual.AsSpan()),
                    $"{threads} threads: {first.Name} differs from one thread's");
        }
    }

    /// <summary>The kernel for one channel stores whole vectors; other shapes may end with a part of one, and need not be scalar.</summary>
    [Theory]
    [InlineData(6, 5, 512, 8)]
    [InlineData(6, 5, 256, 8)]
    [InlineData(6, 5, 128, 4)]
    [InlineData(10, 3, 512, 16)]
    [InlineData(20, 3, 512, 4)]
    [InlineData(32, 3, 512, 16)]
    [InlineData(6, 5, 1, 1)]
    [InlineData(32, 3, 1, 1)]
    public void AFirstLayerOfAnyNumberOfFiltersRunsOnVectors(int filters, int size, int bits, int floats)
    {
        using var device = new VectorDevice(1, bits);
        var side = 28 - size + 1;
        var shape = new ConvolutionShape(28, 28, 1, filters, size, size, 1, 1, 0, 0, side, side);
        var pool = new PoolShape(side, side, filters, 2, 2, 2, 2, 0, 0, side / 2, side / 2);
        Assert.Equal(floats, device.ForFused(shape, pool).Floats);
    }

    [Theory]
    [InlineData(5, 300, 33)]
    [InlineData(130, 67, 128)]
    public void AdamBehindTheGradientGivesTheBitsOfTheTwoSteps(int batch, int inputs, int outputs)
    {
        var random = new Random(5);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
        var size = inputs * outputs;
        var (x, dy, w, m, v) = (Values(batch * inputs), Values(batch * outputs), Values(size), Values(size), Values(size));
        foreach (var threads in new[] { 1, 2, 3, 8 })
        {
            using var device = new VectorDevice(threads);
            DeviceBuffer<float> Put(float[] values)
            {
                var buffer = device.Allocate<float>(values.Length);
                buffer.CopyFromHost(values);
                return buffer;
            }

            var (g, db, w1, m1, v1, w2, m2, v2) = (Put(w), Put(Values(outputs)), Put(w), Put(m), Put(v), Put(w), Put(m), Put(v));
            device.Run(new DenseBackwardWeights(Put(x).Rows(batch), Put(dy).Rows(batch), g.Rows(inputs), db));
            device.Run(new AdamStep(w1, g, m1, v1, new(0.01f, 0.9f, 0.999f, 1e-7f)));
            var bias = db.ToArray();
            db.Clear();
            device.Run(new DenseBackwardWeightsAdam(
                new(Put(x).Rows(batch), Put(dy).Rows(batch), g.Rows(inputs), db), new(w2, g, m2, v2, new(0.01f, 0.9f, 0.999f, 1e-7f))));
            Assert.NotEqual(w, w1.ToArray());
            Assert.Equal(w1.ToArray(), w2.ToArray());
            Assert.Equal(m1.ToArray(), m2.ToArray());
            Assert.Equal(v1.ToArray(), v2.ToArray());
            Assert.Equal(bias, db.ToArray());
        }
    }

    /// <summary>Many rows of zeros change the way that the sum is computed, but no bit of the other rows.</summary>
    [Fact]
    public void SkippingZerosGivesTheBitsOfTheWholeSum()
    {
        const int Batch = 64, Inputs = 300, Outputs = 128;
        var random = new Random(7);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        float[] x = Values(Batch * Inputs), w = Values(Inputs * Outputs), bias = Values(Outputs);
        float[] mostlyZero = [.. x.Select((value, i) => i / Inputs % 8 == 7 ? value : 0)];
        using var device = new VectorDevice(2);
        float[] Forward(float[] input)
        {
            DeviceBuffer<float> Put(float[] values)
            {
                var buffer = device.Allocate<float>(values.Length);
                buffer.CopyFromHost(values);
                return buffer;
            }

            var y = Put(new float[Batch * Outputs]);
            device.Run(new DenseForward(Put(input).Rows(Batch), Put(w).Rows(Inputs), Put(bias), y.Rows(Batch)));
            return y.ToArray();
        }

        float[] whole = Forward(x), skipped = Forward(mostlyZero);

        for (var b = 0; b < Batch; b++)
            Assert.Equal(b % 8 == 7 ? whole.AsSpan(b * Outputs, Outputs) : bias, skipped.AsSpan(b * Outputs, Outputs));
    }
}
