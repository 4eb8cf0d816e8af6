using GpuDigits.Engine.Layers;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Insight;

/// <summary>What becomes of a window's products.</summary>
public enum Reduction
{
    /// <summary>Their sum: what a convolutional network computes.</summary>
    Sum,

    /// <summary>Their sum divided by the number of places in the window: what the lesson draws.</summary>
    Average,
}

/// <summary>A grey picture [Height, Width], usually 0 to 1.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Values">Row-major.</param>
public sealed record GreyPicture(int Height, int Width, float[] Values)
{
    internal Activation ToTensor() => new(new(Height, Width, 1), Values);
}

/// <summary>A square filter.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Size">Rows and columns.</param>
/// <param name="Values">[Size, Size], row-major.</param>
public sealed record Filter(string Name, int Size, float[] Values);

/// <summary>How a window moves over the picture.</summary>
/// <param name="Size">Rows and columns of the window.</param>
/// <param name="Stride">Step between windows.</param>
/// <param name="Padding">What happens at the border.</param>
public readonly record struct WindowMove(int Size, int Stride = 1, Padding Padding = Padding.Valid);

/// <summary>
/// One filter, or one pooling, over one grey picture, to play with. As in every framework, the filter is laid over the window as it is
/// (strictly a cross-correlation; a mathematician's convolution turns it by 180°). Sums are taken in double and rounded once.
/// </summary>
public static class FilterLab
{
    /// <summary>Filter sizes offered.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [3, 5];

    /// <summary>The filters that show what filters do, for a size.</summary>
    /// <param name="size">3, 5, or another odd number from 3.</param>
    public static IReadOnlyList<Filter> Presets(int size)
    {
        if (size < 3 || size % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(size), size, "a filter's size is an odd number from 3");
        int middle = size / 2, area = size * size;
        Filter Make(string name, Func<int, int, float> value) =>
            new(name, size, [.. from y in Enumerable.Range(0, size) from x in Enumerable.Range(0, size) select value(y, x)]);
        return
        [
            Make("Horizontal line, zeros", (y, _) => y == middle ? 1 : 0),
            Make("Horizontal line, −1", (y, _) => y == middle ? 1 : -1),
            Make("Vertical line", (_, x) => x == middle ? 1 : -1),
            Make("Edge", (y, x) => y == middle && x == middle ? area - 1 : -1),
            Make("Blur", (_, _) => 1f / area),
            Make("Sharpen", (y, x) => (y == middle, x == middle) switch
            {
                (true, true) => (2 * (size - 1)) + 1,
                (false, false) => 0,
                _ => -1,
            }),
        ];
    }

    /// <summary>The filter over the whole picture.</summary>
    /// <exception cref="ModelException">The filter does not fit the picture.</exception>
    public static GreyPicture Convolve(
        GreyPicture picture, Filter filter, int stride = 1, Padding padding = Padding.Valid, Reduction reduction = Reduction.Sum)
    {
        var s = ShapeOf(picture, filter, stride, padding);
        var result = new float[s.OutputSize];
        float[] x = picture.Values, w = filter.Values;
        var divisor = Divisor(filter, reduction);
        for (var o = 0; o < result.Length; o++)
        {
            int top = (o / s.OutWidth * stride) - s.PadTop, left = (o % s.OutWidth * stride) - s.PadLeft;
            int firstRow = Math.Max(0, -top), endRow = Math.Min(filter.Size, s.Height - top);
            int firstColumn = Math.Max(0, -left), endColumn = Math.Min(filter.Size, s.Width - left);
            double sum = 0;
            for (var i = firstRow; i < endRow; i++)
            {
                var row = (((top + i) * s.Width) + left);
                for (var j = firstColumn; j < endColumn; j++)
                    sum += (double)x[row + j] * w[(i * filter.Size) + j];
            }

            result[o] = (float)(sum / divisor);
        }

        return new(s.OutHeight, s.OutWidth, result);
    }

    /// <summary>
    /// The arithmetic of one value of <see cref="Convolve"/>. With the average, Result is Sum divided by the number of places.
    /// </summary>
    /// <exception cref="ModelException">The filter does not fit the picture.</exception>
    public static ConvolutionArithmetic ArithmeticOf(
        GreyPicture picture, Filter filter, int y, int x, int stride = 1, Padding padding = Padding.Valid,
        Reduction reduction = Reduction.Sum)
    {
        var s = ShapeOf(picture, filter, stride, padding);
        if ((uint)y >= (uint)s.OutHeight || (uint)x >= (uint)s.OutWidth)
            throw new ArgumentOutOfRangeException(nameof(y), (y, x), $"not a place of {s.OutHeight}×{s.OutWidth}");
        var all = ConvolutionArithmetic.Of(s, picture.ToTensor(), filter.Values, 0, new(y, x, 0), 0);
        return all with { Result = (float)(all.Sum / Divisor(filter, reduction)) };
    }

    /// <summary>Max- or average-pooling over the whole picture. An average is taken over what lies in the picture.</summary>
    /// <exception cref="ModelException">The window does not fit the picture.</exception>
    public static GreyPicture Pool(GreyPicture picture, WindowMove move, bool max)
    {
        var s = ShapeOf(picture, move);
        var x = picture.ToTensor();
        var result = new float[s.OutputSize];
        for (var o = 0; o < result.Length; o++)
            result[o] = Reduce(PoolArithmetic.Of(s, x, new(o / s.OutWidth, o % s.OutWidth, 0), max, 0));

        return new(s.OutHeight, s.OutWidth, result);
    }

    /// <summary>The candidates, and the winner, of one value of <see cref="Pool"/>.</summary>
    /// <exception cref="ModelException">The window does not fit the picture.</exception>
    public static PoolArithmetic ArithmeticOf(GreyPicture picture, WindowMove move, bool max, int y, int x)
    {
        var s = ShapeOf(picture, move);
        if ((uint)y >= (uint)s.OutHeight || (uint)x >= (uint)s.OutWidth)
            throw new ArgumentOutOfRangeException(nameof(y), (y, x), $"not a place of {s.OutHeight}×{s.OutWidth}");
        var cell = PoolArithmetic.Of(s, picture.ToTensor(), new(y, x, 0), max, 0);
        return cell with { Result = Reduce(cell) };
    }

    private static float Reduce(PoolArithmetic cell) =>
        cell.Winner is { } winner
            ? cell.Candidates[winner].Value
            : (float)(cell.Candidates.Sum(c => (double)c.Value) / cell.Candidates.Count);

    private static double Divisor(Filter filter, Reduction reduction) => reduction == Reduction.Average ? filter.Size * filter.Size : 1;

    private static ConvolutionShape ShapeOf(GreyPicture picture, Filter filter, int stride, Padding padding) =>
        new Conv2D(1, filter.Size, filter.Size, stride, stride, padding).At(new(picture.Height, picture.Width, 1));

    private static PoolShape ShapeOf(GreyPicture picture, WindowMove move) =>
        new MaxPool2D(move.Size, move.Size, move.Stride, move.Stride, move.Padding).At(new(picture.Height, picture.Width, 1));
}
