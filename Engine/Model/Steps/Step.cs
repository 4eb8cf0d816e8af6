using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Model.Steps;

/// <summary>What a step needs to know about the current pass.</summary>
/// <param name="Batch">Number of samples.</param>
/// <param name="Training">Whether dropout is active.</param>
/// <param name="Number">The training step's number, the stream of its random numbers.</param>
/// <param name="Update">Set if steps may apply gradients directly, without storing them.</param>
internal readonly record struct Pass(int Batch, bool Training, uint Number, AdamUpdate? Update = null);

/// <summary>A parameter on the device; its gradient and Adam's moments exist only if the network trains.</summary>
/// <param name="Parameter">Its name and offset; null for several parameters together.</param>
/// <param name="Value">The values; the last dimension is the columns.</param>
/// <param name="Gradient">Their gradient.</param>
/// <param name="M">Adam's first moment.</param>
/// <param name="V">Adam's second moment.</param>
internal sealed record Variable(Parameter? Parameter, Tensor Value, Tensor? Gradient, Tensor? M, Tensor? V)
{
    /// <summary>Adam's step on this parameter.</summary>
    public AdamStep Adam(AdamUpdate update) => new(Value, Gradient!.Value, M!.Value, V!.Value, update);
}

/// <summary>
/// One operation, or several fused ones, at its position in a network on a device. ReLU and dropout work in place: no earlier operation
/// needs its own output again, except for the sign in ReLU's gradient, which both of them keep.
/// </summary>
internal abstract class Step(StepSource source)
{
    protected Device Device { get; } = source.Device;

    protected Tensor Input { get; } = source.Output;

    /// <summary>Where the input gradient is stored; null if no earlier step has parameters to train.</summary>
    public Tensor? InputGradient { get; } = source.OutputGradient;

    /// <summary>A name for people.</summary>
    public string Name => GetType().Name[..^"Step".Length];

    /// <summary>[largest batch, values].</summary>
    public Tensor Output { get; protected init; } = source.Output;

    /// <summary>The gradient of <see cref="Output"/>, which the next step computes; null if the network does not train.</summary>
    public Tensor? OutputGradient { get; protected init; } = source.OutputGradient;

    /// <summary>The last layer that this step covers: its output is in <see cref="Output"/> after <see cref="Forward"/>.</summary>
    public PlacedLayer Layer { get; set; } = null!;

    /// <summary>The parameter that <see cref="FinishBackward"/> updates itself if the pass has an update; otherwise null.</summary>
    public virtual Variable? UpdatesItself => null;

    public abstract void Forward(in Pass pass);

    public abstract void Backward(in Pass pass);

    /// <summary>
    /// Backward work that no earlier layer depends on; called in the order of the layers when all gradients have been computed.
    /// </summary>
    public virtual void FinishBackward(in Pass pass)
    {
    }
}

/// <summary>A step that may end in a ReLU. The next step can include that ReLU's gradient in its own.</summary>
internal abstract class ReluStep(StepSource source, bool endsInRelu) : Step(source)
{
    public bool EndsInRelu => endsInRelu;

    /// <summary>Set by a next step whose input gradient already includes the ReLU's.</summary>
    public bool ReluIsTakenBack { get; private set; }

    /// <summary>
    /// Whether a step may include the gradient of the ReLU before it: there is such a ReLU, and the step computes an input gradient. If so,
    /// the earlier step is told.
    /// </summary>
    public static bool TakeBack(Step? before, Tensor? inputGradient)
    {
        if (before is not ReluStep { EndsInRelu: true } relu || inputGradient is null)
            return false;
        return relu.ReluIsTakenBack = true;
    }

    /// <summary>The output gradient, after the ReLU's gradient has been applied.</summary>
    protected Tensor TakeRelu(in Pass pass)
    {
        var gradient = OutputGradient!.Value.First(pass.Batch);
        if (EndsInRelu && !ReluIsTakenBack)
            Device.Run(new ReluBackward(Output.First(pass.Batch), gradient, gradient));
        return gradient;
    }
}
