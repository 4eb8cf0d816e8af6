using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// The last dense layer, softmax, cross-entropy and all their gradients in one pass, for few classes: z = x · w + bias; loss and dz as in
/// <see cref="SoftmaxCrossEntropy"/>; dx[b, i] = Σ(c) dz[b, c] · w[i, c], or 0 where x ≤ 0 if x is the output of a ReLU;
/// dw[i, c] = Σ(b) x[b, i] · dz[b, c]; dbias[c] = Σ(b) dz[b, c]. x [batch, inputs], w [inputs, classes].
/// <para>
/// A group handles some samples at a time (<see cref="RowsOf"/>). Their x lie in shared memory, and so do as many weights as fit: of a
/// layer with more, one part after the other. Samples are padded to an odd length, and the weights are skewed after every 16 lines, so that
/// two lanes never use the same bank when the number of classes is even. If a group has more threads than scores, each score is summed in
/// pieces. Each group stores its share of the sums over the batch: partial [groups, <see cref="ShareStride"/>] of [inputs + 1, classes]
/// (the last row is the bias) and metrics [groups, 2]. <see cref="Adam"/> or <see cref="MatrixProduct.SumSlices"/> adds the shares in
/// order. Launch: one-dimensional, <see cref="Groups"/> groups of at most <see cref="MaxThreads"/> threads.
/// </para>
/// </summary>
public static class Classifier
{
    /// <summary>Most threads per group.</summary>
    public const int MaxThreads = 256;

    /// <summary>Bytes of shared memory per group: more than the 32 KiB that OpenCL guarantees.</summary>
    public const int SharedBytes = (MaxWeights + MaxValues + (2 * MaxRows * MaxClasses) + (2 * MaxRows)) * sizeof(float);

    private const int MaxRows = 16;
    private const int LeastRows = 2;
    private const int MostGroups = 64;
    private const int MaxWeights = 4096;
    private const int Skew = 16;
    private const int MaxValues = 4096;
    private const int MaxClasses = 32;
    private const int WarpLanes = 32;

    /// <summary>Whether a layer's samples fit in <see cref="SharedBytes"/>.</summary>
    public static bool Fits(int inputs, int classes) => classes <= MaxClasses && RowsOf(inputs) >= LeastRows;

    /// <summary>Samples that a group handles at a time.</summary>
    public static int RowsOf(int inputs) => Math.Min(MaxRows, MaxValues / (inputs | 1));

    /// <summary>Number of groups: beyond a certain number, the shares would be slower to add than the samples.</summary>
    public static int Groups(int batch, int inputs)
    {
        var rows = RowsOf(inputs);
        return Math.Min(MostGroups, (batch + rows - 1) / rows);
    }

    /// <summary>Floats of a group's share, rounded up to a multiple of four: <see cref="Adam"/> reads four at a time.</summary>
    public static int ShareStride(int inputs, int classes) => (((inputs + 1) * classes) + Float4.Width - 1) / Float4.Width * Float4.Width;

    /// <summary>Computes everything for the group's samples.</summary>
    public static void Run(
        ClassifierShape shape, ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<byte> labels,
        ArrayView<float> logits, ArrayView<float> dLogits, ArrayView<float> dx, ArrayView<float> partial, ArrayView<float> metrics)
    {
        var w = SharedMemory.Allocate<float>(MaxWeights);
        var values = SharedMemory.Allocate<float>(MaxValues);
        var scores = SharedMemory.Allocate<float>(MaxRows * MaxClasses);
        var pieces = SharedMemory.Allocate<float>(MaxRows * MaxClasses);
        var losses = SharedMemory.Allocate<float>(MaxRows);
        var hits = SharedMemory.Allocate<float>(MaxRows);
        var thread = Group.IdxX;
        var threads = Group.DimX;
        var classes = shape.Classes;
        var inputs = shape.Inputs;
        var valueStride = inputs | 1;
        for (var first = Grid.IdxX * shape.Rows; first < shape.Batch; first += Grid.DimX * shape.Rows)
        {
            var rows = Math.Min(shape.Rows, shape.Batch - first);
            var isFirst = first == Grid.IdxX * shape.Rows;
            if (!isFirst)
                Group.Barrier();
            for (var j = thread; j < rows * inputs; j += threads)
                values[(j / inputs * valueStride) + (j % inputs)] = x[(first * inputs) + j];

            // The lanes of a warp sum the same piece, so that they read the same position of all samples.
            var sums = rows * classes;
            var lanes = (sums + WarpLanes - 1) / WarpLanes * WarpLanes;
            var parts = Math.Max(1, threads / lanes);
            for (var begin = 0; begin < inputs; begin += shape.Part)
            {
                var end = Math.Min(begin + shape.Part, inputs);
                LoadWeights(w, weights, begin, end, classes, begin > 0);
                for (var j = thread; j < parts * lanes; j += threads)
                {
                    var part = j / lanes;
                    var place = j - (part * lanes);
                    if (place < sums)
                    {
                        var row = place / classes;
                        var c = place - (row * classes);
                        var at = (part * sums) + place;
                        var sum = begin > 0 ? pieces[at] : part == 0 ? bias[c] : 0.0f;
                        for (var i = begin + part; i < end; i += parts)
                            sum += values[(row * valueStride) + i] * w[Weight(i - begin, c, classes)];
                        pieces[at] = sum;
                    }
                }
            }
            Group.Barrier();

            for (var j = thread; j < sums; j += threads)
            {
                var sum = pieces[j];
                for (var part = 1; part < parts; part++)
                    sum += pieces[(part * sums) + j];
                scores[j] = sum;
                logits[(first * classes) + j] = sum;
            }
            Group.Barrier();

            for (var row = thread; row < rows; row += threads)
                Score(scores, row * classes, classes, labels[first + row], shape, losses, hits, row);
            Group.Barrier();

            for (var j = thread; j < sums; j += threads)
                dLogits[(first * classes) + j] = scores[j];
            for (var begin = 0; begin < inputs; begin += shape.Part)
            {
                var end = Math.Min(begin + shape.Part, inputs);
                var length = end - begin;
                if (shape.Part < inputs)
                    LoadWeights(w, weights, begin, end, classes, wait: true);
                for (var j = thread; j < rows * length; j += threads)
                {
                    var row = j / length;
                    var i = j - (row * length);
                    var sum = 0.0f;
                    for (var c = 0; c < classes; c++)
                        sum += scores[(row * classes) + c] * w[Weight(i, c, classes)];
                    var off = shape.Relu != 0 && !(values[(row * valueStride) + begin + i] > 0.0f);
                    dx[((first + row) * inputs) + begin + i] = off ? 0.0f : sum;
                }
            }
            var size = (inputs + 1) * classes;
            for (var j = thread; j < size; j += threads)
            {
                var i = j / classes;
                var c = j - (i * classes);
                var at = (Grid.IdxX * ShareStride(inputs, classes)) + j;
                var sum = isFirst ? 0.0f : partial[at];
                for (var row = 0; row < rows; row++)
                    sum += (i < inputs ? values[(row * valueStride) + i] : 1.0f) * scores[(row * classes) + c];
                partial[at] = sum;
            }
            if (thread == 0)
            {
                var loss = isFirst ? 0.0f : metrics[2 * Grid.IdxX];
                var hit = isFirst ? 0.0f : metrics[(2 * Grid.IdxX) + 1];
                for (var row = 0; row < rows; row++)
                {
                    loss += losses[row];
                    hit += hits[row];
                }
                metrics[2 * Grid.IdxX] = loss;
                metrics[(2 * Grid.IdxX) + 1] = hit;
            }
        }
    }

    // The weights of the inputs [begin, end), and a barrier; before it another one if earlier weights may still be in use.
    private static void LoadWeights(ArrayView<float> w, ArrayView<float> weights, int begin, int end, int classes, bool wait)
    {
        if (wait)
            Group.Barrier();
        for (var j = Group.IdxX; j < (end - begin) * classes; j += Group.DimX)
            w[j + (j / classes / Skew)] = weights[(begin * classes) + j];
        Group.Barrier();
    }

    internal static int PartOf(int inputs, int classes)
    {
        var most = MaxWeights * Skew / ((Skew * classes) + 1);
        return inputs <= most ? inputs : most / WarpLanes * WarpLanes;
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

    /// <summary>Samples that a group handles at a time.</summary>
    public readonly int Rows = Classifier.RowsOf(inputs);

    /// <summary>Inputs whose weights lie in shared memory at a time: all, or as many whole warps as fit.</summary>
    public readonly int Part = Classifier.PartOf(inputs, classes);

    /// <summary>1 / batch: the factor of each gradient.</summary>
    public readonly float Scale = 1.0f / batch;

    /// <summary>The part of a target that is spread over all classes.</summary>
    public readonly float Smoothing = smoothing;
}
