namespace GpuDigits.Engine.Train;

/// <summary>The result of an epoch. Loss and accuracy are those of the batches as they were trained on, as in Keras.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Loss">Mean cross-entropy of the training samples, natural logarithm.</param>
/// <param name="Accuracy">Share of training samples read correctly, 0 to 1.</param>
/// <param name="ValLoss">The same of the validation part after the epoch, if there is one.</param>
/// <param name="ValAccuracy">The same of the validation part after the epoch, if there is one.</param>
/// <param name="Seconds">Wall-clock time of the epoch, validation included.</param>
public sealed record EpochResult(int Epoch, double Loss, double Accuracy, double? ValLoss, double? ValAccuracy, double Seconds);
