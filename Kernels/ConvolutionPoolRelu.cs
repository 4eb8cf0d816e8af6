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
        int top = (at.Y * pool.StrideY) - pool.PadTop;
        int left = (at.X * pool.StrideX) - pool.PadLeft;
        float best = 0.0f;
        int place = -1;
        for (int row = Math.Max(0, -top); row < Math.Min(pool.PoolHeight, pool.Height - top); row++)
        {
            for (int column = Math.Max(0, -left); column < Math.Min(pool.PoolWidth, pool.Width - left); column++)
            {
                float value = Convolve(shape, at, top + row, left + column, x, filters);
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
    /// pictures; <see cref="Product.SumSlices"/> adds the slices.
    /// </summary>
    public static void Backward(
        Index1D index, ConvolutionShape shape, PoolShape pool, int batch, int picturesPerSlice, ArrayView<float> x, ArrayView<float> y,
        ArrayView<float> dy, ArrayView<byte> argMax, ArrayView<float> partial)
    {
        int line = index / shape.Filters;
        int filter = index - (line * shape.Filters);
        int slice = line / (shape.PatchSize + 1);
        int place = line - (slice * (shape.PatchSize + 1));
        var tap = PatchIndex.Tap(shape, place);
        bool isBias = place == shape.PatchSize;
        float sum = 0.0f;
        int end = Math.Min((slice + 1) * picturesPerSlice, batch);
        for (int picture = slice * picturesPerSlice; picture < end; picture++)
        {
            int output = (picture * pool.OutputSize) + filter;
            for (int py = 0; py < pool.OutHeight; py++)
            {
                for (int px = 0; px < pool.OutWidth; px++)
                {
                    if (y[output] > 0.0f)
                    {
                        int winner = argMax[output];
                        int row = winner / pool.PoolWidth;
                        int oy = (py * pool.StrideY) - pool.PadTop + row;
                        int ox = (px * pool.StrideX) - pool.PadLeft + winner - (row * pool.PoolWidth);
                        int iy = (oy * shape.StrideY) - shape.PadTop;
                        int ix = (ox * shape.StrideX) - shape.PadLeft;
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
        int top = (oy * shape.StrideY) - shape.PadTop;
        int left = (ox * shape.StrideX) - shape.PadLeft;
        float sum = 0.0f;
        for (int i = Math.Max(0, -top); i < Math.Min(shape.FilterHeight, shape.Height - top); i++)
        {
            for (int j = Math.Max(0, -left); j < Math.Min(shape.FilterWidth, shape.Width - left); j++)
            {
                int input = ((((at.Picture * shape.Height) + top + i) * shape.Width) + left + j) * shape.Channels;
                int weight = (((i * shape.FilterWidth) + j) * shape.Channels * shape.Filters) + at.Channel;
                for (int c = 0; c < shape.Channels; c++)
                {
                    sum += x[input + c] * filters[weight];
                    weight += shape.Filters;
                }
            }
        }
        return sum;
    }
}
