using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Tests.Operations;

/// <content>ONNX's node tests of products, softmax, normalisation, loss and Adam.</content>
public abstract partial class OperationSuite
{
    /// <summary>α · A · B + β · C, where C is repeated to the size of the product.</summary>
    private float[] Gemm(OnnxCase test)
    {
        var (a, b) = (Matrix(test.X, test.Number("transA")), Matrix(test.Inputs[1], test.Number("transB")));
        int rows = test.Y.Shape[0], columns = test.Y.Shape[1];
        var (alpha, beta) = (test.Real("alpha", 1), test.Real("beta", 1));
        var c = test.Input(2) is { IsThere: true } own ? own : new([1], [0]);
        float[] sum = [.. Enumerable.Range(0, rows * columns).Select(i => beta * At(c, i / columns, i % columns))];
        b = [.. b.Select(value => alpha * value)];
        // Our bias is one row for all. Another sum goes in as further inputs, of which each row of A takes its own.
        var inputs = a.Length / rows;
        if (c.Shape is [> 1, _])
        {
            a = [.. Enumerable.Range(0, rows).SelectMany(
                row => a.Skip(row * inputs).Take(inputs).Concat(Enumerable.Range(0, rows).Select(other => other == row ? 1f : 0)))];
            return Multiply(a, [.. b, .. sum], new float[columns], rows);
        }
        return Multiply(a, b, sum[..columns], rows);

        static float[] Matrix(OnnxArray matrix, int isTransposed) => isTransposed == 1 ? matrix.Permuted(1, 0) : matrix.Values;

        static float At(OnnxArray c, int row, int column)
        {
            int width = c.Shape is [.., var last] ? last : 1, height = c.Shape is [var first, _] ? first : 1;
            return (float)c.Data[(row % height * width) + (column % width)];
        }
    }

    private float[] MatMul(OnnxCase test)
    {
        var (a, b) = (test.X, test.Inputs[1]);
        Skip.If(a.Shape.Length < 2 || !a.Shape.AsSpan(..^2).SequenceEqual(b.Shape.AsSpan(..^2)), "ours multiplies matrices");
        int left = a.Shape[^2] * a.Shape[^1], right = b.Shape[^2] * b.Shape[^1];
        return [.. Enumerable.Range(0, a.Data.Length / left).SelectMany(i => Multiply(
            a.Values[(i * left)..((i + 1) * left)], b.Values[(i * right)..((i + 1) * right)], new float[b.Shape[^1]], a.Shape[^2]))];
    }

    private float[] Multiply(float[] a, float[] b, float[] bias, int rows)
    {
        var y = Output(rows * bias.Length);
        Device.Run(new DenseForward(Send(a).Rows(rows), Send(b).Rows(a.Length / rows), Send(bias), y.Rows(rows)));
        return y.ToArray();
    }

    private static int AxisOf(OnnxCase test) => (test.Number("axis", -1) + test.X.Shape.Length) % test.X.Shape.Length;

    private float[] NodeSoftmax(OnnxCase test)
    {
        var axis = AxisOf(test);
        var rows = test.X.Data.Length / test.X.Shape[axis];
        var y = Output(test.X.Data.Length);
        Device.Run(new SoftmaxForward(Send(test.X.WithLast(axis)).Rows(rows), y.Rows(rows)));
        return test.X.FromLast(y.ToArray(), axis);
    }

    private float[] LogSoftmax(OnnxCase test)
    {
        var axis = AxisOf(test);
        return LogSoftmax(test.X, axis, Losses(test.X.WithLast(axis), new byte[test.X.Data.Length / test.X.Shape[axis]]));
    }

    /// <summary>The logarithms of the probabilities: each logit less the first one of its row, less the loss of this.</summary>
    private static float[] LogSoftmax(OnnxArray x, int axis, float[] lossesOfTheFirst)
    {
        var (logits, classes) = (x.WithLast(axis), x.Shape[axis]);
        return x.FromLast(
            [.. logits.Select((logit, i) => logit - logits[i / classes * classes] - lossesOfTheFirst[i / classes])], axis);
    }

    /// <summary>The loss of each row: the sum over a batch of that row alone.</summary>
    private float[] Losses(float[] rows, byte[] labels)
    {
        // Each row is a launch of its own.
        SkipIfOver(labels.Length * 40_000L);
        var classes = rows.Length / labels.Length;
        var (logits, gradients, metrics, right) = (Send(rows), Output(classes), Output(2 * labels.Length), Send(labels));
        for (var row = 0; row < labels.Length; row++)
            Device.Run(new CrossEntropy(
                logits.Slice(row * classes, classes).Rows(1), right.Slice(row, 1), gradients.Rows(1), metrics, row));
        return [.. metrics.ToArray().Where((_, i) => i % 2 == 0)];
    }

    private float[][] CrossEntropy(OnnxCase test)
    {
        var (logits, labels, weights) = (test.X.WithLast(1), test.Inputs[1].Data, test.Input(2));
        var ignored = test.Attributes.ContainsKey("ignore_index") ? test.Number("ignore_index") : (double?)null;
        double[] weight = [.. labels.Select(label => label == ignored ? 0 : weights.IsThere ? weights.Data[(int)label] : 1)];
        // An ignored label need not be a class.
        var losses = Losses(logits, [.. labels.Select(label => label == ignored ? (byte)0 : (byte)label)]);
        double[] weighted = [.. losses.Select((loss, i) => loss * weight[i])];
        float[] loss = test.Text("reduction", "mean") switch
        {
            "none" => [.. weighted.Select(one => (float)one)],
            "sum" => [(float)weighted.Sum()],
            _ => [(float)(weighted.Sum() / weight.Sum())],
        };
        return test.Outputs.Length == 1 ? [loss] : [loss, LogSoftmax(test.X, 1, Losses(logits, new byte[labels.Length]))];
    }

    private float[][] Normalise(OnnxCase test)
    {
        var (x, channels) = (test.X, test.X.Shape[1]);
        var rows = x.Data.Length / channels;
        var isTraining = test.Number("training_mode") != 0;
        var state = new BatchNormalizationState(
            Send(test.Inputs[1].Values), Send(test.Inputs[2].Values), Send(test.Inputs[3].Values), Send(test.Inputs[4].Values),
            Output(2 * channels));
        var y = Output(x.Data.Length);
        Device.Run(new BatchNormalizationForward(
            Send(x.WithLast(1)).Rows(rows), state, test.Real("epsilon", 1e-5f), isTraining ? 1 - test.Real("momentum", 0.9f) : 0,
            y.Rows(rows)));
        var output = x.FromLast(y.ToArray(), 1);
        return isTraining ? [output, state.MovingMean.Buffer.ToArray(), state.MovingVariance.Buffer.ToArray()] : [output];
    }

    private float[][] NodeAdam(OnnxCase test)
    {
        var (rate, steps) = ((float)test.X.Data[0], test.Inputs[1].Data[0]);
        float beta1 = test.Real("alpha", 0.9f), beta2 = test.Real("beta", 0.999f), epsilon = test.Real("epsilon", 0);
        float before = test.Real("norm_coefficient", 0), after = test.Real("norm_coefficient_post", 0);
        var alpha = steps > 0 ? rate * Math.Sqrt(1 - Math.Pow(beta2, steps)) / (1 - Math.Pow(beta1, steps)) : rate;
        var count = (test.Inputs.Length - 2) / 4;
        var results = new float[3 * count][];
        for (var i = 0; i < count; i++)
        {
            float[] Own(int kind) => test.Inputs[2 + (kind * count) + i].Values;
            var x = Own(0);
            // Ours has neither of the two penalties of the format.
            float[] gradient = [.. Own(1).Select((g, k) => g + (before * x[k]))];
            DeviceBuffer<float> weights = Send(x), m = Send(Own(2)), v = Send(Own(3));
            Device.Run(new AdamStep(weights, Send(gradient), m, v, new((float)alpha, beta1, beta2, epsilon)));
            results[i] = [.. weights.ToArray().Select(w => (1 - after) * w)];
            (results[count + i], results[(2 * count) + i]) = (m.ToArray(), v.ToArray());
        }
        return results;
    }
}
