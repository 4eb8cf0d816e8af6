namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>
/// Writes the code of a block of a matrix product, whose sums are locals: C[row, column] += Σ(k) A[row, k] · B[k, column]. A browser's
/// compiler keeps them in registers if there are no more than 12 vectors of sums (x64 has 16 registers). A row is a fixed offset from one
/// address, so rows may be any pixels. All steps are in bytes.
/// </summary>
/// <param name="f">The function.</param>
/// <param name="rows">Offset of each row of A.</param>
/// <param name="columns">Number of columns.</param>
/// <param name="registers">The function's vector locals, which all its tiles share.</param>
internal sealed class WasmTile(WasmFunction f, int[] rows, int columns, List<WasmLocal> registers)
{
    /// <summary>Columns of a panel, into which B is packed: with four rows, eight vectors of sums.</summary>
    public const int Panel = 8;

    private const int Unrolled = 8;

    /// <summary>Vectors in a row of sums.</summary>
    public int Vectors => Numbers.CeilDiv(columns, 4);

    /// <summary>Floats of a packed row of B: whole vectors.</summary>
    public static int Padded(int columns) => Numbers.CeilDiv(columns, 4) * 4;

    /// <summary>Rows at equal distances.</summary>
    public static int[] Rows(int count, int step) => [.. Enumerable.Range(0, count).Select(i => i * step)];

    /// <summary>Parts that cover a count, no larger than the largest, as equal as possible.</summary>
    public static IEnumerable<(int Times, int Size)> Split(int count, int largest)
    {
        var parts = Numbers.CeilDiv(count, largest);
        yield return (count % parts, (count / parts) + 1);
        yield return (parts - (count % parts), count / parts);
    }

    /// <summary>Writes code for panels of columns: whole ones in a loop, and the rest.</summary>
    public static void Panels(WasmFunction f, int columns, int width, Action<int> body)
    {
        f.Repeat(columns / width, () => body(width));
        if (columns % width > 0)
            body(columns % width);
    }

    /// <summary>The sum of a row and a vector of columns.</summary>
    public WasmLocal Sum(int row, int vector) => Register((row * Vectors) + vector);

    /// <summary>Lanes of a vector of columns that are used.</summary>
    public int Lanes(int vector) => Math.Min(4, columns - (4 * vector));

    /// <summary>Begins with zeros.</summary>
    public void Clear() => Each((row, vector) => f.Splat(0).Set(Sum(row, vector)));

    /// <summary>Begins with the same values in each row.</summary>
    public void LoadBias(WasmLocal bias) => Each((row, vector) =>
    {
        if (row == 0)
            f.Get(bias).Load(16 * vector, Lanes(vector)).Set(Sum(0, vector));
        else
            f.Get(Sum(0, vector)).Set(Sum(row, vector));
    });

    /// <summary>Begins with values from memory.</summary>
    public void Load(WasmLocal from, int step) =>
        Each((row, vector) => f.Get(from).Load((row * step) + (16 * vector), Lanes(vector)).Set(Sum(row, vector)));

    public void Store(WasmLocal to, int step) =>
        Each((row, vector) => f.Get(to).Get(Sum(row, vector)).Store((row * step) + (16 * vector), Lanes(vector)));

    public void Relu() => Each((row, vector) => f.Splat(0).Get(Sum(row, vector)).VectorMax().Set(Sum(row, vector)));

    /// <summary>Adds the products; moves both addresses behind them.</summary>
    /// <param name="a">Address of the first row's first value.</param>
    /// <param name="aStep">Distance of a row's values.</param>
    /// <param name="b">Address of B's first row.</param>
    /// <param name="bStep">Distance of B's rows.</param>
    /// <param name="depth">Number of products.</param>
    /// <param name="packed">Whether B has whole vectors.</param>
    public void Multiply(WasmLocal a, int aStep, WasmLocal b, int bStep, int depth, bool packed = false)
    {
        f.Repeat(depth / Unrolled, () => Products(a, aStep, b, bStep, Unrolled, packed));
        if (depth % Unrolled > 0)
            Products(a, aStep, b, bStep, depth % Unrolled, packed);
    }

    /// <summary>The same with a number of products that is known only when it runs.</summary>
    public void Multiply(WasmLocal a, int aStep, WasmLocal b, int bStep, WasmLocal depth)
    {
        var left = f.Copy(depth);
        f.While(left, Unrolled, () => Products(a, aStep, b, bStep, Unrolled, packed: false));
        f.While(left, 1, () => Products(a, aStep, b, bStep, 1, packed: false));
    }

    private void Products(WasmLocal a, int aStep, WasmLocal b, int bStep, int count, bool packed)
    {
        // A single row uses each vector of B once: it needs no register.
        var (sums, alone) = (rows.Length * Vectors, rows.Length == 1);
        var factor = Register(sums);
        for (var k = 0; k < count; k++)
        {
            WasmFunction Load(int vector) => f.Get(b).Load((k * bStep) + (16 * vector), packed ? 4 : Lanes(vector));
            for (var vector = 0; vector < Vectors && !alone; vector++)
                Load(vector).Set(Register(sums + 1 + vector));
            for (var row = 0; row < rows.Length; row++)
            {
                f.Get(a).LoadSplat(rows[row] + (k * aStep)).Set(factor);
                for (var vector = 0; vector < Vectors; vector++)
                {
                    f.Get(Sum(row, vector)).Get(factor);
                    _ = alone ? Load(vector) : f.Get(Register(sums + 1 + vector));
                    f.VectorMultiply().VectorAdd().Set(Sum(row, vector));
                }
            }
        }

        f.Advance(a, count * aStep).Advance(b, count * bStep);
    }

    private void Each(Action<int, int> body)
    {
        for (var row = 0; row < rows.Length; row++)
            for (var vector = 0; vector < Vectors; vector++)
                body(row, vector);
    }

    private WasmLocal Register(int index)
    {
        while (registers.Count <= index)
            registers.Add(f.Local(WasmType.V128));
        return registers[index];
    }
}
