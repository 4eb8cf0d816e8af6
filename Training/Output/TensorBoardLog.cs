using GpuDigits.Engine.Files;
using GpuDigits.Engine.Train;

namespace GpuDigits.Training.Output;

/// <summary>
/// The epochs of a training for TensorBoard, as Keras' callback writes them: a run <c>train</c>, and <c>validation</c> where there is one.
/// </summary>
internal sealed class TensorBoardLog : IDisposable
{
    private readonly string _folder;
    private EventFile? _train;
    private EventFile? _validation;

    /// <summary>Creates no file before the first epoch.</summary>
    public TensorBoardLog(string folder) => _folder = folder;

    /// <summary>Keras counts steps from 0, we count epochs from 1.</summary>
    public void Write(EpochResult e)
    {
        _train ??= new(Path.Combine(_folder, "train"));
        _train.Write(e.Epoch - 1, ("epoch_loss", e.Loss), ("epoch_accuracy", e.Accuracy), ("epoch_seconds", e.Seconds));
        if (e is not { ValLoss: { } loss, ValAccuracy: { } accuracy })
            return;
        _validation ??= new(Path.Combine(_folder, "validation"));
        _validation.Write(e.Epoch - 1, ("epoch_loss", loss), ("epoch_accuracy", accuracy));
    }

    public void Dispose()
    {
        _train?.Dispose();
        _validation?.Dispose();
    }
}
