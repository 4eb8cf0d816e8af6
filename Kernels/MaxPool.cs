using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Max pooling, NHWC, any window, stride and padding; windows may overlap. The arg-max is stored as the position in the window
/// (row · PoolWidth + column); the first maximum wins. x [batch, Height, Width, Channels], y and argMax [batch, OutHeight, OutWidth,
/// Channels]. Launch: auto-grouped. Forward: one thread per output value. Backward: one thread per input value. Neighbouring threads use
/// neighbouring channels, and no value is written twice.
/// </summary>
public static class MaxPool
{
    /// <summary>Output value i: the largest value of its window, and its position.</summary>
    public static void Forward(Index1D i, PoolShape shape, ArrayView<float> x, ArrayView<float> y, ArrayView<byte> argMax)
    {
        var at = Pixel.Decode(i, shape.OutHeight, shape.OutWidth, shape.Channels);
        var top = (at.Y * shape.StrideY) - shape.PadTop;
        var left = (at.X * shape.StrideX) - shape.PadLeft;
        var picture = at.Picture * shape.Height;
        var best = 0.0f;
        var place = -1;
        for (var row = Math.Max(0, -top); row < Math.Min(shape.PoolHeight, shape.Height - top); row++)
        {
            var line = (picture + top + row) * shape.Width;
            for (var column = Math.Max(0, -left); column < Math.Min(shape.PoolWidth, shape.Width - left); column++)
            {
                var value = x[((line + left + column) * shape.Channels) + at.Channel];
                if (place < 0 || value > best)
                {
                    best = value;
                    place = (row * shape.PoolWidth) + column;
                }
            }
        }
        y[i] = best;
        argMax[i] = (byte)place;
    }

    /// <summary>Input value i: the sum of dy over the windows whose maximum it is.</summary>
    public static void Backward(Index1D i, PoolShape shape, ArrayView<float> dy, ArrayView<byte> argMax, ArrayView<float> dx) =>
        dx[i] = Gradient(i, shape, dy, argMax);

    /// <summary>The gradient of input value i.</summary>
    internal static float Gradient(int i, PoolShape shape, ArrayView<float> dy, ArrayView<byte> argMax)
    {
        var at = Pixel.Decode(i, shape.Height, shape.Width, shape.Channels);
        var windows = Windows.Over(shape, at);
        var sum = 0.0f;
        for (var oy = windows.FirstY; oy < windows.EndY; oy++)
        {
            var row = at.Y + shape.PadTop - (oy * shape.StrideY);
            var line = ((at.Picture * shape.OutHeight) + oy) * shape.OutWidth;
            for (var ox = windows.FirstX; ox < windows.EndX; ox++)
            {
                var column = at.X + shape.PadLeft - (ox * shape.StrideX);
                var output = ((line + ox) * shape.Channels) + at.Channel;
                // All lanes load it: a lane that skipped its load would split its warp's.
                var gradient = dy[output];
                sum += argMax[output] == (row * shape.PoolWidth) + column ? gradient : 0.0f;
            }
        }
        return sum;
    }
}
