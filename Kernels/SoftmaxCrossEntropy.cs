using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Softmax and categorical cross-entropy in one stable step: loss[b] = log Σ exp(z[b, ·] − max) − Σ(c) t[b, c] · (z[b, c] − max);
/// dz[b, c] = (p[b, c] − t[b, c]) / batch, with the target t[b, c] = (1 − smoothing) · [c = label] + smoothing / classes. Rows are launched
/// as in <see cref="SoftmaxKernel"/>. They store loss and hit (1 if the first largest logit is the label's) in rowMetrics [2, batch].
/// <see cref="SumMetrics"/>, one group whose number of threads is a power of two, adds them in a fixed order; the host can read the sums
/// later.
/// </summary>
public static class SoftmaxCrossEntropy
{
    /// <summary>Most threads in the group of <see cref="SumMetrics"/>.</summary>
    public const int MaxThreads = 1024;

    /// <summary>The gradients, losses and hits of the group's rows.</summary>
    public static void Rows<TLanes>(
        int batch, int classes, float scale, float smoothing, ArrayView<float> logits, ArrayView<byte> labels, ArrayView<float> dLogits,
        ArrayView<float> rowMetrics)
        where TLanes : struct, IRowLanes
    {
        var lane = Group.IdxX;
        var lanes = Group.DimX;
        var row = (Grid.IdxX * Group.DimY) + Group.IdxY;
        var source = Math.Min(row, batch - 1);
        var begin = source * classes;
        int label = labels[source];
        var target = logits[begin + Math.Min(label, classes - 1)];

        var max = default(TLanes).Max(SoftmaxKernel.LaneMax(logits, begin, lane, lanes, classes));
        var sum = default(TLanes).Sum(SoftmaxKernel.LaneSum(logits, begin, lane, lanes, classes, max));
        var all = default(TLanes).Sum(LaneBelow(logits, begin, lane, lanes, classes, max));
        var beaten = default(TLanes).Max(LaneBeaten(logits, begin, lane, lanes, classes, label, target));
        if (row < batch)
        {
            var inverse = 1.0f / sum;
            var off = smoothing / classes;
            var on = 1.0f - smoothing;
            for (var c = lane; c < classes; c += lanes)
            {
                var probability = MathF.Exp(logits[begin + c] - max) * inverse;
                dLogits[begin + c] = (probability - (c == label ? on + off : off)) * scale;
            }
            if (lane == 0)
            {
                rowMetrics[row] = MathF.Log(sum) - ((on * (target - max)) + (off * all));
                rowMetrics[batch + row] = beaten > 0.0f ? 0.0f : 1.0f;
            }
        }
    }

    /// <summary>metrics[2 · slot] = Σ loss and metrics[2 · slot + 1] = Σ hits, by one group.</summary>
    public static void SumMetrics(int batch, ArrayView<float> rowMetrics, ArrayView<float> metrics, int slot)
    {
        var losses = SharedMemory.Allocate<float>(MaxThreads);
        var hits = SharedMemory.Allocate<float>(MaxThreads);
        var thread = Group.IdxX;
        var loss = 0.0f;
        var hit = 0.0f;
        for (var row = thread; row < batch; row += Group.DimX)
        {
            loss += rowMetrics[row];
            hit += rowMetrics[batch + row];
        }
        losses[thread] = loss;
        hits[thread] = hit;
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            Group.Barrier();
            if (thread < half)
            {
                losses[thread] += losses[thread + half];
                hits[thread] += hits[thread + half];
            }
        }
        if (thread == 0)
        {
            metrics[2 * slot] = losses[0];
            metrics[(2 * slot) + 1] = hits[0];
        }
    }

    private static float LaneBelow(ArrayView<float> logits, int begin, int lane, int lanes, int classes, float max)
    {
        var sum = 0.0f;
        for (var c = lane; c < classes; c += lanes)
            sum += logits[begin + c] - max;
        return sum;
    }

    // 1 if a class of this lane beats the label: a larger logit, or an equal logit at a smaller index.
    private static float LaneBeaten(ArrayView<float> logits, int begin, int lane, int lanes, int classes, int label, float target)
    {
        var beaten = 0.0f;
        for (var c = lane; c < classes; c += lanes)
        {
            var logit = logits[begin + c];
            var holds = c == label || (c < label ? logit < target : logit <= target);
            beaten = holds ? beaten : 1.0f;
        }
        return beaten;
    }
}
