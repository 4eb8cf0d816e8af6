using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices;

/// <summary>
/// Brings a convolution's filters into the form in which the device convolves with them (<see cref="Device.PreparedFilters"/>), so that
/// this is not done anew in each call.
/// </summary>
/// <param name="Shape">Sizes of the convolution.</param>
/// <param name="Filters">Shape.FilterSize values, HWIO.</param>
/// <param name="Prepared">As many values as the device says.</param>
public readonly record struct PrepareFilters(ConvolutionShape Shape, Tensor Filters, Tensor Prepared) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Filters.Count == Shape.FilterSize;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(0, Filters.Count + Prepared.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>y = x ∗ filters + bias, with an optional ReLU. Formula: see <see cref="ConvolutionShape"/>.</summary>
/// <param name="Shape">Sizes of the convolution.</param>
/// <param name="X">[batch, Shape.InputSize].</param>
/// <param name="Filters">Shape.FilterSize values, HWIO.</param>
/// <param name="Bias">[1, Shape.Filters].</param>
/// <param name="Y">[batch, Shape.OutputSize].</param>
/// <param name="Relu">Whether a ReLU follows.</param>
/// <param name="Prepared">The filters as <see cref="PrepareFilters"/> made them, if it did.</param>
public readonly record struct ConvolutionForward(
    ConvolutionShape Shape, Tensor X, Tensor Filters, Tensor Bias, Tensor Y, bool Relu = false, Tensor? Prepared = null) : IOperation
{
    /// <inheritdoc/>
    public bool Fits =>
        X.Columns == Shape.InputSize && Y.Is(X.Rows, Shape.OutputSize)
        && Filters.Count == Shape.FilterSize && Bias.Count == Shape.Filters;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(Shape.Flops * X.Rows, X.Count + Filters.Count + Bias.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>dx[b, iy, ix, c] = Σ dy[b, oy, ox, f] · w[i, j, c, f] over all outputs that read the input.</summary>
/// <param name="Shape">Sizes of the convolution.</param>
/// <param name="Dy">[batch, Shape.OutputSize].</param>
/// <param name="Filters">Shape.FilterSize values, HWIO.</param>
/// <param name="Dx">[batch, Shape.InputSize].</param>
public readonly record struct ConvolutionBackwardInput(ConvolutionShape Shape, Tensor Dy, Tensor Filters, Tensor Dx) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Dx.Columns == Shape.InputSize && Dy.Is(Dx.Rows, Shape.OutputSize) && Filters.Count == Shape.FilterSize;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(Shape.Flops * Dx.Rows, Dy.Count + Filters.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>dw[i, j, c, f] = Σ(b, oy, ox) dy[b, oy, ox, f] · x[…] and dbias[f] = Σ(b, oy, ox) dy[b, oy, ox, f].</summary>
/// <param name="Shape">Sizes of the convolution.</param>
/// <param name="X">[batch, Shape.InputSize].</param>
/// <param name="Dy">[batch, Shape.OutputSize].</param>
/// <param name="DFilters">Shape.FilterSize values.</param>
/// <param name="DBias">[1, Shape.Filters].</param>
public readonly record struct ConvolutionBackwardFilters(
    ConvolutionShape Shape, Tensor X, Tensor Dy, Tensor DFilters, Tensor DBias) : IOperation
{
    /// <inheritdoc/>
    public bool Fits =>
        X.Columns == Shape.InputSize && Dy.Is(X.Rows, Shape.OutputSize)
        && DFilters.Count == Shape.FilterSize && DBias.Count == Shape.Filters;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(Shape.Flops * X.Rows, X.Count + Dy.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// Convolution, bias, max pooling and ReLU in one pass: only the pooled values and the arg-max are stored in memory. The pool's input is
/// the convolution's output.
/// </summary>
/// <param name="Shape">Sizes of the convolution.</param>
/// <param name="Pool">Sizes of the pool.</param>
/// <param name="X">[batch, Shape.InputSize].</param>
/// <param name="Filters">Shape.FilterSize values, HWIO.</param>
/// <param name="Bias">[1, Shape.Filters].</param>
/// <param name="Y">[batch, Pool.OutputSize].</param>
/// <param name="ArgMax">One position for each value of Y, as <see cref="MaxPoolForward"/> stores it.</param>
/// <param name="Prepared">The filters as <see cref="PrepareFilters"/> made them, if it did.</param>
public readonly record struct ConvolutionPoolReluForward(
    ConvolutionShape Shape, PoolShape Pool, Tensor X, Tensor Filters, Tensor Bias, Tensor Y, DeviceBuffer<byte> ArgMax,
    Tensor? Prepared = null) : IOperation
{
    /// <inheritdoc/>
    public bool Fits =>
        Pool.Follows(Shape) && X.Columns == Shape.InputSize && Y.Is(X.Rows, Pool.OutputSize) && Filters.Count == Shape.FilterSize
        && Bias.Count == Shape.Filters && ArgMax.Length >= Y.Count;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(Shape.Flops * X.Rows, X.Count + Filters.Count + Bias.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// Filter and bias gradients of <see cref="ConvolutionPoolReluForward"/>, through the arg-max positions whose y is positive. There is no
/// input gradient: the planner fuses only where none is needed.
/// </summary>
/// <param name="Shape">Sizes of the convolution.</param>
/// <param name="Pool">Sizes of the pool.</param>
/// <param name="X">[batch, Shape.InputSize].</param>
/// <param name="Y">[batch, Pool.OutputSize].</param>
/// <param name="Dy">[batch, Pool.OutputSize].</param>
/// <param name="ArgMax">As the forward pass stored it.</param>
/// <param name="DFilters">Shape.FilterSize values.</param>
/// <param name="DBias">[1, Shape.Filters].</param>
public readonly record struct ConvolutionPoolReluBackward(
    ConvolutionShape Shape, PoolShape Pool, Tensor X, Tensor Y, Tensor Dy, DeviceBuffer<byte> ArgMax, Tensor DFilters, Tensor DBias)
    : IOperation
{
    /// <inheritdoc/>
    public bool Fits =>
        Pool.Follows(Shape) && X.Columns == Shape.InputSize && Y.Is(X.Rows, Pool.OutputSize) && Dy.Is(X.Rows, Pool.OutputSize)
        && ArgMax.Length >= Y.Count && DFilters.Count == Shape.FilterSize && DBias.Count == Shape.Filters;

    /// <inheritdoc/>
    public Cost Cost => new(2.0 * Y.Count * (Shape.PatchSize + 1), (4.0 * X.Count) + (9.0 * Y.Count));

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}
