namespace GpuDigits.Viewer.Hand;

/// <summary>How far learning from the corrections has come. Immutable: made on the learning thread, shown on the app's.</summary>
/// <param name="Progress">0 to 1 while it goes on; null while it does not.</param>
/// <param name="Outcome">How it ended, in one line; empty as long as it has not.</param>
/// <param name="IsError">Whether it went wrong.</param>
internal sealed record HandState(double? Progress, string Outcome = "", bool IsError = false)
{
    public static readonly HandState Idle = new(Progress: null);

    public bool IsRunning => Progress is not null;
}
