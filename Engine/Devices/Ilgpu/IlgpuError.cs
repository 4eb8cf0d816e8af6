using ILGPU.Runtime.OpenCL;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>Turns ILGPU's exceptions into one line for a person.</summary>
internal static class IlgpuError
{
    /// <summary>The first line of the innermost message; for OpenCL, whose exceptions have no message, the name of the error.</summary>
    public static string Line(Exception error) => error.GetBaseException() switch
    {
        CLException openCl => $"OpenCL error {openCl.Error}",
        var other => other.Message.Split('\n')[0].Trim(),
    };
}
