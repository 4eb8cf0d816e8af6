namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>A kernel for certain shapes, which are its value: equal kernels have the same code.</summary>
internal interface IWasmKernel
{
    /// <summary>Writes the code; first it takes the arguments.</summary>
    void Write(WasmFunction f);
}

/// <summary>Kernels of one kind, each compiled when it is first needed.</summary>
internal sealed class WasmKernels<K>(IWasmHost host)
    where K : struct, IWasmKernel, IEquatable<K>
{
    private readonly Dictionary<K, int> _compiled = [];

    public void Run(in K kernel, params ReadOnlySpan<WasmOperand> operands)
    {
        if (!_compiled.TryGetValue(kernel, out var number))
        {
            var function = new WasmFunction();
            kernel.Write(function);
            number = host.Instantiate(function.ToModule());
            _compiled.Add(kernel, number);
        }

        host.Run(number, operands);
    }
}
