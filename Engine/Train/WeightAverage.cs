using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Train;

/// <summary>The moving average of a training's weights.</summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly DeviceBuffer<float> _weights;
    private readonly double _decay;

    /// <summary>Starts with the current weights.</summary>
    public WeightAverage(DeviceBuffer<float> weights, double decay)
    {
        (_weights, _decay) = (weights, decay);
        Mean = weights.Device.Allocate<float>(weights.Length);
        Mean.CopyFromHost(weights.ToArray());
    }

    /// <summary>The average, flat.</summary>
    public DeviceBuffer<float> Mean { get; }

    /// <summary>Adds the weights after the given number of steps.</summary>
    public void Update(long steps)
    {
        var decay = Math.Min(_decay, (1.0 + steps) / (10 + steps));
        Mean.Device.Run(new AverageWeights(Mean, _weights, (float)(1 - decay)));
    }

    /// <inheritdoc/>
    public void Dispose() => Mean.Dispose();
}
