using System.Runtime.CompilerServices;

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
        var end = Math.Min((chunk + 1) * Rows, Batch);
        for (var b = chunk * Rows; b < end; b++)
            Row(b, Logits + ((nint)b * Classes), Result + ((nint)b * Classes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Row(int b, float* z, float* p)
    {
        var first = 0;
        for (var c = 1; c < Classes; c++)
            first = z[c] > z[first] ? c : first;
        float max = z[first], sum = 0;
        var label = Labels == null ? 0 : Labels[b];
        float target = z[label] - max, all = 0;
        for (var c = 0; c < Classes; c++)
        {
            all += z[c] - max;
            p[c] = MathF.Exp(z[c] - max);
            sum += p[c];
        }

        if (Labels == null)
        {
            for (var c = 0; c < Classes; c++)
                p[c] /= sum;
            return;
        }

        float on = 1 - Smoothing, off = Smoothing / Classes;
        RowMetrics[2 * b] = MathF.Log(sum) - ((on * target) + (off * all));
        RowMetrics[(2 * b) + 1] = first == label ? 1 : 0;
        var scale = 1.0f / (sum * Batch);
        for (var c = 0; c < Classes; c++)
            p[c] = (p[c] * scale) - (off / Batch);
        p[label] -= on / Batch;
    }
}
