using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>
/// Gradients of a convolution's filters and bias. A tile is some places of the filters and 8 filters, summed over the pixels of a picture.
/// With a pool and its ReLU, the gradient of the convolution's output is first written to working memory: zero but at the windows' maxima.
/// Arguments: batch, x, y, dy, arg-max (bytes), dFilters, dBias, working memory for a padded picture, and for the output's gradient.
/// </summary>
internal readonly record struct FilterGradientKernel(ConvolutionShape Shape, PoolShape? Pool) : IWasmKernel
{
    private const int Rows = 4;

    /// <summary>Whether windows do not overlap, and filters come in whole vectors.</summary>
    public static bool Fits(in PoolShape s) =>
        ConvolutionKernel.Fits(s) && s.StrideY >= s.PoolHeight && s.StrideX >= s.PoolWidth && s.Channels % 4 == 0;

    public void Write(WasmFunction f)
    {
        WasmLocal batch = f.Argument(), x = f.Argument(), y = f.Argument(), dy = f.Argument(), places = f.Argument();
        WasmLocal dw = f.Argument(), db = f.Argument(), working = f.Argument(), full = f.Argument();
        var (self, shape, pool, registers) = (this, Shape, Pool, new List<WasmLocal>());
        var padding = new WasmPadding(shape);
        var once = f.Local(WasmType.I32);
        f.Const(1).Set(once);
        f.Get(dw).Const(0).Const(4 * shape.FilterSize).FillMemory();
        f.Get(db).Const(0).Const(4 * shape.Filters).FillMemory();
        f.Repeat(batch, () =>
        {
            var picture = padding.Write(f, x, working);
            var gradient = dy;
            if (pool is { } p)
            {
                WriteUnpooled(f, p, f.Copy(y), f.Copy(dy), f.Copy(places), full);
                gradient = full;
            }

            DenseWeightsKernel.WriteSums(
                f, registers, shape.Filters, shape.OutHeight * shape.OutWidth, once, gradient, db, clear: false);
            self.WriteFilters(f, registers, f.Copy(picture), padding.Pitch, gradient, f.Copy(dw));
            var size = pool?.OutputSize ?? shape.OutputSize;
            f.Advance(x, 4 * shape.InputSize).Advance(y, 4 * size).Advance(dy, 4 * size).Advance(places, size);
        });
    }

    private void WriteFilters(
        WasmFunction f, List<WasmLocal> registers, WasmLocal row, int pitch, WasmLocal gradient, WasmLocal dw)
    {
        var shape = Shape;
        var (depth, step) = (shape.FilterWidth * shape.Channels, 4 * shape.StrideX * shape.Channels);
        f.Repeat(shape.FilterHeight, () =>
        {
            var first = f.Copy(row);
            foreach (var (times, rows) in WasmTile.Split(depth, Rows))
                f.Repeat(times, () =>
                {
                    WasmLocal b = f.Copy(gradient), to = f.Copy(dw);
                    WasmTile.Panels(f, shape.Filters, WasmTile.Panel, columns =>
                    {
                        var tile = new WasmTile(f, WasmTile.Rows(rows, 4), columns, registers);
                        tile.Load(to, 4 * shape.Filters);
                        WasmLocal a = f.Copy(first), g = f.Copy(b);
                        f.Repeat(shape.OutHeight, () =>
                        {
                            tile.Multiply(a, step, g, 4 * shape.Filters, shape.OutWidth);
                            f.Advance(a, (shape.StrideY * pitch) - (shape.OutWidth * step));
                        });
                        tile.Store(to, 4 * shape.Filters);
                        f.Advance(b, 4 * columns).Advance(to, 4 * columns);
                    });
                    f.Advance(first, 4 * rows).Advance(dw, 4 * rows * shape.Filters);
                });
            f.Advance(row, pitch);
        });
    }

    private static void WriteUnpooled(WasmFunction f, PoolShape p, WasmLocal y, WasmLocal dy, WasmLocal places, WasmLocal full)
    {
        WasmLocal place = f.Local(WasmType.V128), g = f.Local(WasmType.V128), row = f.Copy(full);
        f.Get(full).Const(0).Const(4 * p.InputSize).FillMemory();
        f.Repeat(p.OutHeight, () =>
        {
            var window = f.Copy(row);
            f.Repeat(p.OutWidth, () =>
            {
                f.Repeat(p.Channels / 4, () =>
                {
                    f.Get(places).LoadBytes(0).Set(place);
                    f.Get(y).Load(0).Splat(0).VectorGreater().Get(dy).Load(0).VectorAnd().Set(g);
                    for (var i = 0; i < p.PoolHeight * p.PoolWidth; i++)
                        f.Get(window).Get(place).Splat(i).VectorSame().Get(g).VectorAnd()
                            .Store(4 * p.Channels * ((i / p.PoolWidth * p.Width) + (i % p.PoolWidth)));
                    f.Advance(places, 4).Advance(y, 16).Advance(dy, 16).Advance(window, 16);
                });
                f.Advance(window, 4 * p.Channels * (p.StrideX - 1));
            });
            f.Advance(row, 4 * p.Channels * p.StrideY * p.Width);
        });
    }
}
