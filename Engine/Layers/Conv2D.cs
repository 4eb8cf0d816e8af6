using System.Text.Json.Serialization;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Layers;

/// <summary>2-D convolution with bias: Filters filters of FilterHeight×FilterWidth over all channels.</summary>
/// <param name="Filters">Number of filters, which is the number of output channels.</param>
/// <param name="FilterHeight">Rows of a filter.</param>
/// <param name="FilterWidth">Columns of a filter.</param>
/// <param name="StrideY">Distance between rows of windows.</param>
/// <param name="StrideX">Distance between columns of windows.</param>
/// <param name="Padding">Treatment of the border.</param>
[method: JsonConstructor]
public sealed record Conv2D(
    int Filters, int FilterHeight, int FilterWidth, int StrideY = 1, int StrideX = 1, Padding Padding = Padding.Valid) : Layer
{
    /// <summary>Square filters, stride 1, padding valid.</summary>
    public Conv2D(int filters, int size)
        : this(filters, size, size)
    {
    }

    internal override string BaseName => "conv2d";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var shape = At(input);
        return new(shape.OutHeight, shape.OutWidth, shape.Filters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(Shape input)
    {
        var area = FilterHeight * FilterWidth;
        return
        [
            ParameterSpec.GlorotUniform("weight", new(FilterHeight, FilterWidth, input[2], Filters), area * input[2], area * Filters),
            new("bias", new(Filters), 0),
        ];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input, Shape output) => (long)output.Size * At(input).PatchSize;

    /// <summary>All sizes of this convolution over an input.</summary>
    /// <exception cref="ModelException">The filter does not fit.</exception>
    public ConvolutionShape At(Shape input)
    {
        RequirePicture(input);
        RequirePositive(Filters, "filters");
        RequirePositive(FilterHeight, "filter height");
        RequirePositive(FilterWidth, "filter width");
        RequirePositive(StrideY, "stride");
        RequirePositive(StrideX, "stride");
        (var outHeight, var padTop) = PaddingRule.Apply(Padding, input[0], FilterHeight, StrideY);
        (var outWidth, var padLeft) = PaddingRule.Apply(Padding, input[1], FilterWidth, StrideX);
        if (outHeight < 1 || outWidth < 1)
            throw Misfit($"filter {FilterHeight}×{FilterWidth} does not fit input {input} with padding valid");
        return new(
            input[0], input[1], input[2], Filters, FilterHeight, FilterWidth, StrideY, StrideX, padTop, padLeft, outHeight, outWidth);
    }
}
