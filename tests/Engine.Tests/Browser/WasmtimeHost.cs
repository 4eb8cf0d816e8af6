using System.Runtime.InteropServices;
using GpuDigits.Engine.Devices.Wasm;
using Wasmtime;

namespace GpuDigits.Engine.Tests.Browser;

/// <summary>
/// Runs kernels in Wasmtime, which has a memory of its own: operands are copied in, results out. Between them lie words that no kernel may
/// change; what a kernel may not read is NaN, and what it may not write must be as it was.
/// </summary>
internal sealed unsafe class WasmtimeHost : IWasmHost, IDisposable
{
    private const int Page = 65536, Guard = 64;
    private const byte Canary = 0xA5, Unwritten = 0xFF;

    private readonly Wasmtime.Engine _engine;
    private readonly Store _store;
    private readonly Memory _memory;
    private readonly List<Action<int>> _kernels = [];

    /// <summary>Skips the test on a system for which Wasmtime has no library.</summary>
    public WasmtimeHost()
    {
        var wasmtime = typeof(Wasmtime.Engine).Assembly;
        Skip.IfNot(NativeLibrary.TryLoad("wasmtime", wasmtime, null, out _), "Wasmtime has no library for this system");
        _engine = new();
        _store = new(_engine);
        _memory = new(_store, 1);
    }

    public int Instantiate(ReadOnlySpan<byte> module)
    {
        using var compiled = Module.FromBytes(_engine, "kernel", module);
        using var linker = new Linker(_engine);
        linker.Define(WasmFunction.ImportModule, WasmFunction.ImportName, _memory);
        var run = linker.Instantiate(_store, compiled).GetAction<int>(WasmFunction.ExportName);
        Assert.NotNull(run);
        _kernels.Add(run);
        return _kernels.Count - 1;
    }

    public void Run(int kernel, ReadOnlySpan<WasmOperand> operands)
    {
        var arguments = new int[operands.Length];
        var end = Guard + (4 * operands.Length);
        for (var i = 0; i < operands.Length; i++)
        {
            arguments[i] = operands[i].Bytes == 0 ? (int)operands[i].Address : end = (end + Guard + 15) & ~15;
            end = checked((int)(end + operands[i].Bytes));
        }

        var missing = end + Guard - _memory.GetLength();
        if (missing > 0)
            _memory.Grow((missing + Page - 1) / Page);
        var memory = _memory.GetSpan(0, end + Guard);
        memory.Fill(Canary);
        MemoryMarshal.AsBytes(arguments.AsSpan()).CopyTo(memory[Guard..]);
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i].Bytes == 0)
                continue;
            var part = memory.Slice(arguments[i], (int)operands[i].Bytes);
            if (operands[i].Reads)
                Process(operands[i]).CopyTo(part);
            else
                part.Fill(Unwritten);
        }

        _kernels[kernel](Guard);
        memory = _memory.GetSpan(0, end + Guard);
        Untouched(memory[..Guard]);
        var free = Guard + (4 * operands.Length);
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands[i].Bytes == 0)
                continue;
            Untouched(memory[free..arguments[i]]);
            var part = memory.Slice(arguments[i], (int)operands[i].Bytes);
            free = arguments[i] + part.Length;
            if (operands[i].Writes)
                part.CopyTo(Process(operands[i]));
            else if (operands[i].Reads)
                Assert.True(part.SequenceEqual(Process(operands[i])), $"the kernel has changed operand {i}, which it may only read");
        }

        Untouched(memory[free..]);
    }

    public void Dispose()
    {
        _store.Dispose();
        _engine.Dispose();
    }

    private static Span<byte> Process(WasmOperand operand) => new((void*)operand.Address, checked((int)operand.Bytes));

    private static void Untouched(ReadOnlySpan<byte> memory) =>
        Assert.False(memory.ContainsAnyExcept(Canary), "the kernel has written beside its operands");
}
