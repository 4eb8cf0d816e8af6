using GpuDigits.Engine;

namespace GpuDigits.Training.Output;

/// <summary>An output in addition to the result: if writing fails, this is reported once and the work continues.</summary>
/// <param name="option">The option that asked for it.</param>
/// <param name="path">The file or folder.</param>
internal sealed class SideOutput(string option, string path)
{
    public bool HasFailed { get; private set; }

    /// <summary>Writes even if an earlier write failed: for a file that is written as a whole each time.</summary>
    /// <returns>Whether it is written.</returns>
    public bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!HasFailed)
                Terminal.Say(
                    $"{option} {path}: {Fault.Reason(e, path).Replace($"{path}: ", "", StringComparison.Ordinal)}; continuing without it");
            HasFailed = true;
            return false;
        }
    }

    /// <summary>Writes unless an earlier write failed: for a file that grows, which must have no gap.</summary>
    public void Append(Action write)
    {
        if (!HasFailed)
            Try(write);
    }
}
