namespace GpuDigits.Scenes.Hand;

/// <summary>The state of learning from the corrections. Immutable: created on the learning thread, shown on the app's thread.</summary>
/// <param name="Progress">0 to 1 while it runs; otherwise null.</param>
/// <param name="Outcome">The result in one line; empty until it has ended.</param>
/// <param name="IsError">Whether it failed.</param>
internal sealed record HandState(double? Progress, string Outcome = "", bool IsError = false)
{
    public static readonly HandState Idle = new(Progress: null);

    public bool IsRunning => Progress is not null;
}
