using System.Text.Json.Serialization;

namespace GpuDigits.Engine.Layers;

/// <summary>Treatment of a picture's border, as in Keras.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Padding>))]
public enum Padding
{
    /// <summary>Windows lie completely inside: output = ⌊(input − window) / stride⌋ + 1.</summary>
    Valid,

    /// <summary>
    /// Zeros around the picture so that output = ⌈input / stride⌉; if their number is odd, the bottom and the right get one more.
    /// </summary>
    Same,
}

/// <summary>Output size and leading padding along one dimension.</summary>
internal static class PaddingRule
{
    public static (int Output, int Before) Apply(Padding padding, int input, int window, int stride)
    {
        if (padding == Padding.Valid)
            return (input < window ? 0 : ((input - window) / stride) + 1, 0);
        var output = ((input - 1) / stride) + 1;
        return (output, (int)(Math.Max(0, ((output - 1L) * stride) + window - input) / 2));
    }
}
