using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// The window of a convolution or pooling along one dimension. Our padding <see cref="Padding.Same"/> puts ⌊total / 2⌋ zeros before the
/// picture. If a graph puts another number there, the filter of a convolution is widened with zeros until both are the same.
/// </summary>
/// <param name="Size">Size of the window.</param>
/// <param name="Before">Zeros to put before the filter's own weights.</param>
/// <param name="After">Zeros to add after them.</param>
internal readonly record struct OnnxSide(int Size, int Before, int After)
{
    /// <summary>Size with the zeros.</summary>
    public int Widened => checked(Before + Size + After);
}

/// <summary>The window of a convolution or pooling: its size, its steps, and which of our two paddings ONNX' pads are.</summary>
internal readonly record struct OnnxWindow(OnnxSide Rows, OnnxSide Columns, int StrideY, int StrideX, Padding Padding)
{
    /// <summary>Whether filters must be widened, which a pooling cannot be.</summary>
    private bool IsWidened => Rows.Widened != Rows.Size || Columns.Widened != Columns.Size;

    /// <summary>The window of a node over an input.</summary>
    /// <exception cref="ModelException">It has an attribute that our layers lack.</exception>
    public static OnnxWindow Of(OnnxNode node, Shape input, int height, int width)
    {
        if (node.Integers("dilations") is { } dilations && dilations.Any(d => d != 1))
            throw new ModelException("has gaps in its window (dilations)");
        var strides = node.Integers("strides") ?? [1, 1];
        if (strides.Length != 2)
            throw new ModelException("is not over 2 dimensions");
        if (height < 1 || width < 1 || strides.Any(s => s is < 1 or > int.MaxValue))
            throw new ModelException("has a window or steps below 1");
        int strideY = (int)strides[0], strideX = (int)strides[1];
        var pads = Pads(node, input, height, width, strideY, strideX);
        var up = node.Integer("ceil_mode", 0) != 0;
        if (pads.All(p => p == 0) && (!up || ((input[0] - height) % strideY == 0 && (input[1] - width) % strideX == 0)))
            return new(new(height, 0, 0), new(width, 0, 0), strideY, strideX, Padding.Valid);
        if (Same(input[0], height, strideY, pads[0], pads[2], up) is { } rows
            && Same(input[1], width, strideX, pads[1], pads[3], up) is { } columns)
        {
            var window = new OnnxWindow(rows, columns, strideY, strideX, Padding.Same);
            if (node.Operation == "Conv" || !window.IsWidened)
                return window;
        }

        throw new ModelException($"has the padding [{string.Join(", ", pads)}]{(up ? " with sizes rounded up" : "")}, which is neither "
            + "none nor one that keeps the size");
    }

    /// <summary>Filters [height, width, channels, filters] with the zeros that they are widened by.</summary>
    public float[] Widen(float[] filters, int depth)
    {
        if (!IsWidened)
            return filters;
        var wide = new float[checked(Rows.Widened * Columns.Widened * depth)];
        for (var row = 0; row < Rows.Size; row++)
            filters.AsSpan(row * Columns.Size * depth, Columns.Size * depth).CopyTo(
                wide.AsSpan((((Rows.Before + row) * Columns.Widened) + Columns.Before) * depth));
        return wide;
    }

    /// <summary>Zeros above, to the left, below and to the right.</summary>
    private static long[] Pads(OnnxNode node, Shape input, int height, int width, int strideY, int strideX)
    {
        var auto = node.Text("auto_pad") ?? "";
        if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            long y = Total(input[0], height, strideY), x = Total(input[1], width, strideX), odd = auto == "SAME_LOWER" ? 1 : 0;
            return [(y + odd) / 2, (x + odd) / 2, y - ((y + odd) / 2), x - ((x + odd) / 2)];
        }

        if (auto is not ("" or "NOTSET" or "VALID"))
            throw new ModelException($"has the automatic padding \"{auto}\", which the format does not know");
        var pads = auto == "VALID" ? [0, 0, 0, 0] : node.Integers("pads") ?? [0, 0, 0, 0];
        if (pads.Length != 4)
            throw new ModelException("is not over 2 dimensions");
        return pads.All(p => p is >= 0 and <= int.MaxValue)
            ? pads
            : throw new ModelException($"has the padding [{string.Join(", ", pads)}], which takes something away");
    }

    /// <summary>Zeros around a dimension with which the output has ⌈input / stride⌉ values.</summary>
    private static long Total(int input, int window, int stride) =>
        Math.Max(0, ((((long)input + stride - 1) / stride) - 1) * stride + window - input);

    /// <summary>
    /// The window with which our <see cref="Padding.Same"/> does what the pads do; null where the output has another size.
    /// </summary>
    private static OnnxSide? Same(int input, int window, int stride, long before, long after, bool up)
    {
        long span = input + before + after - window, output = ((span + (up ? stride - 1 : 0)) / stride) + 1;
        if (up && (output - 1) * stride >= input + before)
            output--;
        if (span < 0 || output != ((long)input + stride - 1) / stride)
            return null;
        var total = ((output - 1) * stride) + window - input;
        return before == Math.Max(0, total) / 2 ? new(window, 0, 0)
            : total > 2 * before ? new(window, checked((int)(total - (2 * before))), 0)
            : new(window, 0, checked((int)((2 * before) - total)));
    }
}
