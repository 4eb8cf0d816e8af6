using System.Runtime.CompilerServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// A dense layer for one row: y = bias + Σ x[i] · w[i, ·] over the inputs that are not zero (after a ReLU about half of them),
/// which are listed first so that the sum itself has no branches. It is bound by reading the weights, each once, on the
/// caller's thread.
/// </summary>
internal sealed unsafe partial class VectorOperations<S, V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DenseRow(int inputs, int outputs, float* x, float* weights, float* bias, float* y, bool relu)
    {
        int* list = (int*)shared.Floats(inputs);
        int count = 0;
        for (int i = 0; i < inputs; i++)
        {
            list[count] = i;
            count += x[i] != 0 ? 1 : 0;
        }

        int n = 0;
        for (; n <= outputs - (8 * S.Width); n += 8 * S.Width)
            Row8(list, count, outputs, x, weights + n, bias + n, y + n);
        for (; n <= outputs - S.Width; n += S.Width)
        {
            V sum = S.Load(bias + n);
            for (int k = 0; k < count; k++)
                sum = S.Fma(S.Broadcast(x[list[k]]), S.Load(weights + ((nint)list[k] * outputs) + n), sum);
            S.Store(y + n, sum);
        }

        for (; n < outputs; n++)
        {
            float sum = bias[n];
            for (int k = 0; k < count; k++)
                sum = float.MultiplyAddEstimate(x[list[k]], weights[((nint)list[k] * outputs) + n], sum);
            y[n] = sum;
        }

        for (int i = 0; relu && i < outputs; i++)
            y[i] = y[i] < 0 ? 0 : y[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row8(int* list, int count, nint outputs, float* x, float* weights, float* bias, float* y)
    {
        int w = S.Width;
        V s0 = S.Load(bias), s1 = S.Load(bias + w), s2 = S.Load(bias + (2 * w)), s3 = S.Load(bias + (3 * w));
        V s4 = S.Load(bias + (4 * w)), s5 = S.Load(bias + (5 * w)), s6 = S.Load(bias + (6 * w)), s7 = S.Load(bias + (7 * w));
        for (int k = 0; k < count; k++)
        {
            nint i = list[k];
            float* row = weights + (i * outputs);
            V a = S.Broadcast(x[i]);
            s0 = S.Fma(a, S.Load(row), s0);
            s1 = S.Fma(a, S.Load(row + w), s1);
            s2 = S.Fma(a, S.Load(row + (2 * w)), s2);
            s3 = S.Fma(a, S.Load(row + (3 * w)), s3);
            s4 = S.Fma(a, S.Load(row + (4 * w)), s4);
            s5 = S.Fma(a, S.Load(row + (5 * w)), s5);
            s6 = S.Fma(a, S.Load(row + (6 * w)), s6);
            s7 = S.Fma(a, S.Load(row + (7 * w)), s7);
        }

        S.Store(y, s0);
        S.Store(y + w, s1);
        S.Store(y + (2 * w), s2);
        S.Store(y + (3 * w), s3);
        S.Store(y + (4 * w), s4);
        S.Store(y + (5 * w), s5);
        S.Store(y + (6 * w), s6);
        S.Store(y + (7 * w), s7);
    }
}
