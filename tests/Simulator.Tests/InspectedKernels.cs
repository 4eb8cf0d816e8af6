using ILGPU;

namespace GpuDigits.Simulator.Tests;

/// <summary>Kernels with known counts, and kernels with planted faults.</summary>
public static class InspectedKernels
{
    public static void Copy(Index1D i, ArrayView<float> source, ArrayView<float> target) => target[i] = Read(source, i);

    public static void Strided(Index1D i, ArrayView<float> source, ArrayView<float> target, int stride) => target[i] = source[i * stride];

    /// <summary>Lane i writes shared word i · stride; all lanes read word 0.</summary>
    public static void Banks(ArrayView<float> target, int stride)
    {
        var shared = SharedMemory.Allocate<float>(32 * 32);
        shared[Group.IdxX * stride] = Group.IdxX;
        Group.Barrier();
        target[(Grid.IdxX * Group.DimX) + Group.IdxX] = shared[0];
    }

    /// <summary>Hands values to the neighbour: a race unless there is a barrier.</summary>
    public static void Neighbour(ArrayView<float> target, int barrier)
    {
        var shared = SharedMemory.Allocate<float>(64);
        shared[Group.IdxX] = Group.IdxX;
        if (barrier != 0)
            Group.Barrier();
        target[Group.IdxX] = shared[(Group.IdxX + 1) % Group.DimX];
    }

    /// <summary>Every group writes the same place.</summary>
    public static void SamePlace(ArrayView<int> target) => target[Group.IdxX] = Group.IdxX;

    /// <summary>A group reads the place that the next one reads and writes.</summary>
    public static void AddNext(ArrayView<float> values) => values[Grid.IdxX] += values[Grid.IdxX + 1];

    /// <summary>Hands values to the neighbour in the warp, over a shuffle and perhaps a barrier.</summary>
    public static void ShuffledNeighbour(ArrayView<float> target, int barrier)
    {
        var shared = SharedMemory.Allocate<float>(32);
        shared[Group.IdxX] = Group.IdxX;
        var sum = Warp.ShuffleXor(1, 1);
        if (barrier != 0)
            Warp.Barrier();
        target[Group.IdxX] = sum + shared[(Group.IdxX + 1) % Group.DimX];
    }

    /// <summary>Moves sixteen bytes a lane, stride · 16 bytes apart.</summary>
    public static void Fours(Index1D i, ArrayView<Four> source, ArrayView<Four> target, int stride) => target[i] = source[i * stride];

    /// <summary>Lane i reads the shared words from i · stride on, four at once.</summary>
    public static void FourBanks(ArrayView<Four> target, int stride)
    {
        var shared = SharedMemory.Allocate<Four>(32 * 8);
        shared[Group.IdxX] = default;
        Group.Barrier();
        target[Group.IdxX] = shared[Group.IdxX * stride];
    }

    public static void OddLanes(Index1D i, ArrayView<float> target)
    {
        if (i % 2 == 1)
            target[i] = 1;
    }

    public static void DivergentBarrier(ArrayView<float> target)
    {
        if (Group.IdxX < 7)
            Group.Barrier();
        target[Group.IdxX] = 1;
    }

    private static float Read(ArrayView<float> source, int i) => source[i];
}

/// <summary>Sixteen bytes.</summary>
public readonly struct Four
{
    public readonly float A, B, C, D;
}
