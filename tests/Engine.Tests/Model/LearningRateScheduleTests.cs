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
    [InlineData(LearningRateSchedule.Cosine)]
    [InlineData(LearningRateSchedule.OneCycle)]
    public void Steps_outside_of_the_training_have_the_rate_of_its_ends(LearningRateSchedule schedule)
    {
        Assert.Equal(schedule.At(0.01, 0, 100), schedule.At(0.01, -5, 100));
        Assert.Equal(schedule.At(0.01, 100, 100), schedule.At(0.01, 130, 100));
        Assert.Equal(schedule.At(0.01, 0, 1), schedule.At(0.01, 0, 0));
    }
}
