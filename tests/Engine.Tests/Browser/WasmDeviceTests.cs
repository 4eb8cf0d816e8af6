using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Devices.Wasm;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Tests.Vector;

namespace GpuDigits.Engine.Tests.Browser;

public sealed class WasmDeviceTests
{
    public static TheoryData<string> Cases => [.. VectorCases.Names];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Its_kernels_agree_with_plain_loops_in_double(string name)
    {
        using var host = new WasmtimeHost();
        using var device = new WasmDevice(host);
        foreach (var (output, actual, expected) in new VectorCases(device, name).Run())
        {
            Assert.Equal(expected.Length, actual.Length);
            var scale = Math.Max(expected.Max(Math.Abs), 1e-3);
            for (var i = 0; i < actual.Length; i++)
                Assert.True(Math.Abs(actual[i] - expected[i]) <= 3e-5 * scale, $"{output}[{i}] is {actual[i]}, not {expected[i]}");
        }
    }

    [SkippableTheory]
    [InlineData("digits")]
    [InlineData("tutorial")]
    public void A_reading_of_a_shipped_network_is_that_of_the_cpu(string name)
    {
        const int Pictures = 7;
        var model = TrainedModel.Load(ShippedModel.Find(name)!).Fold();
        var random = new Random(4);
        float[] pictures = [.. Enumerable.Range(0, Pictures * model.Architecture.Input.Size).Select(
            _ => random.Next(4) == 0 ? random.NextSingle() : 0)];
        using var host = new WasmtimeHost();
        using var wasm = new WasmDevice(host);
        using var cpu = new VectorDevice(2);

        var expected = Read(cpu, 1);
        Near(expected, Read(wasm, 1));
        Near(expected, Read(wasm, 64));

        float[] Read(Device device, int batch)
        {
            using var network = new Network(device, model.Architecture, batch);
            network.LoadWeights(model.Weights);
            var probabilities = new float[Pictures * model.Architecture.Output.Size];
            network.Predict(pictures, probabilities);
            return probabilities;
        }

        static void Near(float[] expected, float[] actual) =>
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    /// <summary>A picture is read as it is, whatever is read with it: a test of one is a test of all.</summary>
    [SkippableFact]
    public void The_batch_does_not_change_a_bit()
    {
        const int Batch = 7, Inputs = 130, Outputs = 37;
        var random = new Random(5);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        using var host = new WasmtimeHost();
        using var device = new WasmDevice(host);
        var (x, w, bias) = (Put(Values(Batch * Inputs)), Put(Values(Inputs * Outputs)), Put(Values(Outputs)));

        var whole = Forward(x.Rows(Batch));

        for (var b = 0; b < Batch; b++)
            Assert.Equal(whole[(b * Outputs)..((b + 1) * Outputs)], Forward(x.Slice(b * Inputs, Inputs).Rows(1)));

        DeviceBuffer<float> Put(float[] values)
        {
            var buffer = device.Allocate<float>(values.Length);
            buffer.CopyFromHost(values);
            return buffer;
        }

        float[] Forward(Tensor rows)
        {
            var y = Put(new float[rows.Rows * Outputs]);
            device.Run(new DenseForward(rows, w.Rows(Inputs), bias, y.Rows(rows.Rows), Relu: true));
            return y.ToArray();
        }
    }
}
