namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// The operations, by family, with vectors of one width. Each family is written once over the vector type, in a separate file.
/// </summary>
internal abstract class VectorWidth
{
    /// <summary>Floats per vector.</summary>
    public abstract int Floats { get; }

    public required VectorValues Values { get; init; }

    public required VectorAugmentation Augmentation { get; init; }

    public required VectorConvolution Convolution { get; init; }

    public required VectorPooledConvolution PooledConvolution { get; init; }

    public required VectorPooling Pooling { get; init; }

    public required VectorDense Dense { get; init; }

    public required VectorNormalization Normalization { get; init; }

    /// <summary>The best of several tries, in GFLOP/s, with all threads.</summary>
    public abstract double MeasurePeak(TimeSpan duration);
}

/// <inheritdoc/>
internal sealed class VectorWidth<S, V> : VectorWidth
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private readonly VectorDevice _device;

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public VectorWidth(VectorDevice device)
    {
        _device = device;
        Values = new VectorValues<S, V>(device);
        Augmentation = new VectorAugmentation<S, V>(device);
        Convolution = new VectorConvolution<S, V>(device);
        PooledConvolution = new VectorPooledConvolution<S, V>(device);
        Pooling = new VectorPooling<S, V>(device);
        Dense = new VectorDense<S, V>(device);
        Normalization = new VectorNormalization<S, V>(device);
    }

    public override int Floats => S.Width;

    public override double MeasurePeak(TimeSpan duration) => Peak<S, V>.Measure(_device.Team, _device.Shared, duration);
}
