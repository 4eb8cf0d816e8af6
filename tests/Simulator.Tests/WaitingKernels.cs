using ILGPU;

namespace GpuDigits.Simulator.Tests;

/// <summary>
/// Kernels whose threads wait for each other, in all the shapes that C# gives such code. Every one writes result[global index].
/// </summary>
public static class WaitingKernels
{
    private interface IOperation
    {
        float Apply(float a, float b);
    }

    private static int At => (Grid.IdxX * Group.DimX) + Group.IdxX;

    public static void Reverse(ArrayView<float> result, ArrayView<float> source)
    {
        var shared = SharedMemory.Allocate<float>(256);
        shared[Group.IdxX] = source[At];
        Group.Barrier();
        result[At] = shared[Group.DimX - 1 - Group.IdxX];
    }

    public static void TreeInShared(ArrayView<float> result, ArrayView<float> source)
    {
        var shared = SharedMemory.Allocate<float>(256);
        shared[Group.IdxX] = source[At];
        Group.Barrier();
        for (var step = Group.DimX / 2; step > 0; step /= 2)
        {
            if (Group.IdxX < step)
                shared[Group.IdxX] += shared[Group.IdxX + step];
            Group.Barrier();
        }

        result[At] = shared[0];
    }

    /// <summary>The sum lies on the evaluation stack while the thread waits.</summary>
    public static void ShuffleSum(ArrayView<float> result, ArrayView<float> source)
    {
        var sum = source[At];
        for (var delta = Warp.WarpSize / 2; delta > 0; delta /= 2)
            sum += Warp.ShuffleDown(sum, delta);
        result[At] = Warp.Shuffle(sum, 0);
    }

    /// <summary>A reference into a view, an index and two operands lie on the evaluation stack.</summary>
    public static void DeepStack(ArrayView<float> result, ArrayView<float> source)
    {
        var i = At;
        result[i] = (source[i] * 2) + (Warp.ShuffleXor(source[i], 1) * Warp.Shuffle(source[i], 3)) + Warp.ShuffleUp(source[i], 2);
        result[i] += WarpReduce<Largest>(source[i]);
    }

    /// <summary>Waits in helpers, one of them generic, one called between with a reference to a local of the caller.</summary>
    public static void Helpers(ArrayView<float> result, ArrayView<float> source)
    {
        var shared = SharedMemory.Allocate<float>(256);
        var own = source[At];
        float sum = 0;
        for (var round = 1; round <= 3; round++)
        {
            sum += Neighbour(shared, own, round);
            Scale(ref sum);
        }

        Warp.Barrier();
        result[At] = sum + WarpReduce<Sum>(own);
    }

    /// <summary>References into shared memory, live over barriers.</summary>
    public static void References(ArrayView<float> result, ArrayView<float> source)
    {
        ref var counter = ref SharedMemory.Allocate<int>(1)[0];
        var shared = SharedMemory.Allocate<float>(256);
        if (Group.IdxX == 0)
            counter = Group.DimX;
        ref var cell = ref shared[Group.IdxX];
        cell = source[At];
        Group.Barrier();
        cell += counter;
        Group.Barrier();
        result[At] = shared[(Group.IdxX + 1) % Group.DimX];
    }

    /// <summary>Arguments and structs change between barriers.</summary>
    public static void ChangingState(ArrayView<float> result, ArrayView<float> source)
    {
        var pair = new Pair { A = Group.IdxX, B = 1 };
        var first = source[At];
        for (var i = 0; i < 4; i++)
        {
            pair.B += Warp.ShuffleXor(i, 0);
            pair.A = -pair.A;
            Group.Barrier();
        }

        source = source.SubView(Grid.IdxX * Group.DimX, Group.DimX);
        Group.Barrier();
        result[At] = pair.A + pair.B + first + source[0];
    }

    /// <summary>Warps of a group take different numbers of steps, and different ways.</summary>
    public static void UnequalWarps(ArrayView<float> result, ArrayView<float> source)
    {
        var warp = Group.IdxX / Warp.WarpSize;
        var value = source[At];
        for (var step = 0; step <= warp; step++)
            value += Warp.ShuffleXor(value, 1 << step);
        Group.Barrier();
        switch (warp)
        {
            case 0:
                value += Warp.Shuffle(value, 3);
                break;
            default:
                value *= 2;
                break;
        }

        result[At] = value;
    }

    public static void SwapViews(ArrayView<float> result, ArrayView<float> source)
    {
        var from = SharedMemory.Allocate<float>(256);
        var to = SharedMemory.Allocate<float>(256);
        from[Group.IdxX] = source[At];
        for (var step = 1; step < Group.DimX; step *= 2)
        {
            Group.Barrier();
            to[Group.IdxX] = from[Group.IdxX] + (Group.IdxX >= step ? from[Group.IdxX - step] : 0);
            (from, to) = (to, from);
        }

        result[At] = from[Group.IdxX];
    }

    /// <summary>A reference to a local is live over a barrier: such a kernel is refused.</summary>
    internal static void ReferenceToLocal(ArrayView<float> result, ArrayView<float> source)
    {
        var a = source[At];
        var b = 2 * a;
        ref var chosen = ref Group.IdxX % 2 == 0 ? ref a : ref b;
        Group.Barrier();
        chosen += 1;
        result[At] = a - b;
    }

    private static float Neighbour(ArrayView<float> shared, float value, int distance)
    {
        shared[Group.IdxX] = value;
        Group.Barrier();
        var other = shared[(Group.IdxX + distance) % Group.DimX];
        Group.Barrier();
        if (other > 0.5f)
            return other;
        return -other;
    }

    private static float WarpReduce<TOperation>(float value)
        where TOperation : struct, IOperation
    {
        for (var mask = Warp.WarpSize / 2; mask > 0; mask /= 2)
            value = default(TOperation).Apply(value, Warp.ShuffleXor(value, mask));
        return value;
    }

    private static void Scale(ref float value) => value *= 0.75f;

    private struct Pair
    {
        public float A;
        public float B;
    }

    private struct Sum : IOperation
    {
        public readonly float Apply(float a, float b) => a + b;
    }

    private struct Largest : IOperation
    {
        public readonly float Apply(float a, float b) => a > b ? a : b;
    }
}
