using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Model.Steps;

/// <summary>The labels for the loss of a batch, and the place for its sums; see <see cref="CrossEntropy"/>.</summary>
/// <param name="Labels">[batch].</param>
/// <param name="Metrics">Two values per slot.</param>
/// <param name="Slot">Which pair of metrics is written.</param>
/// <param name="Smoothing">Label smoothing.</param>
internal readonly record struct LossTarget(DeviceBuffer<byte> Labels, DeviceBuffer<float> Metrics, int Slot, float Smoothing);

/// <summary>The end of a network: from the last step's output to the loss and its gradient, where the backward pass starts.</summary>
/// <param name="device">The device.</param>
/// <param name="logits">[largest batch, classes].</param>
/// <param name="gradient">The gradient of the logits, of the same size.</param>
internal class Loss(Device device, Tensor logits, Tensor gradient)
{
    protected Device Device => device;

    /// <summary>[largest batch, classes].</summary>
    public Tensor Logits => logits;

    /// <summary>A name for people.</summary>
    public virtual string Name => nameof(CrossEntropy);

    /// <summary>Computes the logits if no step has done so.</summary>
    public virtual void Forward(in Pass pass)
    {
    }

    /// <summary>Computes the loss, and in training the gradients up to the last step's output.</summary>
    public virtual void Run(in Pass pass, in LossTarget target) => Device.Run(Of(pass.Batch, target));

    protected CrossEntropy Of(int batch, in LossTarget target) =>
        new(logits.First(batch), target.Labels, gradient.First(batch), target.Metrics, target.Slot, target.Smoothing);
}

/// <summary>The last dense layer, the loss and the layer's gradients as one operation; see <see cref="Classify"/>.</summary>
internal sealed class ClassifierLoss(Device device, DenseStep last) : Loss(device, last.Output, last.OutputGradient!.Value)
{
    public override string Name => $"{nameof(Classify)} (forward, {last.Layer.Name})";

    public override void Forward(in Pass pass) => last.Forward(pass);

    public override void Run(in Pass pass, in LossTarget target)
    {
        if (pass.Training)
            Device.Run(new Classify(last.ForwardOf(pass.Batch), Of(pass.Batch, target), last.BackwardOf(pass.Batch)));
        else
            base.Run(pass, target);
    }
}
