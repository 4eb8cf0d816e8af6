using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// Converts weights between the orders of axes of different tools. We and Keras: filters HWIO, dense [inputs, outputs], pictures flattened
/// as height, width, channel. ONNX and PyTorch: filters OIHW, flattened as channel, height, width; PyTorch's dense is [outputs, inputs].
/// </summary>
internal static class Axes
{
    /// <summary>OIHW to HWIO.</summary>
    public static float[] FiltersToOurs(float[] values, ReadOnlySpan<int> shape) => Permute<float>(values, shape, 2, 3, 1, 0);

    /// <summary>HWIO to OIHW.</summary>
    public static float[] FiltersFromOurs(ReadOnlySpan<float> values, ReadOnlySpan<int> shape) => Permute(values, shape, 3, 2, 0, 1);

    /// <summary>
    /// Dense weights whose inputs are a flattened picture: their rows from channel, height, width to height, width, channel.
    /// </summary>
    public static float[] FlattenedToOurs(float[] values, Shape picture, int outputs) =>
        Permute<float>(values, [picture[2], picture[0], picture[1], outputs], 1, 2, 0, 3);

    /// <summary>The reverse of <see cref="FlattenedToOurs"/>.</summary>
    public static float[] FlattenedFromOurs(ReadOnlySpan<float> values, Shape picture, int outputs) =>
        Permute(values, [picture[0], picture[1], picture[2], outputs], 2, 0, 1, 3);

    /// <summary>Axis k of the result is axis axes[k] of the values, as in numpy.transpose.</summary>
    public static T[] Permute<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> shape, params ReadOnlySpan<int> axes)
    {
        var rank = shape.Length;
        Span<int> step = stackalloc int[rank], sizes = stackalloc int[rank], at = stackalloc int[rank];
        for (var k = 0; k < rank; k++)
        {
            sizes[k] = shape[axes[k]];
            step[k] = 1;
            foreach (var size in shape[(axes[k] + 1)..])
                step[k] *= size;
        }

        at.Clear();
        var result = new T[values.Length];
        var source = 0;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = values[source];
            for (var k = rank - 1; k >= 0; k--)
            {
                source += step[k];
                if (++at[k] < sizes[k])
                    break;
                source -= step[k] * sizes[k];
                at[k] = 0;
            }
        }

        return result;
    }
}
