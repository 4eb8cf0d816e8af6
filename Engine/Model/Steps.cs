using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Model;

/// <summary>What a step needs to know of the pass it is in.</summary>
/// <param name="Batch">Number of samples.</param>
/// <param name="Training">Whether dropout drops.</param>
/// <param name="Number">The training step's number, the stream of its random numbers.</param>
/// <param name="Update">Given where gradients may be used up on the spot.</param>
internal readonly record struct Pass(int Batch, bool Training, uint Number, AdamUpdate? Update = null);

/// <summary>The numbers of one Adam step; see <see cref="Device.Adam"/>.</summary>
/// <param name="Alpha">The learning rate with both bias corrections.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Keeps the quotient finite.</param>
/// <param name="Decay">The part that a weight loses before its step.</param>
public readonly record struct AdamUpdate(float Alpha, float Beta1, float Beta2, float Epsilon, float Decay = 0);

/// <summary>
/// One operation, or several fused ones, in its place in a network on a device. ReLU and dropout work in place: no operation
/// before them needs its own output again, except for the sign that ReLU's gradient asks for, which both of them keep.
/// </summary>
internal abstract class Step(Device device, DeviceBuffer<float> input, DeviceBuffer<float>? inputGradient)
{
    protected Device Device { get; } = device;

    protected DeviceBuffer<float> Input { get; } = input;

    /// <summary>Where the gradient goes; null where nobody before this step has parameters to train.</summary>
    public DeviceBuffer<float>? InputGradient { get; } = inputGradient;

    /// <summary>What it does, for people.</summary>
    public string Name => GetType().Name[..^"Step".Length];

    public DeviceBuffer<float> Output { get; protected init; } = input;

    public DeviceBuffer<float>? OutputGradient { get; protected init; } = inputGradient;

    /// <summary>The last of the layers that this step carries out: what <see cref="Output"/> holds after <see cref="Forward"/>.</summary>
    public PlacedLayer Layer { get; set; } = null!;

    public abstract void Forward(in Pass pass);

    public abstract void Backward(in Pass pass);

    /// <summary>What of the way back nothing before this step waits for; called in the layers' order when all gradients have arrived.</summary>
    public virtual void FinishBackward(in Pass pass)
    {
    }
}

/// <summary>A weight tensor and its bias; where the network trains also their gradients and the weights' moments.</summary>
internal sealed record WeightAndBias(
    DeviceBuffer<float> Weight, DeviceBuffer<float> Bias, DeviceBuffer<float>? WeightGradient, DeviceBuffer<float>? BiasGradient,
    DeviceBuffer<float>? M, DeviceBuffer<float>? V)
{
    /// <summary>A normalisation's moving mean.</summary>
    public DeviceBuffer<float>? Mean { get; init; }

    /// <summary>A normalisation's moving variance.</summary>
    public DeviceBuffer<float>? Variance { get; init; }
}

/// <summary>A step that may end in a ReLU, whose gradient the next step can take along with its own.</summary>
internal interface IReluStep
{
    bool EndsInRelu { get; }

    /// <summary>Set by a next step whose input gradient is already 0 where the ReLU was.</summary>
    bool ReluIsTakenBack { get; set; }
}

internal sealed class ConvolutionStep : Step, IReluStep
{
    private readonly ConvolutionShape _shape;
    private readonly WeightAndBias _parameters;

    public ConvolutionStep(StepSource source, in ConvolutionShape shape, WeightAndBias parameters, bool relu)
        : base(source.Device, source.Input, source.InputGradient)
    {
        (_shape, _parameters, EndsInRelu) = (shape, parameters, relu);
        (Output, OutputGradient) = source.NewOutput(shape.OutputSize);
    }

    public bool EndsInRelu { get; }

    public bool ReluIsTakenBack { get; set; }

    public override void Forward(in Pass pass) =>
        Device.ConvolutionForward(_shape, pass.Batch, Input, _parameters.Weight, _parameters.Bias, Output, EndsInRelu);

    public override void Backward(in Pass pass)
    {
        if (EndsInRelu && !ReluIsTakenBack) Device.ReluBackward(pass.Batch * _shape.OutputSize, Output, OutputGradient!, OutputGradient!);
        Device.ConvolutionBackwardFilters(
            _shape, pass.Batch, Input, OutputGradient!, _parameters.WeightGradient!, _parameters.BiasGradient!);
        if (InputGradient is not null)
            Device.ConvolutionBackwardInput(_shape, pass.Batch, OutputGradient!, _parameters.Weight, InputGradient);
    }
}

/// <summary>Batch normalisation and a ReLU behind it. The gradient is computed where the next step left its own.</summary>
internal sealed class BatchNormalizationStep : Step, IReluStep
{
    private readonly BatchNormalizationState _state;
    private readonly WeightAndBias _parameters;
    private readonly float _epsilon;
    private readonly float _rate;
    private readonly int _channels;
    private readonly int _rows;

    public BatchNormalizationStep(StepSource source, Shape shape, Layers.BatchNormalization layer, WeightAndBias parameters, bool relu)
        : base(source.Device, source.Input, source.InputGradient)
    {
        (_parameters, _epsilon, _rate, EndsInRelu) = (parameters, layer.Epsilon, 1 - layer.Momentum, relu);
        _channels = shape[shape.Rank - 1];
        _rows = shape.Size / _channels;
        _state = new(parameters.Weight, parameters.Bias, parameters.Mean!, parameters.Variance!, source.NewConstants(2 * _channels));
        Output = source.NewValues(shape.Size);
    }

    public bool EndsInRelu { get; }

    public bool ReluIsTakenBack { get; set; }

    public override void Forward(in Pass pass) => Device.BatchNormalize(
        pass.Batch * _rows, _channels, Input, _state, _epsilon, pass.Training ? _rate : 0, Output, EndsInRelu);

    public override void Backward(in Pass pass) => Device.BatchNormalizeBackward(
        pass.Batch * _rows, _channels, Input, Output, OutputGradient!, _state, _parameters.WeightGradient!, _parameters.BiasGradient!,
        OutputGradient!, EndsInRelu && !ReluIsTakenBack);
}

/// <summary>Convolution, max-pool and ReLU as one operation; see <see cref="Device.ConvolutionPoolReluForward"/>.</summary>
internal sealed class ConvolutionPoolReluStep : Step
{
    private readonly ConvolutionShape _shape;
    private readonly PoolShape _pool;
    private readonly WeightAndBias _parameters;
    private readonly DeviceBuffer<byte> _argMax;

    public ConvolutionPoolReluStep(StepSource source, in ConvolutionShape shape, in PoolShape pool, WeightAndBias parameters)
        : base(source.Device, source.Input, source.InputGradient)
    {
        (_shape, _pool, _parameters) = (shape, pool, parameters);
        (Output, OutputGradient) = source.NewOutput(pool.OutputSize);
        _argMax = source.NewBytes(pool.OutputSize);
    }

    public override void Forward(in Pass pass) => Device.ConvolutionPoolReluForward(
        _shape, _pool, pass.Batch, Input, _parameters.Weight, _parameters.Bias, Output, _argMax);

    public override void Backward(in Pass pass) => Device.ConvolutionPoolReluBackward(
        _shape, _pool, pass.Batch, Input, Output, OutputGradient!, _argMax, _parameters.WeightGradient!, _parameters.BiasGradient!);
}

internal sealed class MaxPoolStep : Step
{
    private readonly PoolShape _shape;
    private readonly DeviceBuffer<byte> _argMax;
    private readonly bool _inputIsRelu;

    public MaxPoolStep(StepSource source, in PoolShape shape, IReluStep? before)
        : base(source.Device, source.Input, source.InputGradient)
    {
        _shape = shape;
        if (before is { EndsInRelu: true } && InputGradient is not null)
            _inputIsRelu = before.ReluIsTakenBack = true;
        (Output, OutputGradient) = source.NewOutput(shape.OutputSize);
        _argMax = source.NewBytes(shape.OutputSize);
    }

    public override void Forward(in Pass pass) => Device.MaxPoolForward(_shape, pass.Batch, Input, Output, _argMax);

    /// <summary>A ReLU before the pool has its gradient taken on the values that won: the others get none anyway.</summary>
    public override void Backward(in Pass pass)
    {
        if (_inputIsRelu) Device.ReluBackward(pass.Batch * _shape.OutputSize, Output, OutputGradient!, OutputGradient!);
        if (InputGradient is not null) Device.MaxPoolBackward(_shape, pass.Batch, OutputGradient!, _argMax, InputGradient);
    }
}

internal sealed class AveragePoolStep : Step
{
    private readonly PoolShape _shape;

    public AveragePoolStep(StepSource source, in PoolShape shape)
        : base(source.Device, source.Input, source.InputGradient)
    {
        _shape = shape;
        (Output, OutputGradient) = source.NewOutput(shape.OutputSize);
    }

    public override void Forward(in Pass pass) => Device.AveragePoolForward(_shape, pass.Batch, Input, Output);

    public override void Backward(in Pass pass)
    {
        if (InputGradient is not null) Device.AveragePoolBackward(_shape, pass.Batch, OutputGradient!, InputGradient);
    }
}

internal sealed class DenseStep : Step, IReluStep
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly WeightAndBias _parameters;
    private readonly bool _inputIsRelu;

    public DenseStep(StepSource source, int inputs, int outputs, WeightAndBias parameters, bool relu, IReluStep? before)
        : base(source.Device, source.Input, source.InputGradient)
    {
        (_inputs, _outputs, _parameters, EndsInRelu) = (inputs, outputs, parameters, relu);
        (Output, OutputGradient) = source.NewOutput(outputs);
        if (before is { EndsInRelu: true } && InputGradient is not null)
            _inputIsRelu = before.ReluIsTakenBack = true;
    }

    public bool EndsInRelu { get; }

    public bool ReluIsTakenBack { get; set; }

    /// <summary>Whether <see cref="Classify"/> can stand for the forward pass, the loss and the backward pass.</summary>
    public bool CanClassify => !EndsInRelu && InputGradient is not null;

    public override void Forward(in Pass pass) =>
        Device.DenseForward(pass.Batch, _inputs, _outputs, Input, _parameters.Weight, _parameters.Bias, Output, EndsInRelu);

    public override void Backward(in Pass pass)
    {
        WeightAndBias p = _parameters;
        if (EndsInRelu && !ReluIsTakenBack) Device.ReluBackward(pass.Batch * _outputs, Output, OutputGradient!, OutputGradient!);
        if (InputGradient is null)
        {
            if (!Device.FusesAdam)
                Device.DenseBackwardWeights(pass.Batch, _inputs, _outputs, Input, OutputGradient!, p.WeightGradient!, p.BiasGradient!);
        }
        else if (Device.FusesAdam)
        {
            Device.DenseBackwardInput(pass.Batch, _inputs, _outputs, OutputGradient!, p.Weight, InputGradient);
            if (_inputIsRelu) Device.ReluBackward(pass.Batch * _inputs, Input, InputGradient, InputGradient);
        }
        else
        {
            Device.DenseBackward(
                pass.Batch, _inputs, _outputs, Input, OutputGradient!, p.Weight, p.WeightGradient!, p.BiasGradient!, InputGradient, _inputIsRelu);
        }
    }

    /// <summary>
    /// On a device that fuses Adam the weights come last: updating them moves more memory than a cache holds, so the input gradient
    /// goes to who needs it first.
    /// </summary>
    public override void FinishBackward(in Pass pass)
    {
        WeightAndBias p = _parameters;
        if (!Device.FusesAdam) return;
        if (pass.Update is { } adam)
        {
            Device.DenseBackwardWeightsAdam(
                pass.Batch, _inputs, _outputs, Input, OutputGradient!, p.WeightGradient!, p.BiasGradient!, p.Weight, p.M!, p.V!,
                adam.Alpha, adam.Beta1, adam.Beta2, adam.Epsilon, adam.Decay);
        }
        else
        {
            Device.DenseBackwardWeights(pass.Batch, _inputs, _outputs, Input, OutputGradient!, p.WeightGradient!, p.BiasGradient!);
        }
    }

    /// <summary>Forward pass, loss and backward pass of a network's last step.</summary>
    public void Classify(int batch, DeviceBuffer<byte> labels, DeviceBuffer<float> metrics, int slot, float smoothing) => Device.Classify(
        batch, _inputs, _outputs, Input, _parameters.Weight, _parameters.Bias, labels, Output, OutputGradient!,
        _parameters.WeightGradient!, _parameters.BiasGradient!, InputGradient!, _inputIsRelu, metrics, slot, smoothing);
}

internal sealed class ReluStep(StepSource source, int size) : Step(source.Device, source.Input, source.InputGradient)
{
    public override void Forward(in Pass pass) => Device.ReluForward(pass.Batch * size, Input, Input);

    public override void Backward(in Pass pass)
    {
        if (InputGradient is not null) Device.ReluBackward(pass.Batch * size, Output, InputGradient, InputGradient);
    }
}

internal sealed class DropoutStep(StepSource source, int size, float rate, uint seed) : Step(source.Device, source.Input, source.InputGradient)
{
    public override void Forward(in Pass pass)
    {
        if (pass.Training) Device.Dropout(pass.Batch * size, Input, Input, rate, seed, pass.Number);
    }

    public override void Backward(in Pass pass)
    {
        if (InputGradient is not null) Device.Dropout(pass.Batch * size, InputGradient, InputGradient, rate, seed, pass.Number);
    }
}
