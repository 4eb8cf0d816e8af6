using System.Text.Json.Serialization;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Layers;

/// <summary>The common part of max pooling and average pooling: the window and its strides.</summary>
public abstract record Pool2D(int PoolHeight, int PoolWidth, int StrideY, int StrideX, Padding Padding) : Layer
{
    /// <summary>Most positions in a window.</summary>
    internal const int MostPlaces = 256;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        var shape = At(input);
        return new(shape.OutHeight, shape.OutWidth, shape.Channels);
    }

    /// <summary>All sizes of this pooling over an input.</summary>
    /// <exception cref="ModelException">The window does not fit or has more than 256 positions.</exception>
    public PoolShape At(Shape input)
    {
        RequirePicture(input);
        RequirePositive(PoolHeight, "pool height");
        RequirePositive(PoolWidth, "pool width");
        RequirePositive(StrideY, "stride");
        RequirePositive(StrideX, "stride");
        if ((long)PoolHeight * PoolWidth > MostPlaces)
            throw Misfit($"window {PoolHeight}×{PoolWidth} has more than {MostPlaces} places");
        (var outHeight, var padTop) = PaddingRule.Apply(Padding, input[0], PoolHeight, StrideY);
        (var outWidth, var padLeft) = PaddingRule.Apply(Padding, input[1], PoolWidth, StrideX);
        if (outHeight < 1 || outWidth < 1)
            throw Misfit($"window {PoolHeight}×{PoolWidth} does not fit input {input} with padding valid");
        return new(input[0], input[1], input[2], PoolHeight, PoolWidth, StrideY, StrideX, padTop, padLeft, outHeight, outWidth);
    }
}

/// <summary>The largest value of each window.</summary>
[method: JsonConstructor]
public sealed record MaxPool2D(int PoolHeight, int PoolWidth, int StrideY, int StrideX, Padding Padding = Padding.Valid)
    : Pool2D(PoolHeight, PoolWidth, StrideY, StrideX, Padding)
{
    /// <summary>Square windows without gaps or overlaps.</summary>
    public MaxPool2D(int size)
        : this(size, size, size, size)
    {
    }

    internal override string BaseName => "max_pooling2d";
}

/// <summary>The mean of each window.</summary>
[method: JsonConstructor]
public sealed record AveragePool2D(int PoolHeight, int PoolWidth, int StrideY, int StrideX, Padding Padding = Padding.Valid)
    : Pool2D(PoolHeight, PoolWidth, StrideY, StrideX, Padding)
{
    /// <summary>Square windows without gaps or overlaps.</summary>
    public AveragePool2D(int size)
        : this(size, size, size, size)
    {
    }

    internal override string BaseName => "average_pooling2d";
}
