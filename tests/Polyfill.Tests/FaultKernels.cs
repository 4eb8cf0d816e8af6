using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Polyfill.Tests;

/// <summary>A struct argument that holds a view.</summary>
public readonly record struct Weights(ArrayView1D<float, Stride1D.Dense> Values, int Count);

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
    public static void WriteBeyond(Index1D i, ArrayView1D<float, Stride1D.Dense> source, ArrayView1D<float, Stride1D.Dense> target, int shift) =>
        target[i + shift] = source[i];

    public static void WriteBeyondInGroup(ArrayView1D<float, Stride1D.Dense> target, int badGroup, int badThread, int index) =>
        target[Grid.IdxX == badGroup && Group.IdxX == badThread ? index : 0] = 1;

    public static void BeyondShared(ArrayView1D<float, Stride1D.Dense> target)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(8);
        shared[Group.IdxX] = 1;
        Group.Barrier();
        target[Group.IdxX] = shared[0];
    }

    public static void BeyondLocal(ArrayView1D<float, Stride1D.Dense> target)
    {
        ArrayView<float> local = LocalMemory.Allocate<float>(8);
        target[Group.IdxX] = local[Group.IdxX + 1];
    }

    public static void BeyondPart(Index1D i, ArrayView1D<float, Stride1D.Dense> target) => target.SubView(2, 3)[i] = 1;

    public static void BeyondPlane(Index1D i, ArrayView2D<float, Stride2D.DenseY> plane) => plane[i, 3] = 1;

    public static void InStruct(Index1D i, Weights weights) => weights.Values[i + weights.Count] = 1;

    public static void TakeHidden(Index1D i, ArrayView1D<float, Stride1D.Dense> target, PartlyHidden argument) => target[i] = argument.Value;

    public static void EndEarly(ArrayView1D<float, Stride1D.Dense> target, int threads)
    {
        if (Group.IdxX >= threads)
            return;
        Group.Barrier();
        target[Group.IdxX] = 1;
    }

    public static void TwoBarriers(ArrayView1D<float, Stride1D.Dense> target, int threads)
    {
        if (Group.IdxX < threads)
            Group.Barrier();
        else
            Group.Barrier();
        target[Group.IdxX] = 1;
    }

    public static void DivergentWarp(ArrayView1D<float, Stride1D.Dense> target)
    {
        float value = Group.IdxX;
        if (Group.IdxX < 40)
            value = Warp.ShuffleDown(value, 1);
        target[Group.IdxX] = value;
    }

    public static void DivideByZero(Index1D i, ArrayView1D<int, Stride1D.Dense> target) => target[i] = 1 / (target[i] - i);

    public static void TooMuchShared(ArrayView1D<float, Stride1D.Dense> target)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(8192);
        ArrayView<float> more = SharedMemory.Allocate<float>(8192);
        target[0] = shared[0] + more[0];
    }

    public static void ShowUnwritten(ArrayView1D<float, Stride1D.Dense> target)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(4);
        ArrayView<float> local = LocalMemory.Allocate<float>(4);
        ArrayView<float> dynamic = SharedMemory.GetDynamic<float>();
        int at = Grid.IdxX * 3;
        target[at] = shared[1];
        target[at + 1] = local[2];
        target[at + 2] = dynamic[dynamic.IntLength - 1];
        shared[1] = 1;
        local[2] = 1;
        dynamic[dynamic.IntLength - 1] = 1;
    }

    /// <summary>Lacks the barrier between writing and reading.</summary>
    public static void Race(ArrayView1D<float, Stride1D.Dense> target)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(64);
        shared[Group.IdxX] = Group.IdxX;
        target[Group.IdxX] = shared[(Group.IdxX + 1) % Group.DimX];
    }

    /// <summary>The last to write wins.</summary>
    public static void LastWriter(Index1D i, ArrayView1D<int, Stride1D.Dense> target) => target[0] = i;

    public static void Positions(ArrayView1D<int, Stride1D.Dense> target)
    {
        int i = Grid.GlobalLinearIndex;
        Index3D global = Grid.GlobalIndex;
        target[i] = global.X + (100 * global.Y) + (10_000 * global.Z) + (Group.IsLastThread ? 1_000_000 : 0);
    }

    public static void Index3(Index3D i, ArrayView1D<int, Stride1D.Dense> target) => target[i.X + (5 * (i.Y + (4 * i.Z)))] = i.X + (10 * i.Y) + (100 * i.Z);

    public static void Catches(ArrayView1D<int, Stride1D.Dense> target)
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

    public static void Barrier(Index1D i, ArrayView1D<float, Stride1D.Dense> target)
    {
        Group.Barrier();
        target[i] = 1;
    }
}
