using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model.Steps;

namespace GpuDigits.Engine.Model;

/// <summary>
/// A network on a device: buffers for up to MaxBatch samples, the steps that the planner made from the layers, and all parameters in one
/// flat buffer. Only one thread at a time may use it.
/// </summary>
public sealed class Network : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly Step[] _steps;
    private readonly IReadOnlyList<PrepareFilters> _preparations;
    private readonly Loss _loss;
    private readonly DeviceBuffer<float> _probabilities;
    private readonly List<Variable> _updates = [];

    /// <summary>Allocates everything. Weights are zero until <see cref="LoadWeights"/>.</summary>
    /// <param name="device">The device; it must outlive the network.</param>
    /// <param name="model">The architecture.</param>
    /// <param name="maxBatch">The largest batch.</param>
    /// <param name="training">Whether the network computes gradients.</param>
    /// <param name="seed">Seed for dropout.</param>
    /// <param name="fuse">Whether neighbouring layers may be fused into one operation.</param>
    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public Network(Device device, Sequential model, int maxBatch, bool training = false, uint seed = 0, bool fuse = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatch, 1);
        (Device, Model, MaxBatch) = (device, model, maxBatch);
        try
        {
            Input = Own(device.Allocate<float>((long)maxBatch * model.Input.Size));
            Weights = AllocateFlat();
            if (training)
            {
                Gradients = AllocateFlat();
                M = AllocateFlat();
                V = AllocateFlat();
            }

            _probabilities = Own(device.Allocate<float>((long)maxBatch * model.Output.Size));
            var source = new StepSource(device, maxBatch, training, _owned) { Output = new(Input, maxBatch, model.Input.Size) };
            (var steps, _loss) = new Planner(source, training, fuse).Plan(model, VariablesOf, RandomStream.DropoutSeed + seed);
            // An array: to go through a list by its interface allocates in every step of a training.
            _steps = [.. steps];
            _preparations = source.Preparations;
            if (training)
                _updates = PlanUpdates();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The device.</summary>
    public Device Device { get; }

    /// <summary>The architecture.</summary>
    public Sequential Model { get; }

    /// <summary>The largest batch.</summary>
    public int MaxBatch { get; }

    /// <summary>The input samples [MaxBatch, input shape]; fill it before <see cref="Forward"/>.</summary>
    public DeviceBuffer<float> Input { get; }

    /// <summary>All parameters, flat; see <see cref="Parameter.Offset"/>.</summary>
    public DeviceBuffer<float> Weights { get; }

    /// <summary>The gradients of the parameters in the same order; null without training.</summary>
    public DeviceBuffer<float>? Gradients { get; }

    /// <summary>Adam's first moment of every parameter, initially zero; null without training.</summary>
    public DeviceBuffer<float>? M { get; }

    /// <summary>Adam's second moment of every parameter, initially zero; null without training.</summary>
    public DeviceBuffer<float>? V { get; }

    /// <summary>The last layer's values before softmax [MaxBatch, outputs].</summary>
    public DeviceBuffer<float> Logits => _loss.Logits.Buffer;

    /// <summary>
    /// Called in training after each operation with its name and its result. Gradients are then all stored; the results are bit-identical.
    /// </summary>
    internal Action<string, Tensor>? Inspect { get; set; }

    /// <summary>Copies a flat buffer of weights to the device.</summary>
    public void LoadWeights(ReadOnlySpan<float> flat)
    {
        if (flat.Length != Model.FlatSize)
            throw new ArgumentException($"expected {Model.FlatSize} values, got {flat.Length}", nameof(flat));
        Weights.CopyFromHost(flat);
        foreach (var preparation in _preparations)
            Device.Run(preparation);
    }

    /// <summary>
    /// Runs the layers on the first batch samples of <see cref="Input"/>, up to the logits. In training, <see cref="Loss"/> may run the
    /// last dense layer together with its gradient instead.
    /// </summary>
    /// <param name="batch">Number of samples.</param>
    /// <param name="training">Whether dropout is active.</param>
    /// <param name="number">Number of the training step, which selects dropout's random numbers.</param>
    public void Forward(int batch, bool training = false, uint number = 0)
    {
        var pass = new Pass(batch, training, number);
        foreach (var step in _steps)
        {
            step.Forward(pass);
            if (training)
                Inspect?.Invoke($"{step.Name} (forward, {step.Layer.Name})", step.Output.First(batch));
        }

        if (!training)
            _loss.Forward(pass);
    }

    /// <summary>
    /// Runs <see cref="Forward"/> for one sample without dropout and reports, after each step, its last layer with that layer's output. The
    /// buffer is valid only during the call: ReLU and dropout overwrite it. Flatten and Softmax have no step.
    /// </summary>
    internal void ForwardByLayer(Action<PlacedLayer, DeviceBuffer<float>> seen)
    {
        if (Gradients is not null)
            throw new InvalidOperationException("this network trains: its loss runs the last layer");
        foreach (var step in _steps)
        {
            step.Forward(new Pass(1, false, 0));
            seen(step.Layer, step.Output.Buffer);
        }
    }

    /// <summary>
    /// Writes the cross-entropy of the logits and labels to metrics[slot] (see <see cref="CrossEntropy"/>), and computes its gradient for
    /// <see cref="BackwardAndUpdate"/>.
    /// </summary>
    public void Loss(int batch, DeviceBuffer<byte> labels, DeviceBuffer<float> metrics, int slot, float smoothing = 0)
    {
        _loss.Run(new(batch, Gradients is not null, 0), new(labels, metrics, slot, smoothing));
        Inspect?.Invoke(_loss.Name, _loss.Logits.First(batch));
    }

    /// <summary>
    /// Computes the gradients for the batch of the last forward pass and loss, and applies one Adam step to all parameters. A device that
    /// is faster that way applies gradients without storing them, so <see cref="Gradients"/> is undefined afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network was created without training.</exception>
    public void BackwardAndUpdate(int batch, uint number, AdamUpdate adam)
    {
        var pass = new Pass(batch, true, number, adam);
        if (Inspect is not null)
        {
            BackwardAndUpdateInspected(pass with { Update = null }, adam);
            return;
        }

        Backward(pass);
        foreach (var variable in _updates)
            Device.Run(variable.Adam(adam));
    }

    /// <summary>Softmax of the logits of the last forward pass, copied to the host.</summary>
    public void ReadProbabilities(int batch, Span<float> probabilities)
    {
        Device.Run(new SoftmaxForward(_loss.Logits.First(batch), new(_probabilities, batch, Model.Output.Size)));
        _probabilities.CopyToHost(probabilities[..(batch * Model.Output.Size)]);
    }

    /// <summary>The probabilities [count, outputs] of count samples [count, input shape], any count.</summary>
    /// <exception cref="ArgumentException">The number of values is not a multiple of the input's size, or does not match the
    /// result.</exception>
    public void Predict(ReadOnlySpan<float> samples, Span<float> probabilities)
    {
        int size = Model.Input.Size, outputs = Model.Output.Size;
        if (samples.Length % size != 0 || probabilities.Length != samples.Length / size * outputs)
        {
            throw new ArgumentException(
                $"{samples.Length} values in and {probabilities.Length} out do not fit samples of {Model.Input} and {outputs} outputs");
        }

        while (!samples.IsEmpty)
        {
            var batch = Math.Min(MaxBatch, samples.Length / size);
            Input.CopyFromHost(samples[..(batch * size)]);
            Forward(batch);
            ReadProbabilities(batch, probabilities);
            samples = samples[(batch * size)..];
            probabilities = probabilities[(batch * outputs)..];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--)
            _owned[i].Dispose();
        _owned.Clear();
    }

    /// <summary>Computes <see cref="Gradients"/> for the batch of the last forward pass and loss, unless the pass updates.</summary>
    internal void Backward(in Pass pass)
    {
        if (Gradients is null)
            throw new InvalidOperationException("this network was made for inference: it has no gradients");
        for (var i = _steps.Length - 1; i >= 0; i--)
        {
            _steps[i].Backward(pass);
            if (_steps[i].InputGradient is { } gradient)
                Inspect?.Invoke($"{_steps[i].Name} (backward, {_steps[i].Layer.Name})", gradient.First(pass.Batch));
        }

        foreach (var step in _steps)
            step.FinishBackward(pass);
    }

    private void BackwardAndUpdateInspected(in Pass pass, AdamUpdate adam)
    {
        Backward(pass);
        foreach (var p in Model.Parameters.Where(p => p.Offset < Model.TrainedSize))
            Inspect!($"the gradient of {p.Name}", Part(Gradients!, p));
        if (Model.TrainedSize > 0)
            Device.Run(Range(0, Model.TrainedSize).Adam(adam));
        foreach (var p in Model.Parameters)
            Inspect!($"Adam's update of {p.Name}", Part(Weights, p));
    }

    /// <summary>The parts of the flat buffers that no step updates itself.</summary>
    private List<Variable> PlanUpdates()
    {
        var ranges = new List<Variable>();
        var from = 0;
        void Add(int to)
        {
            if (to > from)
                ranges.Add(Range(from, to));
        }

        foreach (var own in _steps.Where(s => s.UpdatesItself is not null).Select(s => s.UpdatesItself!.Parameter!))
        {
            Add(own.Offset);
            from = own.Offset + own.Spec.Shape.Size;
        }

        Add(Model.TrainedSize);
        return ranges;
    }

    private Variable Range(int from, int to)
    {
        Tensor Of(DeviceBuffer<float> whole) => whole.Slice(from, to - from);
        return new(null, Of(Weights), Of(Gradients!), Of(M!), Of(V!));
    }

    private Variable[] VariablesOf(PlacedLayer layer) =>
        [.. layer.Parameters.Select(p => new Variable(p, Part(Weights, p), Training(Gradients, p), Training(M, p), Training(V, p)))];

    private static Tensor? Training(DeviceBuffer<float>? whole, Parameter p) => whole is null ? default(Tensor?) : Part(whole, p);

    /// <summary>A parameter's part of a flat buffer; its last dimension is the columns.</summary>
    private static Tensor Part(DeviceBuffer<float> whole, Parameter p)
    {
        var shape = p.Spec.Shape;
        var columns = shape[shape.Rank - 1];
        return new(whole.Slice(p.Offset, shape.Size), shape.Size / columns, columns);
    }

    /// <summary>Memory for one value of every parameter, or one value if there is none, because buffers cannot be empty.</summary>
    private DeviceBuffer<float> AllocateFlat() => Own(Device.Allocate<float>(Math.Max(1, Model.FlatSize)));

    private DeviceBuffer<T> Own<T>(DeviceBuffer<T> buffer)
        where T : unmanaged
    {
        _owned.Add(buffer);
        return buffer;
    }
}
