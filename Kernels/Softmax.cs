using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// p[b, c] = exp(z[b, c] − max) / Σ exp(z[b, ·] − max), rows of any length. The largest logit is taken off first, so that no exp overflows.
/// Launch: group (lanes, rows of the group), at most <see cref="MaxThreads"/> threads, grid ⌈batch / rows⌉. The lanes of a row
/// walk over its classes and meet in shared memory, where every lane adds up the same values in the same order
/// (warp shuffles would want a known warp size, and OpenCL often has none).
/// </summary>
public static class Softmax
{
    /// <summary>Most threads in a group.</summary>
    public const int MaxThreads = 256;

    /// <summary>The probabilities of the group's rows.</summary>
    public static void Forward(int batch, int classes, ArrayView<float> logits, ArrayView<float> probabilities)
    {
        var maxima = SharedMemory.Allocate<float>(MaxThreads);
        var sums = SharedMemory.Allocate<float>(MaxThreads);
        int lane = Group.IdxX;
        int lanes = Group.DimX;
        int row = (Grid.IdxX * Group.DimY) + Group.IdxY;
        int meeting = Group.IdxY * lanes;
        int begin = Math.Min(row, batch - 1) * classes;

        maxima[meeting + lane] = LaneMax(logits, begin, lane, lanes, classes);
        Group.Barrier();
        float max = MeetingMax(maxima, meeting, lanes);
        sums[meeting + lane] = LaneSum(logits, begin, lane, lanes, classes, max);
        Group.Barrier();
        float scale = 1.0f / MeetingSum(sums, meeting, lanes);
        if (row < batch)
        {
            for (int c = lane; c < classes; c += lanes)
                probabilities[begin + c] = MathF.Exp(logits[begin + c] - max) * scale;
        }
    }

    internal static float LaneMax(ArrayView<float> logits, int begin, int lane, int lanes, int classes)
    {
        float max = logits[begin];
        for (int c = lane; c < classes; c += lanes)
            max = MathF.Max(max, logits[begin + c]);
        return max;
    }

    internal static float LaneSum(ArrayView<float> logits, int begin, int lane, int lanes, int classes, float max)
    {
        float sum = 0.0f;
        for (int c = lane; c < classes; c += lanes)
            sum += MathF.Exp(logits[begin + c] - max);
        return sum;
    }

    internal static float MeetingMax(ArrayView<float> values, int begin, int lanes)
    {
        float max = values[begin];
        for (int lane = 1; lane < lanes; lane++)
            max = MathF.Max(max, values[begin + lane]);
        return max;
    }

    internal static float MeetingSum(ArrayView<float> values, int begin, int lanes)
    {
        float sum = 0.0f;
        for (int lane = 0; lane < lanes; lane++)
            sum += values[begin + lane];
        return sum;
    }
}
