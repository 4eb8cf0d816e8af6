using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Exchange.Makers;

/// <summary>
/// One small classifier, and its weights as other tools lay them out. Every number is one of 16 bits, so that files of half precision hold
/// them, too.
/// </summary>
internal static class LaidOut
{
    public const int Filters = 4, Window = 5, Pooled = 12, Hidden = 16, Digits = 10, Flat = Filters * Pooled * Pooled;

    /// <summary>The network as ours.</summary>
    public static TrainedModel Reference { get; } = Make();

    public static float[] FilterBias => Values(1);

    public static float[] HiddenBias => Values(3);

    public static float[] DigitBias => Values(5);

    /// <summary>The filters, [5, 5, 1, 4] as ours.</summary>
    public static float[] Hwio => Values(0);

    public static int[] HwioShape => [Window, Window, 1, Filters];

    /// <summary>The filters, [4, 1, 5, 5]; with one channel [4, 5, 5, 1] holds the same numbers in the same order.</summary>
    public static float[] Oihw => Transposed(Values(0), Window * Window, Filters);

    public static int[] OihwShape => [Filters, 1, Window, Window];

    /// <summary>The first dense weights, [inputs, outputs], the inputs by height, width, channel.</summary>
    public static float[] ChannelsLast => Values(2);

    /// <summary>The same, the inputs by channel, height, width.</summary>
    public static float[] ChannelsFirst =>
    [
        .. from channel in Enumerable.Range(0, Filters)
           from place in Enumerable.Range(0, Pooled * Pooled)
           from value in Values(2).Skip(((place * Filters) + channel) * Hidden).Take(Hidden)
           select value,
    ];

    /// <summary>The last weights, [inputs, outputs].</summary>
    public static float[] Last => Values(4);

    /// <summary>[rows, columns] as [columns, rows].</summary>
    public static float[] Transposed(float[] values, int rows, int columns) =>
    [
        .. from column in Enumerable.Range(0, columns)
           from row in Enumerable.Range(0, rows)
           select values[(row * columns) + column],
    ];

    /// <summary>A tensor of a safetensors file.</summary>
    public static SafetensorsTensor Stored(string name, float[] values, params int[] shape) =>
        SafetensorsTensor.From<float>(name, shape, values);

    /// <summary>A constant of a graph.</summary>
    public static OnnxTensor Constant(float[] values, params int[] shape) => new("", shape, values);

    /// <summary>A constant of sizes.</summary>
    public static OnnxTensor Sizes(params long[] sizes) => new("", [sizes.Length], sizes);

    private static TrainedModel Make()
    {
        var model = Models.Untrained(new(
            new(28, 28, 1), new Conv2D(Filters, Window), new Relu(), new MaxPool2D(2), new Flatten(), new Dense(Hidden), new Relu(),
            new Dense(Digits), new Softmax()));
        for (var i = 0; i < model.Weights.Length; i++)
            model.Weights[i] = (float)(Half)model.Weights[i];
        return model;
    }

    private static float[] Values(int parameter)
    {
        var placed = Reference.Architecture.Parameters[parameter];
        return Reference.Weights.AsSpan(placed.Offset, placed.Spec.Shape.Size).ToArray();
    }
}
