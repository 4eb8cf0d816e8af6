namespace GpuDigits.Engine.Devices;

/// <summary>
/// An operation with its arguments, which carry their shapes. Written once, here and in the files beside it; a device carries it out in an
/// Execute of its own.
/// </summary>
public interface IOperation
{
    /// <summary>Whether the shapes of the arguments fit each other.</summary>
    bool Fits { get; }

    /// <summary>What it costs at least.</summary>
    Cost Cost { get; }

    /// <summary>Hands it to the device.</summary>
    void On(Device device);
}

/// <summary>
/// What an operation costs at least, by its formula. A multiply-add is two operations; a convolution in front of a pool counts what pooling
/// throws away too, since it must be computed.
/// </summary>
/// <param name="Flops">Floating-point operations.</param>
/// <param name="InputBytes">Bytes of the inputs, each once.</param>
public readonly record struct Cost(double Flops, double InputBytes)
{
    /// <summary>So many floating-point operations, and inputs of so many floats.</summary>
    public static Cost Of(double flops, double floats) => new(flops, sizeof(float) * floats);
}
