using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Model;

/// <summary>
/// A network on a device: buffers for up to MaxBatch samples, the steps that the planner made of the layers, and all
/// parameters in one flat buffer. Not for use by several threads at once.
/// </summary>
public sealed class Network : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly List<Step> _steps;
    private readonly DeviceBuffer<float> _probabilities;
    private readonly DenseStep? _classifier;
    private bool _classifierWaits;
    private bool _classifierIsDone;
    private readonly List<ParameterRange> _updates = [];

    /// <summary>Allocates everything. Weights are zero until <see cref="LoadWeights"/>.</summary>
    /// <param name="device">Where it runs; it must live longer than the network.</param>
    /// <param name="model">The architecture.</param>
    /// <param name="maxBatch">The largest batch that will be asked for.</param>
    /// <param name="training">Whether gradients are wanted.</param>
    /// <param name="seed">Seed of dropout.</param>
    /// <param name="fuse">Whether neighbouring layers may run as one operation.</param>
    /// <exception cref="DeviceException">The memory cannot be had.</exception>
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
                _updates = PlanUpdates();
            }

            _probabilities = Own(device.Allocate<float>((long)maxBatch * model.Output.Size));
            var source = new StepSource(device, maxBatch, training, _owned) { Input = Input };
            _steps = Planner.Plan(model, source, ParametersOf, RandomStream.DropoutSeed + seed, training, fuse);
            _classifier = training && fuse && !device.FusesAdam && _steps.LastOrDefault() is DenseStep { CanClassify: true } last ? last : null;
            Logits = source.Input;
            LogitsGradient = source.InputGradient;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it runs.</summary>
    public Device Device { get; }

    /// <summary>The architecture.</summary>
    public Sequential Model { get; }

    /// <summary>The largest batch.</summary>
    public int MaxBatch { get; }

    /// <summary>The input samples [MaxBatch, input shape]; fill it before <see cref="Forward"/>.</summary>
    public DeviceBuffer<float> Input { get; }

    /// <summary>All parameters, flat; see <see cref="Parameter.Offset"/>.</summary>
    public DeviceBuffer<float> Weights { get; }

    /// <summary>The parameters' gradients in the same order; null in a network that does not train.</summary>
    public DeviceBuffer<float>? Gradients { get; }

    /// <summary>Adam's first moment of every parameter, zero at first; null in a network that does not train.</summary>
    public DeviceBuffer<float>? M { get; }

    /// <summary>Adam's second moment of every parameter, zero at first; null in a network that does not train.</summary>
    public DeviceBuffer<float>? V { get; }

    /// <summary>The last layer's values before softmax [MaxBatch, outputs].</summary>
    public DeviceBuffer<float> Logits { get; }

    private DeviceBuffer<float>? LogitsGradient { get; }

    /// <summary>
    /// Told in training after each operation: what it is, its result, and how many values of that count. Gradients are then not used up where
    /// they arise; the bits stay the same.
    /// </summary>
    internal Action<string, DeviceBuffer<float>, long>? Inspect { get; set; }

    /// <summary>Copies a flat buffer of weights to the device.</summary>
    public void LoadWeights(ReadOnlySpan<float> flat)
    {
        if (flat.Length != Model.FlatSize) throw new ArgumentException($"expected {Model.FlatSize} values, got {flat.Length}", nameof(flat));
        Weights.CopyFromHost(flat);
    }

    /// <summary>
    /// Runs the layers over the first batch samples of <see cref="Input"/>, up to the logits. In training the last dense layer may
    /// wait for <see cref="Loss"/>, which runs it together with its gradient.
    /// </summary>
    /// <param name="batch">Number of samples.</param>
    /// <param name="training">Whether dropout drops.</param>
    /// <param name="number">Number of the training step, from which dropout draws.</param>
    public void Forward(int batch, bool training = false, uint number = 0)
    {
        var pass = new Pass(batch, training, number);
        _classifierIsDone = false;
        _classifierWaits = training && _classifier is not null;
        foreach (Step step in _steps)
        {
            if (step == _classifier && _classifierWaits) continue;
            step.Forward(pass);
            if (training) Inspect?.Invoke($"{step.Name} (forward, {step.Layer.Name})", step.Output, (long)batch * step.Layer.Output.Size);
        }
    }

    /// <summary>
    /// <see cref="Forward"/> of one sample without dropout, which stops after each step and shows its last layer with that layer's output. The
    /// buffer is good until the call returns: ReLU and dropout overwrite it. Flatten and Softmax take no step.
    /// </summary>
    internal void ForwardByLayer(Action<PlacedLayer, DeviceBuffer<float>> seen)
    {
        foreach (Step step in _steps)
        {
            step.Forward(new Pass(1, false, 0));
            seen(step.Layer, step.Output);
        }
    }

    /// <summary>
    /// Cross-entropy of the logits against the labels into metrics[slot] (see <see cref="Device.SoftmaxCrossEntropy"/>), and its
    /// gradient for <see cref="Backward(int, uint)"/>.
    /// </summary>
    public void Loss(int batch, DeviceBuffer<byte> labels, DeviceBuffer<float> metrics, int slot, float smoothing = 0)
    {
        if (_classifierWaits)
        {
            _classifier!.Classify(batch, labels, metrics, slot, smoothing);
            (_classifierWaits, _classifierIsDone) = (false, true);
            Inspect?.Invoke($"Classify (forward, {_classifier.Layer.Name})", Logits, (long)batch * Model.Output.Size);
            return;
        }

        Device.SoftmaxCrossEntropy(batch, Model.Output.Size, Logits, labels, LogitsGradient ?? _probabilities, metrics, slot, smoothing);
    }

    /// <summary>Fills <see cref="Gradients"/> for the batch that was last run forward and through the loss.</summary>
    /// <exception cref="InvalidOperationException">The network was made without training.</exception>
    public void Backward(int batch, uint number = 0) => RunBackward(new Pass(batch, true, number));

    /// <summary>
    /// The gradients of <see cref="Backward(int, uint)"/> and one Adam step on all parameters. Gradients are used up where they arise if the device
    /// is faster that way, so <see cref="Gradients"/> holds nothing to read afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network was made without training.</exception>
    public void BackwardAndUpdate(int batch, uint number, AdamUpdate adam)
    {
        if (Inspect is not null)
        {
            BackwardAndUpdateInspected(new Pass(batch, true, number), adam);
            return;
        }

        RunBackward(new Pass(batch, true, number, adam));
        foreach (ParameterRange r in _updates)
            Device.Adam((int)r.Weights.Length, r.Weights, r.Gradients, r.M, r.V, adam.Alpha, adam.Beta1, adam.Beta2, adam.Epsilon, adam.Decay);
    }

    /// <summary>Softmax of the logits of the last forward pass, copied to the host.</summary>
    public void ReadProbabilities(int batch, Span<float> probabilities)
    {
        Device.Softmax(batch, Model.Output.Size, Logits, _probabilities);
        _probabilities.CopyToHost(probabilities[..(batch * Model.Output.Size)]);
    }

    /// <summary>The probabilities [count, outputs] of count samples [count, input shape], any count.</summary>
    /// <exception cref="ArgumentException">The samples are no multiple of the input's size, or the result does not fit them.</exception>
    public void Predict(ReadOnlySpan<float> samples, Span<float> probabilities)
    {
        int size = Model.Input.Size, outputs = Model.Output.Size;
        if (samples.Length % size != 0 || probabilities.Length != samples.Length / size * outputs)
            throw new ArgumentException($"{samples.Length} values in and {probabilities.Length} out do not fit samples of {Model.Input} and {outputs} outputs");
        while (!samples.IsEmpty)
        {
            int batch = Math.Min(MaxBatch, samples.Length / size);
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
        for (int i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
        _owned.Clear();
    }

    private void RunBackward(in Pass pass)
    {
        if (Gradients is null) throw new InvalidOperationException("this network was made for inference: it has no gradients");
        for (int i = _steps.Count - 1; i >= 0; i--)
        {
            if (_steps[i] == _classifier && _classifierIsDone) continue;
            _steps[i].Backward(pass);
            if (_steps[i].InputGradient is { } gradient && i > 0)
                Inspect?.Invoke($"{_steps[i].Name} (backward, {_steps[i].Layer.Name})", gradient, (long)pass.Batch * _steps[i - 1].Layer.Output.Size);
        }

        foreach (Step step in _steps) step.FinishBackward(pass);
    }

    private void BackwardAndUpdateInspected(in Pass pass, AdamUpdate adam)
    {
        RunBackward(pass);
        foreach (Parameter p in Model.Parameters.Where(p => p.Offset < Model.TrainedSize)) Inspect!($"the gradient of {p.Name}", Gradients!.Slice(p.Offset, p.Spec.Shape.Size), p.Spec.Shape.Size);
        Device.Adam(Model.TrainedSize, Weights, Gradients!, M!, V!, adam.Alpha, adam.Beta1, adam.Beta2, adam.Epsilon, adam.Decay);
        foreach (Parameter p in Model.Parameters) Inspect!($"Adam's update of {p.Name}", Weights.Slice(p.Offset, p.Spec.Shape.Size), p.Spec.Shape.Size);
    }

    /// <summary>The stretches of the flat buffers that no step updates itself: all of them but the dense weights on a device that fuses those.</summary>
    private List<ParameterRange> PlanUpdates()
    {
        var ranges = new List<ParameterRange>();
        int from = 0;
        void Add(int to)
        {
            if (to > from) ranges.Add(new(Weights.Slice(from, to - from), Gradients!.Slice(from, to - from), M!.Slice(from, to - from), V!.Slice(from, to - from)));
        }

        foreach (Parameter weight in Model.Layers.Where(l => Device.FusesAdam && l.Layer is Layers.Dense).Select(l => l.Parameters[0]))
        {
            Add(weight.Offset);
            from = weight.Offset + weight.Spec.Shape.Size;
        }

        Add(Model.TrainedSize);
        return ranges;
    }

    private WeightAndBias ParametersOf(PlacedLayer layer)
    {
        DeviceBuffer<float>? Part(DeviceBuffer<float>? whole, int index) =>
            whole?.Slice(layer.Parameters[index].Offset, layer.Parameters[index].Spec.Shape.Size);
        return new(Part(Weights, 0)!, Part(Weights, 1)!, Part(Gradients, 0), Part(Gradients, 1), Part(M, 0), Part(V, 0))
        {
            Mean = layer.Layer is Layers.BatchNormalization ? Part(Weights, 2) : null,
            Variance = layer.Layer is Layers.BatchNormalization ? Part(Weights, 3) : null,
        };
    }

    /// <summary>Room for one value of every parameter; one value where there is none, since buffers are not empty.</summary>
    private DeviceBuffer<float> AllocateFlat() => Own(Device.Allocate<float>(Math.Max(1, Model.FlatSize)));

    private DeviceBuffer<T> Own<T>(DeviceBuffer<T> buffer)
        where T : unmanaged
    {
        _owned.Add(buffer);
        return buffer;
    }

    private sealed record ParameterRange(DeviceBuffer<float> Weights, DeviceBuffer<float> Gradients, DeviceBuffer<float> M, DeviceBuffer<float> V);
}
