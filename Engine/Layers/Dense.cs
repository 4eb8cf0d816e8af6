namespace GpuDigits.Engine.Layers;

/// <summary>A fully connected layer with bias: y = x·W + b, W [inputs, Units].</summary>
/// <param name="Units">Number of outputs.</param>
public sealed record Dense(int Units) : Layer
{
    internal override string BaseName => "dense";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        RequirePositive(Units, "units");
        return input.Rank == 1 ? new(Units) : throw Misfit($"needs a vector, got {input}; put a Flatten before it");
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input, Shape output) => (long)input.Size * output.Size;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(Shape input) =>
        [ParameterSpec.GlorotUniform("weight", new(input.Size, Units), input.Size, Units), new("bias", new(Units), 0)];
}
