namespace GpuDigits.Engine.Layers;

/// <summary>max(x, 0) of each value.</summary>
public sealed record Relu : Layer
{
    internal override string BaseName => "re_lu";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;
}

/// <summary>Reads a picture as one vector in NHWC order; no value is moved.</summary>
public sealed record Flatten : Layer
{
    internal override string BaseName => "flatten";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => new(input.Size);
}

/// <summary>Inverted dropout: in training each value is dropped with probability Rate, and the others are divided by 1 − Rate.</summary>
/// <param name="Rate">In [0, 1).</param>
public sealed record Dropout(float Rate) : Layer
{
    internal override string BaseName => "dropout";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) =>
        Rate is >= 0 and < 1 ? input : throw Misfit($"rate is {Rate}, it must be at least 0 and below 1");
}

/// <summary>Turns logits into probabilities; allowed only as the last layer.</summary>
public sealed record Softmax : Layer
{
    internal override string BaseName => "softmax";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank == 1 ? input : throw Misfit($"needs a vector, got {input}");
}
