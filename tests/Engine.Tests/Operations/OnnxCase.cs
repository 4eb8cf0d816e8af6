using GpuDigits.Engine.Model.Exchange;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>One operation with its attributes, its inputs, and what it must give.</summary>
/// <param name="Name">The name of the test.</param>
/// <param name="Op">The operation.</param>
/// <param name="Attributes">Each a long, float, string or array of longs.</param>
/// <param name="Inputs">One that is left out is <see cref="OnnxArray.None"/>.</param>
/// <param name="Outputs">The expected values.</param>
internal sealed record OnnxCase(
    string Name, string Op, IReadOnlyDictionary<string, object> Attributes, OnnxArray[] Inputs, OnnxArray[] Outputs)
{
    public OnnxArray X => Inputs[0];

    public OnnxArray Y => Outputs[0];

    /// <summary>An input, or <see cref="OnnxArray.None"/>.</summary>
    public OnnxArray Input(int i) => i < Inputs.Length ? Inputs[i] : OnnxArray.None;

    public int Number(string name, int otherwise = 0) => Attributes.TryGetValue(name, out var value) ? (int)(long)value : otherwise;

    public float Real(string name, float otherwise) => Attributes.TryGetValue(name, out var value) ? (float)value : otherwise;

    public string Text(string name, string otherwise) => Attributes.TryGetValue(name, out var value) ? (string)value : otherwise;

    public int[] Numbers(string name, params int[] otherwise) =>
        Attributes.TryGetValue(name, out var value) ? Array.ConvertAll((long[])value, number => (int)number) : otherwise;
}

/// <summary>Values in row-major order.</summary>
internal sealed record OnnxArray(int[] Shape, double[] Data)
{
    public static readonly OnnxArray None = new([], []);

    /// <summary>Whether it is there; a scalar has one value.</summary>
    public bool IsThere => Data.Length > 0;

    public float[] Values => Array.ConvertAll(Data, value => (float)value);

    /// <summary>The values with the axes in another order.</summary>
    public float[] Permuted(params int[] axes) => Axes.Permute<float>(Values, Shape, axes);

    /// <summary>The values with an axis moved to the end.</summary>
    public float[] WithLast(int axis) => Permuted(OrderWithLast(axis));

    /// <summary>Values that have an axis at the end, with this moved back to its place in the shape.</summary>
    public float[] FromLast(float[] values, int axis)
    {
        var order = OrderWithLast(axis);
        return Axes.Permute<float>(values, [.. order.Select(one => Shape[one])], [.. order.Select((_, i) => Array.IndexOf(order, i))]);
    }

    private int[] OrderWithLast(int axis) => [.. Enumerable.Range(0, Shape.Length).Where(one => one != axis), axis];
}
