namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>
/// Brings a matrix [depth, columns] into panels of 8 columns, one behind the other; the last one has whole vectors, filled with zeros. A
/// panel stays in the first-level cache while a picture is convolved with it. Arguments: matrix, panels.
/// </summary>
internal readonly record struct PackKernel(int Depth, int Columns) : IWasmKernel
{
    public void Write(WasmFunction f)
    {
        WasmLocal from = f.Argument(), to = f.Argument();
        var (depth, step) = (Depth, 4 * Columns);
        WasmTile.Panels(f, Columns, WasmTile.Panel, columns =>
        {
            var row = f.Copy(from);
            f.Repeat(depth, () =>
            {
                for (var c = 0; c < columns; c += 4)
                    f.Get(to).Get(row).Load(4 * c, Math.Min(4, columns - c)).Store(4 * c);
                f.Advance(row, step).Advance(to, 4 * WasmTile.Padded(columns));
            });
            f.Advance(from, 4 * columns);
        });
    }
}

/// <summary>
/// Filters [position, channel, filter] for the input gradient, which is a convolution of dy: positions reversed, channels and filters
/// exchanged, in panels as <see cref="PackKernel"/> makes them. Arguments: filters, panels.
/// </summary>
internal readonly record struct PackReversedKernel(int Positions, int Channels, int Filters) : IWasmKernel
{
    public void Write(WasmFunction f)
    {
        WasmLocal from = f.Argument(), to = f.Argument();
        var (positions, channels, filters) = (Positions, Channels, Filters);
        f.Advance(from, 4 * (positions - 1) * channels * filters);
        WasmTile.Panels(f, channels, WasmTile.Panel, columns =>
        {
            var block = f.Copy(from);
            f.Repeat(positions, () =>
            {
                WriteTransposed(f, f.Copy(block), columns, 4 * filters, filters, to);
                f.Advance(block, -4 * channels * filters);
            });
            f.Advance(from, 4 * columns * filters);
        });
    }

    /// <summary>Writes the code that turns rows into a panel of columns; it moves the panel's address behind it.</summary>
    public static void WriteTransposed(WasmFunction f, WasmLocal from, int rows, int step, int count, WasmLocal to) =>
        f.Repeat(count, () =>
        {
            var padded = WasmTile.Padded(rows);
            for (var r = 0; r < padded; r++)
            {
                f.Get(to);
                if (r < rows)
                    f.Get(from).LoadWord(r * step).StoreWord(4 * r);
                else
                    f.Const(0).StoreWord(4 * r);
            }

            f.Advance(from, 4).Advance(to, 4 * padded);
        });
}
