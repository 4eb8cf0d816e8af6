namespace GpuDigits.Engine.Devices;

/// <summary>
/// <see cref="ConvolutionForward"/>, <see cref="BatchNormalizationForward"/> of its output, then an optional <see cref="MaxPoolForward"/>
/// or <see cref="DropValues"/>, as if they ran one after the other. Before a pool, the normalised values are only working memory: a device
/// may leave them out.
/// </summary>
/// <param name="Convolution">The convolution, without a ReLU.</param>
/// <param name="Normalization">Its X is the convolution's output, one row per pixel.</param>
/// <param name="Pool">Its X is the normalisation's output.</param>
/// <param name="Peaks">With a pool [batch, Pool.Shape.OutputSize]: for <see cref="NormalizationPoolBackward"/>.</param>
/// <param name="Drop">In place on the normalisation's output; not with a pool.</param>
public readonly record struct ConvolutionNormalizationForward(
    ConvolutionForward Convolution, BatchNormalizationForward Normalization, MaxPoolForward? Pool = null, Tensor? Peaks = null,
    DropValues? Drop = null) : IOperation
{
    /// <inheritdoc/>
    public bool Fits =>
        Convolution.Fits && !Convolution.Relu && Normalization.Fits && Normalization.X.Buffer == Convolution.Y.Buffer
        && Normalization.X.Is(checked((int)(Convolution.Y.Count / Convolution.Shape.Filters)), Convolution.Shape.Filters)
        && (Pool is not { } pool
            ? Drop is not { } drop || (drop.Fits && drop.X == drop.Y && drop.X.Count == Normalization.Y.Count)
            : Drop is null && pool.Fits && pool.Shape.Follows(Convolution.Shape) && pool.X.Rows == Convolution.X.Rows
                && Peaks is { } peaks && peaks.Is(pool.Y.Rows, pool.Y.Columns));

    /// <inheritdoc/>
    public Cost Cost => Convolution.Cost;

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// <see cref="BatchNormalizationBackward"/> behind an optional <see cref="MaxPoolBackward"/>, whose gradient then also includes that of the
/// ReLU.
/// </summary>
/// <param name="Normalization">With a pool, its Dy is only working memory, and its Y is not used.</param>
/// <param name="Pool">Its Dx is the normalisation's Dy, and its Dy may be overwritten.</param>
/// <param name="Pooled">The pool's output.</param>
/// <param name="Peaks">As the forward pass stored it.</param>
/// <param name="Drop">Applied to the normalisation's Dy first: the dropout behind the ReLU; not with a pool.</param>
public readonly record struct NormalizationPoolBackward(
    BatchNormalizationBackward Normalization, MaxPoolBackward? Pool = null, Tensor? Pooled = null, Tensor? Peaks = null,
    DropValues? Drop = null) : IOperation
{
    /// <inheritdoc/>
    public bool Fits =>
        Normalization.Fits
        && (Pool is not { } pool
            ? Drop is not { } drop
                || (drop.X == drop.Y && drop.X.Buffer == Normalization.Dy.Buffer && drop.X.Count == Normalization.Dy.Count)
            : (Drop is null && pool.Fits && pool.Dx.Count == Normalization.Dy.Count && pool.Shape.Channels == Normalization.X.Columns
                && Pooled is { } pooled && pooled.Is(pool.Dy.Rows, pool.Dy.Columns)
                && Peaks is { } peaks && peaks.Is(pool.Dy.Rows, pool.Dy.Columns)));

    /// <inheritdoc/>
    public Cost Cost => Normalization.Cost;

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// <see cref="ConvolutionBackwardFilters"/>, <see cref="ConvolutionBackwardInput"/>, and the gradients of the normalisation that gave the
/// convolution its input.
/// </summary>
/// <param name="Filters">The gradients of filters and bias.</param>
/// <param name="Input">The gradient of the input: the output gradient of Before.</param>
/// <param name="Before">The normalisation before the convolution.</param>
public readonly record struct ConvolutionNormalizationBackward(
    ConvolutionBackwardFilters Filters, ConvolutionBackwardInput Input, NormalizationPoolBackward Before) : IOperation
{
    /// <inheritdoc/>
    public bool Fits =>
        Filters.Fits && Input.Fits && Before.Fits && Before.Drop is null && Filters.Shape == Input.Shape && Filters.Dy == Input.Dy
        && Before.Normalization.X.Columns == Filters.Shape.Channels
        && (Before.Pool?.Dy ?? Before.Normalization.Dy) is var dy && dy.Buffer == Input.Dx.Buffer && dy.Count == Input.Dx.Count;

    /// <inheritdoc/>
    public Cost Cost => new(Filters.Cost.Flops + Input.Cost.Flops, Filters.Cost.InputBytes + (sizeof(float) * Input.Filters.Count));

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}
