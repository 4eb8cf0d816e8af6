namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>A step of Adam. Arguments: weights, gradients, m, v; β1, 1 − β1, β2, 1 − β2, α, ε, 1 − decay.</summary>
internal readonly record struct AdamKernel(int Count) : IWasmKernel
{
    public void Write(WasmFunction f)
    {
        WasmLocal weights = f.Argument(), gradients = f.Argument(), first = f.Argument(), second = f.Argument();
        WasmLocal b1 = f.SplatArgument(), c1 = f.SplatArgument(), b2 = f.SplatArgument(), c2 = f.SplatArgument();
        WasmLocal alpha = f.SplatArgument(), epsilon = f.SplatArgument(), keep = f.SplatArgument();
        WasmLocal g = f.Local(WasmType.V128), m = f.Local(WasmType.V128), v = f.Local(WasmType.V128);
        WasmTile.Panels(f, Count, 4, lanes =>
        {
            f.Get(gradients).Load(0, lanes).Set(g);
            f.Get(b1).Get(first).Load(0, lanes).VectorMultiply().Get(c1).Get(g).VectorMultiply().VectorAdd().Set(m);
            f.Get(b2).Get(second).Load(0, lanes).VectorMultiply()
                .Get(c2).Get(g).Get(g).VectorMultiply().VectorMultiply().VectorAdd().Set(v);
            f.Get(first).Get(m).Store(0, lanes).Get(second).Get(v).Store(0, lanes);
            f.Get(weights).Get(keep).Get(weights).Load(0, lanes).VectorMultiply();
            f.Get(alpha).Get(m).VectorMultiply().Get(v).VectorSqrt().Get(epsilon).VectorAdd().VectorDivide();
            f.VectorSubtract().Store(0, lanes);
            f.Advance(weights, 16).Advance(gradients, 16).Advance(first, 16).Advance(second, 16);
        });
    }
}

/// <summary>y = x &gt; 0 ? x : 0. Arguments: x, y.</summary>
internal readonly record struct ReluKernel(int Count) : IWasmKernel
{
    public void Write(WasmFunction f)
    {
        WasmLocal x = f.Argument(), y = f.Argument();
        WasmTile.Panels(f, Count, 4, lanes =>
        {
            f.Get(y).Splat(0).Get(x).Load(0, lanes).VectorMax().Store(0, lanes);
            f.Advance(x, 16).Advance(y, 16);
        });
    }
}

/// <summary>dx = y &gt; 0 ? dy : 0. Arguments: y, dy, dx.</summary>
internal readonly record struct ReluGradientKernel(int Count) : IWasmKernel
{
    public void Write(WasmFunction f)
    {
        WasmLocal y = f.Argument(), dy = f.Argument(), dx = f.Argument();
        WasmTile.Panels(f, Count, 4, lanes =>
        {
            f.Get(dx).Get(y).Load(0, lanes).Splat(0).VectorGreater().Get(dy).Load(0, lanes).VectorAnd().Store(0, lanes);
            f.Advance(y, 16).Advance(dy, 16).Advance(dx, 16);
        });
    }
}
