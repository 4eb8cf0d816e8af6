namespace GpuDigits.Engine.Train;

/// <summary>The progress of a training within an epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Samples">Samples done in this epoch.</param>
/// <param name="SamplesInEpoch">Samples of an epoch.</param>
/// <param name="Trainer">The trainer.</param>
public readonly record struct BatchProgress(int Epoch, int Batch, int Batches, int Samples, int SamplesInEpoch, Trainer Trainer)
{
    /// <summary>Mean loss and accuracy of the epoch so far. Waits for the device: ask a few times a second at most.</summary>
    public (double Loss, double Accuracy) ReadMetrics() => Trainer.ReadMetrics(Batch, Samples);
}
