using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using PoolShape = GpuDigits.Kernels.PoolShape;

namespace GpuDigits.Engine.Model;

/// <summary>What a step is built from: the device, the buffers it reads, and the means to get its own.</summary>
internal sealed class StepSource(Device device, int maxBatch, bool training, List<IDisposable> owned)
{
    public Device Device => device;

    public required DeviceBuffer<float> Input { get; set; }

    public DeviceBuffer<float>? InputGradient { get; set; }

    public (DeviceBuffer<float> Output, DeviceBuffer<float>? Gradient) NewOutput(int size) =>
        (New<float>(size), training ? New<float>(size) : null);

    public DeviceBuffer<float> NewValues(int size) => New<float>(size);

    /// <summary>As many values, whatever the batch.</summary>
    public DeviceBuffer<float> NewConstants(int count)
    {
        DeviceBuffer<float> buffer = device.Allocate<float>(count);
        owned.Add(buffer);
        return buffer;
    }

    public DeviceBuffer<byte> NewBytes(int size) => New<byte>(size);

    private DeviceBuffer<T> New<T>(int size)
        where T : unmanaged
    {
        DeviceBuffer<T> buffer = device.Allocate<T>((long)maxBatch * size);
        owned.Add(buffer);
        return buffer;
    }
}

/// <summary>
/// Turns layers into steps and fuses neighbours: convolution + max-pool + ReLU (in either order, since the largest value of a
/// window is the same before and after ReLU) where no input gradient is needed; convolution, dense or batch normalisation + ReLU.
/// </summary>
internal static class Planner
{
    public static List<Step> Plan(
        Sequential model, StepSource source, Func<PlacedLayer, WeightAndBias> parameters, uint dropoutSeed, bool training, bool fuse)
    {
        var steps = new List<Step>();
        ReadOnlySpan<PlacedLayer> rest = model.Layers.ToArray();
        bool anythingToTrain = false;
        while (!rest.IsEmpty)
        {
            PlacedLayer placed = rest[0];
            int taken = 1;
            Step? step = null;
            bool needsInputGradient = training && anythingToTrain;
            source.InputGradient = needsInputGradient ? source.InputGradient : null;
            switch (placed.Layer)
            {
                case Conv2D conv when fuse && !needsInputGradient && FusesWithPool(rest) is { } pool:
                    step = new ConvolutionPoolReluStep(source, conv.At(placed.Input), pool, parameters(placed));
                    taken = 3;
                    break;
                case Conv2D conv:
                    taken = FusesWithRelu(rest, fuse);
                    step = new ConvolutionStep(source, conv.At(placed.Input), parameters(placed), taken == 2);
                    break;
                case Dense dense:
                    taken = FusesWithRelu(rest, fuse);
                    step = new DenseStep(source, placed.Input.Size, dense.Units, parameters(placed), taken == 2, fuse ? steps.LastOrDefault() as IReluStep : null);
                    break;
                case BatchNormalization normal:
                    taken = FusesWithRelu(rest, fuse);
                    step = new BatchNormalizationStep(source, placed.Input, normal, parameters(placed), taken == 2);
                    break;
                case MaxPool2D pool:
                    step = new MaxPoolStep(source, pool.At(placed.Input), fuse ? steps.LastOrDefault() as IReluStep : null);
                    break;
                case AveragePool2D pool:
                    step = new AveragePoolStep(source, pool.At(placed.Input));
                    break;
                case Relu:
                    step = new ReluStep(source, placed.Input.Size);
                    break;
                case Dropout dropout:
                    step = new DropoutStep(source, placed.Input.Size, dropout.Rate, dropoutSeed + (uint)(model.Layers.Count - rest.Length));
                    break;
                case Flatten or Softmax:
                    break;
                default:
                    throw new ModelException($"{placed.Layer.GetType().Name}: no step carries this layer out");
            }

            if (step is not null)
            {
                step.Layer = rest[taken - 1];
                steps.Add(step);
                source.Input = step.Output;
                source.InputGradient = step.OutputGradient;
            }

            anythingToTrain |= placed.Parameters.Count > 0;
            rest = rest[taken..];
        }

        return steps;
    }

    private static PoolShape? FusesWithPool(ReadOnlySpan<PlacedLayer> rest) => rest switch
    {
        [_, { Layer: MaxPool2D pool } place, { Layer: Relu }, ..] => pool.At(place.Input),
        [_, { Layer: Relu }, { Layer: MaxPool2D pool } place, ..] => pool.At(place.Input),
        _ => null,
    };

    private static int FusesWithRelu(ReadOnlySpan<PlacedLayer> rest, bool fuse) => fuse && rest is [_, { Layer: Relu }, ..] ? 2 : 1;
}
