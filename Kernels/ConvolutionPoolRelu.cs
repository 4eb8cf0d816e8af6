using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Convolution, bias, max pooling and ReLU in one pass, for any shape: y[b, py, px, f] = max(0, bias[f] + max over the window of the
/// convolution); argMax as in <see cref="MaxPool"/>. The convolution's output is never stored in memory. The gradient flows only through
/// the arg-max positions whose y is positive. <see cref="ConvolutionPoolRelu3x3"/> is the tuned form for the usual first layer. Launch:
/// auto-grouped. Forward: one thread per pooled value. Backward: one thread per (slice, patch position, filter). Neighbouring threads are
/// neighbouring filters, so that picture reads are broadcasts, and filter reads and writes are contiguous.
/// </summary>
public static class ConvolutionPoolRelu
{
    /// <summary>Computes pooled value i.</summary>
    public static void Forward(
        Index1D i, ConvolutionShape shape, PoolShape pool, ArrayView<float> x, ArrayView<float> filters, ArrayView<float> bias,
        ArrayView<float> y, ArrayView<byte> argMax)
    {
        var at = Pixel.Decode(i, pool.OutHeight, pool.OutWidth, pool.Channels);
        var top = (at.Y * pool.StrideY) - pool.PadTop;
        var left = (at.X * pool.StrideX) - pool.PadLeft;
        var best = 0.0f;
        var place = -1;
        for (var row = Math.Max(0, -top); row < Math.Min(pool.PoolHeight, pool.Height - top); row++)
        {
            for (var column = Math.Max(0, -left); column < Math.Min(pool.PoolWidth, pool.Width - left); column++)
            {
                var value = Convolve(shape, at, top + row, left + column, x, filters);
                if (place < 0 || value > best)
                {
                    best = value;
                    place = (row * pool.PoolWidth) + column;
                }
            }
        }
        y[i] = MathF.Max(best + bias[at.Channel], 0.0f);
        argMax[i] = (byte)place;
    }

    /// <summary>
    /// Partial gradients [slice, patch position, filter]; the position after the last one is the bias. A slice is picturesPerSlice
    /// pictures; <see cref="MatrixProduct.SumSlices"/> adds the slices.
    /// </summary>
    public static void Backward(
        Index1D index, ConvolutionShape shape, PoolShape pool, int batch, int picturesPerSlice, ArrayView<float> x, ArrayView<float> y,
        ArrayView<float> dy, ArrayView<byte> argMax, ArrayView<float> partial)
    {
        int line = index / shape.Filters;
        int filter = index - (line * shape.Filters);
        var slice = line / (shape.PatchSize + 1);
        var place = line - (slice * (shape.PatchSize + 1));
        var tap = PatchIndex.Tap(shape, place);
        var isBias = place == shape.PatchSize;
        var sum = 0.0f;
        var end = Math.Min((slice + 1) * picturesPerSlice, batch);
        for (var picture = slice * picturesPerSlice; picture < end; picture++)
        {
            var output = (picture * pool.OutputSize) + filter;
            for (var py = 0; py < pool.OutHeight; py++)
            {
                for (var px = 0; px < pool.OutWidth; px++)
                {
                    if (y[output] > 0.0f)
                    {
                        int winner = argMax[output];
                        var row = winner / pool.PoolWidth;
                        var oy = (py * pool.StrideY) - pool.PadTop + row;
                        var ox = (px * pool.StrideX) - pool.PadLeft + winner - (row * pool.PoolWidth);
                        var iy = (oy * shape.StrideY) - shape.PadTop;
                        var ix = (ox * shape.StrideX) - shape.PadLeft;
                        var corner = new Place(((((picture * shape.Height) + iy) * shape.Width) + ix) * shape.Channels, iy, ix);
                        sum += dy[output] * (isBias ? 1.0f : PatchIndex.Load(shape, x, corner, tap));
                    }
                    output += pool.Channels;
                }
            }
        }
        partial[index] = sum;
    }

    private static float Convolve(ConvolutionShape shape, Pixel at, int oy, int ox, ArrayView<float> x, ArrayView<float> filters)
    {
        var top = (oy * shape.StrideY) - shape.PadTop;
        var left = (ox * shape.StrideX) - shape.PadLeft;
        var sum = 0.0f;
        for (var i = Math.Max(0, -top); i < Math.Min(shape.FilterHeight, shape.Height - top); i++)
        {
            for (var j = Math.Max(0, -left); j < Math.Min(shape.FilterWidth, shape.Width - left); j++)
            {
                var input = ((((at.Picture * shape.Height) + top + i) * shape.Width) + left + j) * shape.Channels;
                var weight = (((i * shape.FilterWidth) + j) * shape.Channels * shape.Filters) + at.Channel;
                for (var c = 0; c < shape.Channels; c++)
                {
                    sum += x[input + c] * filters[weight];
                    weight += shape.Filters;
                }
            }
        }
        return sum;
    }
}
