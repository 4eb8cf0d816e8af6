namespace GpuDigits.Engine.Model;

/// <summary>
/// What a network's first layer gets for a brightness x from 0 (background) to 1 (ink), which is what our networks read: x · Scale + Shift.
/// </summary>
/// <param name="Scale">1 where it reads 0 to 1, 255 where it reads 0 to 255.</param>
/// <param name="Shift">0 where background is 0.</param>
public readonly record struct InputScaling(double Scale, double Shift)
{
    /// <summary>It reads what ours read.</summary>
    public static InputScaling None { get; } = new(1, 0);

    /// <summary>Whether it changes nothing.</summary>
    public bool IsNone => this == None;

    /// <summary>(x · range − mean) / deviation.</summary>
    public static InputScaling Normalised(double range, double mean, double deviation) => new(range / deviation, -mean / deviation);

    /// <summary>This, then · scale + shift.</summary>
    public InputScaling Then(double scale, double shift) => new(Scale * scale, (Shift * scale) + shift);
}
