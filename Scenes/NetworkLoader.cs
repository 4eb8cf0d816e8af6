using GpuDigits.Engine.Files;
using GpuDigits.Engine.Model;

namespace GpuDigits.Scenes;

/// <summary>Finds and loads the model that reads digits.</summary>
internal static class NetworkLoader
{
    private const int Pixels = 28 * 28, Digits = 10;

    /// <summary>The model, ready to read; the caller disposes it.</summary>
    /// <inheritdoc cref="LoadModel"/>
    public static ReadingNetwork Load(string? file) => new(LoadModel(file));

    /// <summary>The model.</summary>
    /// <param name="file">A model file; null for the shipped one.</param>
    /// <exception cref="ModelFileException">The file cannot be read, or its network does not read digits.</exception>
    public static TrainedModel LoadModel(string? file)
    {
        file ??= ShippedModel.Find()
            ?? throw new ModelFileException("models/digits.safetensors: is missing; name a model with --model FILE");
        var model = TrainedModel.Load(file);
        if (model.Architecture.Input.Size != Pixels || model.Architecture.Output.Size != Digits)
            throw new ModelFileException(
                $"{file}: its network makes {model.Architecture.Output} of {model.Architecture.Input}, not {Digits} digits of 28×28");
        return model;
    }
}
