using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;

namespace GpuDigits.Web;

/// <summary>Where networks run in a browser: one thread, vectors of 128 bits.</summary>
internal static class ReadingDevice
{
    public static Device Create() => new VectorDevice(threads: 1, vectorBits: 128);
}
