using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices;

/// <summary>
/// A place where the network's operations run. All tensors are float32, row-major, NHWC; filters are HWIO, dense weights
/// [inputs, outputs]; the batch is the slowest dimension and is passed to every operation, so that the last, smaller batch
/// needs no other buffers. Operations are queued and return at once where the device allows; <see cref="DeviceBuffer{T}.CopyToHost"/>
/// and <see cref="Synchronize"/> wait. Every result is bit-identical for the same device and build, whatever the thread count:
/// reductions have a fixed order. A device may leave out products with zero and share sums between results, so a value that is not finite
/// need not spread as the formulas say. An output is always overwritten completely, never added to, unless its documentation says so.
/// </summary>
public abstract class Device : IDisposable
{
    /// <summary>The name a person selects it by: <c>cpu</c>, <c>ilgpu-cpu</c>, <c>cuda:0</c>, <c>opencl:0</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What it is, in words: model, cores or multiprocessors, instruction set, memory.</summary>
    public abstract string Description { get; }

    /// <summary>Allocates memory filled with zeros.</summary>
    /// <exception cref="DeviceException">The memory cannot be had; the message says how much was asked for.</exception>
    public abstract DeviceBuffer<T> Allocate<T>(long length)
        where T : unmanaged;

    /// <summary>What an exception that an operation threw means, where it is the device's own failure; else null.</summary>
    public virtual DeviceException? Explain(Exception error) => error as DeviceException;

    /// <summary>Waits until all queued operations are done.</summary>
    /// <exception cref="DeviceException">An operation failed.</exception>
    public abstract void Synchronize();

    /// <summary>
    /// x[b, p] = images[order[first + b], p] / 255 and y[b] = labels[order[first + b]] for b in [0, batch).
    /// images [count, pixels], x [batch, pixels].
    /// </summary>
    public abstract void GatherBatch(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int first, int batch, int pixels,
        DeviceBuffer<float> x, DeviceBuffer<byte> y);

    /// <summary>
    /// <see cref="GatherBatch"/> with each picture changed at random, as <see cref="AugmentSample"/> says, on the way. The pictures are
    /// places batch.First … batch.First + count − 1 of the order. images [samples, batch.Height, batch.Width], x [count, batch.Height, batch.Width].
    /// </summary>
    /// <exception cref="ArgumentException">A picture has more than <see cref="Augment.MaxPixels"/> pixels.</exception>
    public abstract void GatherAugmented(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int count, in AugmentBatch batch,
        in AugmentSettings settings, DeviceBuffer<float> x, DeviceBuffer<byte> y);

    /// <summary>y = x ∗ filters + bias, then ReLU if asked. Formula at <see cref="ConvolutionShape"/>. bias [Filters].</summary>
    public abstract void ConvolutionForward(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> filters, DeviceBuffer<float> bias,
        DeviceBuffer<float> y, bool relu = false);

    /// <summary>dx[b, iy, ix, c] = Σ dy[b, oy, ox, f] · w[i, j, c, f] over all outputs that read the input.</summary>
    public abstract void ConvolutionBackwardInput(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<float> filters, DeviceBuffer<float> dx);

    /// <summary>dw[i, j, c, f] = Σ(b, oy, ox) dy[b, oy, ox, f] · x[…] and dbias[f] = Σ(b, oy, ox) dy[b, oy, ox, f].</summary>
    public abstract void ConvolutionBackwardFilters(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dFilters,
        DeviceBuffer<float> dBias);

    /// <summary>
    /// The largest value of each window; argMax keeps its place in the window (row · PoolWidth + column, first maximum wins,
    /// at most 256 places).
    /// </summary>
    public abstract void MaxPoolForward(
        in PoolShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y, DeviceBuffer<byte> argMax);

    /// <summary>dx = the sum of the dy of all windows that the input won; 0 where it won none.</summary>
    public abstract void MaxPoolBackward(
        in PoolShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<byte> argMax, DeviceBuffer<float> dx);

    /// <summary>The mean of each window's values that lie inside the picture.</summary>
    public abstract void AveragePoolForward(in PoolShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y);

    /// <summary>dx = Σ dy / (number of values in the window) over the windows that hold the input.</summary>
    public abstract void AveragePoolBackward(in PoolShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<float> dx);

    /// <summary>y = max(x, 0) for the first count values; y may be x.</summary>
    public abstract void ReluForward(int count, DeviceBuffer<float> x, DeviceBuffer<float> y);

    /// <summary>dx = dy where y &gt; 0, else 0, for the first count values; dx may be dy.</summary>
    public abstract void ReluBackward(int count, DeviceBuffer<float> y, DeviceBuffer<float> dy, DeviceBuffer<float> dx);

    /// <summary>y[b, o] = bias[o] + Σ(i) x[b, i] · w[i, o], then ReLU if asked.</summary>
    public abstract void DenseForward(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> weights, DeviceBuffer<float> bias,
        DeviceBuffer<float> y, bool relu = false);

    /// <summary>dx[b, i] = Σ(o) dy[b, o] · w[i, o].</summary>
    public abstract void DenseBackwardInput(
        int batch, int inputs, int outputs, DeviceBuffer<float> dy, DeviceBuffer<float> weights, DeviceBuffer<float> dx);

    /// <summary>dw[i, o] = Σ(b) x[b, i] · dy[b, o] and dbias[o] = Σ(b) dy[b, o].</summary>
    public abstract void DenseBackwardWeights(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dWeights,
        DeviceBuffer<float> dBias);

    /// <summary>
    /// <see cref="DenseBackwardWeights"/> and <see cref="DenseBackwardInput"/>; with relu x is the output of a ReLU, whose gradient is taken
    /// along: dx = 0 where x ≤ 0.
    /// </summary>
    public virtual void DenseBackward(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> weights,
        DeviceBuffer<float> dWeights, DeviceBuffer<float> dBias, DeviceBuffer<float> dx, bool relu = false)
    {
        DenseBackwardWeights(batch, inputs, outputs, x, dy, dWeights, dBias);
        DenseBackwardInput(batch, inputs, outputs, dy, weights, dx);
        if (relu) ReluBackward(checked(batch * inputs), x, dx, dx);
    }

    /// <summary>
    /// The end of a classifier in training: <see cref="DenseForward"/> to the logits, <see cref="SoftmaxCrossEntropy"/>, and
    /// <see cref="DenseBackward"/>.
    /// </summary>
    public virtual void Classify(
        int batch, int inputs, int classes, DeviceBuffer<float> x, DeviceBuffer<float> weights, DeviceBuffer<float> bias,
        DeviceBuffer<byte> labels, DeviceBuffer<float> logits, DeviceBuffer<float> dLogits, DeviceBuffer<float> dWeights,
        DeviceBuffer<float> dBias, DeviceBuffer<float> dx, bool relu, DeviceBuffer<float> metrics, int slot, float smoothing = 0)
    {
        DenseForward(batch, inputs, classes, x, weights, bias, logits);
        SoftmaxCrossEntropy(batch, classes, logits, labels, dLogits, metrics, slot, smoothing);
        DenseBackward(batch, inputs, classes, x, dLogits, weights, dWeights, dBias, dx, relu);
    }

    /// <summary>p[b, c] = exp(z[b, c] − max) / Σ exp(z[b, ·] − max).</summary>
    public abstract void Softmax(int batch, int classes, DeviceBuffer<float> logits, DeviceBuffer<float> probabilities);

    /// <summary>
    /// Softmax and categorical cross-entropy in one stable step: loss[b] = log Σ exp(z[b, ·] − max) − Σ(c) t[b, c] · (z[b, c] − max).
    /// dLogits[b, c] = (p[b, c] − t[b, c]) / batch. The target t[b, c] = (1 − smoothing) · [c = label] + smoothing / classes (label
    /// smoothing: Szegedy et al., arXiv 1512.00567, section 7). metrics[2·slot] = Σ loss and metrics[2·slot + 1] = number of rows
    /// whose first largest logit is the label.
    /// </summary>
    public abstract void SoftmaxCrossEntropy(
        int batch, int classes, DeviceBuffer<float> logits, DeviceBuffer<byte> labels, DeviceBuffer<float> dLogits,
        DeviceBuffer<float> metrics, int slot, float smoothing = 0);

    /// <summary>
    /// Batch normalisation of x [rows, channels] and then, if asked, ReLU: y = γ · (x − mean) / √(variance + ε) + β. With a rate above 0, in
    /// training, mean and variance are those of the rows, and the moving ones go by this part of the way towards them; with rate 0 they are the
    /// moving ones. Ioffe, Szegedy: arXiv 1502.03167. x and y are not the same memory.
    /// </summary>
    public abstract void BatchNormalize(
        int rows, int channels, DeviceBuffer<float> x, in BatchNormalizationState state, float epsilon, float rate, DeviceBuffer<float> y,
        bool relu = false);

    /// <summary>
    /// Gradients of <see cref="BatchNormalize"/> with a rate above 0, after which state.Saved must be as it was left. With relu the
    /// gradient of the ReLU is taken along: dy counts where y &gt; 0. dx may be dy.
    /// </summary>
    public abstract void BatchNormalizeBackward(
        int rows, int channels, DeviceBuffer<float> x, DeviceBuffer<float> y, DeviceBuffer<float> dy, in BatchNormalizationState state,
        DeviceBuffer<float> dGamma, DeviceBuffer<float> dBeta, DeviceBuffer<float> dx, bool relu = false);

    /// <summary>
    /// Inverted dropout: y = x / (1 − rate) where the counter-based generator (see <see cref="CounterRandom"/>) keeps value i
    /// of this seed and step, else 0. The same call on dy gives dx. y may be x.
    /// </summary>
    public abstract void Dropout(int count, DeviceBuffer<float> x, DeviceBuffer<float> y, float rate, uint seed, uint step);

    /// <summary>
    /// Adam as in Keras: m = β1·m + (1 − β1)·g; v = β2·v + (1 − β2)·g²; w = (1 − decay)·w − α·m / (√v + ε), where
    /// α = learning rate · √(1 − β2ᵗ) / (1 − β1ᵗ) is computed by the caller. Kingma, Ba: arXiv 1412.6980, section 2. The decay of the
    /// weights is the learning rate times theirs: Loshchilov, Hutter: arXiv 1711.05101, algorithm 2.
    /// </summary>
    public abstract void Adam(
        int count, DeviceBuffer<float> weights, DeviceBuffer<float> gradients, DeviceBuffer<float> m, DeviceBuffer<float> v,
        float alpha, float beta1, float beta2, float epsilon, float decay = 0);

    /// <summary>
    /// average += rate · (weights − average) for the first count values: with rate 1 − d after every step, the exponential moving
    /// average of the weights with decay d. Polyak, Juditsky 1992; in this form Tarvainen, Valpola: arXiv 1703.01780, formula 2.
    /// </summary>
    public abstract void Average(int count, DeviceBuffer<float> average, DeviceBuffer<float> weights, float rate);

    /// <summary>
    /// Whether <see cref="DenseBackwardWeightsAdam"/> is faster than its two steps with all parameters in one <see cref="Adam"/>.
    /// </summary>
    public virtual bool FusesAdam => false;

    /// <summary>
    /// <see cref="DenseBackwardWeights"/> and then <see cref="Adam"/> on these weights (not on the bias). dWeights is memory to
    /// work in: a device that updates each block of weights while its gradient is in cache leaves nothing in it. The result has
    /// the same bits as the two steps.
    /// </summary>
    public virtual void DenseBackwardWeightsAdam(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dWeights,
        DeviceBuffer<float> dBias, DeviceBuffer<float> weights, DeviceBuffer<float> m, DeviceBuffer<float> v,
        float alpha, float beta1, float beta2, float epsilon, float decay = 0)
    {
        DenseBackwardWeights(batch, inputs, outputs, x, dy, dWeights, dBias);
        Adam(checked(inputs * outputs), weights, dWeights, m, v, alpha, beta1, beta2, epsilon, decay);
    }

    /// <summary>
    /// Convolution, bias, max-pool and ReLU in one pass: only the pooled values [batch, pool.OutputSize] and the arg-max reach memory.
    /// The pool's input is the convolution's output.
    /// </summary>
    public abstract void ConvolutionPoolReluForward(
        in ConvolutionShape convolution, in PoolShape pool, int batch, DeviceBuffer<float> x, DeviceBuffer<float> filters,
        DeviceBuffer<float> bias, DeviceBuffer<float> y, DeviceBuffer<byte> argMax);

    /// <summary>
    /// Filter and bias gradients of <see cref="ConvolutionPoolReluForward"/>, through the arg-max positions whose y is positive.
    /// There is no input gradient: the planner fuses only where none is needed.
    /// </summary>
    public abstract void ConvolutionPoolReluBackward(
        in ConvolutionShape convolution, in PoolShape pool, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y,
        DeviceBuffer<float> dy, DeviceBuffer<byte> argMax, DeviceBuffer<float> dFilters, DeviceBuffer<float> dBias);

    /// <summary>Frees the device and everything that it holds.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected static void RequireAugmentable(in AugmentBatch batch)
    {
        if (batch.Pixels is < 1 or > Augment.MaxPixels)
            throw new ArgumentException($"augmentation takes pictures of at most {Augment.MaxPixels} pixels, these have {batch.Height}×{batch.Width}");
    }

    /// <inheritdoc cref="Dispose()"/>
    protected abstract void Dispose(bool disposing);
}
