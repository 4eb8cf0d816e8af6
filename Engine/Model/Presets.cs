using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>The networks that have a name.</summary>
public static class Presets
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["tutorial"];

    /// <summary>The network of that name.</summary>
    /// <exception cref="ModelException">There is none of that name.</exception>
    public static Sequential Get(string name) => name switch
    {
        "tutorial" => Tutorial(),
        _ => throw new ModelException($"there is no preset '{name}'; there is: {string.Join(", ", Names)}"),
    };

    /// <summary>28×28×1 → 32 filters 3×3 → max-pool 2×2 → ReLU → 128 → ReLU → 10, softmax: 693,962 parameters.</summary>
    public static Sequential Tutorial() => new(
        new(28, 28, 1),
        new Conv2D(32, 3), new MaxPool2D(2), new Relu(), new Flatten(), new Dense(128), new Relu(), new Dense(10), new Softmax());
}
