using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using GpuDigits.Engine.Devices.Wasm;

namespace GpuDigits.Web;

/// <summary>
/// Kernels run on the memory of the runtime itself, so that nothing is copied: an operand's address is the address in the module's memory.
/// The other half is wasm-host.js, which the page registers before this is used.
/// </summary>
[SupportedOSPlatform("browser")]
internal sealed unsafe partial class BrowserWasmHost : IWasmHost
{
    private const string JavaScript = "wasm-host";

    public int Instantiate(ReadOnlySpan<byte> module)
    {
        fixed (byte* bytes = module)
            return Instantiate((int)bytes, module.Length);
    }

    public void Run(int kernel, ReadOnlySpan<WasmOperand> operands)
    {
        var arguments = stackalloc int[operands.Length];
        for (var i = 0; i < operands.Length; i++)
            arguments[i] = (int)operands[i].Address;
        Run(kernel, (int)arguments);
    }

    [JSImport("instantiate", JavaScript)]
    private static partial int Instantiate(int address, int length);

    [JSImport("run", JavaScript)]
    private static partial void Run(int kernel, int arguments);
}
