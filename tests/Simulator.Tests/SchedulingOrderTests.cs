using System.Runtime.InteropServices;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;
using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime.CPU;

namespace GpuDigits.Simulator.Tests;

/// <summary>
/// Every operation gives the same bits whatever the order in which groups and threads run between barriers, and on however many
/// workers: a difference would be a race.
/// </summary>
public sealed class SchedulingOrderTests
{
    private const int Batch = 5;

    private static readonly ConvolutionShape Convolution = new(9, 7, 3, 6, 3, 2, 2, 1, 1, 0, 5, 6);
    private static readonly ConvolutionShape First = new(12, 10, 1, 35, 3, 3, 1, 1, 0, 0, 10, 8);
    private static readonly PoolShape FirstPool = new(10, 8, 35, 2, 2, 2, 2, 0, 0, 5, 4);
    private static readonly PoolShape Overlapping = new(7, 6, 4, 3, 3, 2, 1, 0, 1, 3, 6);

    private static readonly Dictionary<string, Action<Run>> Operations = new()
    {
        ["gather"] = run => run.Device.GatherBatch(
            run.Bytes(40), run.Bytes(10), run.Order(10), 2, Batch, 4, run.Output(Batch * 4), run.ByteOutput(Batch)),
        ["gather with augmentation"] = run => run.Device.GatherAugmented(
            run.Bytes(40), run.Bytes(10), run.Order(10), Batch, new AugmentBatch(2, 2, 2, 1, 1), new AugmentSettings(0.1f, 0.2f, 0.1f, 1, 1, 0.5f, 0.5f, 0.5f, 0.5f),
            run.Output(Batch * 4), run.ByteOutput(Batch)),
        ["batch normalisation"] = run =>
        {
            var state = new BatchNormalizationState(run.Input(35), run.Input(35), run.InOut(35), run.InOut(35), run.Output(70));
            DeviceBuffer<float> x = run.Input(300 * 35), y = run.Output(300 * 35), dy = run.InOut(300 * 35);
            run.Device.BatchNormalize(300, 35, x, state, 1e-3f, 0.1f, y, relu: true);
            run.Device.BatchNormalizeBackward(300, 35, x, y, dy, state, run.Output(35), run.Output(35), dy, relu: true);
        },
        ["convolution"] = run => run.Device.ConvolutionForward(
            Convolution, Batch, run.Input(Batch * Convolution.InputSize), run.Input(Convolution.FilterSize), run.Input(6),
            run.Output(Batch * Convolution.OutputSize), relu: true),
        ["convolution, input gradient"] = run => run.Device.ConvolutionBackwardInput(
            Convolution, Batch, run.Input(Batch * Convolution.OutputSize), run.Input(Convolution.FilterSize),
            run.Output(Batch * Convolution.InputSize)),
        ["convolution, filter gradient"] = run => run.Device.ConvolutionBackwardFilters(
            Convolution, Batch, run.Input(Batch * Convolution.InputSize), run.Input(Batch * Convolution.OutputSize),
            run.Output(Convolution.FilterSize), run.Output(6)),
        ["max-pool"] = run =>
        {
            var places = run.ByteOutput(Batch * Overlapping.OutputSize);
            run.Device.MaxPoolForward(Overlapping, Batch, run.Input(Batch * Overlapping.InputSize), run.Output(Batch * Overlapping.OutputSize), places);
            run.Device.MaxPoolBackward(Overlapping, Batch, run.Input(Batch * Overlapping.OutputSize), places, run.Output(Batch * Overlapping.InputSize));
        },
        ["average-pool"] = run =>
        {
            run.Device.AveragePoolForward(Overlapping, Batch, run.Input(Batch * Overlapping.InputSize), run.Output(Batch * Overlapping.OutputSize));
            run.Device.AveragePoolBackward(Overlapping, Batch, run.Input(Batch * Overlapping.OutputSize), run.Output(Batch * Overlapping.InputSize));
        },
        ["relu"] = run =>
        {
            run.Device.ReluForward(300, run.Input(300), run.Output(300));
            run.Device.ReluBackward(300, run.Input(300), run.Input(300), run.Output(300));
        },
        ["dense"] = run =>
        {
            run.Device.DenseForward(40, 150, 70, run.Input(40 * 150), run.Input(150 * 70), run.Input(70), run.Output(40 * 70));
            run.Device.DenseBackwardInput(40, 150, 70, run.Input(40 * 70), run.Input(150 * 70), run.Output(40 * 150));
            run.Device.DenseBackwardWeights(40, 150, 70, run.Input(40 * 150), run.Input(40 * 70), run.Output(150 * 70), run.Output(70));
        },
        ["softmax"] = run => run.Device.Softmax(19, 10, run.Input(190), run.Output(190)),
        ["softmax and cross-entropy"] = run => run.Device.SoftmaxCrossEntropy(
            300, 3, run.Input(900), run.Labels(300, 3), run.Output(900), run.Output(4), 1),
        ["dropout"] = run => run.Device.Dropout(300, run.Input(300), run.Output(300), 0.4f, 1, 2),
        ["adam"] = run => run.Device.Adam(
            300, run.InOut(300), run.Input(300), run.InOut(300), run.Output(300), 0.001f, 0.9f, 0.999f, 1e-7f),
        ["average"] = run => run.Device.Average(300, run.InOut(300), run.Input(300), 0.1f),
        ["fused"] = run => run.Fused(First, FirstPool, First.InputSize),
        ["fused, general form"] = run => run.Fused(Convolution, new PoolShape(5, 6, 6, 2, 2, 1, 2, 0, 0, 4, 3), Convolution.InputSize),
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (string name in Operations.Keys)
            {
                cases.Add(name, 16);
                cases.Add(name, 1024);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OrderDoesNotMatter(string operation, int groupThreads)
    {
        var expected = Bits(operation, groupThreads, ThreadOrder.Ascending, 1);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Bits(operation, groupThreads, ThreadOrder.Descending, 1));
        Assert.Equal(expected, Bits(operation, groupThreads, ThreadOrder.Shuffled(7), 2));
    }

    private static byte[] Bits(string operation, int groupThreads, ThreadOrder order, int workers)
    {
        var context = Context.Create(builder => builder.CPU(CPUDeviceKind.Nvidia).Checks(checks =>
        {
            checks.Order = order;
            checks.Workers = workers;
        }));
        using var run = new Run(new IlgpuDevice(
            "ilgpu-cpu", context, context.Devices[0].CreateAccelerator(context), groupThreads, busyGroups: 6, shuffles: groupThreads > 16));
        Operations[operation](run);
        return run.Outputs();
    }

    /// <summary>Random inputs, the same in every run, and what an operation leaves.</summary>
    private sealed class Run(Device device) : IDisposable
    {
        private readonly Random _random = new(1);
        private readonly List<Func<byte[]>> _outputs = [];

        public Device Device { get; } = device;

        public DeviceBuffer<float> Input(int count) => Send([.. Enumerable.Range(0, count).Select(_ => (2 * _random.NextSingle()) - 1)]);

        public DeviceBuffer<float> InOut(int count) => Kept(Input(count));

        public DeviceBuffer<float> Output(int count) => Kept(Device.Allocate<float>(count));

        public DeviceBuffer<byte> ByteOutput(int count) => Kept(Device.Allocate<byte>(count));

        public DeviceBuffer<byte> Bytes(int count) => Labels(count, 256);

        public DeviceBuffer<byte> Labels(int count, int classes) => Send([.. Enumerable.Range(0, count).Select(_ => (byte)_random.Next(classes))]);

        public DeviceBuffer<int> Order(int count) => Send([.. Enumerable.Range(0, count).Reverse()]);

        public void Fused(ConvolutionShape convolution, PoolShape pool, int inputSize)
        {
            var x = Input(Batch * inputSize);
            var y = Output(Batch * pool.OutputSize);
            var places = ByteOutput(Batch * pool.OutputSize);
            Device.ConvolutionPoolReluForward(convolution, pool, Batch, x, Input(convolution.FilterSize), Input(convolution.Filters), y, places);
            Device.ConvolutionPoolReluBackward(
                convolution, pool, Batch, x, y, Input(Batch * pool.OutputSize), places, Output(convolution.FilterSize), Output(convolution.Filters));
        }

        public byte[] Outputs() => [.. _outputs.SelectMany(read => read())];

        public void Dispose() => Device.Dispose();

        private DeviceBuffer<T> Kept<T>(DeviceBuffer<T> buffer)
            where T : unmanaged
        {
            _outputs.Add(() => MemoryMarshal.AsBytes<T>(buffer.ToArray()).ToArray());
            return buffer;
        }

        private DeviceBuffer<T> Send<T>(T[] values)
            where T : unmanaged
        {
            var buffer = Device.Allocate<T>(values.Length);
            buffer.CopyFromHost(values);
            return buffer;
        }
    }
}
