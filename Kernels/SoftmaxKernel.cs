using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// p[b, c] = exp(z[b, c] − max) / Σ exp(z[b, ·] − max), rows of any length. The largest logit is subtracted first, so that exp cannot
/// overflow. Launch: group (lanes, rows of the group); the number of lanes is a power of two, at most <see cref="MaxThreads"/> threads;
/// grid ⌈batch / rows⌉. The lanes of a row share its classes and combine their values by <see cref="IRowLanes"/>.
/// </summary>
public static class SoftmaxKernel
{
    /// <summary>Most threads per group.</summary>
    public const int MaxThreads = 256;

    /// <summary>The probabilities of the group's rows.</summary>
    public static void Forward<TLanes>(int batch, int classes, ArrayView<float> logits, ArrayView<float> probabilities)
        where TLanes : struct, IRowLanes
    {
        var lane = Group.IdxX;
        var lanes = Group.DimX;
        var row = (Grid.IdxX * Group.DimY) + Group.IdxY;
        var begin = Math.Min(row, batch - 1) * classes;

        var max = default(TLanes).Max(LaneMax(logits, begin, lane, lanes, classes));
        var scale = 1.0f / default(TLanes).Sum(LaneSum(logits, begin, lane, lanes, classes, max));
        if (row < batch)
        {
            for (var c = lane; c < classes; c += lanes)
                probabilities[begin + c] = MathF.Exp(logits[begin + c] - max) * scale;
        }
    }

    internal static float LaneMax(ArrayView<float> logits, int begin, int lane, int lanes, int classes)
    {
        var max = logits[begin];
        for (var c = lane; c < classes; c += lanes)
            max = MathF.Max(max, logits[begin + c]);
        return max;
    }

    internal static float LaneSum(ArrayView<float> logits, int begin, int lane, int lanes, int classes, float max)
    {
        var sum = 0.0f;
        for (var c = lane; c < classes; c += lanes)
            sum += MathF.Exp(logits[begin + c] - max);
        return sum;
    }
}
