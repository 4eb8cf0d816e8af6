using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

/// <summary>Shapes as Keras derives them from sizes, strides and `valid` or `same`.</summary>
internal static class Shapes
{
    public static ConvolutionShape Convolution(
        int height, int width, int channels, int filters, int filterHeight, int filterWidth, int strideY = 1, int strideX = 1,
        bool same = false)
    {
        var (outHeight, top) = Axis(height, filterHeight, strideY, same);
        var (outWidth, left) = Axis(width, filterWidth, strideX, same);
        return new(height, width, channels, filters, filterHeight, filterWidth, strideY, strideX, top, left, outHeight, outWidth);
    }

    public static PoolShape Pool(
        int height, int width, int channels, int poolHeight, int poolWidth, int strideY, int strideX, bool same = false)
    {
        var (outHeight, top) = Axis(height, poolHeight, strideY, same);
        var (outWidth, left) = Axis(width, poolWidth, strideX, same);
        return new(height, width, channels, poolHeight, poolWidth, strideY, strideX, top, left, outHeight, outWidth);
    }

    /// <summary>A pool over a convolution's output.</summary>
    public static PoolShape Pool(in ConvolutionShape convolution, int size, int stride, bool same = false) =>
        Pool(convolution.OutHeight, convolution.OutWidth, convolution.Filters, size, size, stride, stride, same);

    private static (int Size, int Before) Axis(int size, int window, int stride, bool same)
    {
        if (!same)
            return (((size - window) / stride) + 1, 0);
        var count = (size + stride - 1) / stride;
        return (count, Math.Max(0, ((count - 1) * stride) + window - size) / 2);
    }
}
