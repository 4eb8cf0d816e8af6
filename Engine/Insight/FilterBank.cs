using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Insight;

/// <summary>The filters of one convolution, as pictures.</summary>
public sealed class FilterBank
{
    private readonly float[] _filters;

    private FilterBank(PlacedLayer placed, float[] weights)
    {
        var shape = placed.Parameters[0].Spec.Shape;
        (Name, Height, Width, Channels, Count) = (placed.Name, shape[0], shape[1], shape[2], shape[3]);
        _filters = weights.AsSpan(placed.Parameters[0].Offset, shape.Size).ToArray();
    }

    /// <summary>The filters of every convolution of a network, in order.</summary>
    /// <param name="model">The architecture.</param>
    /// <param name="weights">Its flat weights.</param>
    public static IReadOnlyList<FilterBank> Of(Sequential model, float[] weights) =>
        [.. model.Layers.Where(placed => placed.Layer is Conv2D).Select(placed => new FilterBank(placed, weights))];

    /// <summary>The convolution's name.</summary>
    public string Name { get; }

    /// <summary>Rows of a filter.</summary>
    public int Height { get; }

    /// <summary>Columns of a filter.</summary>
    public int Width { get; }

    /// <summary>Channels that a filter reads.</summary>
    public int Channels { get; }

    /// <summary>Number of filters.</summary>
    public int Count { get; }

    /// <summary>The lowest and highest value of all filters.</summary>
    public ValueScale Scale => ValueScale.Of(_filters);

    /// <summary>The weights of a filter for one channel [height, width].</summary>
    public float[] Filter(int filter, int channel = 0)
    {
        var values = new float[Height * Width];
        for (var i = 0; i < values.Length; i++)
            values[i] = _filters[(((i * Channels) + channel) * Count) + filter];
        return values;
    }
}
