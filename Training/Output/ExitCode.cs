using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Training.Output;

/// <summary>What the process answers with.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongArguments = 2;
    public const int Missing = 3;

    /// <summary>The code for an exception whose message is meant for people; null for a fault of the program.</summary>
    public static int? Of(Exception e) => e switch
    {
        UsageException or ArgumentException => WrongArguments,
        MissingException or DeviceException { IsMissing: true } or DataException { IsMissing: true } => Missing,
        DeviceException or DataException or ModelException or ModelFileException or ImageException or InkException or AnomalyException or IOException
            or UnauthorizedAccessException or OperationCanceledException => Failed,
        _ => null,
    };
}

/// <summary>Something is missing on the machine.</summary>
internal sealed class MissingException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The arguments ask for something that cannot be.</summary>
internal sealed class UsageException(string message) : Exception(message);
