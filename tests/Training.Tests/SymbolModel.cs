using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;

namespace GpuDigits.Training.Tests;

/// <summary>A symbol model that was trained for a moment: it reads badly, but it is whole.</summary>
public sealed class SymbolModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SymbolModel()
    {
        Write("train", 200, seed: 1);
        Write("test", 50, seed: 2);
        Training = Gpudigits.RunIn(
            _folder.Path, "train", "--preset", "symbols", "--train-data", "train-images-idx3-ubyte",
            "--test-data", "test-images-idx3-ubyte",
            "--epochs", "1", "--batch-size", "64", "--device", "cpu", "--out", Path);
    }

    public string Path => _folder["symbols.safetensors"];

    /// <summary>IDX images with labels beside them.</summary>
    public string Images => _folder["test-images-idx3-ubyte"];

    internal Gpudigits.Result Training { get; }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, int count, uint seed)
    {
        var digits = SyntheticDigits.Set(count, seed);
        using var images = File.Create(_folder[$"{name}-images-idx3-ubyte"]);
        IdxFile.Write(images, [count, 28, 28], digits.Images);
        using var labels = File.Create(_folder[$"{name}-labels-idx1-ubyte"]);
        IdxFile.Write(labels, [count], digits.Labels);
    }
}
