using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>Convolution by its definition, in double. The gradients walk the same products as the forward pass.</summary>
internal static class ReferenceConvolution
{
    public static double[] Forward(ConvolutionShape shape, int batch, double[] x, double[] filters, double[] bias)
    {
        var y = new double[batch * shape.OutputSize];
        for (var i = 0; i < y.Length; i++)
            y[i] = bias[i % shape.Filters];
        foreach (var (input, weight, output) in Products(shape, batch))
            y[output] += x[input] * filters[weight];
        return y;
    }

    public static (double[] X, double[] Filters, double[] Bias) Backward(
        ConvolutionShape shape, int batch, double[] x, double[] filters, double[] dy)
    {
        var dx = new double[batch * shape.InputSize];
        var dFilters = new double[shape.FilterSize];
        var dBias = new double[shape.Filters];
        foreach (var (input, weight, output) in Products(shape, batch))
        {
            dx[input] += dy[output] * filters[weight];
            dFilters[weight] += dy[output] * x[input];
        }
        for (var i = 0; i < dy.Length; i++)
            dBias[i % shape.Filters] += dy[i];
        return (dx, dFilters, dBias);
    }

    // Every product of the definition, as indices of its input, its weight and the output that it is added to.
    private static IEnumerable<(int Input, int Weight, int Output)> Products(ConvolutionShape s, int batch)
    {
        for (var output = 0; output < batch * s.OutputSize; output++)
        {
            var f = output % s.Filters;
            var ox = output / s.Filters % s.OutWidth;
            var oy = output / s.Filters / s.OutWidth % s.OutHeight;
            var b = output / s.OutputSize;
            for (var i = 0; i < s.FilterHeight; i++)
            {
                var iy = (oy * s.StrideY) + i - s.PadTop;
                for (var j = 0; j < s.FilterWidth; j++)
                {
                    var ix = (ox * s.StrideX) + j - s.PadLeft;
                    if (iy < 0 || iy >= s.Height || ix < 0 || ix >= s.Width)
                        continue;
                    for (var c = 0; c < s.Channels; c++)
                    {
                        var input = (((((b * s.Height) + iy) * s.Width) + ix) * s.Channels) + c;
                        var weight = (((((i * s.FilterWidth) + j) * s.Channels) + c) * s.Filters) + f;
                        yield return (input, weight, output);
                    }
                }
            }
        }
    }
}
