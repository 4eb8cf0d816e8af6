using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Wasm;

namespace GpuDigits.Web;

/// <summary>Where networks run in a browser: WebAssembly kernels of our own, because .NET's code is interpreted there.</summary>
internal static class ReadingDevice
{
    public static Device Create() => new WasmDevice(new BrowserWasmHost());
}
