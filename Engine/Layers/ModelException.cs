namespace GpuDigits.Engine.Layers;

/// <summary>A network's description does not fit together. The message names the layer and the sizes.</summary>
public sealed class ModelException(string message) : Exception(message);
