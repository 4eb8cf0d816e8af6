using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// The last dense layer, softmax, cross-entropy and all their gradients in one pass, for few classes: z = x · w + bias; loss and dz as in
/// <see cref="SoftmaxCrossEntropy"/>; dx[b, i] = Σ(c) dz[b, c] · w[i, c], or 0 where x ≤ 0 if x is the output of a ReLU;
/// dw[i, c] = Σ(b) x[b, i] · dz[b, c]; dbias[c] = Σ(b) dz[b, c]. x [batch, inputs], w [inputs, classes].
/// <para>
/// A group handles <see cref="Rows"/> samples. Their x and the weights lie in shared memory and are read once. Samples are padded to an odd
/// length, and the weights are skewed after every 16 lines, so that two lanes never use the same bank when the number of classes is even.
/// Each group stores its share of the sums over the batch: partial [groups, <see cref="ShareStride"/>] of [inputs + 1, classes] (the last
/// row is the bias) and metrics [groups, 2]. <see cref="Adam"/> or <see cref="MatrixProduct.SumSlices"/> adds the shares in order. Launch:
/// one-dimensional, ⌈batch / rows⌉ groups of any size.
/// </para>
/// </summary>
public static class Classifier
{
    /// <summary>Samples per group.</summary>
    public const int Rows = 16;

    /// <summary>Bytes of shared memory per group: more than the 32 KiB that OpenCL guarantees.</summary>
    public const int SharedBytes = (MaxWeights + MaxValues + (Rows * MaxClasses) + (2 * Rows)) * sizeof(float);

    private const int MaxWeights = 4096;
    private const int Skew = 16;
    private const int MaxValues = 4096;
    private const int MaxClasses = 32;

    /// <summary>Whether a layer fits in <see cref="SharedBytes"/>.</summary>
    public static bool Fits(int inputs, int classes) =>
        classes <= MaxClasses && Weight(inputs, 0, classes) <= MaxWeights && Rows * (inputs | 1) <= MaxValues;

    /// <summary>Floats of a group's share, rounded up to a multiple of four: <see cref="Adam"/> reads four at a time.</summary>
    public static int ShareStride(int inputs, int classes) => (((inputs + 1) * classes) + Float4.Width - 1) / Float4.Width * Float4.Width;

    /// <summary>Computes everything for the group's samples.</summary>
    public static void Run(
        ClassifierShape shape, ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<byte> labels,
        ArrayView<float> logits, ArrayView<float> dLogits, ArrayView<float> dx, ArrayView<float> partial, ArrayView<float> metrics)
    {
        var w = SharedMemory.Allocate<float>(MaxWeights);
        var values = SharedMemory.Allocate<float>(MaxValues);
        var scores = SharedMemory.Allocate<float>(Rows * MaxClasses);
        var losses = SharedMemory.Allocate<float>(Rows);
        var hits = SharedMemory.Allocate<float>(Rows);
        var thread = Group.IdxX;
        var threads = Group.DimX;
        var classes = shape.Classes;
        var inputs = shape.Inputs;
        var valueStride = inputs | 1;
        var first = Grid.IdxX * Rows;
        var rows = Math.Min(Rows, shape.Batch - first);

        for (var j = thread; j < inputs * classes; j += threads)
            w[j + (j / classes / Skew)] = weights[j];
        for (var j = thread; j < rows * inputs; j += threads)
            values[(j / inputs * valueStride) + (j % inputs)] = x[(first * inputs) + j];
        Group.Barrier();

        for (var j = thread; j < rows * classes; j += threads)
        {
            var row = j / classes;
            var c = j - (row * classes);
            var sum = bias[c];
            for (var i = 0; i < inputs; i++)
                sum += values[(row * valueStride) + i] * w[Weight(i, c, classes)];
            scores[(row * classes) + c] = sum;
            logits[(first * classes) + j] = sum;
        }
        Group.Barrier();

        for (var row = thread; row < rows; row += threads)
            Score(scores, row * classes, classes, labels[first + row], shape, losses, hits, row);
        Group.Barrier();

        for (var j = thread; j < rows * classes; j += threads)
            dLogits[(first * classes) + j] = scores[j];
        for (var j = thread; j < rows * inputs; j += threads)
        {
            var row = j / inputs;
            var i = j - (row * inputs);
            var sum = 0.0f;
            for (var c = 0; c < classes; c++)
                sum += scores[(row * classes) + c] * w[Weight(i, c, classes)];
            var off = shape.Relu != 0 && !(values[(row * valueStride) + i] > 0.0f);
            dx[(first * inputs) + j] = off ? 0.0f : sum;
        }
        var size = (inputs + 1) * classes;
        for (var j = thread; j < size; j += threads)
        {
            var i = j / classes;
            var c = j - (i * classes);
            var sum = 0.0f;
            for (var row = 0; row < rows; row++)
                sum += (i < inputs ? values[(row * valueStride) + i] : 1.0f) * scores[(row * classes) + c];
            partial[(Grid.IdxX * ShareStride(inputs, classes)) + j] = sum;
        }
        if (thread == 0)
        {
            var loss = 0.0f;
            var hit = 0.0f;
            for (var row = 0; row < rows; row++)
            {
                loss += losses[row];
                hit += hits[row];
            }
            metrics[2 * Grid.IdxX] = loss;
            metrics[(2 * Grid.IdxX) + 1] = hit;
        }
    }

    private static int Weight(int input, int c, int classes) => (input * classes) + c + (input / Skew);

    // Turns a row of scores into its gradient, and stores loss and hit.
    private static void Score(
        ArrayView<float> scores, int begin, int classes, int label, ClassifierShape shape, ArrayView<float> losses, ArrayView<float> hits,
        int row)
    {
        var max = scores[begin];
        var best = 0;
        for (var c = 1; c < classes; c++)
        {
            var score = scores[begin + c];
            best = score > max ? c : best;
            max = MathF.Max(max, score);
        }
        var target = scores[begin + Math.Min(label, classes - 1)] - max;
        var sum = 0.0f;
        var all = 0.0f;
        for (var c = 0; c < classes; c++)
        {
            var below = scores[begin + c] - max;
            var power = MathF.Exp(below);
            all += below;
            scores[begin + c] = power;
            sum += power;
        }
        var inverse = 1.0f / sum;
        var off = shape.Smoothing / classes;
        var on = 1.0f - shape.Smoothing;
        for (var c = 0; c < classes; c++)
            scores[begin + c] = ((scores[begin + c] * inverse) - (c == label ? on + off : off)) * shape.Scale;
        losses[row] = MathF.Log(sum) - ((on * target) + (off * all));
        hits[row] = best == label ? 1.0f : 0.0f;
    }
}

/// <summary>The sizes of a <see cref="Classifier"/>.</summary>
public readonly struct ClassifierShape(int batch, int inputs, int classes, bool relu, float smoothing)
{
    /// <summary>Number of samples.</summary>
    public readonly int Batch = batch;

    /// <summary>Values per sample.</summary>
    public readonly int Inputs = inputs;

    /// <summary>Number of classes.</summary>
    public readonly int Classes = classes;

    /// <summary>1 if the samples are the output of a ReLU.</summary>
    public readonly int Relu = relu ? 1 : 0;

    /// <summary>1 / batch: the factor of each gradient.</summary>
    public readonly float Scale = 1.0f / batch;

    /// <summary>The part of a target that is spread over all classes.</summary>
    public readonly float Smoothing = smoothing;
}
