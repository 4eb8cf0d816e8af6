using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Tests.Operations;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Train;

/// <summary>What a trainer keeps, and what it says when numbers go bad.</summary>
[Collection(IlgpuCpuAlone.Name)]
public sealed class TrainerWatchTests
{
    private static readonly DigitSet Digits = MnistExcerpt.Load().Train;

    private static Sequential Small() => new(
        new(28, 28, 1), new Conv2D(8, 3), new MaxPool2D(2), new Relu(), new Dropout(0.25f), new Flatten(), new Dense(32), new Relu(),
        new Dense(10), new Softmax());

    /// <summary>Small enough for ILGPU's CPU accelerator.</summary>
    private static Sequential Tiny() => new(
        new(28, 28, 1), new Conv2D(4, 3, 3, 2, 2), new MaxPool2D(2), new Relu(), new Dropout(0.25f), new Flatten(), new Dense(8),
        new Relu(), new Dense(10), new Softmax());

    private static Sequential Normalised() => new(
        new(28, 28, 1), new Conv2D(8, 3), new BatchNormalization(), new Relu(), new MaxPool2D(2), new Flatten(), new Dense(32), new Relu(),
        new Dropout(0.25f), new Dense(10), new Softmax());

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(23)]
    public void A_training_continued_within_an_epoch_ends_with_the_same_bits_and_metrics(int stopAfter)
    {
        var options = new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 50,
            ValidationSplit = 0.1,
            Schedule = LearningRateSchedule.OneCycle,
            WeightAveraging = 0.9,
            WeightDecay = 0.01,
            LabelSmoothing = 0.1,
            Augmentation = new(),
            SyntheticShare = 0.1,
        };
        using var device = new VectorDevice();
        using var whole = new Trainer(device, Normalised(), Digits, options);
        Assert.True(whole.Run());

        var state = Stopped(device, options, stopAfter, Normalised());
        Assert.Equal(stopAfter, state.Step);
        using var second = new Trainer(device, Normalised(), Digits, options);
        second.Restore(state);
        Assert.True(second.Run());

        Assert.Equal(whole.ReadWeights(), second.ReadWeights());
        Assert.Equal(whole.History.Select(h => h with { Seconds = 0 }), second.History.Select(h => h with { Seconds = 0 }));
    }

    [Fact]
    public void Looking_for_anomalies_changes_no_bits()
    {
        var options = new TrainingOptions { Epochs = 1, BatchSize = 50, WeightDecay = 0.01 };
        using var device = new VectorDevice();
        using var plain = new Trainer(device, Small(), Digits, options);
        using var watched = new Trainer(device, Small(), Digits, options) { DetectAnomalies = true };
        Assert.True(plain.Run());
        Assert.True(watched.Run());
        Assert.Equal(plain.ReadWeights(), watched.ReadWeights());
    }

    [Theory]
    [InlineData("cpu", 1e30)]
    [InlineData("cpu", 1e38)]
    [InlineData("ilgpu-cpu", 1e30)]
    public void Divergence_is_told_with_step_operation_and_rate_and_the_good_state_kept(string id, double rate)
    {
        using var device = DeviceCatalog.Open(id);
        string[] messages = [.. new[] { false, true }.Select(detect =>
        {
            using var trainer = new Trainer(device, Tiny(), Digits.Take(0, 12), new() { Epochs = 3, BatchSize = 4, LearningRate = rate })
            {
                DetectAnomalies = detect
            };
            var message = Assert.Throws<AnomalyException>(() => trainer.Run()).Message;
            Assert.Equal(Tiny().Initialise(1), trainer.ReadWeights());
            Assert.Equal(0, trainer.LastGood!.Step);
            Assert.Empty(trainer.History);
            return message;
        })];

        Assert.Equal(messages[1], messages[0]);
        Assert.Matches(
            @"^step [12] \(epoch 1\), learning rate 1E\+3[08]: .*(dense|conv2d|re_lu).* is the first to give (NaN|infinity) "
                + @"\([0-9,]+ of [0-9,]+ values\)",
            messages[0]);
    }

    /// <summary>The losses of the epoch are finite then, and the next epoch has none yet.</summary>
    [Fact]
    public void An_update_that_breaks_a_weight_at_the_end_of_an_epoch_is_told_with_its_step()
    {
        using var device = new VectorDevice();
        var options = new TrainingOptions { Epochs = 3, BatchSize = 10, LearningRate = 1e40 };
        using var trainer = new Trainer(device, Small(), Digits.Take(0, 10), options);

        var message = Assert.Throws<AnomalyException>(() => trainer.Run()).Message;

        Assert.StartsWith("step 1 (epoch 1), learning rate 1E+40: ", message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.Step);
    }

    /// <summary>The only loss of the epoch is that of the weights before the step, and these are still finite after it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public void A_validation_that_gives_no_number_is_told_with_its_step_and_the_good_state_kept(double averaging)
    {
        using var device = new VectorDevice();
        var options = new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 512,
            LearningRate = 1e30,
            ValidationSplit = 0.1,
            WeightAveraging = averaging,
        };
        using var trainer = new Trainer(device, Small(), Digits, options);

        var message = Assert.Throws<AnomalyException>(() => trainer.Run()).Message;

        Assert.Equal("step 1 (epoch 1), learning rate 1E+30: the loss of the validation digits is no longer finite; "
            + "try a smaller --learning-rate", message);
        Assert.Equal(Small().Initialise(1), trainer.ReadWeights());
        Assert.Equal((0, 0), (trainer.LastGood!.Step, trainer.LastGood.History.Count));
    }

    /// <summary>What is not finite could not be read back from a checkpoint.</summary>
    [Fact]
    public void A_moment_that_is_no_longer_finite_is_told_too()
    {
        using var device = new VectorDevice();
        using var trainer = new Trainer(device, Small(), Digits, new() { Epochs = 1, BatchSize = 50 });
        var state = trainer.Capture();
        trainer.Restore(state with { V = [float.PositiveInfinity, .. state.V[1..]] });
        Assert.Contains("no longer finite", Assert.Throws<AnomalyException>(() => trainer.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_poisoned_weight_is_found_where_it_first_shows()
    {
        using var device = new VectorDevice();
        var options = new TrainingOptions { Epochs = 2, BatchSize = 50, LearningRate = 0.00123456 };
        var state = Stopped(device, options, 10);
        var model = Small();
        state.Weights[model.Layers.Single(l => l.Name == "dense").Parameters[1].Offset] = float.PositiveInfinity;
        using var trainer = new Trainer(device, model, Digits, options);
        trainer.Restore(state);

        var message = Assert.Throws<AnomalyException>(() => trainer.Run()).Message;

        Assert.StartsWith("step 11 (epoch 2), learning rate 0.001235: Dense (forward, re_lu_1) is the first to give infinity", message,
            StringComparison.Ordinal);
    }

    /// <summary>Seven batches are more than an epoch has, an epoch of five less than one; the last two lost or made up a batch.</summary>
    [Fact]
    public void A_checkpoint_with_other_batches_is_refused()
    {
        using var device = new VectorDevice();
        var options = new TrainingOptions { Epochs = 3, BatchSize = 50 };
        Checkpoint small = Stopped(device, options, 7), large = Stopped(device, options with { BatchSize = 100 }, 5);
        using var trainer = new Trainer(device, Small(), Digits, options);
        using var other = new Trainer(device, Small(), Digits, options with { BatchSize = 100 });

        trainer.Restore(small);
        other.Restore(large);
        Refuses(other, small);
        Refuses(trainer, large);
        Refuses(trainer, small with { Metrics = small.Metrics[..^2] });
        Refuses(trainer, small with { Metrics = [.. small.Metrics, 0, 0] });

        static void Refuses(Trainer trainer, Checkpoint state) =>
            Assert.Contains("other batches", Assert.Throws<ModelException>(() => trainer.Restore(state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_continued_after_the_last_batch_before_the_epoch_was_closed_ends_with_the_same_bits()
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = 50 };
        using var device = new VectorDevice();
        using var whole = new Trainer(device, Small(), Digits, options);
        Checkpoint? state = null;
        whole.BatchEnded += batch => state ??= batch.Batch == batch.Batches ? whole.Capture() : null;
        Assert.True(whole.Run());
        Assert.Empty(state!.History);

        using var second = new Trainer(device, Small(), Digits, options);
        second.Restore(state);
        Assert.True(second.Run());
        Assert.Equal(whole.ReadWeights(), second.ReadWeights());
        Assert.Equal(whole.History.Select(h => h with { Seconds = 0 }), second.History.Select(h => h with { Seconds = 0 }));
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused()
    {
        using var device = new VectorDevice();
        var options = new TrainingOptions { Epochs = 3, BatchSize = 50 };
        var state = Stopped(device, options, 7);
        // As many weights, in another shape.
        using var trainer = new Trainer(device, new(
            new(28, 28, 1), new Conv2D(8, 3), new MaxPool2D(2), new Relu(), new Flatten(), new Dense(32), new Relu(), new Dense(10),
            new Softmax()), Digits, options);
        Assert.Equal(state.Weights.Length, trainer.Model.FlatSize);
        Assert.Contains("another network", Assert.Throws<ModelException>(() => trainer.Restore(state)).Message, StringComparison.Ordinal);
        Assert.Contains("another network", Assert.Throws<ModelException>(() => trainer.Restore(state with { Weights = [1] })).Message,
            StringComparison.Ordinal);
    }

    private static Checkpoint Stopped(Device device, TrainingOptions options, int after, Sequential? model = null)
    {
        using var trainer = new Trainer(device, model ?? Small(), Digits, options);
        using var stop = new CancellationTokenSource();
        var steps = 0;
        trainer.BatchEnded += _ =>
        {
            if (++steps == after)
                stop.Cancel();
        };
        Assert.False(trainer.Run(stop.Token));
        return trainer.Capture();
    }
}
