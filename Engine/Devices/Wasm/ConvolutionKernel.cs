using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>
/// Convolution of a batch, with packed filters (<see cref="PackKernel"/>). A tile is some pixels of a row and 8 filters. With a pool, it
/// is the pixels of one window: their maximum is taken in registers, and the convolution's output reaches no memory.
/// Arguments: batch, x, filters, bias, y, arg-max (bytes), working memory for a padded picture.
/// </summary>
internal readonly record struct ConvolutionKernel(ConvolutionShape Shape, PoolShape? Pool, bool Bias, bool Relu) : IWasmKernel
{
    private const int Pixels = 4, MostPixels = 6;

    /// <summary>Whether windows are whole and few enough pixels for the registers.</summary>
    public static bool Fits(in PoolShape s) =>
        s is { PadTop: 0, PadLeft: 0 } && s.PoolHeight * s.PoolWidth <= MostPixels
        && ((s.OutHeight - 1) * s.StrideY) + s.PoolHeight <= s.Height && ((s.OutWidth - 1) * s.StrideX) + s.PoolWidth <= s.Width;

    public void Write(WasmFunction f)
    {
        WasmLocal batch = f.Argument(), x = f.Argument(), filters = f.Argument(), bias = f.Argument(), y = f.Argument();
        WasmLocal places = f.Argument(), working = f.Argument();
        var (shape, pool, hasBias) = (Shape, Pool, Bias);
        var padding = new WasmPadding(shape);
        var registers = new List<WasmLocal>();
        var self = this;
        f.Repeat(batch, () =>
        {
            var picture = padding.Write(f, x, working);
            WasmLocal w = f.Copy(filters), b = f.Copy(bias), to = f.Copy(y), place = f.Copy(places);
            WasmTile.Panels(f, shape.Filters, WasmTile.Panel, columns =>
            {
                self.WritePanel(f, registers, columns, picture, padding.Pitch, w, b, f.Copy(to), f.Copy(place));
                f.Advance(w, 4 * shape.PatchSize * WasmTile.Padded(columns)).Advance(b, hasBias ? 4 * columns : 0);
                f.Advance(to, 4 * columns).Advance(place, columns);
            });
            var size = pool?.OutputSize ?? shape.OutputSize;
            f.Advance(x, 4 * shape.InputSize).Advance(y, 4 * size).Advance(places, pool is null ? 0 : size);
        });
    }

    private void WritePanel(
        WasmFunction f, List<WasmLocal> registers, int columns, WasmLocal picture, int pitch, WasmLocal w, WasmLocal b, WasmLocal to,
        WasmLocal place)
    {
        var (shape, pool, hasBias, relu) = (Shape, Pool, Bias, Relu);
        var pixel = 4 * shape.StrideX * shape.Channels;
        var row = f.Copy(picture);
        f.Repeat(pool?.OutHeight ?? shape.OutHeight, () =>
        {
            var a = f.Copy(row);
            foreach (var (times, size) in WasmTile.Split(pool?.OutWidth ?? shape.OutWidth, pool is null ? Pixels : 1))
                f.Repeat(times, () =>
                {
                    var rows = pool is { } p ? Window(p, shape.StrideY * pitch, pixel) : WasmTile.Rows(size, pixel);
                    var tile = new WasmTile(f, rows, columns, registers);
                    if (hasBias)
                        tile.LoadBias(b);
                    else
                        tile.Clear();
                    WriteSum(f, tile, shape, f.Copy(a), pitch, f.Copy(w), 4 * WasmTile.Padded(columns));
                    if (pool is null)
                    {
                        if (relu)
                            tile.Relu();
                        tile.Store(to, 4 * shape.Filters);
                    }
                    else
                    {
                        WriteMaximum(f, tile, rows.Length, to, place);
                        f.Advance(place, shape.Filters);
                    }

                    f.Advance(to, 4 * size * shape.Filters).Advance(a, pool is { } q ? q.StrideX * pixel : size * pixel);
                });
            f.Advance(row, (pool?.StrideY ?? 1) * shape.StrideY * pitch);
        });
    }

    private static int[] Window(PoolShape pool, int row, int pixel) =>
        [.. Enumerable.Range(0, pool.PoolHeight * pool.PoolWidth).Select(
            i => (i / pool.PoolWidth * row) + (i % pool.PoolWidth * pixel))];

    private static void WriteSum(
        WasmFunction f, WasmTile tile, in ConvolutionShape shape, WasmLocal a, int pitch, WasmLocal w, int step)
    {
        var depth = shape.FilterWidth * shape.Channels;
        f.Repeat(shape.FilterHeight, () =>
        {
            tile.Multiply(a, 4, w, step, depth, packed: true);
            f.Advance(a, pitch - (4 * depth));
        });
    }

    /// <summary>The first largest of the tile's rows, its place, and ReLU.</summary>
    private static void WriteMaximum(WasmFunction f, WasmTile tile, int rows, WasmLocal to, WasmLocal place)
    {
        var at = f.Local(WasmType.V128);
        for (var vector = 0; vector < tile.Vectors; vector++)
        {
            var best = tile.Sum(0, vector);
            f.Splat(0).Set(at);
            for (var row = 1; row < rows; row++)
            {
                var value = tile.Sum(row, vector);
                f.Splat(row).Get(at).Get(value).Get(best).VectorGreater().VectorSelect().Set(at);
                f.Get(best).Get(value).VectorMax().Set(best);
            }

            f.Get(to).Splat(0).Get(best).VectorMax().Store(16 * vector, tile.Lanes(vector));
            f.Get(place).Get(at).StoreBytes(4 * vector, tile.Lanes(vector));
        }
    }
}
