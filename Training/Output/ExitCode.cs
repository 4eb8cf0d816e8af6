using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Files;

namespace GpuDigits.Training.Output;

internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongArguments = 2;
    public const int Missing = 3;

    /// <summary>The code for the exception that ended a command.</summary>
    public static int Of(Exception e) => e switch
    {
        UsageException or ArgumentException or OutputPathException => WrongArguments,
        MissingException or DeviceException { IsMissing: true } or DataException { IsMissing: true } => Missing,
        _ => Failed,
    };
}

/// <summary>Something is missing on the machine.</summary>
internal sealed class MissingException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The arguments ask for something impossible.</summary>
internal sealed class UsageException(string message) : Exception(message);
