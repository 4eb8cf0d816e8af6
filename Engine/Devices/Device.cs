using System.Diagnostics.CodeAnalysis;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices;

/// <summary>
/// A device that runs the network's operations. All tensors are float32, row-major, NHWC; filters are HWIO, dense weights
/// [inputs, outputs]; the batch is the slowest dimension. Where the device supports it, operations are queued and return immediately;
/// <see cref="DeviceBuffer{T}.CopyToHost"/> and <see cref="Synchronize"/> wait for them. Every result is bit-identical for the same device
/// and build, whatever the thread count: reductions have a fixed order. A device may skip products with zero and share sums between
/// results, so that NaN and infinity do not always propagate as the formulas say. An output is always overwritten completely, never added
/// to.
/// </summary>
public abstract class Device : IDisposable
{
    /// <summary>The name that selects it: <c>cpu</c>, <c>ilgpu-cpu</c>, <c>cuda:0</c>, <c>opencl:0</c>; <c>wasm</c> in a browser.</summary>
    public abstract string Id { get; }

    /// <summary>A description for people: model, cores or multiprocessors, instruction set, memory.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// Whether <see cref="DenseBackwardWeightsAdam"/> is faster than <see cref="DenseBackwardWeights"/> and one <see cref="AdamStep"/> for
    /// all parameters.
    /// </summary>
    public virtual bool FusesAdam => false;

    /// <summary>
    /// Number of values of a convolution's filters in the device's own form, which <see cref="PrepareFilters"/> makes; 0 if the device
    /// convolves with the filters as they are.
    /// </summary>
    public virtual long PreparedFilters(in ConvolutionShape shape) => 0;

    /// <summary>
    /// Whether a convolution, the normalisation of its output and what follows are faster as one operation than one after the other.
    /// </summary>
    public virtual bool FusesNormalization => false;

    /// <summary>Called after each operation with its name and its minimum cost.</summary>
    internal Action<string, Cost>? Ran { get; set; }

    /// <summary>Allocates memory filled with zeros.</summary>
    /// <exception cref="DeviceException">There is not enough memory; the message says how much was requested.</exception>
    public abstract DeviceBuffer<T> Allocate<T>(long length)
        where T : unmanaged;

    /// <summary>Runs an operation.</summary>
    /// <exception cref="ArgumentException">The shapes do not match, or a buffer belongs to another device.</exception>
    /// <exception cref="DeviceException">The device failed or ran out of memory.</exception>
    public void Run<T>(T operation)
        where T : struct, IOperation
    {
        if (!operation.Fits)
            throw new ArgumentException($"the shapes do not fit: {operation}");
        try
        {
            operation.On(this);
        }
        catch (Exception e) when (IsFailure(e, out var failure))
        {
            throw failure;
        }

        Ran?.Invoke(typeof(T).Name, operation.Cost);
    }

    /// <summary>The device's own failure that caused this exception of an operation; null if there was none.</summary>
    public virtual DeviceException? Explain(Exception error) => error as DeviceException;

    /// <summary>Whether an exception hides a failure of the device, which people would take for a fault of the program.</summary>
    internal bool IsFailure(Exception error, [NotNullWhen(true)] out DeviceException? failure) =>
        (failure = error is DeviceException ? null : Explain(error)) is not null;

    /// <summary>Waits until all queued operations have finished.</summary>
    /// <exception cref="DeviceException">An operation failed.</exception>
    public abstract void Synchronize();

    /// <summary>Frees the device and everything that it owns.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

#pragma warning disable CS1591 // Each overload is documented at its operation.
    protected internal abstract void Execute(in GatherPictures op);

    protected internal abstract void Execute(in GatherAugmented op);

    protected internal virtual void Execute(in PrepareFilters op) => throw new NotSupportedException($"{Id} prepares no filters");

    protected internal abstract void Execute(in ConvolutionForward op);

    protected internal abstract void Execute(in ConvolutionBackwardInput op);

    protected internal abstract void Execute(in ConvolutionBackwardFilters op);

    protected internal abstract void Execute(in ConvolutionPoolReluForward op);

    protected internal abstract void Execute(in ConvolutionPoolReluBackward op);

    protected internal abstract void Execute(in MaxPoolForward op);

    protected internal abstract void Execute(in MaxPoolBackward op);

    protected internal abstract void Execute(in AveragePoolForward op);

    protected internal abstract void Execute(in AveragePoolBackward op);

    protected internal abstract void Execute(in ReluForward op);

    protected internal abstract void Execute(in ReluBackward op);

    protected internal abstract void Execute(in DropValues op);

    protected internal abstract void Execute(in DenseForward op);

    protected internal abstract void Execute(in DenseBackwardInput op);

    protected internal abstract void Execute(in DenseBackwardWeights op);

    protected internal virtual void Execute(in DenseBackward op)
    {
        Execute(op.ForWeights);
        Execute(op.ForInput);
        if (op.Relu)
            Execute(new ReluBackward(op.X, op.Dx, op.Dx));
    }

    protected internal virtual void Execute(in DenseBackwardWeightsAdam op)
    {
        Execute(op.Gradients);
        Execute(op.Update);
    }

    protected internal virtual void Execute(in Classify op)
    {
        Execute(op.Forward);
        Execute(op.Loss);
        Execute(op.Backward);
    }

    protected internal abstract void Execute(in SoftmaxForward op);

    protected internal abstract void Execute(in CrossEntropy op);

    protected internal abstract void Execute(in BatchNormalizationForward op);

    protected internal abstract void Execute(in BatchNormalizationBackward op);

    protected internal virtual void Execute(in ConvolutionNormalizationForward op)
    {
        Execute(op.Convolution);
        Execute(op.Normalization);
        if (op.Pool is { } pool)
            Execute(pool);
        if (op.Drop is { } drop)
            Execute(drop);
    }

    protected internal virtual void Execute(in NormalizationPoolBackward op)
    {
        if (op.Pool is not { } pool)
        {
            if (op.Drop is { } drop)
                Execute(drop);
            Execute(op.Normalization);
            return;
        }
        if (op.Normalization.Relu)
            Execute(new ReluBackward(op.Pooled!.Value, pool.Dy, pool.Dy));
        Execute(pool);
        Execute(op.Normalization with { Relu = false });
    }

    protected internal virtual void Execute(in ConvolutionNormalizationBackward op)
    {
        Execute(op.Filters);
        Execute(op.Input);
        Execute(op.Before);
    }

    protected internal abstract void Execute(in AdamStep op);

    protected internal abstract void Execute(in AverageWeights op);
#pragma warning restore CS1591

    private protected static void RequireAugmentable(in AugmentBatch batch)
    {
        if (batch.Pixels is < 1 or > Augment.MaxPixels)
        {
            throw new ArgumentException(
                $"augmentation takes pictures of at most {Augment.MaxPixels} pixels, these have {batch.Height}×{batch.Width}");
        }
    }

    /// <inheritdoc cref="Dispose()"/>
    protected abstract void Dispose(bool disposing);
}
