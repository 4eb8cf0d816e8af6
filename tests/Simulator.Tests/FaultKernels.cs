using ILGPU;

namespace GpuDigits.Simulator.Tests;

/// <summary>A struct argument that holds a view.</summary>
public readonly record struct Weights(ArrayView<float> Values, int Count);

/// <summary>A struct that only this assembly sees.</summary>
internal readonly struct Hidden(int value)
{
    private readonly int _value = value;

    public int Value => _value;
}

/// <summary>A public struct argument with a part that is not.</summary>
public readonly struct PartlyHidden(int value)
{
    private readonly Hidden _hidden = new(value);

    /// <summary>What it holds.</summary>
    public int Value => _hidden.Value;
}

/// <summary>Kernels that do what no kernel may, and kernels that show what memory holds.</summary>
public static class FaultKernels
{
    public static void WriteBeyond(Index1D i, ArrayView<float> source, ArrayView<float> target, int shift) =>
        target[i + shift] = source[i];

    public static void WriteBeyondInGroup(ArrayView<float> target, int badGroup, int badThread, int index) =>
        target[Grid.IdxX == badGroup && Group.IdxX == badThread ? index : 0] = 1;

    public static void BeyondShared(ArrayView<float> target)
    {
        var shared = SharedMemory.Allocate<float>(8);
        shared[Group.IdxX] = 1;
        Group.Barrier();
        target[Group.IdxX] = shared[0];
    }

    public static void BeyondPart(Index1D i, ArrayView<float> target) => target.SubView(2, 3)[i] = 1;

    public static void FourFrom(Index1D i, ArrayView<float> target, int start) => target.SubView(start, 8).Cast<Four>()[i] = default;

    public static void InStruct(Index1D i, Weights weights) => weights.Values[i + weights.Count] = 1;

    public static void TakeHidden(Index1D i, ArrayView<float> target, PartlyHidden argument) => target[i] = argument.Value;

    public static void EndEarly(ArrayView<float> target, int threads)
    {
        if (Group.IdxX >= threads)
            return;
        Group.Barrier();
        target[Group.IdxX] = 1;
    }

    public static void TwoBarriers(ArrayView<float> target, int threads)
    {
        if (Group.IdxX < threads)
            Group.Barrier();
        else
            Group.Barrier();
        target[Group.IdxX] = 1;
    }

    public static void DivergentWarp(ArrayView<float> target)
    {
        float value = Group.IdxX;
        if (Group.IdxX < 40)
            value = Warp.ShuffleDown(value, 1);
        target[Group.IdxX] = value;
    }

    public static void DivideByZero(Index1D i, ArrayView<int> target) => target[i] = 1 / (target[i] - i);

    public static void TooMuchShared(ArrayView<float> target)
    {
        var shared = SharedMemory.Allocate<float>(8192);
        var more = SharedMemory.Allocate<float>(8192);
        target[0] = shared[0] + more[0];
    }

    public static void ShowUnwritten(ArrayView<float> target)
    {
        var shared = SharedMemory.Allocate<float>(4);
        target[Grid.IdxX] = shared[1];
        shared[1] = 1;
    }

    /// <summary>Lacks the barrier between writing and reading.</summary>
    public static void Race(ArrayView<float> target)
    {
        var shared = SharedMemory.Allocate<float>(64);
        shared[Group.IdxX] = Group.IdxX;
        target[Group.IdxX] = shared[(Group.IdxX + 1) % Group.DimX];
    }

    /// <summary>The last to write wins.</summary>
    public static void LastWriter(Index1D i, ArrayView<int> target) => target[0] = i;

    public static void Positions(ArrayView<int> target)
    {
        var group = (((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * Grid.DimX) + Grid.IdxX;
        var i = (group * Group.DimX * Group.DimY * Group.DimZ) + Group.LinearIndex;
        var x = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var y = (Grid.IdxY * Group.DimY) + Group.IdxY;
        var z = (Grid.IdxZ * Group.DimZ) + Group.IdxZ;
        target[i] = x + (100 * y) + (10_000 * z);
    }

    public static void CountIndex(Index1D i, ArrayView<int> target) => target[i] += i + 1;

    public static void Catches(ArrayView<int> target)
    {
        try
        {
            target[0] = 1;
        }
        finally
        {
            target[1] = 1;
        }
    }

    public static void Barrier(Index1D i, ArrayView<float> target)
    {
        Group.Barrier();
        target[i] = 1;
    }
}
