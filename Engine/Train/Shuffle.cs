using GpuDigits.Engine.Model;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Train;

/// <summary>The order of an epoch's samples.</summary>
public static class Shuffle
{
    /// <summary>Fisher and Yates' shuffle of 0 … count − 1, drawn from the seed and the epoch alone.</summary>
    /// <param name="count">Number of samples.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="epoch">Counted from 1.</param>
    public static int[] Order(int count, uint seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            var j = (int)(((ulong)CounterRandom.Bits(seed, RandomStream.Shuffle + (uint)epoch, (uint)i) * ((ulong)i + 1)) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
