using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices;

/// <summary>The largest value of each window.</summary>
/// <param name="Shape">Sizes of the pool.</param>
/// <param name="X">[batch, Shape.InputSize].</param>
/// <param name="Y">[batch, Shape.OutputSize].</param>
/// <param name="ArgMax">Position of the largest value in the window: row · PoolWidth + column; the first maximum wins; at most 256
/// positions.</param>
public readonly record struct MaxPoolForward(PoolShape Shape, Tensor X, Tensor Y, DeviceBuffer<byte> ArgMax) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => X.Columns == Shape.InputSize && Y.Is(X.Rows, Shape.OutputSize) && ArgMax.Length >= Y.Count;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of((double)Y.Count * Shape.Places, X.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>dx = the sum of dy over all windows whose maximum the input is; 0 if there are none.</summary>
/// <param name="Shape">Sizes of the pool.</param>
/// <param name="Dy">[batch, Shape.OutputSize].</param>
/// <param name="ArgMax">As <see cref="MaxPoolForward"/> stored it.</param>
/// <param name="Dx">[batch, Shape.InputSize].</param>
public readonly record struct MaxPoolBackward(PoolShape Shape, Tensor Dy, DeviceBuffer<byte> ArgMax, Tensor Dx) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Dx.Columns == Shape.InputSize && Dy.Is(Dx.Rows, Shape.OutputSize) && ArgMax.Length >= Dy.Count;

    /// <inheritdoc/>
    public Cost Cost => new(Dy.Count, 5.0 * Dy.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>The mean of each window's values that lie inside the picture.</summary>
/// <param name="Shape">Sizes of the pool.</param>
/// <param name="X">[batch, Shape.InputSize].</param>
/// <param name="Y">[batch, Shape.OutputSize].</param>
public readonly record struct AveragePoolForward(PoolShape Shape, Tensor X, Tensor Y) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => X.Columns == Shape.InputSize && Y.Is(X.Rows, Shape.OutputSize);

    /// <inheritdoc/>
    public Cost Cost => Cost.Of((double)Y.Count * Shape.Places, X.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>dx = Σ dy / (number of values in the window) over the windows that contain the input.</summary>
/// <param name="Shape">Sizes of the pool.</param>
/// <param name="Dy">[batch, Shape.OutputSize].</param>
/// <param name="Dx">[batch, Shape.InputSize].</param>
public readonly record struct AveragePoolBackward(PoolShape Shape, Tensor Dy, Tensor Dx) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Dx.Columns == Shape.InputSize && Dy.Is(Dx.Rows, Shape.OutputSize);

    /// <inheritdoc/>
    public Cost Cost => Cost.Of((double)Dy.Count * Shape.Places, Dy.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}
