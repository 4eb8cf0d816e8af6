namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>An argument of a kernel: a part of the process's memory, or a number.</summary>
/// <param name="Address">Address of the first byte, or the number.</param>
/// <param name="Bytes">Number of bytes; 0 for a number.</param>
/// <param name="Reads">Whether the kernel reads what is in the memory.</param>
/// <param name="Writes">Whether it writes results there. A memory that is neither read nor written is only working memory.</param>
public readonly record struct WasmOperand(nint Address, long Bytes, bool Reads, bool Writes);

/// <summary>
/// Compiles and runs modules of WebAssembly. A module imports a memory (<c>env.memory</c>) and exports a function <c>run(arguments)</c>,
/// whose parameter is the address of its arguments in this memory: one word of 32 bits for each operand, the address of its bytes or the
/// number itself. In a browser the memory is the process's own; elsewhere a host copies the operands in and the results out.
/// </summary>
public interface IWasmHost
{
    /// <summary>Compiles a module, which lives as long as the host: one device for each host is enough.</summary>
    /// <param name="module">The module in WebAssembly's binary format.</param>
    /// <returns>The number of the kernel for <see cref="Run"/>.</returns>
    int Instantiate(ReadOnlySpan<byte> module);

    /// <summary>Runs a kernel and waits for it.</summary>
    /// <param name="kernel">What <see cref="Instantiate"/> returned.</param>
    /// <param name="operands">The arguments in the kernel's order.</param>
    void Run(int kernel, ReadOnlySpan<WasmOperand> operands);
}
