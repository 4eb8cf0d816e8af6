using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>The named networks, and the default training settings of each.</summary>
public static class Presets
{
    /// <summary>Outputs of <see cref="Symbols"/>; the reader's alphabet says which is what.</summary>
    public const int SymbolClasses = 23;

    /// <summary>The network that reads the symbols of a calculation; it trains on written calculations beside the digits.</summary>
    public const string SymbolsName = "symbols";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["tutorial", "calculator", SymbolsName, "speedrun"];

    /// <summary>The network with this name.</summary>
    /// <exception cref="ModelException">No network has this name.</exception>
    public static Sequential Get(string name) => name switch
    {
        "tutorial" => Tutorial(),
        "calculator" => Calculator(),
        SymbolsName => Symbols(),
        "speedrun" => Speedrun(),
        _ => throw Unknown(name),
    };

    /// <summary>The default training settings of the network with this name.</summary>
    /// <exception cref="ModelException">No network has this name.</exception>
    public static TrainingOptions Training(string name) => name switch
    {
        "tutorial" => new(),
        "calculator" => Augmented() with { Epochs = 14, LearningRate = 4e-3, SyntheticShare = 0.35 },
        SymbolsName => Augmented(),
        "speedrun" => new()
        {
            Epochs = 1,
            BatchSize = 64,
            LearningRate = 0.03,
            Schedule = LearningRateSchedule.OneCycle,
            LabelSmoothing = 0.05,
        },
        _ => throw Unknown(name),
    };

    /// <summary>28×28×1 → 32 filters 3×3 → max pool 2×2 → ReLU → 128 → ReLU → 10, softmax: 693,962 parameters.</summary>
    public static Sequential Tutorial() => new(
        new(28, 28, 1),
        new Conv2D(32, 3), new MaxPool2D(2), new Relu(), new Flatten(), new Dense(128), new Relu(), new Dense(10), new Softmax());

    /// <summary>
    /// Five 3×3 convolutions, each with batch normalisation and ReLU, at three sizes: 28×28×1 → 32 → 32 → max pool 2×2 → 64 → 64 → max pool
    /// 2×2 → 128 → 10, softmax: 151,018 parameters; 150,378 remain after the normalisation is folded.
    /// </summary>
    public static Sequential Calculator() => FiveConvolutions(10);

    /// <summary>The calculator's layers for the <see cref="SymbolClasses"/> shapes that a calculation is written with.</summary>
    public static Sequential Symbols() => FiveConvolutions(SymbolClasses);

    /// <summary>
    /// For the shortest way to 99 % of MNIST's test digits. Three 3×3 convolutions: 28×28×1 → 16 → max pool 2×2 → 16 → max pool 2×2 → 48
    /// → 10, softmax: 13,898 parameters. The first one has no batch normalisation, so that it runs as one operation with its pooling.
    /// </summary>
    public static Sequential Speedrun() => new(
        new(28, 28, 1),
        [
            new Conv2D(16, 3), new MaxPool2D(2), new Relu(), .. Block(16), new MaxPool2D(2), .. Block(48),
            new Flatten(), new Dense(10), new Softmax(),
        ]);

    private static Sequential FiveConvolutions(int classes) => new(
        new(28, 28, 1),
        [
            .. Block(32), .. Block(32), new MaxPool2D(2),
            .. Block(64, Padding.Same), .. Block(64), new MaxPool2D(2),
            .. Block(128), new Flatten(), new Dropout(0.3f), new Dense(classes), new Softmax(),
        ]);

    private static TrainingOptions Augmented() => new()
    {
        Epochs = 10,
        LearningRate = 3e-3,
        Schedule = LearningRateSchedule.OneCycle,
        LabelSmoothing = 0.05,
        WeightAveraging = 0.995,
        Augmentation = new()
        {
            Rotation = 10,
            Shear = 0.1,
            Scale = 0.1,
            Shift = 2,
            Elastic = 0.3,
            Thickness = 0.1,
            Blur = 0.05,
            Contrast = 0.1,
            CutOut = 0,
        },
    };

    private static Layer[] Block(int filters, Padding padding = Padding.Valid) =>
        [new Conv2D(filters, 3, 3, 1, 1, padding), new BatchNormalization(), new Relu()];

    private static ModelException Unknown(string name) => new($"there is no preset '{name}'; there is: {string.Join(", ", Names)}");
}
