using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace GpuDigits.Polyfill.Tests;

/// <summary>Kernels whose threads wait for each other, in all the shapes that C# gives such code. Every one writes result[global index].</summary>
public static class WaitingKernels
{
    public static void Reverse(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(256);
        shared[Group.IdxX] = source[Grid.GlobalLinearIndex];
        Group.Barrier();
        result[Grid.GlobalLinearIndex] = shared[Group.DimX - 1 - Group.IdxX];
    }

    public static void TreeInShared(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        ArrayView1D<float, Stride1D.Dense> shared = SharedMemory.Allocate1D<float>(256);
        shared[Group.IdxX] = source[Grid.GlobalLinearIndex];
        Group.Barrier();
        for (int step = Group.DimX / 2; step > 0; step /= 2)
        {
            if (Group.IdxX < step)
                shared[Group.IdxX] += shared[Group.IdxX + step];
            Group.Barrier();
        }

        result[Grid.GlobalLinearIndex] = shared[0];
    }

    /// <summary>The sum lies on the evaluation stack while the thread waits.</summary>
    public static void ShuffleSum(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        float sum = source[Grid.GlobalLinearIndex];
        for (int delta = Warp.WarpSize / 2; delta > 0; delta /= 2)
            sum += Warp.ShuffleDown(sum, delta);
        result[Grid.GlobalLinearIndex] = Warp.Shuffle(sum, 0);
    }

    /// <summary>A reference into a view, an index and two operands lie on the evaluation stack.</summary>
    public static void DeepStack(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        int i = Grid.GlobalLinearIndex;
        result[i] = (source[i] * 2) + (Warp.ShuffleXor(source[i], 1) * Group.Broadcast(source[i], 3)) + Warp.ShuffleUp(source[i], 2, 8);
        result[i] += WarpExtensions.AllReduce<float, MaxFloat>(source[i]) - GroupExtensions.AllReduce<float, AddFloat>(source[i]);
    }

    /// <summary>Waits in helpers, one of them generic, one with a reference to a local of the caller.</summary>
    public static void Helpers(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(256);
        float own = source[Grid.GlobalLinearIndex];
        float sum = 0;
        for (int round = 1; round <= 3; round++)
        {
            sum += Neighbour(shared, own, round);
            Scale(ref sum);
        }

        result[Grid.GlobalLinearIndex] = sum + Combined<AddFloat>(own);
    }

    /// <summary>References into shared memory, live over barriers.</summary>
    public static void References(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        ref int counter = ref SharedMemory.Allocate<int>();
        ArrayView<float> shared = SharedMemory.Allocate<float>(256);
        if (Group.IsFirstThread)
            counter = 0;
        Group.Barrier();
        Atomic.Add(ref counter, Group.IdxX);
        ref float cell = ref shared[Group.IdxX];
        cell = source[Grid.GlobalLinearIndex];
        Group.Barrier();
        cell += counter;
        Group.Barrier();
        result[Grid.GlobalLinearIndex] = shared[(Group.IdxX + 1) % Group.DimX];
    }

    /// <summary>A reference to a local is live over a barrier: such a kernel cannot be made resumable.</summary>
    public static void ReferenceToLocal(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(256);
        float a = source[Grid.GlobalLinearIndex];
        float b = 2 * a;
        ref float chosen = ref Group.IdxX % 2 == 0 ? ref a : ref b;
        shared[Group.IdxX] = a;
        Group.Barrier();
        chosen += shared[(Group.IdxX + 1) % Group.DimX];
        Group.Barrier();
        result[Grid.GlobalLinearIndex] = a - b;
    }

    /// <summary>Arguments and structs change between barriers; local memory must survive them.</summary>
    public static void ChangingState(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        var pair = new Pair { A = Group.IdxX, B = 1 };
        ArrayView<float> mine = LocalMemory.Allocate<float>(4);
        for (int i = 0; i < 4; i++)
        {
            mine[i] = source[Grid.GlobalLinearIndex] + i;
            pair.B += Group.BarrierPopCount(Group.IdxX % (i + 1) == 0);
            pair.A = -pair.A;
            Group.Barrier();
        }

        source = source.SubView(Grid.IdxX * Group.DimX, Group.DimX);
        bool all = Group.BarrierAnd(Group.IdxX >= 0);
        bool any = Group.BarrierOr(Group.IdxX == 5);
        result[Grid.GlobalLinearIndex] = pair.A + pair.B + mine[0] + mine[3] + source[0] + (all ? 100 : 0) + (any ? 1000 : 0);
    }

    /// <summary>Warps of a group take different numbers of steps.</summary>
    public static void UnequalWarps(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        float value = source[Grid.GlobalLinearIndex];
        for (int step = 0; step <= Warp.WarpIdx; step++)
            value += Warp.ShuffleXor(value, 1 << step);
        Group.Barrier();
        switch (Warp.WarpIdx)
        {
            case 0:
                value += Warp.Broadcast(value, 3);
                break;
            case 1:
                value -= WarpExtensions.InclusiveScan<float, AddFloat>(value);
                break;
            default:
                value *= 2;
                break;
        }

        result[Grid.GlobalLinearIndex] = value + GroupExtensions.ExclusiveScan<float, AddFloat>(value);
    }

    public static void SwapViews(ArrayView1D<float, Stride1D.Dense> result, ArrayView1D<float, Stride1D.Dense> source)
    {
        ArrayView<float> from = SharedMemory.Allocate<float>(256);
        ArrayView<float> to = SharedMemory.Allocate<float>(256);
        from[Group.IdxX] = source[Grid.GlobalLinearIndex];
        for (int step = 1; step < Group.DimX; step *= 2)
        {
            Group.Barrier();
            to[Group.IdxX] = from[Group.IdxX] + (Group.IdxX >= step ? from[Group.IdxX - step] : 0);
            (from, to) = (to, from);
        }

        result[Grid.GlobalLinearIndex] = from[Group.IdxX];
    }

    private static float Neighbour(ArrayView<float> shared, float value, int distance)
    {
        shared[Group.IdxX] = value;
        Group.Barrier();
        float other = shared[(Group.IdxX + distance) % Group.DimX];
        Group.Barrier();
        if (other > 0.5f)
            return other;
        return -other;
    }

    private static float Combined<TOperation>(float value)
        where TOperation : struct, IScanReduceOperation<float>
    {
        float warp = WarpExtensions.AllReduce<float, TOperation>(value);
        Warp.Barrier();
        return default(TOperation).Apply(warp, GroupExtensions.AllReduce<float, TOperation>(value));
    }

    private static void Scale(ref float value) => value *= 0.75f;

    private struct Pair
    {
        public float A;
        public float B;
    }
}
