using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Scenes.Worker;

/// <summary>Learning from the corrections in a worker of its own. The adapted model goes into the person's folder.</summary>
internal sealed class RemoteAdaptation
{
    private readonly TaskCompletionSource<PersonalAdaptation> _done = new();
    private readonly string _folder;
    private readonly Action<double> _progress;
    private readonly Action _end;

    /// <param name="begin">Starts the worker with a message.</param>
    /// <param name="end">Ends the worker, whatever it does.</param>
    /// <param name="folder">The person's folder, with the corrections.</param>
    /// <param name="model">The model to start from.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Ends the worker; nothing is changed then.</param>
    public RemoteAdaptation(
        Action<Message> begin, Action end, string folder, TrainedModel model, Action<double> progress, CancellationToken cancellation)
    {
        (_end, _folder, _progress) = (end, folder, progress);
        cancellation.Register(() =>
        {
            _end();
            _done.TrySetCanceled(cancellation);
        });
        begin(new AdaptModel(File.ReadAllBytes(CorrectionFile.In(folder))) { Tail = ModelBytes.Write(model) });
    }

    public Task<PersonalAdaptation> Done => _done.Task;

    /// <summary>Takes what the worker says.</summary>
    public void Receive(Message message)
    {
        switch (message)
        {
            case AdaptationTold told:
                _progress(told.Share);
                break;
            case ModelWasAdapted done:
                _end();
                Finish(done);
                break;
            case WorkFailed failed:
                _end();
                _done.TrySetException(new WorkerException(failed.Problem));
                break;
        }
    }

    private void Finish(ModelWasAdapted done)
    {
        try
        {
            var model = ModelBytes.Read(done.Tail);
            if (done.IsKept)
                PersonalModel.Save(model, _folder);
            _done.TrySetResult(new(
                new(model, done.IsKept, done.StandardBefore, done.StandardAfter, done.CorrectedBefore, done.CorrectedAfter),
                done.Corrections, done.LeftOut, done.Standard));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ModelFileException or ModelException)
        {
            _done.TrySetException(e);
        }
    }
}

/// <summary>What went wrong in a worker, in one line.</summary>
internal sealed class WorkerException(string message) : Exception(message);
