using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using B = ILGPU.ArrayView<byte>;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

// What saves launches in a training step: the classifier with its gradients in one launch, sums that Adam's kernel computes, Adam itself.
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
    protected internal override void Execute(in Classify op)
    {
        var (forward, loss, backward) = (op.Forward, op.Loss, op.Backward);
        var (batch, inputs, classes) = (forward.X.Rows, forward.X.Columns, forward.Y.Columns);
        if (!Classifier.Fits(inputs, classes) || Classifier.SharedBytes > _sharedBytes || !Adjoin(backward.DWeights, backward.DBias))
        {
            base.Execute(op);
            return;
        }
        View(backward.DWeights);
        View(backward.DBias);
        View(loss.Metrics, (2L * loss.Slot) + 2);
        int groups = Classifier.Groups(batch, inputs), stride = Classifier.ShareStride(inputs, classes);
        var use = Use(backward.DWeights);
        var gradientShares = SharesOf(use, (long)groups * stride);
        var metricShares = SharesOf(MetricsUse, 2L * groups);
        _classify ??= Load(Accelerator.LoadStreamKernel<ClassifierShape, F, F, F, B, F, F, F, F, F>, Classifier.Run);
        _classify(
            (groups, Sizes.Classifier), new ClassifierShape(batch, inputs, classes, backward.Relu, loss.Smoothing), View(forward.X),
            View(forward.Weights), View(forward.Bias), View(loss.Labels, batch), View(forward.Y), View(loss.DLogits), View(backward.Dx),
            gradientShares, metricShares);
        LeaveSum(use, backward.DWeights.Buffer, 0, (inputs + 1) * classes, gradientShares, groups, stride);
        LeaveSum(MetricsUse, loss.Metrics, 2L * loss.Slot, 2, metricShares, groups, 2);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in AdamStep op)
    {
        // The kernel's arguments have room for the sums of some layers and the metrics; View computes all other pending sums.
        var count = op.Weights.IntCount;
        var inside = op.Gradients.Buffer is IlgpuBuffer<float> own
            ? _pending.Where(sum => sum.IsWithin(own, count)).Take(ShareList.Most)
                .Select(sum => (Sum: sum, Shares: sum.From(own))).ToArray()
            : [];
        var metrics = _pending.FirstOrDefault(sum => sum.Use == MetricsUse);
        _pending.RemoveAll(sum => sum == metrics || inside.Any(i => i.Sum == sum));
        F w = View(op.Weights), g = View(op.Gradients), mean = View(op.M), square = View(op.V);
        var none = new Shares(w, 0, 0, 0, 0);
        Shares Inside(int number) => number < inside.Length ? inside[number].Shares : none;
        var shares = new ShareList(Inside(0), Inside(1), Inside(2), Inside(3), Inside(4), Inside(5), Inside(6), Inside(7));
        var metricShares = metrics is null ? none : new Shares(metrics.Partial, 0, metrics.Size, metrics.Slices, metrics.Stride);
        var metricsSum = metrics is null ? w : metrics.Target.View.SubView(metrics.Offset, metrics.Size);
        var fours = Float4.IsAligned(w) && Float4.IsAligned(g) && Float4.IsAligned(mean) && Float4.IsAligned(square);
        var u = op.Update;
        var settings = new AdamSettings(count, fours ? 1 : 0, u.Alpha, u.Beta1, u.Beta2, u.Epsilon, 1.0f - u.Decay);
        _adam ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, AdamSettings, F, F, F, F, ShareList, Shares, F>, Adam.Update);
        _adam(Adam.Threads(settings, metricShares), settings, w, g, mean, square, shares, metricShares, metricsSum);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in AverageWeights op)
    {
        _average ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, F, float>, MovingAverage.Update);
        _average(op.Mean.IntCount, View(op.Mean), View(op.Weights), op.Rate);
    }

    /// <summary>Adds up everything that was stored in shares.</summary>
    internal void Settle() => Settle(_ => true);

    private void Settle(Predicate<PendingSum> which)
    {
        for (var i = _pending.Count - 1; i >= 0; i--)
        {
            var sum = _pending[i];
            if (!which(sum))
                continue;
            _pending.RemoveAt(i);
            _settle ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, Values, int, int, int>, MatrixProduct.SumSlices<Values>);
            var target = new Values(sum.Target.View.SubView(sum.Offset, sum.Size), sum.Size);
            try
            {
                _settle(sum.Size, sum.Partial, target, sum.Slices, sum.Stride, sum.Size);
            }
            catch (Exception e) when (IsFailure(e, out var failure))
            {
                throw failure;
            }
        }
    }

    /// <summary>Discards pending sums whose memory is being freed, and frees the memory of their shares.</summary>
    internal void Forget(object root)
    {
        _pending.RemoveAll(sum => sum.Target == root);
        foreach (var use in _shares.Keys.Where(use => use.Root == root).ToList())
        {
            if (_shares.Remove(use, out var memory))
                Free(memory);
        }
    }

    // Memory for shares, kept as long as their target. Shares that are still in it are summed first.
    internal F SharesOf(SharesUse use, long length)
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

    internal void LeaveSum(SharesUse use, DeviceBuffer<float> target, long offset, int size, F partial, int slices, int stride)
    {
        var own = (IlgpuBuffer<float>)target;
        _pending.Add(new PendingSum(use, own.Root, own.Offset + offset, size, partial, slices, stride));
    }

    // Identifies the shares of these gradients: a buffer that is used repeatedly has its own.
    internal static SharesUse Use(in Tensor target) => target.Buffer is IlgpuBuffer<float> own ? new(own.Root, own.Offset) : new(null, 0);

    // Whether the second begins directly after the values of the first.
    internal static bool Adjoin(in Tensor first, in Tensor second) =>
        first.Buffer is IlgpuBuffer<float> a && second.Buffer is IlgpuBuffer<float> b
        && a.Root == b.Root && a.Offset + first.Count == b.Offset;
}
