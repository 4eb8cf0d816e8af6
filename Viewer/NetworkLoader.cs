using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;

namespace GpuDigits.Viewer;

/// <summary>Makes the network that reads digits, on the CPU: one picture is read there sooner than it gets to a GPU and back.</summary>
internal static class NetworkLoader
{
    private const int Pixels = 28 * 28, Digits = 10;

    /// <param name="file">A model file; null for the shipped one.</param>
    /// <returns>784 values 0..1 to a verdict; for one thread at a time.</returns>
    /// <exception cref="ModelFileException">The file cannot be read, or its network does not read digits.</exception>
    public static Func<float[], Verdict> Load(string? file) => ReaderOf(LoadModel(file));

    /// <summary>What reads digits with a model.</summary>
    /// <returns>784 values 0..1 to a verdict; for one thread at a time.</returns>
    public static Func<float[], Verdict> ReaderOf(TrainedModel model)
    {
        var classifier = new DigitClassifier(new VectorDevice(), model, maxBatch: 1);
        return picture => classifier.Read(picture);
    }

    /// <summary>The same network, to look inside.</summary>
    /// <inheritdoc cref="Load"/>
    public static NetworkProbe LoadProbe(string? file) => ProbeOf(LoadModel(file));

    /// <summary>What looks inside a model.</summary>
    public static NetworkProbe ProbeOf(TrainedModel model) => new(new VectorDevice(), model.Architecture, model.Weights);

    /// <summary>The model itself.</summary>
    /// <inheritdoc cref="Load"/>
    public static TrainedModel LoadModel(string? file)
    {
        file ??= ShippedModel.Find() ?? throw new ModelFileException("models/digits.safetensors: is missing; name a model with --model FILE");
        var model = TrainedModel.Load(file);
        if (model.Architecture.Input.Size != Pixels || model.Architecture.Output.Size != Digits)
            throw new ModelFileException(
                $"{file}: its network makes {model.Architecture.Output} of {model.Architecture.Input}, not {Digits} digits of 28×28");
        return model;
    }
}
