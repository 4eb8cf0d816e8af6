using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>p = softmax(z) of each row; with labels also its loss, gradient and hit. One chunk is a block of rows.</summary>
internal unsafe struct SoftmaxJob : IJob
{
    public const int Rows = 128;

    public int Batch;
    public int Classes;
    public float* Logits;

    /// <summary>The probabilities, or dLogits if there are labels.</summary>
    public float* Result;

    /// <summary>Null if only probabilities are computed.</summary>
    public byte* Labels;

    /// <summary>Loss and hit of each row.</summary>
    public float* RowMetrics;

    /// <summary>The part of a target that is spread over all classes.</summary>
    public float Smoothing;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int chunk, Scratch scratch)
    {
        int begin = chunk * Rows, end = Math.Min(begin + Rows, Batch);
        for (var b = begin; b < end; b++)
            Subtract(b, Logits + ((nint)b * Classes), Result + ((nint)b * Classes));
        Exponentiate(Result + ((nint)begin * Classes), (nint)(end - begin) * Classes);
        for (var b = begin; b < end; b++)
            Divide(b, Result + ((nint)b * Classes));
    }

    /// <summary>All exponentials of the block, whose rows are consecutive: the same bits for every vector width of the device.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentiate(float* p, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector128<float>.Count; i += Vector128<float>.Count)
            PortableMath.Exp(Vector128.Load(p + i)).Store(p + i);
        for (; i < count; i++)
            p[i] = PortableMath.Exp(Vector128.CreateScalar(p[i])).ToScalar();
    }

    /// <summary>p = z − max; with labels also the hit, and the loss but for the logarithm of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Subtract(int b, float* z, float* p)
    {
        var first = 0;
        for (var c = 1; c < Classes; c++)
            first = z[c] > z[first] ? c : first;
        float max = z[first], all = 0;
        var label = Labels == null ? 0 : Labels[b];
        var target = z[label] - max;
        for (var c = 0; c < Classes; c++)
        {
            p[c] = z[c] - max;
            all += p[c];
        }

        if (Labels == null)
            return;
        float on = 1 - Smoothing, off = Smoothing / Classes;
        RowMetrics[2 * b] = -((on * target) + (off * all));
        RowMetrics[(2 * b) + 1] = first == label ? 1 : 0;
    }

    /// <summary>From exponentials to probabilities, or to the gradient and the loss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Divide(int b, float* p)
    {
        float sum = 0;
        for (var c = 0; c < Classes; c++)
            sum += p[c];
        if (Labels == null)
        {
            for (var c = 0; c < Classes; c++)
                p[c] /= sum;
            return;
        }

        RowMetrics[2 * b] += PortableMath.Log(sum);
        float scale = 1.0f / (sum * Batch), off = Smoothing / Classes;
        for (var c = 0; c < Classes; c++)
            p[c] = (p[c] * scale) - (off / Batch);
        p[Labels[b]] -= (1 - Smoothing) / Batch;
    }
}
