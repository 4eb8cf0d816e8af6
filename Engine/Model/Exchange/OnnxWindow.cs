using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>The window of a convolution or pooling: its size, its steps, and which of our two paddings ONNX' pads are.</summary>
internal readonly record struct OnnxWindow(int Height, int Width, int StrideY, int StrideX, Padding Padding)
{
    /// <summary>The window of a node over an input.</summary>
    /// <exception cref="ModelException">It has a setting that ours lack.</exception>
    public static OnnxWindow Of(OnnxNode node, Shape input, int height, int width)
    {
        if (node.Integers("dilations") is { } dilations && dilations.Any(d => d != 1)) throw new ModelException("has gaps in its window (dilations)");
        long[] strides = node.Integers("strides") ?? [1, 1], pads = node.Integers("pads") ?? [0, 0, 0, 0];
        if (strides.Length != 2 || pads.Length != 4) throw new ModelException("is not over 2 dimensions");
        if (height < 1 || width < 1 || strides.Any(s => s is < 1 or > int.MaxValue)) throw new ModelException("has a window or steps below 1");
        int strideY = (int)strides[0], strideX = (int)strides[1];
        bool up = node.Integer("ceil_mode", 0) != 0;
        long[] same = [.. Same(input[0], height, strideY), .. Same(input[1], width, strideX)];
        long[] sameInOrder = [same[0], same[2], same[1], same[3]];
        Padding padding = node.Text("auto_pad") switch
        {
            "SAME_UPPER" => Padding.Same,
            "SAME_LOWER" when same[0] == same[1] && same[2] == same[3] => Padding.Same,
            "VALID" => Padding.Valid,
            null or "" or "NOTSET" when pads.All(p => p == 0) && (!up || (Fits(input[0], height, strideY) && Fits(input[1], width, strideX))) => Padding.Valid,
            null or "" or "NOTSET" when pads.SequenceEqual(sameInOrder) => Padding.Same,
            _ => throw new ModelException($"has the padding [{string.Join(", ", pads)}]{(up ? " with sizes rounded up" : "")}, which is neither none nor the one that keeps the size (here [{string.Join(", ", sameInOrder)}])"),
        };
        return new(height, width, strideY, strideX, padding);
    }

    private static bool Fits(int input, int window, int stride) => (input - window) % stride == 0;

    /// <summary>Zeros before and after along a dimension with which the output has ⌈input / stride⌉ values.</summary>
    private static long[] Same(int input, int window, int stride)
    {
        var (output, before) = PaddingRule.Apply(Padding.Same, input, window, stride);
        return [before, Math.Max(0, ((long)(output - 1) * stride) + window - input - before)];
    }
}
