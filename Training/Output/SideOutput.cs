using GpuDigits.Engine;

namespace GpuDigits.Training.Output;

/// <summary>What is written beside the work: where it fails, that is said once and the work continues.</summary>
/// <param name="option">The option that asked for it.</param>
/// <param name="path">Where it goes.</param>
internal sealed class SideOutput(string option, string path)
{
    /// <summary>Whether a write failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Writes, whatever failed before: for a file that is whole each time.</summary>
    public void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!HasFailed)
                Terminal.Say(
                    $"{option} {path}: {Fault.Reason(e, path).Replace($"{path}: ", "", StringComparison.Ordinal)}; continuing without it");
            HasFailed = true;
        }
    }

    /// <summary>Writes, unless a write failed before: for a file that grows, which shall have no hole.</summary>
    public void Append(Action write)
    {
        if (!HasFailed)
            Try(write);
    }
}
