namespace GpuDigits.Engine.Layers;

/// <summary>
/// The sizes of one sample's tensor, without the batch: 28×28×1 for a picture (height, width, channels), 128 for a vector.
/// </summary>
public sealed class Shape : IEquatable<Shape>
{
    private readonly int[] _sizes;

    /// <summary>Creates a shape of the given sizes.</summary>
    /// <exception cref="ModelException">A size is below 1, there are no sizes, or the product exceeds 2³¹ − 1.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        _sizes = sizes.ToArray();
        long size = 1;
        foreach (var s in _sizes)
        {
            size *= s;
            if (s < 1 || size > int.MaxValue)
                throw new ModelException($"{ToString()} is not a shape: sizes are whole numbers from 1, their product below 2³¹");
        }

        if (_sizes.Length == 0)
            throw new ModelException("a shape needs at least one size");
        Size = (int)size;
    }

    /// <summary>Number of dimensions.</summary>
    public int Rank => _sizes.Length;

    /// <summary>Number of values: the product of all sizes.</summary>
    public int Size { get; }

    /// <summary>The size of one dimension.</summary>
    public int this[int dimension] => _sizes[dimension];

    /// <summary>The sizes as a new array.</summary>
    public int[] ToArray() => (int[])_sizes.Clone();

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Is(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _sizes.Aggregate(Rank, HashCode.Combine);

    /// <summary>Whether these are its sizes.</summary>
    internal bool Is(ReadOnlySpan<int> sizes) => sizes.SequenceEqual(_sizes);

    /// <summary>The sizes joined by ×.</summary>
    public override string ToString() => string.Join('×', _sizes);
}
