using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Model;

namespace GpuDigits.Training.Commands;

/// <summary>The settings of a training on the command line; the preset gives the others.</summary>
internal sealed class TrainingSettings
{
    private readonly Option<int?> _epochs = NumberOption.Optional("--epochs", 1, 1_000_000);
    private readonly Option<int?> _batch = NumberOption.Optional("--batch-size", 1, 65_536);
    private readonly Option<double?> _rate = NumberOption.Optional("--learning-rate", 1e-12, 1e30);
    private readonly Option<LearningRateSchedule?> _schedule = NameOption.Of<LearningRateSchedule>("--schedule");
    private readonly Option<double?> _smoothing = NumberOption.Share("--label-smoothing");
    private readonly Option<double?> _decay = NumberOption.Optional("--weight-decay", 0.0, 1e12);
    private readonly Option<double?> _averaging = NumberOption.Share("--weight-averaging");
    private readonly Option<double?> _augment = NumberOption.Optional("--augment", 0.0, 6);
    private readonly Option<double?> _synthetic = NumberOption.Optional("--synthetic", 0.0, TrainingOptions.MostSynthetic);
    private readonly Option<double?> _split = NumberOption.Share("--validation-split");
    private readonly Option<uint?> _seed = NumberOption.Optional<uint>("--seed", 0, uint.MaxValue);

    public TrainingSettings()
    {
        Explain(_epochs, "n", "Passes over the training digits. Left out, like what follows: the preset's.");
        Explain(_batch, "n", "Digits a step.");
        Explain(_rate, "x", "Adam's learning rate; the schedule's peak.");
        Explain(_schedule, "constant|cosine|onecycle", "How the learning rate goes.");
        Explain(_smoothing, "share", "The part of each target that is spread over all digits, from 0 to below 1.");
        Explain(_decay, "x", "What a step takes off the weights, times the learning rate (AdamW).");
        Explain(_averaging, "share", "Decay of the weights' moving average, which is kept, from 0 to below 1; 0: the last weights.");
        Explain(_augment, "strength", "Change the pictures at random; the number multiplies all strengths, 0 changes nothing.");
        _augment.Arity = ArgumentArity.ZeroOrOne;
        Explain(_synthetic, "0…0.9", "Share of synthetic pen digits among the training digits.");
        Explain(_split, "share",
            "The last part of the training digits, from 0 to below 1, kept apart to validate after each epoch; not for symbols.");
        Explain(_seed, "n", "Seed of initial weights, shuffling, dropout, augmentation and synthetic digits.");
        static void Explain(Option option, string help, string text) => (option.HelpName, option.Description) = (help, text);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _epochs, _batch, _rate, _schedule, _smoothing, _decay, _averaging, _augment, _synthetic, _split, _seed
        })
            command.Add(option);
    }

    /// <summary>The given settings. All others are those of the preset, or of the training that is resumed.</summary>
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

    /// <summary>The options whose given value differs from a training's.</summary>
    public string Differences(TrainingOptions asked, TrainingOptions kept)
    {
        (Option Option, Func<TrainingOptions, object?> Of)[] all =
        [
            (_epochs, o => o.Epochs), (_batch, o => o.BatchSize), (_rate, o => o.LearningRate),
            (_schedule, o => o.Schedule.ToString().ToLowerInvariant()),
            (_smoothing, o => o.LabelSmoothing), (_decay, o => o.WeightDecay), (_averaging, o => o.WeightAveraging),
            (_synthetic, o => o.SyntheticShare),
            (_split, o => o.ValidationSplit), (_seed, o => o.Seed),
        ];
        var differing = all.Where(s => !Equals(s.Of(asked), s.Of(kept)))
            .Select(s => FormattableString.Invariant($"{s.Option.Name} {s.Of(asked)}, there {s.Of(kept)}"));
        return string.Join("; ", asked.Augmentation == kept.Augmentation ? differing : differing.Append($"another {_augment.Name}"));
    }

    /// <summary>The settings beyond plain training, in words; null if there are none.</summary>
    public static string? Describe(TrainingOptions options)
    {
        var parts = new List<string>();
        void Add(bool used, FormattableString text)
        {
            if (used)
                parts.Add(text.ToString(CultureInfo.InvariantCulture));
        }

        Add(options.Schedule != LearningRateSchedule.Constant, $"{options.Schedule.ToString().ToLowerInvariant()} learning rate");
        Add(options.LabelSmoothing > 0, $"label smoothing {options.LabelSmoothing}");
        Add(options.WeightDecay > 0, $"weight decay {options.WeightDecay}");
        Add(options.WeightAveraging > 0, $"weights averaged with decay {options.WeightAveraging}");
        Add(options.SyntheticShare > 0, $"{options.SyntheticShare:P0} synthetic digits");
        if (options.Augmentation is { } a)
        {
            var turned = FormattableString.Invariant($"rotation ±{a.Rotation:0.#}°, shear ±{a.Shear:0.##}, scale ±{a.Scale:0.##}");
            Add(true, $"augmentation: {turned}, shift ±{a.Shift:0.#} px, elastic {a.Elastic:0.##} px");
            Add(true, $"thickness {a.Thickness:P0}, blur {a.Blur:P0}, contrast {a.Contrast:P0}, cut-out {a.CutOut:P0}");
        }

        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    private AugmentationOptions? Augmentation(ParseResult parsed, AugmentationOptions? standard)
    {
        var strength = parsed.GetValue(_augment) ?? 1;
        return strength == 0 ? null : (standard ?? new()).Times(strength);
    }
}
