using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using B = ILGPU.ArrayView<byte>;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

// What spares launches in a training step: the classifier and its gradients in one, sums left to Adam, Adam itself.
public sealed partial class IlgpuDevice
{
    private static readonly SharesUse MetricsUse = new(null, -1);

    private readonly List<PendingSum> _pending = [];
    private readonly Dictionary<SharesUse, MemoryBuffer1D<float, Stride1D.Dense>> _shares = [];
    private Action<KernelConfig, ClassifierShape, F, F, F, B, F, F, F, F, F>? _classify;
    private Action<Index1D, AdamSettings, F, F, F, F, ShareList, Shares, F>? _adam;
    private Action<Index1D, F, F, float>? _average;
    private Action<Index1D, F, Values, int, int, int>? _settle;

    /// <inheritdoc/>
    public override void Classify(
        int batch, int inputs, int classes, DeviceBuffer<float> x, DeviceBuffer<float> weights, DeviceBuffer<float> bias,
        DeviceBuffer<byte> labels, DeviceBuffer<float> logits, DeviceBuffer<float> dLogits, DeviceBuffer<float> dWeights,
        DeviceBuffer<float> dBias, DeviceBuffer<float> dx, bool relu, DeviceBuffer<float> metrics, int slot, float smoothing = 0)
    {
        int size = checked(inputs * classes);
        if (!Classifier.Fits(inputs, classes) || Classifier.SharedBytes > _sharedBytes || !Adjoin(dWeights, size, dBias))
        {
            base.Classify(batch, inputs, classes, x, weights, bias, labels, logits, dLogits, dWeights, dBias, dx, relu, metrics, slot, smoothing);
            return;
        }
        View(dWeights, size);
        View(dBias, classes);
        View(metrics, (2L * slot) + 2);
        int groups = Tiling.Count(batch, Classifier.Rows);
        var gradientShares = SharesOf(Use(dWeights), (long)groups * Classifier.ShareStride(inputs, classes));
        var metricShares = SharesOf(MetricsUse, 2L * groups);
        _classify ??= Load(Accelerator.LoadStreamKernel<ClassifierShape, F, F, F, B, F, F, F, F, F>, Classifier.Run);
        _classify(
            (groups, _sizes.Classifier), new ClassifierShape(batch, inputs, classes, relu, smoothing),
            View(x, (long)batch * inputs), View(weights, size), View(bias, classes), View(labels, batch),
            View(logits, (long)batch * classes), View(dLogits, (long)batch * classes), View(dx, (long)batch * inputs),
            gradientShares, metricShares);
        LeaveSum(Use(dWeights), dWeights, 0, size + classes, gradientShares, groups, Classifier.ShareStride(inputs, classes));
        LeaveSum(MetricsUse, metrics, 2L * slot, 2, metricShares, groups, 2);
    }

    /// <inheritdoc/>
    public override void Adam(
        int count, DeviceBuffer<float> weights, DeviceBuffer<float> gradients, DeviceBuffer<float> m, DeviceBuffer<float> v,
        float alpha, float beta1, float beta2, float epsilon, float decay = 0)
    {
        // Some layers' sums and the metrics fit in the kernel's arguments; what else is pending is summed by View.
        var inside = gradients is IlgpuBuffer<float> own
            ? _pending.Where(sum => sum.IsWithin(own, count)).Take(ShareList.Most).Select(sum => (Sum: sum, Shares: sum.From(own))).ToArray()
            : [];
        var metrics = _pending.FirstOrDefault(sum => sum.Use == MetricsUse);
        _pending.RemoveAll(sum => sum == metrics || inside.Any(i => i.Sum == sum));
        F w = View(weights, count), g = View(gradients, count), mean = View(m, count), square = View(v, count);
        var none = new Shares(w, 0, 0, 0, 0);
        Shares Inside(int number) => number < inside.Length ? inside[number].Shares : none;
        var shares = new ShareList(Inside(0), Inside(1), Inside(2), Inside(3), Inside(4), Inside(5), Inside(6), Inside(7));
        var metricShares = metrics is null ? none : new Shares(metrics.Partial, 0, metrics.Size, metrics.Slices, metrics.Stride);
        var metricsSum = metrics is null ? w : metrics.Target.View.SubView(metrics.Offset, metrics.Size);
        bool fours = Quad.IsAligned(w) && Quad.IsAligned(g) && Quad.IsAligned(mean) && Quad.IsAligned(square);
        var settings = new AdamSettings(count, fours, alpha, beta1, beta2, epsilon, decay);
        _adam ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, AdamSettings, F, F, F, F, ShareList, Shares, F>, Kernels.Adam.Update);
        _adam(Kernels.Adam.Threads(settings, metricShares), settings, w, g, mean, square, shares, metricShares, metricsSum);
    }

    /// <inheritdoc/>
    public override void Average(int count, DeviceBuffer<float> average, DeviceBuffer<float> weights, float rate)
    {
        _average ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, F, float>, MovingAverage.Update);
        _average(count, View(average, count), View(weights, count), rate);
    }

    /// <summary>Adds up all that was left in shares.</summary>
    internal void Settle() => Settle(_ => true);

    private void Settle(Predicate<PendingSum> which)
    {
        for (int i = _pending.Count - 1; i >= 0; i--)
        {
            var sum = _pending[i];
            if (!which(sum))
                continue;
            _pending.RemoveAt(i);
            _settle ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, Values, int, int, int>, Product.SumSlices<Values>);
            var target = new Values(sum.Target.View.SubView(sum.Offset, sum.Size), sum.Size);
            _settle(sum.Size, sum.Partial, target, sum.Slices, sum.Stride, sum.Size);
        }
    }

    /// <summary>Forgets sums whose memory is going away, and frees what was kept for them.</summary>
    internal void Forget(object root)
    {
        _pending.RemoveAll(sum => sum.Target == root);
        foreach (var use in _shares.Keys.Where(use => use.Root == root).ToList())
        {
            if (_shares.Remove(use, out var memory))
                memory.Dispose();
        }
    }

    // Memory for shares, kept as long as their target; what still lies in it is added up first.
    private F SharesOf(SharesUse use, long length)
    {
        if (_shares.TryGetValue(use, out var memory))
        {
            Settle(sum => sum.Use == use);
            if (memory.Length >= length)
                return memory.View.BaseView.SubView(0, length);
            Synchronize();
            memory.Dispose();
            _shares.Remove(use);
        }
        memory = AllocateMemory<float>(length);
        _shares.Add(use, memory);
        return memory.View.BaseView.SubView(0, length);
    }

    private void LeaveSum(SharesUse use, DeviceBuffer<float> target, long offset, int size, F partial, int slices, int stride)
    {
        var own = (IlgpuBuffer<float>)target;
        _pending.Add(new PendingSum(use, own.Root, own.Offset + offset, size, partial, slices, stride));
    }

    // The shares of these gradients: a buffer that is used over and over has its own.
    private static SharesUse Use(DeviceBuffer<float> target) => target is IlgpuBuffer<float> own ? new(own.Root, own.Offset) : new(null, 0);

    // Whether the second buffer begins where the first one's values end.
    private static bool Adjoin(DeviceBuffer<float> first, int length, DeviceBuffer<float> second) =>
        first is IlgpuBuffer<float> a && second is IlgpuBuffer<float> b && a.Root == b.Root && a.Offset + length == b.Offset;
}
