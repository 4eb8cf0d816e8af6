using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Vector;

/// <summary>
/// Every operation on awkward shapes: what the device computes, and the same as plain loops in double. The inputs follow from
/// the case's name, so all devices get the same.
/// </summary>
internal sealed class VectorCases(VectorDevice device, string name)
{
    private static readonly (int Batch, int Inputs, int Outputs)[] Dense =
        [(1, 129, 131), (1, 37, 10), (2, 1, 1), (3, 700, 129), (129, 361, 35), (130, 5, 70), (17, 64, 32), (1100, 9, 3)];

    /// <summary>Shapes whose zeros are skipped when x has many; the last is too large for a sum in parts.</summary>
    private static readonly (int, int, int)[] Sparse =
        [(2, 128, 128), (5, 1100, 128), (17, 100, 128), (130, 750, 256), (33, 65, 32), (900, 50, 128)];

    private static readonly ConvolutionShape[] Convolutions =
    [
        new(9, 7, 1, 32, 3, 3, 1, 1, 0, 0, 7, 5),
        new(8, 11, 3, 5, 3, 3, 1, 1, 1, 1, 8, 11),
        new(13, 10, 16, 33, 3, 3, 2, 2, 0, 0, 6, 4),
        new(10, 9, 17, 16, 3, 5, 2, 3, 1, 2, 5, 4),
        new(6, 6, 33, 64, 1, 1, 1, 1, 0, 0, 6, 6),
        new(12, 12, 2, 8, 2, 2, 3, 3, 0, 0, 4, 4),
        new(5, 5, 4, 4, 5, 5, 1, 1, 2, 2, 5, 5),
        new(8, 11, 32, 48, 3, 3, 1, 1, 1, 1, 8, 11),
        new(9, 6, 48, 16, 3, 3, 1, 1, 0, 0, 7, 4),
        new(4, 3, 16, 32, 3, 3, 1, 1, 2, 2, 6, 5),
        new(14, 14, 16, 64, 3, 3, 1, 1, 0, 1, 12, 14),
        new(20, 18, 16, 32, 3, 3, 1, 1, 0, 0, 18, 16),
        new(10, 8, 1, 32, 3, 3, 1, 1, 1, 1, 10, 8),
    ];

    private static readonly PoolShape[] Pools =
    [
        new(6, 8, 32, 2, 2, 2, 2, 0, 0, 3, 4),
        new(7, 7, 5, 3, 3, 2, 2, 1, 1, 4, 4),
        new(9, 5, 20, 3, 2, 1, 2, 0, 0, 7, 2),
    ];

    private readonly Random _random = new(name.Aggregate(17, (hash, c) => (hash * 31) + c));

    public static IEnumerable<string> Names =>
        Dense.SelectMany((_, i) => new[] { $"dense {i}", $"dense-relu {i}" })
            .Concat(Sparse.Select((_, i) => $"sparse {i}"))
            .Concat(Convolutions.SelectMany(
                (_, i) => new[] { $"convolution {i}", $"one {i}", $"fused {i}", $"fused-one {i}", $"fused-same {i}" }))
            .Concat(Pools.Select((_, i) => $"pool {i}"))
            .Concat(["elementwise 1", "elementwise 40003", "softmax 10", "softmax 1000"]);

    public sealed record Output(string Name, float[] Actual, double[] Expected);

    public List<Output> Run()
    {
        var parts = name.Split(' ');
        var n = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        return parts[0] switch
        {
            "dense" => RunDense(Dense[n], relu: false),
            "dense-relu" => RunDense(Dense[n], relu: true),
            "sparse" => RunDense(Sparse[n], relu: true, zeros: 0.6),
            "convolution" => RunConvolution(Convolutions[n], batch: 5),
            "one" => RunConvolution(Convolutions[n], batch: 1),
            "fused" => RunFused(Convolutions[n], batch: 19),
            "fused-one" => RunFused(Convolutions[n], batch: 1),
            "fused-same" => RunFused(Convolutions[n] with { Channels = 1, PadTop = 1, Filters = 24 }, batch: 19),
            "pool" => RunPool(Pools[n]),
            "elementwise" => RunElementwise(n),
            _ => RunSoftmax(n, 10),
        };
    }

    private float[] Values(int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = _random.Next(4) == 0 ? 0 : (float)(_random.NextDouble() - 0.5);
        return values;
    }

    private DeviceBuffer<T> Put<T>(T[] values)
        where T : unmanaged
    {
        var buffer = device.Allocate<T>(values.Length);
        buffer.CopyFromHost(values);
        return buffer;
    }

    /// <summary>An output buffer that holds nonsense, since operations overwrite.</summary>
    private DeviceBuffer<float> Out(int count) => Put(Enumerable.Repeat(float.NaN, count).ToArray());

    private List<Output> RunDense((int Batch, int Inputs, int Outputs) shape, bool relu, double zeros = 0)
    {
        var (batch, inputs, outputs) = shape;
        float[] x = Values(batch * inputs), w = Values(inputs * outputs), bias = Values(outputs), dy = Values(batch * outputs);
        for (var i = 0; zeros > 0 && i < x.Length; i++)
            x[i] = _random.NextDouble() < zeros ? 0 : x[i];
        var (y, dx, dw, db) = (Out(batch * outputs), Out(x.Length), Out(w.Length), Out(outputs));
        device.Run(new DenseForward(Put(x).Rows(batch), Put(w).Rows(inputs), Put(bias), y.Rows(batch), relu));
        device.Run(new DenseBackwardInput(Put(dy).Rows(batch), Put(w).Rows(inputs), dx.Rows(batch)));
        device.Run(new DenseBackwardWeights(Put(x).Rows(batch), Put(dy).Rows(batch), dw.Rows(inputs), db));
        var e = Plain.Dense(batch, inputs, outputs, x, w, bias, dy, relu);
        return [new("y", y.ToArray(), e.Y), new("dx", dx.ToArray(), e.Dx), new("dw", dw.ToArray(), e.Dw), new("db", db.ToArray(), e.Db)];
    }

    private List<Output> RunConvolution(in ConvolutionShape s, int batch)
    {
        float[] x = Values(batch * s.InputSize), w = Values(s.FilterSize), bias = Values(s.Filters), dy = Values(batch * s.OutputSize);
        var (y, relu, dx, dw, db) = (Out(dy.Length), Out(dy.Length), Out(x.Length), Out(w.Length), Out(s.Filters));
        device.Run(new ConvolutionForward(s, Put(x).Rows(batch), Put(w), Put(bias), y.Rows(batch)));
        device.Run(new ConvolutionForward(s, Put(x).Rows(batch), Put(w), Put(bias), relu.Rows(batch), Relu: true));
        var prepared = Out(dy.Length);
        device.Run(new ConvolutionForward(s, Put(x).Rows(batch), Put(w), Put(bias), prepared.Rows(batch), Prepared: Prepare(s, w)));
        device.Run(new ConvolutionBackwardInput(s, Put(dy).Rows(batch), Put(w), dx.Rows(batch)));
        device.Run(new ConvolutionBackwardFilters(s, Put(x).Rows(batch), Put(dy).Rows(batch), dw, db));
        var expected = Plain.Convolution(s, batch, x, w, bias);
        var e = Plain.ConvolutionGradients(s, batch, x, w, dy);
        return
        [
            new("y", y.ToArray(), expected), new("relu", relu.ToArray(), [.. expected.Select(v => Math.Max(v, 0))]),
            new("prepared", prepared.ToArray(), expected),
            new("dx", dx.ToArray(), e.Dx), new("dw", dw.ToArray(), e.Dw), new("db", db.ToArray(), e.Db),
        ];
    }

    private List<Output> RunFused(in ConvolutionShape s, int batch)
    {
        var p = new PoolShape(s.OutHeight, s.OutWidth, s.Filters, 2, 2, 2, 2, 0, 0, s.OutHeight / 2, s.OutWidth / 2);
        float[] x = Values(batch * s.InputSize), w = Values(s.FilterSize), bias = Values(s.Filters), dy = Values(batch * p.OutputSize);
        var argMax = device.Allocate<byte>(dy.Length);
        var (y, dw, db) = (Out(dy.Length), Out(w.Length), Out(s.Filters));
        device.Run(new ConvolutionPoolReluForward(s, p, Put(x).Rows(batch), Put(w), Put(bias), y.Rows(batch), argMax, Prepare(s, w)));
        device.Run(new ConvolutionPoolReluBackward(s, p, Put(x).Rows(batch), y.Rows(batch), Put(dy).Rows(batch), argMax, dw, db));
        var (pooled, place) = Plain.MaxPool(p, batch, Plain.Convolution(s, batch, x, w, bias));
        var gated = dy.Select((g, i) => pooled[i] > 0 ? g : 0).ToArray();
        var e = Plain.ConvolutionGradients(s, batch, x, w, [.. Plain.MaxPoolGradient(p, batch, gated, place).Select(v => (float)v)]);
        return
        [
            new("y", y.ToArray(), [.. pooled.Select(v => Math.Max(v, 0))]), new("argMax", Floats(argMax), Doubles(place)),
            new("dw", dw.ToArray(), e.Dw), new("db", db.ToArray(), e.Db),
        ];
    }

    /// <summary>The filters in the device's own form, if it has one.</summary>
    private Tensor? Prepare(in ConvolutionShape s, float[] filters)
    {
        if (device.PreparedFilters(s) is not (> 0 and var count))
            return null;
        Tensor prepared = Out((int)count);
        device.Run(new PrepareFilters(s, Put(filters), prepared));
        return prepared;
    }

    private List<Output> RunPool(in PoolShape s)
    {
        const int Batch = 7;
        float[] x = Values(Batch * s.InputSize), dy = Values(Batch * s.OutputSize);
        var argMax = device.Allocate<byte>(dy.Length);
        var (max, mean, dMax, dMean) = (Out(dy.Length), Out(dy.Length), Out(x.Length), Out(x.Length));
        device.Run(new MaxPoolForward(s, Put(x).Rows(Batch), max.Rows(Batch), argMax));
        device.Run(new MaxPoolBackward(s, Put(dy).Rows(Batch), argMax, dMax.Rows(Batch)));
        device.Run(new AveragePoolForward(s, Put(x).Rows(Batch), mean.Rows(Batch)));
        device.Run(new AveragePoolBackward(s, Put(dy).Rows(Batch), dMean.Rows(Batch)));
        var (value, place) = Plain.MaxPool(s, Batch, Array.ConvertAll(x, v => (double)v));
        var (expected, gradient) = Plain.AveragePool(s, Batch, x, dy);
        return
        [
            new("max", max.ToArray(), value), new("argMax", Floats(argMax), Doubles(place)),
            new("dMax", dMax.ToArray(), Plain.MaxPoolGradient(s, Batch, dy, place)), new("mean", mean.ToArray(), expected),
            new("dMean", dMean.ToArray(), gradient),
        ];
    }

    private List<Output> RunElementwise(int count)
    {
        float[] x = Values(count), dy = Values(count), w = Values(count), m = Values(count), v = [.. Values(count).Select(a => a * a)];
        var images = new byte[7 * count];
        _random.NextBytes(images);
        var (relu, dRelu, dropped, gathered) = (Out(count), Out(count), Out(count), Out(3 * count));
        DeviceBuffer<float> bw = Put(w), bm = Put(m), bv = Put(v);
        var labels = device.Allocate<byte>(3);
        device.Run(new ReluForward(Put(x), relu));
        device.Run(new ReluBackward(Put(x), Put(dy), dRelu));
        device.Run(new DropValues(Put(x), dropped, 0.25f, 3, 4));
        device.Run(new AdamStep(bw, Put(dy), bm, bv, new(0.01f, 0.9f, 0.999f, 1e-7f)));
        device.Run(new GatherPictures(Put(images), Put("abcdefg"u8.ToArray()), Put([9, 6, 0, 3]), 1, gathered.Rows(3), labels));
        var em = m.Select((a, i) => (0.9 * a) + (0.1 * dy[i])).ToArray();
        var ev = v.Select((a, i) => (0.999 * a) + (0.001 * dy[i] * dy[i])).ToArray();
        return
        [
            new("relu", relu.ToArray(), [.. x.Select(a => Math.Max(a, 0.0))]),
            new("dRelu", dRelu.ToArray(), [.. dy.Select((g, i) => x[i] > 0 ? g : 0.0)]),
            new("dropout", dropped.ToArray(), [.. x.Select((a, i) => CounterRandom.Uniform(3, 4, (uint)i) >= 0.25f ? a / 0.75 : 0)]),
            new("m", bm.ToArray(), em), new("v", bv.ToArray(), ev),
            new("w", bw.ToArray(), [.. w.Select((a, i) => a - (0.01 * em[i] / (Math.Sqrt(ev[i]) + 1e-7)))]),
            new("gather", gathered.ToArray(),
                [.. images[(6 * count)..].Concat(images[..count]).Concat(images[(3 * count)..(4 * count)]).Select(a => a / 255.0)]),
            new("labels", Floats(labels), [.. "gad"u8.ToArray().Select(a => (double)a)]),
        ];
    }

    private List<Output> RunSoftmax(int batch, int classes)
    {
        float[] z = [.. Values(batch * classes).Select(v => 40 * v)];
        byte[] labels = [.. Enumerable.Range(0, batch).Select(b => (byte)(b * 7 % classes))];
        var (p, dz, metrics) = (Out(z.Length), Out(z.Length), Out(4));
        device.Run(new SoftmaxForward(Put(z).Rows(batch), p.Rows(batch)));
        device.Run(new CrossEntropy(Put(z).Rows(batch), Put(labels), dz.Rows(batch), metrics, 1));
        var e = Plain.Softmax(batch, classes, z, labels);
        return
        [
            new("p", p.ToArray(), e.P), new("dz", dz.ToArray(), e.Dz), new("metrics", metrics.ToArray()[2..], [e.Loss, e.Hits]),
        ];
    }

    private static float[] Floats(DeviceBuffer<byte> bytes) => Array.ConvertAll(bytes.ToArray(), b => (float)b);

    private static double[] Doubles(byte[] bytes) => Array.ConvertAll(bytes, b => (double)b);
}
