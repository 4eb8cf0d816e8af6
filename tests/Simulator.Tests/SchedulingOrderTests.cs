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
        ["gather"] = run => run.Device.Run(
            new GatherPictures(run.Bytes(40), run.Bytes(10), run.Order(10), 2, run.Output(Batch * 4).Rows(Batch), run.ByteOutput(Batch))),
        ["gather with augmentation"] = run =>
            run.Device.Run(
                new GatherAugmented(
                    run.Bytes(40), run.Bytes(10), run.Order(10), new AugmentBatch(2, 2, 2, 1, 1), new AugmentSettings(
                        0.1f, 0.2f, 0.1f, 1, 1, 0.5f, 0.5f, 0.5f, 0.5f), run.Output(Batch * 4).Rows(Batch), run.ByteOutput(Batch))),
        ["batch normalisation"] = run =>
        {
            var state = new BatchNormalizationState(run.Input(35), run.Input(35), run.InOut(35), run.InOut(35), run.Output(70));
            DeviceBuffer<float> x = run.Input(300 * 35), y = run.Output(300 * 35), dy = run.InOut(300 * 35);
            run.Device.Run(new BatchNormalizationForward(x.Rows(300), state, 1e-3f, 0.1f, y.Rows(300), Relu: true));
            run.Device.Run(
                new BatchNormalizationBackward(
                    x.Rows(300), y.Rows(300), dy.Rows(300), state, run.Output(35), run.Output(35), dy.Rows(300), Relu: true));
        },
        ["convolution"] = run =>
            run.Device.Run(
                new ConvolutionForward(Convolution, run.Input(Batch * Convolution.InputSize).Rows(Batch), run.Input(Convolution.FilterSize),
                    run.Input(6), run.Output(Batch * Convolution.OutputSize).Rows(Batch), Relu: true)),
        ["convolution, input gradient"] = run =>
            run.Device.Run(
                new ConvolutionBackwardInput(Convolution, run.Input(Batch * Convolution.OutputSize).Rows(Batch),
                    run.Input(Convolution.FilterSize), run.Output(Batch * Convolution.InputSize).Rows(Batch))),
        ["convolution, filter gradient"] = run =>
            run.Device.Run(
                new ConvolutionBackwardFilters(Convolution, run.Input(Batch * Convolution.InputSize).Rows(Batch),
                    run.Input(Batch * Convolution.OutputSize).Rows(Batch), run.Output(Convolution.FilterSize), run.Output(6))),
        ["convolution and normalisation"] = run => run.Normalized(Batch, null),
        ["convolution, normalisation and max-pool"] = run => run.Normalized(Batch, new(10, 8, 36, 2, 2, 2, 2, 0, 0, 5, 4)),
        ["max-pool"] = run =>
        {
            var places = run.ByteOutput(Batch * Overlapping.OutputSize);
            run.Device.Run(
                new MaxPoolForward(Overlapping, run.Input(Batch * Overlapping.InputSize).Rows(Batch),
                    run.Output(Batch * Overlapping.OutputSize).Rows(Batch), places));
            run.Device.Run(
                new MaxPoolBackward(Overlapping, run.Input(Batch * Overlapping.OutputSize).Rows(Batch), places,
                    run.Output(Batch * Overlapping.InputSize).Rows(Batch)));
        },
        ["average-pool"] = run =>
        {
            run.Device.Run(
                new AveragePoolForward(Overlapping, run.Input(Batch * Overlapping.InputSize).Rows(Batch),
                    run.Output(Batch * Overlapping.OutputSize).Rows(Batch)));
            run.Device.Run(
                new AveragePoolBackward(Overlapping, run.Input(Batch * Overlapping.OutputSize).Rows(Batch),
                    run.Output(Batch * Overlapping.InputSize).Rows(Batch)));
        },
        ["relu"] = run =>
        {
            run.Device.Run(new ReluForward(run.Input(300), run.Output(300)));
            run.Device.Run(new ReluBackward(run.Input(300), run.Input(300), run.Output(300)));
        },
        ["dense"] = run =>
        {
            run.Device.Run(
                new DenseForward(run.Input(40 * 150).Rows(40), run.Input(150 * 70).Rows(150), run.Input(70), run.Output(40 * 70).Rows(40)));
            run.Device.Run(
                new DenseBackwardInput(run.Input(40 * 70).Rows(40), run.Input(150 * 70).Rows(150), run.Output(40 * 150).Rows(40)));
            run.Device.Run(
                new DenseBackwardWeights(
                    run.Input(40 * 150).Rows(40), run.Input(40 * 70).Rows(40), run.Output(150 * 70).Rows(150), run.Output(70)));
        },
        ["softmax"] = run => run.Device.Run(new SoftmaxForward(run.Input(190).Rows(19), run.Output(190).Rows(19))),
        ["softmax and cross-entropy"] = run =>
            run.Device.Run(new CrossEntropy(run.Input(900).Rows(300), run.Labels(300, 3), run.Output(900).Rows(300), run.Output(4), 1)),
        ["dropout"] = run => run.Device.Run(new DropValues(run.Input(300), run.Output(300), 0.4f, 1, 2)),
        ["adam"] = run =>
            run.Device.Run(new AdamStep(run.InOut(300), run.Input(300), run.InOut(300), run.Output(300), new(0.001f, 0.9f, 0.999f, 1e-7f))),
        ["average"] = run => run.Device.Run(new AverageWeights(run.InOut(300), run.Input(300), 0.1f)),
        ["fused"] = run => run.Fused(First, FirstPool, First.InputSize),
        ["fused, general form"] = run => run.Fused(Convolution, new PoolShape(5, 6, 6, 2, 2, 1, 2, 0, 0, 4, 3), Convolution.InputSize),
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var name in Operations.Keys)
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

        public DeviceBuffer<byte> Labels(int count, int classes) =>
            Send([.. Enumerable.Range(0, count).Select(_ => (byte)_random.Next(classes))]);

        public DeviceBuffer<int> Order(int count) => Send([.. Enumerable.Range(0, count).Reverse()]);

        public void Fused(ConvolutionShape convolution, PoolShape pool, int inputSize)
        {
            var x = Input(Batch * inputSize);
            var y = Output(Batch * pool.OutputSize);
            var places = ByteOutput(Batch * pool.OutputSize);
            Device.Run(new ConvolutionPoolReluForward(
                convolution, pool, x.Rows(Batch), Input(convolution.FilterSize), Input(convolution.Filters), y.Rows(Batch), places));
            Device.Run(new ConvolutionPoolReluBackward(convolution, pool, x.Rows(Batch), y.Rows(Batch),
                Input(Batch * pool.OutputSize).Rows(Batch), places, Output(convolution.FilterSize), Output(convolution.Filters)));
        }

        // Forward, and the gradients of a convolution behind it.
        public void Normalized(int batch, PoolShape? pool)
        {
            var first = new ConvolutionShape(12, 10, 1, 36, 3, 3, 1, 1, 0, 0, 10, 8);
            int height = pool?.OutHeight ?? first.OutHeight, width = pool?.OutWidth ?? first.OutWidth;
            var rows = batch * first.OutHeight * first.OutWidth;
            var second = new ConvolutionShape(height, width, 36, 8, 2, 2, 1, 1, 0, 0, height - 1, width - 1);
            var state = new BatchNormalizationState(Input(36), Input(36), InOut(36), InOut(36), Output(72));
            DeviceBuffer<float> raw = Output(rows * 36), y = Output(rows * 36), gradient = Output(rows * 36);
            var output = pool is null ? y.Rows(batch) : Output(batch * second.InputSize).Rows(batch);
            var peaks = Output(batch * second.InputSize).Rows(batch);
            var places = ByteOutput(batch * second.InputSize);
            Device.Run(new ConvolutionNormalizationForward(
                new(first, Input(batch * first.InputSize).Rows(batch), Input(first.FilterSize), Input(36), raw.Rows(batch)),
                new(raw.Rows(rows), state, 1e-3f, 0.1f, y.Rows(rows), Relu: true),
                pool is { } p ? new MaxPoolForward(p, y.Rows(batch), output, places) : default(MaxPoolForward?),
                pool is null ? default(Tensor?) : peaks, pool is null ? new DropValues(y, y, 0.4f, 1, 2) : default(DropValues?)));
            var normal = new BatchNormalizationBackward(
                raw.Rows(rows), y.Rows(rows), gradient.Rows(rows), state, Output(36), Output(36), gradient.Rows(rows), Relu: true);
            var dx = pool is null ? gradient.Rows(batch) : Output(batch * second.InputSize).Rows(batch);
            var dy = Input(batch * second.OutputSize).Rows(batch);
            var weights = Output(second.FilterSize + 8);
            Device.Run(new ConvolutionNormalizationBackward(
                new(second, output, dy, weights.Slice(0, second.FilterSize), weights.Slice(second.FilterSize, 8)),
                new(second, dy, Input(second.FilterSize), dx),
                pool is { } q ? new(normal, new MaxPoolBackward(q, dx, places, gradient.Rows(batch)), output, peaks) : new(normal)));
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
