using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Model;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(LearningRateSchedule.Constant, 0, 0.01)]
    [InlineData(LearningRateSchedule.Constant, 99, 0.01)]
    [InlineData(LearningRateSchedule.Cosine, 0, 0.01)]
    [InlineData(LearningRateSchedule.Cosine, 50, 0.005)]
    [InlineData(LearningRateSchedule.Cosine, 100, 0)]
    [InlineData(LearningRateSchedule.OneCycle, 0, 0.0004)]
    [InlineData(LearningRateSchedule.OneCycle, 15, 0.0052)]
    [InlineData(LearningRateSchedule.OneCycle, 30, 0.01)]
    [InlineData(LearningRateSchedule.OneCycle, 65, 0.0050005)]
    [InlineData(LearningRateSchedule.OneCycle, 100, 0.000001)]
    public void Each_schedule_follows_its_formula(LearningRateSchedule schedule, int step, double rate) =>
        Assert.Equal(rate, schedule.At(0.01, step, 100), 1e-12);

    [Theory]
    [InlineData(0, 128, 1e-3, 0, "the number of epochs is 0, it must be at least 1")]
    [InlineData(1, 0, 1e-3, 0, "the batch size is 0, it must be from 1 to 65,536")]
    [InlineData(1, 128, 0, 0, "the learning rate is 0, it must be a positive number")]
    [InlineData(1, 128, double.NaN, 0, "the learning rate is NaN, it must be a positive number")]
    [InlineData(1, 128, 1e-3, 1, "the validation split is 1, it must be at least 0 and below 1")]
    public void Unusable_settings_are_explained(int epochs, int batch, double rate, double split, string message)
    {
        var options = new TrainingOptions { Epochs = epochs, BatchSize = batch, LearningRate = rate, ValidationSplit = split };

        Assert.Equal(message, Assert.Throws<ArgumentException>(options.Check).Message);
    }
}
