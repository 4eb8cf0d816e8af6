using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// How the lanes that share a row of <see cref="SoftmaxKernel"/> combine their values: each lane passes one value, and all get the same
/// result, bit for bit. All threads of the group must call it. Group: (lanes, rows).
/// </summary>
public interface IRowLanes
{
    /// <summary>The largest value among the row's lanes.</summary>
    float Max(float value);

    /// <summary>The sum over the row's lanes.</summary>
    float Sum(float value);
}

/// <summary>
/// Warp shuffles: no memory, no barrier. For devices whose warps support them. The lanes of a row lie in one warp; their number is a power
/// of two and at most the warp's size. In each round, a lane adds the value of the lane that is half the remaining distance away.
/// </summary>
public readonly struct ShuffledLanes : IRowLanes
{
    /// <inheritdoc/>
    public float Max(float value)
    {
        for (var half = Group.DimX / 2; half > 0; half /= 2)
            value = MathF.Max(value, Warp.ShuffleXor(value, half));
        return value;
    }

    /// <inheritdoc/>
    public float Sum(float value)
    {
        for (var half = Group.DimX / 2; half > 0; half /= 2)
            value += Warp.ShuffleXor(value, half);
        return value;
    }
}

/// <summary>
/// Shared memory and a barrier, for devices without shuffles (OpenCL without sub-groups): each lane reads all values in the same order.
/// </summary>
public readonly struct SharedLanes : IRowLanes
{
    /// <inheritdoc/>
    public float Max(float value)
    {
        var values = Meet(value);
        var begin = Group.IdxY * Group.DimX;
        var max = values[begin];
        for (var lane = 1; lane < Group.DimX; lane++)
            max = MathF.Max(max, values[begin + lane]);
        return max;
    }

    /// <inheritdoc/>
    public float Sum(float value)
    {
        var values = Meet(value);
        var begin = Group.IdxY * Group.DimX;
        var sum = 0.0f;
        for (var lane = 0; lane < Group.DimX; lane++)
            sum += values[begin + lane];
        return sum;
    }

    private static ArrayView<float> Meet(float value)
    {
        var values = SharedMemory.Allocate<float>(SoftmaxKernel.MaxThreads);
        values[(Group.IdxY * Group.DimX) + Group.IdxX] = value;
        Group.Barrier();
        return values;
    }
}
