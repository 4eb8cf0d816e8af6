namespace GpuDigits.Engine.Train;

/// <summary>A training ran into NaN or infinity. The message is one line: step, epoch, learning rate, operation, and what to do.</summary>
public sealed class AnomalyException(string message) : Exception(message);
