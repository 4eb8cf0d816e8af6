namespace GpuDigits.Engine.Devices;

/// <summary>
/// Softmax and categorical cross-entropy in one stable step: loss[b] = log Σ exp(z[b, ·] − max) − Σ(c) t[b, c] · (z[b, c] − max).
/// dLogits[b, c] = (p[b, c] − t[b, c]) / batch. The target t[b, c] = (1 − smoothing) · [c = label] + smoothing / classes (label
/// smoothing: Szegedy et al., arXiv 1512.00567, section 7). metrics[2·slot] = Σ loss and metrics[2·slot + 1] = number of rows
/// whose first largest logit is the label.
/// </summary>
/// <param name="Logits">[batch, classes].</param>
/// <param name="Labels">[batch].</param>
/// <param name="DLogits">[batch, classes].</param>
/// <param name="Metrics">Two values per slot.</param>
/// <param name="Slot">Which pair of metrics is written.</param>
/// <param name="Smoothing">In [0, 1).</param>
public readonly record struct CrossEntropy(
    Tensor Logits, DeviceBuffer<byte> Labels, Tensor DLogits, DeviceBuffer<float> Metrics, int Slot, float Smoothing = 0) : IOperation
{
    /// <inheritdoc/>
    public bool Fits =>
        DLogits.Is(Logits.Rows, Logits.Columns) && Labels.Length >= Logits.Rows && Slot >= 0 && Metrics.Length >= 2 * ((long)Slot + 1);

    /// <inheritdoc/>
    public Cost Cost => new(6.0 * Logits.Count, (4.0 * Logits.Count) + Logits.Rows);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// Batch normalisation of x with an optional ReLU: y = γ · (x − mean) / √(variance + ε) + β. With a rate above 0 (training), mean and
/// variance are those of the rows, and the moving mean and variance move towards them by this fraction. With rate 0 the moving mean and
/// variance are used. Ioffe, Szegedy: arXiv 1502.03167. x and y must not be the same memory.
/// </summary>
/// <param name="X">[rows, channels].</param>
/// <param name="State">The per-channel state.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Rate">1 − momentum in training, else 0.</param>
/// <param name="Y">[rows, channels].</param>
/// <param name="Relu">Whether a ReLU follows.</param>
public readonly record struct BatchNormalizationForward(
    Tensor X, BatchNormalizationState State, float Epsilon, float Rate, Tensor Y, bool Relu = false) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Y.Is(X.Rows, X.Columns) && State.Fits(X.Columns);

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(8.0 * X.Count, X.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// Gradients of <see cref="BatchNormalizationForward"/> with a rate above 0. State.Saved must still hold the values of that pass. With
/// Relu, the ReLU's gradient is included: dy counts only where y &gt; 0. dx and dy may be the same memory.
/// </summary>
/// <param name="X">[rows, channels].</param>
/// <param name="Y">[rows, channels].</param>
/// <param name="Dy">[rows, channels].</param>
/// <param name="State">The per-channel state.</param>
/// <param name="DGamma">[1, channels].</param>
/// <param name="DBeta">[1, channels].</param>
/// <param name="Dx">[rows, channels].</param>
/// <param name="Relu">Whether a ReLU followed.</param>
public readonly record struct BatchNormalizationBackward(
    Tensor X, Tensor Y, Tensor Dy, BatchNormalizationState State, Tensor DGamma, Tensor DBeta, Tensor Dx, bool Relu = false) : IOperation
{
    /// <inheritdoc/>
    public bool Fits =>
        Y.Is(X.Rows, X.Columns) && Dy.Is(X.Rows, X.Columns) && Dx.Is(X.Rows, X.Columns) && State.Fits(X.Columns)
        && DGamma.Count == X.Columns && DBeta.Count == X.Columns;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(12.0 * X.Count, (Relu ? 3.0 : 2.0) * X.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>The coefficients of one step of Adam.</summary>
/// <param name="Alpha">Learning rate · √(1 − β2ᵗ) / (1 − β1ᵗ).</param>
/// <param name="Beta1">Decay rate of the first moment.</param>
/// <param name="Beta2">Decay rate of the second moment.</param>
/// <param name="Epsilon">Keeps the quotient finite.</param>
/// <param name="Decay">The fraction that a weight loses before its update: the learning rate times the weight decay.</param>
public readonly record struct AdamUpdate(float Alpha, float Beta1, float Beta2, float Epsilon, float Decay = 0);

/// <summary>
/// Adam as in Keras: m = β1·m + (1 − β1)·g; v = β2·v + (1 − β2)·g²; w = (1 − decay)·w − α·m / (√v + ε). Kingma, Ba: arXiv 1412.6980,
/// section 2; weight decay: Loshchilov, Hutter: arXiv 1711.05101, algorithm 2.
/// </summary>
/// <param name="Weights">w, any shape.</param>
/// <param name="Gradients">g, as many values.</param>
/// <param name="M">The first moment.</param>
/// <param name="V">The second moment.</param>
/// <param name="Update">The coefficients.</param>
public readonly record struct AdamStep(Tensor Weights, Tensor Gradients, Tensor M, Tensor V, AdamUpdate Update) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Gradients.Count == Weights.Count && M.Count == Weights.Count && V.Count == Weights.Count;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(14.0 * Weights.Count, 4.0 * Weights.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}

/// <summary>
/// average += rate · (weights − average): with rate 1 − d after every step, the exponential moving average of the weights with decay d.
/// Polyak, Juditsky 1992; in this form Tarvainen, Valpola: arXiv 1703.01780, formula 2.
/// </summary>
/// <param name="Mean">The average, any shape.</param>
/// <param name="Weights">As many values.</param>
/// <param name="Rate">In [0, 1].</param>
public readonly record struct AverageWeights(Tensor Mean, Tensor Weights, float Rate) : IOperation
{
    /// <inheritdoc/>
    public bool Fits => Mean.Count == Weights.Count;

    /// <inheritdoc/>
    public Cost Cost => Cost.Of(3.0 * Mean.Count, 2.0 * Mean.Count);

    /// <inheritdoc/>
    public void On(Device device) => device.Execute(this);
}
