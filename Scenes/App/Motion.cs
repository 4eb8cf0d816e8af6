namespace GpuDigits.Scenes.App;

/// <summary>A value that moves from 0 to 1 or back within <see cref="Seconds"/>.</summary>
internal struct Motion
{
    public const double Seconds = 0.12;

    private float _progress;

    /// <summary>0 to 1, slow at both ends.</summary>
    public readonly float Value => _progress * _progress * (3 - 2 * _progress);

    /// <summary>Starts again from an end.</summary>
    public void Jump(float to) => _progress = to;

    /// <summary>Advances the value. Returns whether it still moves.</summary>
    public bool Advance(bool towardsOne, double seconds)
    {
        var target = towardsOne ? 1 : 0;
        var step = (float)(seconds / Seconds);
        _progress = towardsOne ? MathF.Min(1, _progress + step) : MathF.Max(0, _progress - step);
        return _progress != target;
    }
}
