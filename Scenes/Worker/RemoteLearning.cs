using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes.Watch;

namespace GpuDigits.Scenes.Worker;

/// <summary>A training in a worker of its own, so that reading goes on meanwhile.</summary>
internal sealed class RemoteLearning : ILearning
{
    private readonly Action<LearningState> _tell;
    private readonly Action<TrainedModel> _replace;
    private readonly Action _end;
    private LearningState _state = new() { IsRunning = true, Status = "Writing digits to learn from" };

    /// <param name="begin">Starts the worker with a message.</param>
    /// <param name="end">Ends the worker, whatever it does.</param>
    /// <param name="seed">Of the first weights and of the order of the digits.</param>
    /// <param name="inUse">The network in use, which the trained one is compared with; null for the worker's own.</param>
    /// <param name="replace">Replaces the network in use by the trained one.</param>
    /// <param name="tell">Receives every state.</param>
    public RemoteLearning(
        Action<Message> begin, Action end, uint seed, TrainedModel? inUse, Action<TrainedModel> replace, Action<LearningState> tell)
    {
        (_end, _replace, _tell) = (end, replace, tell);
        tell(_state);
        begin(new TrainNetwork(seed) { Tail = inUse is null ? [] : ModelBytes.Write(inUse) });
    }

    public bool CanBeRepeated => true;

    public void Stop()
    {
        if (!_state.IsRunning)
            return;
        _end();
        Tell(_state with { IsRunning = false, Status = "Stopped; the network in use stays" });
    }

    public void Dispose() => Stop();

    /// <summary>Takes what the worker says.</summary>
    public void Receive(Message message)
    {
        if (message is TrainingTold told)
            Tell(told.State);
        else if (message is NetworkWasTrained trained)
            _replace(ModelBytes.Read(trained.Tail));
        else if (message is WorkFailed failed)
            Tell(_state with { IsRunning = false, HasFailed = true, Status = failed.Problem });
        if (!_state.IsRunning)
            _end();
    }

    private void Tell(LearningState state) => _tell(_state = state);
}
