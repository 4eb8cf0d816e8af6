using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Model.Steps;

/// <summary>What a step needs to know of the pass it is in.</summary>
/// <param name="Batch">Number of samples.</param>
/// <param name="Training">Whether dropout drops.</param>
/// <param name="Number">The training step's number, the stream of its random numbers.</param>
/// <param name="Update">Given where gradients may be used up on the spot.</param>
internal readonly record struct Pass(int Batch, bool Training, uint Number, AdamUpdate? Update = null);

/// <summary>A parameter on the device; the gradient and Adam's moments only where the network trains.</summary>
/// <param name="Parameter">Its name and place; null for a stretch of several.</param>
/// <param name="Value">The values; the last dimension makes the columns.</param>
/// <param name="Gradient">Their gradient.</param>
/// <param name="M">Adam's first moment.</param>
/// <param name="V">Adam's second moment.</param>
internal sealed record Variable(Parameter? Parameter, Tensor Value, Tensor? Gradient, Tensor? M, Tensor? V)
{
    /// <summary>Adam's step on it.</summary>
    public AdamStep Adam(AdamUpdate update) => new(Value, Gradient!.Value, M!.Value, V!.Value, update);
}

/// <summary>
/// One operation, or several fused ones, in its place in a network on a device. ReLU and dropout work in place: no operation
/// before them needs its own output again, except for the sign that ReLU's gradient asks for, which both of them keep.
/// </summary>
internal abstract class Step(StepSource source)
{
    protected Device Device { get; } = source.Device;

    protected Tensor Input { get; } = source.Output;

    /// <summary>Where the gradient goes; null where nobody before this step has parameters to train.</summary>
    public Tensor? InputGradient { get; } = source.OutputGradient;

    /// <summary>What it does, for people.</summary>
    public string Name => GetType().Name[..^"Step".Length];

    /// <summary>[largest batch, values].</summary>
    public Tensor Output { get; protected init; } = source.Output;

    /// <summary>The gradient of <see cref="Output"/>, which the next step fills; null where the network does not train.</summary>
    public Tensor? OutputGradient { get; protected init; } = source.OutputGradient;

    /// <summary>The last of the layers that this step carries out: what <see cref="Output"/> holds after <see cref="Forward"/>.</summary>
    public PlacedLayer Layer { get; set; } = null!;

    /// <summary>The parameter that <see cref="FinishBackward"/> updates itself where the pass says how; else null.</summary>
    public virtual Variable? UpdatesItself => null;

    public abstract void Forward(in Pass pass);

    public abstract void Backward(in Pass pass);

    /// <summary>Backward work that no earlier layer waits for; called in the layers' order when all gradients have arrived.</summary>
    public virtual void FinishBackward(in Pass pass)
    {
    }
}

/// <summary>A step that may end in a ReLU. The next step can take that ReLU's gradient along with its own.</summary>
internal abstract class ReluStep(StepSource source, bool endsInRelu) : Step(source)
{
    public bool EndsInRelu => endsInRelu;

    /// <summary>Set by a next step whose input gradient is already 0 where the ReLU was.</summary>
    public bool ReluIsTakenBack { get; private set; }

    /// <summary>Whether a step may take the ReLU's gradient along, and from now on does: it has one to take and passes its gradient on.</summary>
    public static bool TakeBack(Step? before, Tensor? inputGradient)
    {
        if (before is not ReluStep { EndsInRelu: true } relu || inputGradient is null) return false;
        return relu.ReluIsTakenBack = true;
    }

    /// <summary>The gradient of the output, behind which the ReLU's is taken.</summary>
    protected Tensor TakeRelu(in Pass pass)
    {
        Tensor gradient = OutputGradient!.Value.First(pass.Batch);
        if (EndsInRelu && !ReluIsTakenBack) Device.Run(new ReluBackward(Output.First(pass.Batch), gradient, gradient));
        return gradient;
    }
}
