namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>
/// y = x · w + bias. The sums are taken over blocks of 64 inputs: a block's weights stay in the first-level cache while all rows use them,
/// and for one row the weights are read once, in their order. Arguments: batch, x, w, bias, y.
/// </summary>
internal readonly record struct DenseForwardKernel(int Inputs, int Outputs, bool Relu) : IWasmKernel
{
    private const int Block = 64, Rows = 4, ColumnsAlone = 4 * WasmTile.Panel;

    public void Write(WasmFunction f)
    {
        WasmLocal batch = f.Argument(), x = f.Argument(), w = f.Argument(), bias = f.Argument(), y = f.Argument();
        var (self, registers, row) = (this, new List<WasmLocal>(), f.Copy(y));
        var outputs = Outputs;
        f.Repeat(batch, () => f.Get(row).Get(bias).Const(4 * outputs).CopyMemory().Advance(row, 4 * outputs));
        var blocks = (Inputs - 1) / Block;
        f.Repeat(blocks, () =>
        {
            self.WriteBlock(f, registers, Block, false, f.Copy(batch), f.Copy(x), w, f.Copy(y));
            f.Advance(x, 4 * Block).Advance(w, 4 * Block * outputs);
        });
        WriteBlock(f, registers, Inputs - (blocks * Block), Relu, batch, x, w, y);
    }

    private void WriteBlock(
        WasmFunction f, List<WasmLocal> registers, int depth, bool relu, WasmLocal batch, WasmLocal x, WasmLocal w, WasmLocal y)
    {
        var (inputs, outputs) = (Inputs, Outputs);
        foreach (var rows in new[] { Rows, 1 })
            f.While(batch, rows, () =>
            {
                WasmLocal b = f.Copy(w), to = f.Copy(y);
                WasmTile.Panels(f, outputs, rows == 1 ? ColumnsAlone : WasmTile.Panel, columns =>
                {
                    var tile = new WasmTile(f, WasmTile.Rows(rows, 4 * inputs), columns, registers);
                    tile.Load(to, 4 * outputs);
                    tile.Multiply(f.Copy(x), 4, f.Copy(b), 4 * outputs, depth);
                    if (relu)
                        tile.Relu();
                    tile.Store(to, 4 * outputs);
                    f.Advance(b, 4 * columns).Advance(to, 4 * columns);
                });
                f.Advance(x, 4 * rows * inputs).Advance(y, 4 * rows * outputs);
            });
    }
}

/// <summary>dw = xᵀ · dy and dbias = Σ dy. Arguments: batch, x, dy, dw, dbias.</summary>
internal readonly record struct DenseWeightsKernel(int Inputs, int Outputs) : IWasmKernel
{
    private const int Rows = 4;

    public void Write(WasmFunction f)
    {
        WasmLocal batch = f.Argument(), x = f.Argument(), dy = f.Argument(), dw = f.Argument(), db = f.Argument();
        var (inputs, outputs, registers) = (Inputs, Outputs, new List<WasmLocal>());
        WriteSums(f, registers, outputs, 1, batch, dy, db, clear: true);
        foreach (var (times, rows) in WasmTile.Split(inputs, Rows))
            f.Repeat(times, () =>
            {
                WasmLocal b = f.Copy(dy), to = f.Copy(dw);
                WasmTile.Panels(f, outputs, WasmTile.Panel, columns =>
                {
                    var tile = new WasmTile(f, WasmTile.Rows(rows, 4), columns, registers);
                    tile.Clear();
                    tile.Multiply(f.Copy(x), 4 * inputs, f.Copy(b), 4 * outputs, batch);
                    tile.Store(to, 4 * outputs);
                    f.Advance(b, 4 * columns).Advance(to, 4 * columns);
                });
                f.Advance(x, 4 * rows).Advance(dw, 4 * rows * outputs);
            });
    }

    /// <summary>Writes the code that adds rows to sums: times · each rows of dy.</summary>
    public static void WriteSums(
        WasmFunction f, List<WasmLocal> registers, int columns, int each, WasmLocal times, WasmLocal dy, WasmLocal sums, bool clear)
    {
        WasmLocal from = f.Copy(dy), to = f.Copy(sums);
        WasmTile.Panels(f, columns, 4 * WasmTile.Panel, width =>
        {
            var tile = new WasmTile(f, [0], width, registers);
            if (clear)
                tile.Clear();
            else
                tile.Load(to, 0);
            var row = f.Copy(from);
            f.Repeat(times, () => f.Repeat(each, () =>
            {
                for (var v = 0; v < tile.Vectors; v++)
                    f.Get(tile.Sum(0, v)).Get(row).Load(16 * v, tile.Lanes(v)).VectorAdd().Set(tile.Sum(0, v));
                f.Advance(row, 4 * columns);
            }));
            tile.Store(to, 0);
            f.Advance(from, 4 * width).Advance(to, 4 * width);
        });
    }
}

/// <summary>
/// dx = dy · wᵀ. The weights of 8 inputs are transposed into the working memory, then all rows use them.
/// Arguments: batch, dy, w, dx, working memory.
/// </summary>
internal readonly record struct DenseInputKernel(int Inputs, int Outputs) : IWasmKernel
{
    private const int Rows = 4;

    /// <summary>Floats of the working memory.</summary>
    public int Working => WasmTile.Panel * Outputs;

    public void Write(WasmFunction f)
    {
        WasmLocal batch = f.Argument(), dy = f.Argument(), w = f.Argument(), dx = f.Argument(), working = f.Argument();
        var (inputs, outputs, registers) = (Inputs, Outputs, new List<WasmLocal>());
        WasmTile.Panels(f, inputs, WasmTile.Panel, columns =>
        {
            PackReversedKernel.WriteTransposed(f, f.Copy(w), columns, 4 * outputs, outputs, f.Copy(working));
            WasmLocal left = f.Copy(batch), a = f.Copy(dy), to = f.Copy(dx);
            foreach (var rows in new[] { Rows, 1 })
                f.While(left, rows, () =>
                {
                    var tile = new WasmTile(f, WasmTile.Rows(rows, 4 * outputs), columns, registers);
                    tile.Clear();
                    tile.Multiply(f.Copy(a), 4, f.Copy(working), 4 * WasmTile.Padded(columns), outputs, packed: true);
                    tile.Store(to, 4 * inputs);
                    f.Advance(a, 4 * rows * outputs).Advance(to, 4 * rows * inputs);
                });
            f.Advance(w, 4 * columns * outputs).Advance(dx, 4 * columns);
        });
    }
}
