using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Train;

namespace GpuDigits.Training.Commands;

/// <summary>The settings of a training on the command line; what is left out is the preset's.</summary>
internal sealed class TrainingSettings
{
    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the training digits. Left out, like what follows: the preset's.", HelpName = "n" };
    private readonly Option<int?> _batch = new("--batch-size") { Description = "Digits a step.", HelpName = "n" };
    private readonly Option<double?> _rate = new("--learning-rate") { Description = "Adam's learning rate; the schedule's peak.", HelpName = "x" };
    private readonly Option<LearningRateSchedule?> _schedule = new("--schedule") { Description = "How the learning rate goes.", HelpName = "constant|cosine|onecycle" };
    private readonly Option<double?> _smoothing = new("--label-smoothing") { Description = "The part of each target that is spread over all digits.", HelpName = "0…1" };
    private readonly Option<double?> _decay = new("--weight-decay") { Description = "What a step takes off the weights, times the learning rate (AdamW).", HelpName = "x" };
    private readonly Option<double?> _averaging = new("--weight-averaging") { Description = "Decay of the weights' moving average, which is what is kept; 0: the last weights.", HelpName = "0…1" };
    private readonly Option<double?> _augment = new("--augment") { Description = "Change the pictures at random; the number multiplies all strengths, 0 changes nothing.", HelpName = "strength", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<double?> _synthetic = new("--synthetic") { Description = "Share of synthetic pen digits among the training digits.", HelpName = "0…1" };
    private readonly Option<double?> _split = new("--validation-split") { Description = "The last part of the training digits, kept apart to validate after each epoch.", HelpName = "0…1" };
    private readonly Option<uint?> _seed = new("--seed") { Description = "Seed of initial weights, shuffling, dropout, augmentation and synthetic digits.", HelpName = "n" };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _epochs, _batch, _rate, _schedule, _smoothing, _decay, _averaging, _augment, _synthetic, _split, _seed })
            command.Add(option);
    }

    /// <summary>What was asked for, and for the rest what is standard: the preset's, or those of the training that is resumed.</summary>
    public TrainingOptions Read(ParseResult parsed, TrainingOptions preset, TrainingOptions standard) => standard with
    {
        Epochs = parsed.GetValue(_epochs) ?? standard.Epochs,
        BatchSize = parsed.GetValue(_batch) ?? standard.BatchSize,
        LearningRate = parsed.GetValue(_rate) ?? standard.LearningRate,
        Schedule = parsed.GetValue(_schedule) ?? standard.Schedule,
        LabelSmoothing = parsed.GetValue(_smoothing) ?? standard.LabelSmoothing,
        WeightDecay = parsed.GetValue(_decay) ?? standard.WeightDecay,
        WeightAveraging = parsed.GetValue(_averaging) ?? standard.WeightAveraging,
        Augmentation = parsed.GetResult(_augment) is null ? standard.Augmentation : Augmentation(parsed, preset.Augmentation),
        SyntheticShare = parsed.GetValue(_synthetic) ?? standard.SyntheticShare,
        ValidationSplit = parsed.GetValue(_split) ?? standard.ValidationSplit,
        Seed = parsed.GetValue(_seed) ?? standard.Seed,
    };

    /// <summary>What goes beyond plain training, in words; null if nothing does.</summary>
    public static string? Describe(TrainingOptions options)
    {
        var parts = new List<string>();
        void Add(bool used, FormattableString text)
        {
            if (used) parts.Add(text.ToString(CultureInfo.InvariantCulture));
        }

        Add(options.Schedule != LearningRateSchedule.Constant, $"{options.Schedule.ToString().ToLowerInvariant()} learning rate");
        Add(options.LabelSmoothing > 0, $"label smoothing {options.LabelSmoothing}");
        Add(options.WeightDecay > 0, $"weight decay {options.WeightDecay}");
        Add(options.WeightAveraging > 0, $"weights averaged with decay {options.WeightAveraging}");
        Add(options.SyntheticShare > 0, $"{options.SyntheticShare:P0} synthetic digits");
        if (options.Augmentation is { } a)
        {
            Add(true, $"augmentation: rotation ±{a.Rotation:0.#}°, shear ±{a.Shear:0.##}, scale ±{a.Scale:0.##}, shift ±{a.Shift:0.#} px, elastic {a.Elastic:0.##} px");
            Add(true, $"thickness {a.Thickness:P0}, blur {a.Blur:P0}, contrast {a.Contrast:P0}, cut-out {a.CutOut:P0}");
        }

        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    private AugmentationOptions? Augmentation(ParseResult parsed, AugmentationOptions? standard)
    {
        double strength = parsed.GetValue(_augment) ?? 1;
        return strength == 0 ? null : (standard ?? new()).Times(strength);
    }
}
