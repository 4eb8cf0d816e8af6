using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// How the lanes that share a row of <see cref="Softmax"/> meet: each brings a value, and each gets what all come to, the same bits. All threads of
/// the group call it. Group: (lanes, rows).
/// </summary>
public interface IRowLanes
{
    /// <summary>The largest value of the row's lanes.</summary>
    float Max(float value);

    /// <summary>The sum of the row's lanes.</summary>
    float Sum(float value);
}

/// <summary>
/// Shuffles: no memory, no barrier. For devices whose warps have them; the lanes of a row, a power of two and no more than a warp has, lie in
/// one warp. Each round, a lane adds what the lane beyond its half has.
/// </summary>
public readonly struct ShuffledLanes : IRowLanes
{
    /// <inheritdoc/>
    public float Max(float value)
    {
        for (int half = Group.DimX / 2; half > 0; half /= 2)
            value = MathF.Max(value, Warp.ShuffleXor(value, half));
        return value;
    }

    /// <inheritdoc/>
    public float Sum(float value)
    {
        for (int half = Group.DimX / 2; half > 0; half /= 2)
            value += Warp.ShuffleXor(value, half);
        return value;
    }
}

/// <summary>Shared memory and a barrier, where there are no shuffles (OpenCL without sub-groups): each lane goes over all values in the same order.</summary>
public readonly struct SharedLanes : IRowLanes
{
    /// <inheritdoc/>
    public float Max(float value)
    {
        var values = Meet(value);
        int begin = Group.IdxY * Group.DimX;
        float max = values[begin];
        for (int lane = 1; lane < Group.DimX; lane++)
            max = MathF.Max(max, values[begin + lane]);
        return max;
    }

    /// <inheritdoc/>
    public float Sum(float value)
    {
        var values = Meet(value);
        int begin = Group.IdxY * Group.DimX;
        float sum = 0.0f;
        for (int lane = 0; lane < Group.DimX; lane++)
            sum += values[begin + lane];
        return sum;
    }

    private static ArrayView<float> Meet(float value)
    {
        var values = SharedMemory.Allocate<float>(Softmax.MaxThreads);
        values[(Group.IdxY * Group.DimX) + Group.IdxX] = value;
        Group.Barrier();
        return values;
    }
}
