namespace GpuDigits.Engine.Model;

/// <summary>Assigns the streams of the counter-based generator, so that no two uses draw the same numbers.</summary>
internal static class RandomStream
{
    /// <summary>Shuffling: + epoch.</summary>
    public const uint Shuffle = 0x1000_0000;

    /// <summary>Initial weights: + index of the parameter.</summary>
    public const uint Weights = 0x2000_0000;

    /// <summary>Dropout uses the step number as its stream and a separate seed for each layer.</summary>
    public const uint DropoutSeed = 0x3000_0000;

    /// <summary>Augmentation uses the epoch as its stream and a separate seed. (0x4000_0000 is the synthetic pen's.)</summary>
    public const uint AugmentSeed = 0x5000_0000;
}
