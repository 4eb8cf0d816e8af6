using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Insight;

/// <summary>A box of cells. It may reach over a picture's edge, where padding is.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="FirstChannel">First channel.</param>
/// <param name="Channels">Number of channels.</param>
public readonly record struct Region(int Top, int Left, int Height, int Width, int FirstChannel, int Channels)
{
    /// <summary>One cell.</summary>
    public static Region Of(Cell cell) => new(cell.Y, cell.X, 1, 1, cell.Channel, 1);

    /// <summary>Every cell of a shape.</summary>
    public static Region All(Shape shape) =>
        shape.Rank == 3 ? new(0, 0, shape[0], shape[1], 0, shape[2]) : new(0, 0, 1, 1, 0, shape.Size);

    /// <summary>The part of it that lies in a tensor of this shape; with 0 rows or columns if there is no such part.</summary>
    public Region Within(Shape shape)
    {
        var all = All(shape);
        (var top, var height) = Cut(Top, Height, all.Height);
        (var left, var width) = Cut(Left, Width, all.Width);
        (var first, var channels) = Cut(FirstChannel, Channels, all.Channels);
        return new(top, left, height, width, first, channels);
    }

    private static (int First, int Count) Cut(int first, int count, int size)
    {
        var from = Math.Clamp(first, 0, size);
        return (from, Math.Clamp(first + count, from, size) - from);
    }
}

/// <summary>Which cells a cell was computed from.</summary>
public static class ReceptiveField
{
    /// <summary>The smallest box of the network's input that holds every pixel a cell depends on.</summary>
    /// <param name="model">The architecture.</param>
    /// <param name="layer">The cell's layer, by its place in <see cref="Sequential.Layers"/>; −1 is the input itself.</param>
    /// <param name="cell">A cell of that layer's output.</param>
    public static Region InInput(Sequential model, int layer, Cell cell) => InOutputOf(model, -1, layer, cell);

    /// <summary>The smallest box of the output of layer <paramref name="earlier"/> that holds every cell a later cell depends on.</summary>
    public static Region InOutputOf(Sequential model, int earlier, int layer, Cell cell)
    {
        var region = Region.Of(cell);
        for (var i = layer; i > earlier; i--)
            region = Before(model.Layers[i], region).Within(model.Layers[i].Input);
        return region;
    }

    /// <summary>
    /// The cells of a layer's input that cells of its output read: the windows of a convolution or a pooling (also what lies over the
    /// edge; see <see cref="Region.Within"/>), the same cells for a ReLU, all cells for a dense layer or softmax.
    /// </summary>
    internal static Region Before(PlacedLayer placed, Region r)
    {
        switch (placed.Layer)
        {
            case Conv2D conv:
                var c = conv.At(placed.Input);
                var window = Windows(r, c.StrideY, c.StrideX, c.PadTop, c.PadLeft, c.FilterHeight, c.FilterWidth);
                return window with { FirstChannel = 0, Channels = c.Channels };
            case Pool2D pool:
                var p = pool.At(placed.Input);
                return Windows(r, p.StrideY, p.StrideX, p.PadTop, p.PadLeft, p.PoolHeight, p.PoolWidth);
            case Flatten:
                return OfFlat(placed.Input, r.FirstChannel, r.FirstChannel + r.Channels - 1);
            case Dense or Softmax:
                return Region.All(placed.Input);
            default: // Value by value.
                return placed.Input.Equals(placed.Output) ? r : Region.All(placed.Input);
        }
    }

    private static Region Windows(Region r, int strideY, int strideX, int padTop, int padLeft, int height, int width) => r with
    {
        Top = (r.Top * strideY) - padTop,
        Left = (r.Left * strideX) - padLeft,
        Height = ((r.Height - 1) * strideY) + height,
        Width = ((r.Width - 1) * strideX) + width,
    };

    /// <summary>The box around the cells whose values lie from first to last.</summary>
    private static Region OfFlat(Shape shape, int first, int last)
    {
        if (shape.Rank == 1)
            return new(0, 0, 1, 1, first, last - first + 1);
        int channels = shape[2], width = shape[1];
        int firstPixel = first / channels, lastPixel = last / channels;
        (var top, var bottom) = (firstPixel / width, lastPixel / width);
        bool oneRow = top == bottom, onePixel = firstPixel == lastPixel;
        (var left, var right) = oneRow ? (firstPixel % width, lastPixel % width) : (0, width - 1);
        (var low, var high) = onePixel ? (first % channels, last % channels) : (0, channels - 1);
        return new(top, left, bottom - top + 1, right - left + 1, low, high - low + 1);
    }
}
