using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>Max- and average-pooling by their definition, in double.</summary>
internal static class ReferencePool
{
    public static (double[] Y, byte[] ArgMax) Max(PoolShape shape, int batch, double[] x)
    {
        var y = new double[batch * shape.OutputSize];
        var argMax = new byte[y.Length];
        for (var output = 0; output < y.Length; output++)
        {
            var (input, place) = Window(shape, output).First();
            (y[output], argMax[output]) = (x[input], (byte)place);
            foreach (var (other, otherPlace) in Window(shape, output))
            {
                if (x[other] > y[output])
                    (y[output], argMax[output]) = (x[other], (byte)otherPlace);
            }
        }
        return (y, argMax);
    }

    public static double[] MaxBackward(PoolShape shape, int batch, double[] dy, byte[] argMax)
    {
        var dx = new double[batch * shape.InputSize];
        for (var output = 0; output < dy.Length; output++)
            dx[Window(shape, output).Single(value => value.Place == argMax[output]).Input] += dy[output];
        return dx;
    }

    public static double[] Average(PoolShape shape, int batch, double[] x)
    {
        var y = new double[batch * shape.OutputSize];
        for (var output = 0; output < y.Length; output++)
            y[output] = Window(shape, output).Average(value => x[value.Input]);
        return y;
    }

    public static double[] AverageBackward(PoolShape shape, int batch, double[] dy)
    {
        var dx = new double[batch * shape.InputSize];
        for (var output = 0; output < dy.Length; output++)
        {
            var window = Window(shape, output).ToList();
            foreach (var (input, _) in window)
                dx[input] += dy[output] / window.Count;
        }
        return dx;
    }

    /// <summary>The value at a place of an output's window.</summary>
    public static double At(PoolShape shape, double[] x, int output, byte place) =>
        x[Window(shape, output).Single(value => value.Place == place).Input];

    // The inputs of an output's window that lie inside the picture, with their places in the window, in order.
    private static IEnumerable<(int Input, int Place)> Window(PoolShape s, int output)
    {
        var c = output % s.Channels;
        var ox = output / s.Channels % s.OutWidth;
        var oy = output / s.Channels / s.OutWidth % s.OutHeight;
        var b = output / s.OutputSize;
        for (var place = 0; place < s.PoolHeight * s.PoolWidth; place++)
        {
            var iy = (oy * s.StrideY) - s.PadTop + (place / s.PoolWidth);
            var ix = (ox * s.StrideX) - s.PadLeft + (place % s.PoolWidth);
            if (iy >= 0 && iy < s.Height && ix >= 0 && ix < s.Width)
                yield return ((((((b * s.Height) + iy) * s.Width) + ix) * s.Channels) + c, place);
        }
    }
}
