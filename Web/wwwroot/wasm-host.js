// Compiles and runs the kernels of WasmDevice on the memory of the .NET runtime; the other half is BrowserWasmHost.cs.
// Usage: runtime = await dotnet.create(); runtime.setModuleImports('wasm-host', wasmHost(runtime));

/** @param runtime what dotnet.create() returns */
export function wasmHost(runtime) {
    const memory = runtime.Module.wasmExports?.memory;
    if (!(memory instanceof WebAssembly.Memory))
        throw new Error('This .NET runtime does not show its memory: Module.wasmExports.memory is missing.');
    const kernels = [];
    return {
        /** Compiles the module whose bytes lie at an address; returns its number. */
        instantiate(address, length) {
            // The Memory itself is imported, not its buffer: it may grow at any time.
            const module = new WebAssembly.Module(new Uint8Array(memory.buffer, address >>> 0, length).slice());
            return kernels.push(new WebAssembly.Instance(module, { env: { memory } }).exports.run) - 1;
        },

        /** Runs a kernel whose arguments lie at an address. */
        run(kernel, args) {
            kernels[kernel](args);
        },
    };
}
