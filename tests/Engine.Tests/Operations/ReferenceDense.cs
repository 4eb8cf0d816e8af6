namespace GpuDigits.Engine.Tests.Operations;

/// <summary>The dense layer and softmax with cross-entropy by their definition, in double.</summary>
internal static class ReferenceDense
{
    public static double[] Forward(int batch, int inputs, int outputs, double[] x, double[] weights, double[] bias)
    {
        var y = new double[batch * outputs];
        for (var b = 0; b < batch; b++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var sum = bias[o];
                for (var i = 0; i < inputs; i++)
                    sum += x[(b * inputs) + i] * weights[(i * outputs) + o];
                y[(b * outputs) + o] = sum;
            }
        }
        return y;
    }

    public static (double[] X, double[] Weights, double[] Bias) Backward(
        int batch, int inputs, int outputs, double[] x, double[] weights, double[] dy)
    {
        var dx = new double[batch * inputs];
        var dWeights = new double[inputs * outputs];
        var dBias = new double[outputs];
        for (var b = 0; b < batch; b++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var gradient = dy[(b * outputs) + o];
                dBias[o] += gradient;
                for (var i = 0; i < inputs; i++)
                {
                    dx[(b * inputs) + i] += gradient * weights[(i * outputs) + o];
                    dWeights[(i * outputs) + o] += gradient * x[(b * inputs) + i];
                }
            }
        }
        return (dx, dWeights, dBias);
    }

    public static double[] Softmax(int batch, int classes, double[] logits)
    {
        var p = new double[logits.Length];
        for (var b = 0; b < batch; b++)
        {
            var row = logits.AsSpan(b * classes, classes).ToArray();
            var max = row.Max();
            var sum = row.Sum(z => Math.Exp(z - max));
            for (var c = 0; c < classes; c++)
                p[(b * classes) + c] = Math.Exp(row[c] - max) / sum;
        }
        return p;
    }

    /// <summary>
    /// The losses of the rows, their gradient (of the mean loss), and how many rows have the label's logit as their first largest.
    /// </summary>
    public static (double[] Losses, double[] Gradient, int Hits) CrossEntropy(
        int batch, int classes, double[] logits, byte[] labels, double smoothing = 0)
    {
        var losses = new double[batch];
        var gradient = Softmax(batch, classes, logits);
        var hits = 0;
        for (var b = 0; b < batch; b++)
        {
            var row = logits.AsSpan(b * classes, classes).ToArray();
            var max = row.Max();
            var sum = row.Sum(z => Math.Exp(z - max));
            for (var c = 0; c < classes; c++)
            {
                var target = (c == labels[b] ? 1 - smoothing : 0) + (smoothing / classes);
                losses[b] += target * (Math.Log(sum) - (row[c] - max));
                gradient[(b * classes) + c] -= target;
            }

            hits += Array.IndexOf(row, max) == labels[b] ? 1 : 0;
        }
        return (losses, gradient.Select(g => g / batch).ToArray(), hits);
    }
}
