namespace GpuDigits.Engine.Model;

/// <summary>The settings of a training; the defaults are Keras'.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training data.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Samples a step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's learning rate; the schedule's peak.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the learning rate goes over the training.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>The part of each target that is spread evenly over all classes while training: from 0 up to, not including, 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// What every step takes off the weights, relative to them and times the learning rate, beside Adam's own step: AdamW. At least 0.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Decay of the moving average of the weights, which is what is validated and kept: from 0 (no average: the last weights) up to, not
    /// including, 1. After t steps it is at most (1 + t) / (10 + t), so that the beginning is soon forgotten.
    /// </summary>
    public double WeightAveraging { get; init; }

    /// <summary>
    /// The last part of the training data, cut off before shuffling and only used to validate: from 0 up to, not including, 1.
    /// </summary>
    public double ValidationSplit { get; init; }

    /// <summary>How the training's pictures are changed at random; null: they are taken as they are.</summary>
    public AugmentationOptions? Augmentation { get; init; }

    /// <summary>
    /// Share of synthetic pen digits among the samples of an epoch, from 0 to <see cref="MostSynthetic"/>. They come on top of the training
    /// data. Each epoch takes the next ones of a pool of at most <see cref="SyntheticPool"/>.
    /// </summary>
    public double SyntheticShare { get; init; }

    /// <summary>The largest <see cref="SyntheticShare"/>: nine synthetic digits for each other.</summary>
    public const double MostSynthetic = 0.9;

    /// <summary>Most synthetic digits that are drawn; after the last one the first comes again.</summary>
    public const int SyntheticPool = 120_000;

    /// <summary>Seed of initial weights, shuffling, dropout, augmentation and synthetic digits.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>How many of the training digits are trained on; those after them are the validation part.</summary>
    /// <exception cref="ArgumentException">None of them are, or a validation part was asked for and is empty.</exception>
    internal int TrainedOf(int digits)
    {
        var trained = (int)(digits * (1 - ValidationSplit));
        if (trained > 0 && (trained < digits || ValidationSplit == 0))
            return trained;
        var what = trained > 0 ? "validate with" : "train on";
        throw new ArgumentException(
            FormattableString.Invariant($"{digits} samples and a validation split of {ValidationSplit} leave nothing to {what}"));
    }

    /// <summary>Throws unless every setting is usable.</summary>
    /// <exception cref="ArgumentException">Names the setting, its value and what it may be.</exception>
    public void Check()
    {
        static void Require(bool holds, string name, object value, string rule)
        {
            if (!holds)
                throw new ArgumentException(FormattableString.Invariant($"{name} is {value}, it must be {rule}"));
        }

        Require(Epochs >= 1, "the number of epochs", Epochs, "at least 1");
        Require(BatchSize is >= 1 and <= 65536, "the batch size", BatchSize, "from 1 to 65,536");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "the learning rate", LearningRate, "a positive number");
        Require(LabelSmoothing is >= 0 and < 1, "the label smoothing", LabelSmoothing, "at least 0 and below 1");
        Require(WeightDecay >= 0 && WeightDecay * LearningRate < 1, "the weight decay", WeightDecay,
            "at least 0, and below 1 when multiplied by the learning rate");
        Require(WeightAveraging is >= 0 and < 1, "the decay of the weights' average", WeightAveraging,
            "at least 0 (no average) and below 1");
        Require(SyntheticShare is >= 0 and <= MostSynthetic, "the share of synthetic digits", SyntheticShare,
            FormattableString.Invariant($"from 0 to {MostSynthetic}"));
        Augmentation?.Check();
        Require(ValidationSplit is >= 0 and < 1, "the validation split", ValidationSplit, "at least 0 and below 1");
        Require(Enum.IsDefined(Schedule), "the schedule", Schedule, "one of " + string.Join(", ", Enum.GetNames<LearningRateSchedule>()));
    }
}
