using System.Runtime.InteropServices;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes.App;

namespace GpuDigits.Scenes.Worker;

/// <summary>
/// The window's end of a reader in a worker. Everything happens on the window's thread; at most one message is under way.
/// </summary>
/// <param name="post">Sends a message to the worker.</param>
/// <param name="model">Loads the model that the worker reads with; asked when a panel looks inside.</param>
internal abstract class RemoteReader(Action<Message> post, Func<TrainedModel> model) : IReader
{
    private TrainedModel? _model, _modelOfAnswer;

    private TrainedModel Model => _model ??= AsProbed(model());

    public event Action? Changed;

    public string? Problem { get; private set; }

    /// <summary>Whether an answer of the worker is still to come; to be reset when it is taken.</summary>
    protected bool IsBusy { get; set; }

    /// <summary>Takes an answer of the worker. False if it is not for this reader.</summary>
    public bool Receive(Message message)
    {
        if (!Take(message))
            return false;
        if (Problem is null && !IsBusy)
            Continue();
        Changed?.Invoke();
        return true;
    }

    protected abstract bool Take(Message message);

    /// <summary>Sends what waits, if anything does; called while nothing is under way.</summary>
    protected abstract void Continue();

    protected void Fail(string problem) => Problem = problem;

    /// <summary>Sends a message without an answer.</summary>
    protected void Tell(Message message) => post(message);

    protected void Ask(Message message)
    {
        (IsBusy, _modelOfAnswer) = (true, null);
        post(message);
    }

    /// <summary>The worker reads with another model from now on; an answer under way is still one of the model before.</summary>
    protected void ReadWith(TrainedModel other)
    {
        if (IsBusy)
            _modelOfAnswer ??= Model;
        _model = AsProbed(other);
    }

    /// <summary>The network whose values the worker's probe sends.</summary>
    private static TrainedModel AsProbed(TrainedModel model) => model.Fold().Calibrated();

    /// <summary>What a network computed, from the values in a tail; null for an empty one.</summary>
    protected Activations? ActivationsOf(byte[] tail)
    {
        if (tail.Length == 0)
            return null;
        var asked = _modelOfAnswer ?? Model;
        var values = MemoryMarshal.Cast<byte, float>(tail).ToArray();
        var at = 0;
        var network = asked.Architecture;
        List<Activation> tensors = [new(network.Input, Next(network.Input.Size))];
        foreach (var layer in network.Layers)
            tensors.Add(new(layer.Output, Next(layer.Output.Size)));
        return new(network, asked.Weights, tensors, values[at..]);

        float[] Next(int count) => values[at..(at += count)];
    }
}
