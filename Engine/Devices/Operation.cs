namespace GpuDigits.Engine.Devices;

/// <summary>
/// An operation with its arguments, which carry their shapes. Its signature is declared only once, here and in the files beside this one;
/// each device implements it in an Execute method.
/// </summary>
public interface IOperation
{
    /// <summary>Whether the shapes of the arguments match.</summary>
    bool Fits { get; }

    /// <summary>The minimum cost.</summary>
    Cost Cost { get; }

    /// <summary>Runs the operation on the device.</summary>
    void On(Device device);
}

/// <summary>
/// The minimum cost of an operation, by its formula. A multiply-add counts as two operations. A convolution before a pool also counts the
/// values that pooling discards, because they must be computed.
/// </summary>
/// <param name="Flops">Floating-point operations.</param>
/// <param name="InputBytes">Bytes of the inputs; each input counts once.</param>
public readonly record struct Cost(double Flops, double InputBytes)
{
    /// <summary>A cost with this number of floating-point operations and of input floats.</summary>
    public static Cost Of(double flops, double floats) => new(flops, sizeof(float) * floats);
}
