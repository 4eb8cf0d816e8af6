using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices;

/// <summary>x[b, p] = images[order[first + b], p] / 255 and y[b] = labels[order[first + b]] for each row b of x.</summary>
/// <param name="Images">[count, pixels].</param>
/// <param name="Labels">[count].</param>
/// <param name="Order">Indices of the pictures in the order of training.</param>
/// <param name="First">Position of the batch's first picture in Order.</param>
/// <param name="X">[batch, pixels].</param>
/// <param name="Y">[batch].</param>
public readonly record struct GatherPictures(
    DeviceBuffer<byte> Images, DeviceBuffer<byte> Labels, DeviceBuffer<int> Order, int First, Tensor X, DeviceBuffer<byte> Y) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => First >= 0 && Order.Length >= (long)First + X.Rows && Y.Length >= X.Rows;

    /// <inheritdoc/>
    public Cost Cost => new(X.Count, X.Count + ((double)X.Rows * (1 + sizeof(int))));

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary><see cref="GatherPictures"/> with a random change of each picture, see <see cref="AugmentSample"/>.</summary>
/// <param name="Images">[count, Batch.Height, Batch.Width].</param>
/// <param name="Labels">[count].</param>
/// <param name="Order">Indices of the pictures in the order of training.</param>
/// <param name="Batch">The pictures' size, the position of the first one, and the seed of the random numbers.</param>
/// <param name="Settings">How strongly pictures are changed.</param>
/// <param name="X">[batch, Batch.Pixels], at most <see cref="Augment.MaxPixels"/> pixels.</param>
/// <param name="Y">[batch].</param>
public readonly record struct GatherAugmented(
    DeviceBuffer<byte> Images, DeviceBuffer<byte> Labels, DeviceBuffer<int> Order, AugmentBatch Batch, AugmentSettings Settings, Tensor X,
    DeviceBuffer<byte> Y) : IOperation
{
    /// <summary>Approximate cost of a changed pixel.</summary>
    private const double FlopsPerPixel = 100;

    /// <inheritdoc/>
    public bool Fits =>
        X.Columns == Batch.Pixels && Batch.First >= 0 && Order.Length >= (long)Batch.First + X.Rows && Y.Length >= X.Rows;

    /// <inheritdoc/>
    public Cost Cost => new(FlopsPerPixel * X.Count, X.Count + ((double)X.Rows * (1 + sizeof(int))));

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>y = max(x, 0); x and y may be the same memory.</summary>
/// <param name="X">Any shape.</param>
/// <param name="Y">As many values.</param>
public readonly record struct ReluForward(Tensor X, Tensor Y) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => X.Count == Y.Count;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(X.Count, X.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>dx = dy where y &gt; 0, else 0; dx and dy may be the same memory.</summary>
/// <param name="Y">The output of the ReLU.</param>
/// <param name="Dy">As many values.</param>
/// <param name="Dx">As many values.</param>
public readonly record struct ReluBackward(Tensor Y, Tensor Dy, Tensor Dx) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Y.Count == Dy.Count && Y.Count == Dx.Count;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(Y.Count, 2.0 * Y.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// Inverted dropout: y = x / (1 − rate) where the counter-based generator (see <see cref="CounterRandom"/>) keeps value i of this seed and
/// step, else 0. The same operation on dy gives dx. x and y may be the same memory.
/// </summary>
/// <param name="X">Any shape.</param>
/// <param name="Y">As many values.</param>
/// <param name="Rate">The fraction that is dropped, in [0, 1).</param>
/// <param name="Seed">Seed of the generator.</param>
/// <param name="Step">Number of the training step.</param>
public readonly record struct DropValues(Tensor X, Tensor Y, float Rate, uint Seed, uint Step) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => X.Count == Y.Count;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(X.Count, X.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>p[b, c] = exp(z[b, c] − max) / Σ exp(z[b, ·] − max).</summary>
/// <param name="Logits">[batch, classes].</param>
/// <param name="Probabilities">[batch, classes].</param>
public readonly record struct SoftmaxForward(Tensor Logits, Tensor Probabilities) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Probabilities.Is(Logits.Rows, Logits.Columns);

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(5.0 * Logits.Count, Logits.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}
