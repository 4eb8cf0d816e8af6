using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Model;

/// <summary>Every setting at the ends of what it may be, and just beyond.</summary>
public sealed class TrainingOptionsTests
{
    private static readonly TrainingOptions Usual = new();

    public static TheoryData<TrainingOptions> Usable =>
    [
        Usual, Usual with { Epochs = 1 }, Usual with { BatchSize = 1 }, Usual with { BatchSize = 65_536 },
        Usual with { LearningRate = double.Epsilon }, Usual with { LearningRate = double.MaxValue }, Usual with { LabelSmoothing = 0.999 },
        Usual with { WeightDecay = 999 }, Usual with { WeightAveraging = 0.999 }, Usual with { ValidationSplit = 0.999 },
        Usual with { SyntheticShare = 0.9 }, Usual with { Schedule = LearningRateSchedule.OneCycle },
        Usual with { Augmentation = new() },
        Usual with
        {
            Augmentation = new()
            {
                Rotation = 90, Shear = 2, Scale = 1, Shift = 28, Elastic = 10, Thickness = 1, Blur = 1, Contrast = 1, CutOut = 1,
            },
        },
    ];

    public static TheoryData<TrainingOptions, string> Unusable => new()
    {
        { Usual with { Epochs = 0 }, "the number of epochs is 0, it must be at least 1" },
        { Usual with { BatchSize = 0 }, "the batch size is 0, it must be from 1 to 65,536" },
        { Usual with { BatchSize = 65_537 }, "the batch size is 65537, it must be from 1 to 65,536" },
        { Usual with { LearningRate = 0 }, "the learning rate is 0, it must be a positive number" },
        { Usual with { LearningRate = double.NaN }, "the learning rate is NaN, it must be a positive number" },
        { Usual with { LearningRate = double.PositiveInfinity }, "the learning rate is Infinity, it must be a positive number" },
        { Usual with { LabelSmoothing = 1 }, "the label smoothing is 1, it must be at least 0 and below 1" },
        { Usual with { LabelSmoothing = -0.1 }, "the label smoothing is -0.1, it must be at least 0 and below 1" },
        {
            Usual with { WeightDecay = -1 },
            "the weight decay is -1, it must be at least 0, and below 1 when multiplied by the learning rate"
        },
        {
            Usual with { WeightDecay = 500, LearningRate = 0.002 },
            "the weight decay is 500, it must be at least 0, and below 1 when multiplied by the learning rate"
        },
        { Usual with { WeightAveraging = 1 }, "the decay of the weights' average is 1, it must be at least 0 (no average) and below 1" },
        { Usual with { WeightAveraging = -1 }, "the decay of the weights' average is -1, it must be at least 0 (no average) and below 1" },
        { Usual with { SyntheticShare = 0.91 }, "the share of synthetic digits is 0.91, it must be from 0 to 0.9" },
        { Usual with { SyntheticShare = -0.1 }, "the share of synthetic digits is -0.1, it must be from 0 to 0.9" },
        { Usual with { ValidationSplit = 1 }, "the validation split is 1, it must be at least 0 and below 1" },
        { Usual with { ValidationSplit = -0.1 }, "the validation split is -0.1, it must be at least 0 and below 1" },
        { Usual with { Schedule = (LearningRateSchedule)3 }, "the schedule is 3, it must be one of Constant, Cosine, OneCycle" },
        { Changed(new() { Rotation = 91 }), "the augmentation's rotation is 91, it must be from 0 to 90" },
        { Changed(new() { Rotation = -1 }), "the augmentation's rotation is -1, it must be from 0 to 90" },
        { Changed(new() { Shear = 2.1 }), "the augmentation's shear is 2.1, it must be from 0 to 2" },
        { Changed(new() { Scale = 1.1 }), "the augmentation's scale is 1.1, it must be from 0 to 1" },
        { Changed(new() { Shift = 29 }), "the augmentation's shift is 29, it must be from 0 to 28" },
        { Changed(new() { Elastic = 11 }), "the augmentation's elastic distortion is 11, it must be from 0 to 10" },
        { Changed(new() { Thickness = 1.1 }), "the augmentation's share of thickness is 1.1, it must be from 0 to 1" },
        { Changed(new() { Blur = 1.1 }), "the augmentation's share of blur is 1.1, it must be from 0 to 1" },
        { Changed(new() { Contrast = 1.1 }), "the augmentation's share of contrast is 1.1, it must be from 0 to 1" },
        { Changed(new() { CutOut = double.NaN }), "the augmentation's share of cut-outs is NaN, it must be from 0 to 1" },
    };

    [Theory]
    [MemberData(nameof(Usable))]
    public void The_ends_of_what_a_setting_may_be_are_usable(TrainingOptions options) => options.Check();

    [Theory]
    [MemberData(nameof(Unusable))]
    public void What_lies_beyond_is_explained(TrainingOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(options.Check).Message);

    private static TrainingOptions Changed(AugmentationOptions augmentation) => Usual with { Augmentation = augmentation };
}
