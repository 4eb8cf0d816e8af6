namespace GpuDigits.Engine.Devices;

/// <summary>A device is missing, does not support a request, or failed. The message is one line for a person.</summary>
public sealed class DeviceException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the device, its driver or its library is missing on this machine.</summary>
    public bool IsMissing { get; init; }
}
