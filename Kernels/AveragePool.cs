using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Average pooling, NHWC: the mean of the window's values that lie inside the picture. Shapes and launch: see <see cref="MaxPool"/>.
/// Forward: one thread per output value. Backward: one thread per input value.
/// </summary>
public static class AveragePool
{
    /// <summary>Output value i: the mean of its window.</summary>
    public static void Forward(Index1D i, PoolShape shape, ArrayView<float> x, ArrayView<float> y)
    {
        var at = Pixel.Decode(i, shape.OutHeight, shape.OutWidth, shape.Channels);
        var top = (at.Y * shape.StrideY) - shape.PadTop;
        var left = (at.X * shape.StrideX) - shape.PadLeft;
        var sum = 0.0f;
        for (var iy = Math.Max(0, top); iy < Math.Min(top + shape.PoolHeight, shape.Height); iy++)
        {
            var line = ((at.Picture * shape.Height) + iy) * shape.Width;
            for (var ix = Math.Max(0, left); ix < Math.Min(left + shape.PoolWidth, shape.Width); ix++)
                sum += x[((line + ix) * shape.Channels) + at.Channel];
        }
        y[i] = sum / Count(shape, at.Y, at.X);
    }

    /// <summary>Input value i: the sum of its shares of dy over all windows that contain it.</summary>
    public static void Backward(Index1D i, PoolShape shape, ArrayView<float> dy, ArrayView<float> dx)
    {
        var at = Pixel.Decode(i, shape.Height, shape.Width, shape.Channels);
        var windows = Windows.Over(shape, at);
        var sum = 0.0f;
        for (var oy = windows.FirstY; oy < windows.EndY; oy++)
        {
            var line = ((at.Picture * shape.OutHeight) + oy) * shape.OutWidth;
            for (var ox = windows.FirstX; ox < windows.EndX; ox++)
                sum += dy[((line + ox) * shape.Channels) + at.Channel] / Count(shape, oy, ox);
        }
        dx[i] = sum;
    }

    // Number of values of window (oy, ox) that lie inside the picture.
    private static int Count(in PoolShape shape, int oy, int ox)
    {
        var top = (oy * shape.StrideY) - shape.PadTop;
        var left = (ox * shape.StrideX) - shape.PadLeft;
        var rows = Math.Min(top + shape.PoolHeight, shape.Height) - Math.Max(0, top);
        var columns = Math.Min(left + shape.PoolWidth, shape.Width) - Math.Max(0, left);
        return rows * columns;
    }
}
