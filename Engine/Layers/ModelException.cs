namespace GpuDigits.Engine.Layers;

/// <summary>A network's description is inconsistent. The message names the layer and the sizes.</summary>
public sealed class ModelException(string message) : Exception(message);
