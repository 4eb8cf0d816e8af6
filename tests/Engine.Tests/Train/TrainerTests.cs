using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Tests.Operations;
using GpuDigits.Engine.Train;
using GpuDigits.Kernels;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Train;

[Collection(IlgpuCpuAlone.Name)]
public sealed class TrainerTests
{
    private static readonly DigitSet Digits = MnistExcerpt.Load().Train;

    private static Sequential Small(params Layer[] middle) => new(
        new(28, 28, 1), [new Conv2D(8, 3), new MaxPool2D(2), new Relu(), .. middle, new Flatten(), new Dense(32), new Relu(), new Dense(10),
            new Softmax()]);

    private static Sequential Deep() => new(
        new(28, 28, 1),
        new Conv2D(16, 3, 3, 1, 1, Padding.Same), new Relu(), new Conv2D(16, 3), new Relu(), new MaxPool2D(2), new Dropout(0.25f),
        new Conv2D(32, 3), new Relu(), new MaxPool2D(2), new Flatten(), new Dense(10), new Softmax());

    private static (float[] Weights, IReadOnlyList<EpochResult> History) Train(
        Device device, Sequential model, DigitSet digits, TrainingOptions options, bool fuse = true)
    {
        using (device)
        {
            using var trainer = new Trainer(device, model, digits, options, fuse);
            Assert.True(trainer.Run());
            return (trainer.ReadWeights(), trainer.History);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_are_bit_identical_again_and_with_any_number_of_threads(bool deep)
    {
        var options = new TrainingOptions { Epochs = deep ? 1 : 2, BatchSize = 60 };
        var model = deep ? Deep() : Presets.Tutorial();
        (var once, _) = Train(new VectorDevice(1), model, Digits, options);

        foreach (var threads in new[] { 1, 2, 3 })
            Assert.Equal(once, Train(new VectorDevice(threads), model, Digits, options).Weights);
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        var options = new TrainingOptions { Epochs = 1, BatchSize = 50 };

        Assert.NotEqual(
            Train(new VectorDevice(), Small(), Digits, options).Weights,
            Train(new VectorDevice(), Small(), Digits, options with { Seed = 2 }).Weights);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fused_and_unfused_networks_agree(bool deep)
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = 64, ValidationSplit = 0.2 };
        var model = deep ? Deep() : Small();
        var fused = Train(new VectorDevice(), model, Digits, options).History;
        var unfused = Train(new VectorDevice(), model, Digits, options, fuse: false).History;

        for (var e = 0; e < 2; e++)
        {
            Assert.Equal(fused[e].Loss, unfused[e].Loss, 1e-3);
            Assert.Equal(fused[e].ValLoss!.Value, unfused[e].ValLoss!.Value, 1e-3);
        }
    }

    [Fact]
    public void Relu_before_the_pool_is_the_same_network()
    {
        var options = new TrainingOptions { Epochs = 1, BatchSize = 50 };
        Sequential reluFirst = new(
            new(28, 28, 1), new Conv2D(8, 3), new Relu(), new MaxPool2D(2), new Flatten(), new Dense(32), new Relu(), new Dense(10),
            new Softmax());

        Assert.Equal(
            Train(new VectorDevice(), Small(), Digits, options).Weights, Train(new VectorDevice(), reluFirst, Digits, options).Weights);
    }

    [Fact]
    public void Ilgpu_and_vector_device_give_the_same_loss_curve()
    {
        static double[] Curve(Device device)
        {
            using (device)
            {
                using var trainer = new Trainer(
                    device, new(new(28, 28, 1), new Conv2D(4, 3), new MaxPool2D(2), new Relu(), new Flatten(), new Dense(16), new Relu(),
                        new Dense(10), new Softmax()),
                    Digits.Take(0, 20), new() { Epochs = 1, BatchSize = 4 });
                var losses = new List<double>();
                trainer.BatchEnded += b => losses.Add(b.ReadMetrics().Loss);
                trainer.Run();
                return [.. losses];
            }
        }

        double[] vector = Curve(new VectorDevice()), ilgpu = Curve(DeviceCatalog.Open("ilgpu-cpu"));

        Assert.Equal(5, vector.Length);
        Assert.All(vector.Zip(ilgpu), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
    }

    [Fact]
    public void Overfits_64_pictures()
    {
        (_, var history) = Train(
            new VectorDevice(), Small(), Digits.Take(0, 64), new() { Epochs = 40, BatchSize = 16, LearningRate = 3e-3 });

        Assert.Equal(1, history[^1].Accuracy);
        Assert.True(history[^1].Loss < history[0].Loss / 20, $"loss went from {history[0].Loss} to {history[^1].Loss}");
    }

    [Theory]
    [InlineData(LearningRateSchedule.Constant)]
    [InlineData(LearningRateSchedule.OneCycle)]
    public void A_training_continued_from_a_file_ends_with_the_same_bits(LearningRateSchedule schedule)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new TrainingOptions
        {
            Epochs = 4,
            BatchSize = 50,
            ValidationSplit = 0.1,
            Schedule = schedule,
            LabelSmoothing = 0.1,
            WeightAveraging = schedule == LearningRateSchedule.OneCycle ? 0.98 : 0,
            WeightDecay = 0.01,
            Augmentation = schedule == LearningRateSchedule.OneCycle ? new() : null,
            SyntheticShare = 0.2,
        };
        Sequential model = new(
            new(28, 28, 1), new Conv2D(6, 3), new BatchNormalization(), new Relu(), new MaxPool2D(2), new Dropout(0.25f), new Flatten(),
            new Dense(10), new Softmax());
        (var whole, var history) = Train(new VectorDevice(), model, Digits, options);
        try
        {
            using var device = new VectorDevice();
            using (var first = new Trainer(device, model, Digits, options))
            {
                using var stop = new CancellationTokenSource();
                first.EpochEnded += e =>
                {
                    if (e.Epoch == 2)
                        stop.Cancel();
                };
                Assert.False(first.Run(stop.Token));
                first.Capture().Save(path);
            }

            using var second = new Trainer(device, model, Digits, options);
            second.Restore(Checkpoint.Load(path));
            Assert.Equal(2, second.History.Count);
            Assert.True(second.Run());

            Assert.Equal(whole, second.ReadWeights());
            Assert.Equal(history.Select(h => h with { Seconds = 0 }), second.History.Select(h => h with { Seconds = 0 }));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_average_of_the_weights_is_what_is_kept_and_it_follows_them()
    {
        var options = new TrainingOptions { Epochs = 2, BatchSize = 50 };
        var last = Train(new VectorDevice(), Small(), Digits, options).Weights;
        using var device = new VectorDevice();
        using var trainer = new Trainer(device, Small(), Digits, options with { WeightAveraging = 0.9 });
        var expected = Array.ConvertAll(Small().Initialise(options.Seed), w => (double)w);
        var step = 0;
        trainer.BatchEnded += _ =>
        {
            var decay = Math.Min(0.9, (1.0 + ++step) / (10 + step));
            var now = trainer.Capture().Weights;
            for (var i = 0; i < expected.Length; i++)
                expected[i] += (1 - decay) * (now[i] - expected[i]);
        };
        trainer.Run();

        Assert.Equal(last, trainer.Capture().Weights);
        Assert.All(expected.Zip(trainer.ReadWeights()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Augmented_pictures_are_others_in_each_epoch_and_the_same_again()
    {
        using var device = new VectorDevice();
        var options = new AugmentationOptions();
        var once = options.Apply(device, Digits, 1);

        Assert.Equal(once.Images, options.Apply(device, Digits, 1).Images);
        Assert.NotEqual(once.Images, options.Apply(device, Digits, 1, epoch: 2).Images);
        Assert.NotEqual(once.Images, options.Apply(device, Digits, 2).Images);
        Assert.Equal(Digits.Labels, once.Labels);
        Assert.Equal(Digits.Images, options.Times(0).Apply(device, Digits, 1).Images);
    }

    [Fact]
    public void Synthetic_digits_come_on_top_and_every_epoch_has_all_real_ones()
    {
        using var device = new VectorDevice();
        using var trainer = new Trainer(device, Small(), Digits, new() { Epochs = 2, BatchSize = 50, SyntheticShare = 0.2 });
        Assert.Equal(Digits.Count * 5 / 4, trainer.Samples);
        var samples = 0;
        trainer.BatchEnded += b => samples = b.Samples;
        Assert.True(trainer.Run());
        Assert.Equal(trainer.Samples, samples);
    }

    public static TheoryData<string, TrainingOptions> Unusable { get; } = new()
    {
        { "label smoothing is 1", new() { LabelSmoothing = 1 } },
        { "weight decay is -1", new() { WeightDecay = -1 } },
        { "average is 1", new() { WeightAveraging = 1 } },
        { "synthetic digits is 1", new() { SyntheticShare = 1 } },
        { "rotation is 100", new() { Augmentation = new() { Rotation = 100 } } },
        { "share of blur is NaN", new() { Augmentation = new() { Blur = double.NaN } } },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Unusable_settings_are_named(string reason, TrainingOptions options) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(options.Check).Message, StringComparison.Ordinal);

    /// <summary>One digit cannot be parted, and next to nothing of many is none.</summary>
    [Theory]
    [InlineData(1, 0.5, "1 samples and a validation split of 0.5 leave nothing to train on")]
    [InlineData(0, 0, "0 samples and a validation split of 0 leave nothing to train on")]
    [InlineData(400, 1e-17, "400 samples and a validation split of 1E-17 leave nothing to validate with")]
    public void A_split_that_leaves_a_part_empty_is_refused(int count, double split, string said)
    {
        using var device = new VectorDevice();
        var options = new TrainingOptions { ValidationSplit = split };
        var digits = Digits.Take(0, count);
        Assert.Equal(said, Assert.Throws<ArgumentException>(() => new Trainer(device, Small(), digits, options)).Message);
        TrainedModel model = new(Small(), Small().Initialise(1)) { Training = options };
        Assert.Equal(said, Assert.Throws<ArgumentException>(() => CalibrationFit.FitToTraining(device, model, digits)).Message);
    }

    [Fact]
    public void Validation_is_the_last_part_and_is_never_trained_on()
    {
        // Digits whose validation part is labelled wrongly on purpose: what is learnt from the first part must fail on it.
        var labels = (byte[])Digits.Labels.Clone();
        for (var i = 400; i < labels.Length; i++)
            labels[i] = (byte)((labels[i] + 1) % 10);
        var tampered = new DigitSet(28, 28, Digits.Images, labels);

        (_, var history) = Train(
            new VectorDevice(), Small(), tampered, new() { Epochs = 8, BatchSize = 50, ValidationSplit = 0.2, LearningRate = 3e-3 });

        Assert.True(history[^1].Accuracy > 0.9, $"training accuracy {history[^1].Accuracy}");
        Assert.True(history[^1].ValAccuracy < 0.2, $"validation accuracy {history[^1].ValAccuracy}");
    }

    [Fact]
    public void Validation_gives_what_an_evaluation_of_the_last_part_gives()
    {
        using var device = new VectorDevice();
        using var trainer = new Trainer(device, Small(), Digits, new() { Epochs = 1, BatchSize = 50, ValidationSplit = 0.2 });
        Assert.True(trainer.Run());

        var lastFifth = Digits.Take(Digits.Count * 4 / 5, Digits.Count / 5);
        var evaluation = Evaluation.Of(device, new(trainer.Model, trainer.ReadWeights()), lastFifth);
        Assert.Equal(evaluation.Loss, trainer.History[0].ValLoss!.Value, 1e-4);
        Assert.Equal(evaluation.Accuracy, trainer.History[0].ValAccuracy!.Value, 1e-9);
    }

    [Fact]
    public void Cancelling_keeps_the_best_epoch()
    {
        using var device = new VectorDevice();
        using var trainer = new Trainer(device, Small(), Digits, new() { Epochs = 50, BatchSize = 50, ValidationSplit = 0.2 });
        using var stop = new CancellationTokenSource();
        var weights = new List<float[]>();
        trainer.EpochEnded += _ => weights.Add(trainer.ReadWeights());
        var batches = 0;
        trainer.BatchEnded += _ =>
        {
            if (++batches == 44)
                stop.Cancel();
        };

        Assert.False(trainer.Run(stop.Token));

        Assert.Equal(44, batches);
        var best = Enumerable.Range(0, 5).MaxBy(e => trainer.History[e].ValAccuracy);
        Assert.Equal(weights[best], trainer.Capture().Best);
    }

    /// <summary>Steps too small to change a reading.</summary>
    [Fact]
    public void Of_equally_good_epochs_the_first_is_the_best()
    {
        using var device = new VectorDevice();
        var options = new TrainingOptions { Epochs = 3, BatchSize = 50, ValidationSplit = 0.2, LearningRate = 1e-7 };
        using var trainer = new Trainer(device, Small(), Digits, options);
        var weights = new List<float[]>();
        trainer.EpochEnded += _ => weights.Add(trainer.ReadWeights());
        Assert.True(trainer.Run());

        Assert.Single(trainer.History.Select(epoch => epoch.ValAccuracy).Distinct());
        Assert.NotEqual(weights[0], weights[2]);
        Assert.Equal(weights[0], trainer.Capture().Best);
    }

    [Fact]
    public void Shuffling_is_a_permutation_of_its_own_for_each_epoch()
    {
        var one = Shuffle.Order(1000, 7, 1);

        Assert.Equal(Enumerable.Range(0, 1000), one.Order());
        Assert.NotEqual(one, Shuffle.Order(1000, 7, 2));
        Assert.NotEqual(one, Shuffle.Order(1000, 8, 1));
        Assert.Equal(one, Shuffle.Order(1000, 7, 1));
    }

    /// <summary>Below its stream lie those of other uses.</summary>
    [Fact]
    public void Shuffling_draws_from_the_stream_of_its_epoch()
    {
        // Two samples change places where the first bit is 0.
        static bool Swaps(int epoch) => CounterRandom.Bits(7, RandomStream.Shuffle + (uint)epoch, 1) < 1u << 31;

        Assert.All(Enumerable.Range(1, 64), epoch => Assert.Equal<int>(Swaps(epoch) ? [1, 0] : [0, 1], Shuffle.Order(2, 7, epoch)));
    }

    [Fact]
    public void A_network_without_softmax_cannot_be_trained()
    {
        using var device = new VectorDevice();
        Sequential model = new(new(28, 28, 1), new Flatten(), new Dense(10));

        Assert.Contains("Softmax", Assert.Throws<ModelException>(() => new Trainer(device, model, Digits, new())).Message);
    }
}
