namespace GpuDigits.Engine.Devices;

/// <summary>y[b, o] = bias[o] + Σ(i) x[b, i] · w[i, o], with an optional ReLU.</summary>
/// <param name="X">[batch, inputs].</param>
/// <param name="Weights">[inputs, outputs].</param>
/// <param name="Bias">[1, outputs].</param>
/// <param name="Y">[batch, outputs].</param>
/// <param name="Relu">Whether a ReLU follows.</param>
public readonly record struct DenseForward(Tensor X, Tensor Weights, Tensor Bias, Tensor Y, bool Relu = false) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Weights.Is(X.Columns, Y.Columns) && Bias.Count == Y.Columns && Y.Rows == X.Rows;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(2.0 * X.Rows * Weights.Count, X.Count + Weights.Count + Bias.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>dx[b, i] = Σ(o) dy[b, o] · w[i, o].</summary>
/// <param name="Dy">[batch, outputs].</param>
/// <param name="Weights">[inputs, outputs].</param>
/// <param name="Dx">[batch, inputs].</param>
public readonly record struct DenseBackwardInput(Tensor Dy, Tensor Weights, Tensor Dx) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Weights.Is(Dx.Columns, Dy.Columns) && Dx.Rows == Dy.Rows;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(2.0 * Dy.Rows * Weights.Count, Dy.Count + Weights.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>dw[i, o] = Σ(b) x[b, i] · dy[b, o] and dbias[o] = Σ(b) dy[b, o].</summary>
/// <param name="X">[batch, inputs].</param>
/// <param name="Dy">[batch, outputs].</param>
/// <param name="DWeights">[inputs, outputs].</param>
/// <param name="DBias">[1, outputs].</param>
public readonly record struct DenseBackwardWeights(Tensor X, Tensor Dy, Tensor DWeights, Tensor DBias) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => DWeights.Is(X.Columns, Dy.Columns) && DBias.Count == Dy.Columns && X.Rows == Dy.Rows;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(2.0 * X.Rows * (X.Columns + 1.0) * Dy.Columns, X.Count + Dy.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// <see cref="DenseBackwardWeights"/> and <see cref="DenseBackwardInput"/>. With Relu, X is the output of a ReLU, and Dx includes the
/// ReLU's gradient: dx = 0 where x ≤ 0.
/// </summary>
/// <param name="X">[batch, inputs].</param>
/// <param name="Dy">[batch, outputs].</param>
/// <param name="Weights">[inputs, outputs].</param>
/// <param name="DWeights">[inputs, outputs].</param>
/// <param name="DBias">[1, outputs].</param>
/// <param name="Dx">[batch, inputs].</param>
/// <param name="Relu">Whether X is the output of a ReLU.</param>
public readonly record struct DenseBackward(
    Tensor X, Tensor Dy, Tensor Weights, Tensor DWeights, Tensor DBias, Tensor Dx, bool Relu = false) : IOperation
{
    /// <summary>The part for the weights.</summary>
    public DenseBackwardWeights ForWeights => new(X, Dy, DWeights, DBias);

    /// <summary>The part for the input.</summary>
    public DenseBackwardInput ForInput => new(Dy, Weights, Dx);

    /// <inheritdoc/>
    public bool Fits => ForWeights.Fits && ForInput.Fits;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(2.0 * X.Rows * ((2.0 * X.Columns) + 1) * Dy.Columns, X.Count + Weights.Count + Dy.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// <see cref="DenseBackwardWeights"/>, then <see cref="AdamStep"/> on these weights (not on the bias), with bit-identical results. The
/// gradient of the weights is only working memory: a device that updates each block of weights while its gradient is in the cache does not
/// store it.
/// </summary>
/// <param name="Gradients">The gradients.</param>
/// <param name="Update">The step; its gradients are Gradients.DWeights.</param>
public readonly record struct DenseBackwardWeightsAdam(DenseBackwardWeights Gradients, AdamStep Update) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Gradients.Fits && Update.Fits && Update.Gradients.Buffer == Gradients.DWeights.Buffer;

    /// <inheritdoc/>
    public Cost Cost => new(Gradients.Cost.Flops + Update.Cost.Flops, Gradients.Cost.InputBytes + Update.Cost.InputBytes);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>The last part of a classifier in training: the forward pass to the logits, the loss, and the gradients.</summary>
/// <param name="Forward">Its output is the logits.</param>
/// <param name="Loss">Reads the logits, writes their gradient.</param>
/// <param name="Backward">Reads the gradient of the logits.</param>
public readonly record struct Classify(DenseForward Forward, CrossEntropy Loss, DenseBackward Backward) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Forward.Fits && Loss.Fits && Backward.Fits && Forward.Y == Loss.Logits && Loss.DLogits == Backward.Dy;

    /// <inheritdoc/>
    public Cost Cost => new(
        2.0 * Forward.X.Rows * ((3.0 * Forward.X.Columns) + 8) * Forward.Y.Columns, Forward.Cost.InputBytes + Forward.X.Rows);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}
