using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Train;

/// <summary>What is told of a training while it runs, and that telling changes nothing.</summary>
public sealed class TrainingObserverTests
{
    private static readonly (DigitSet Train, DigitSet Test) Digits = MnistExcerpt.Load();

    private static readonly TrainingOptions Options = new() { Epochs = 2, BatchSize = 50, WeightAveraging = 0.9, ValidationSplit = 0.1 };

    [Theory]
    [InlineData("tutorial")]
    [InlineData("calculator")]
    public void Curves_grow_filters_change_the_worst_are_misread_and_the_bits_stay(string preset)
    {
        using var device = new VectorDevice();
        List<LearningState> told = [];
        using var watched = Train(device, preset, new TrainingObserver(preset, Digits.Test, told.Add).Observe);
        using var plain = Train(device, preset, _ => { });
        Assert.Equal(plain.ReadWeights(), watched.ReadWeights());

        Assert.True(told.Count >= 2);
        Assert.All(told, state => Assert.True(state is { IsRunning: true, HasFailed: false, FilterWidth: 3, Filters.Count: 32 }));
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First.Trained.Count <= pair.Second.Trained.Count));
        var last = told[^1];
        Assert.NotEqual(told[0].Filters[0], last.Filters[0]);
        Assert.Equal(FilterBank.Of(watched.Model, watched.ReadWeights())[0].Filter(31), last.Filters[31]);
        Assert.Equal($"{preset} · epoch 2 of 2 · 450 of 450 digits", last.Status);
        Assert.Equal((1f, 1f), (last.Trained[^1].Share, last.HeldOut[^1].Share));

        using var network = new Network(device, watched.Model, 250);
        network.LoadWeights(watched.ReadWeights());
        var evaluation = Evaluation.Run(network, Digits.Test);
        Assert.Equal((float)evaluation.Accuracy, last.HeldOut[^1].Accuracy);
        Assert.NotEmpty(last.Worst);
        Assert.All(last.Worst.Zip(evaluation.Misreadings), pair =>
        {
            (var shown, var m) = pair;
            Assert.NotEqual(shown.Label, shown.Read);
            Assert.Equal((m.Label, m.Read, m.Probability), (shown.Label, shown.Read, shown.Probability));
            Assert.Equal(Digits.Test.Images.Skip(m.Index * 784).Take(784), shown.Picture);
        });
    }

    [Fact]
    public void A_trainer_that_goes_on_from_an_earlier_state_takes_over_the_curves_from_there()
    {
        using var device = new VectorDevice();
        var options = Options with { Epochs = 4 };
        using var first = new Trainer(device, Presets.Get("tutorial"), Digits.Train, options);
        List<LearningState> told = [];
        var observer = new TrainingObserver("x", Digits.Test, told.Add);
        observer.Observe(first);
        Checkpoint? afterOne = null;
        first.EpochEnded += e => afterOne = e.Epoch == 1 ? first.LastGood : afterOne;
        Assert.True(first.Run());

        foreach (var next in (TrainingObserver[])[observer, new("x", Digits.Test, told.Add)])
        {
            using var second = new Trainer(device, Presets.Get("tutorial"), Digits.Train, options);
            second.Restore(afterOne!);
            told.Clear();
            next.Observe(second);
            Assert.Equal("x · going on after epoch 1", told[0].Status);
            Assert.True(second.Run());
            var curve = told[^1].Trained;
            Assert.Equal(1, curve[^1].Share);
            Assert.All(curve.Zip(curve.Skip(1)), pair => Assert.True(pair.First.Share < pair.Second.Share));
            // Who was not there in the first epoch has its result for a beginning.
            if (next != observer)
                Assert.Equal(new(0.25f, (float)first.History[0].Loss, (float)first.History[0].Accuracy), curve[0]);
        }
    }

    /// <summary>A batch is a five-hundredth of this training, and after each one it is time to read the held-out digits again.</summary>
    [Fact]
    public void Of_results_closer_than_a_two_hundredth_of_the_training_the_newest_stays()
    {
        using var device = new VectorDevice();
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer(
            device, new(new(28, 28, 1), new Flatten(), new Dense(10), new Softmax()), Digits.Train, new() { Epochs = 1, BatchSize = 1 });
        var clock = new Clock();
        List<float[]> curves = [];
        trainer.BatchEnded += batch =>
        {
            clock.Seconds += 2;
            if (batch.Batch == 7)
                stop.Cancel();
        };
        var observer = new TrainingObserver("x", Digits.Test.Take(0, 10), state => curves.Add(
            [.. state.HeldOut.Select(point => MathF.Round(500 * point.Share))]), clock);
        observer.Observe(trainer);
        Assert.False(trainer.Run(stop.Token));
        Assert.Equal<float[]>([[], [1], [1, 2], [1, 3], [1, 3, 4], [1, 3, 5], [1, 3, 5, 6], [1, 3, 5, 7]], curves);
    }

    [Fact]
    public void Held_out_digits_are_read_every_second_and_a_half_and_the_state_is_told_five_times_a_second()
    {
        using var device = new VectorDevice();
        using var trainer = new Trainer(
            device, new(new(28, 28, 1), new Flatten(), new Dense(10), new Softmax()), Digits.Train, new() { Epochs = 1, BatchSize = 1 });
        var clock = new Clock();
        List<(double Seconds, int Tests)> told = [];
        // The first of the 500 batches ends after a tenth of a second, the last after 50 s.
        trainer.BatchEnded += _ => clock.Seconds += 0.1;
        new TrainingObserver("x", Digits.Test.Take(0, 10), state => told.Add((clock.Seconds, state.HeldOut.Count)), clock).Observe(trainer);
        Assert.True(trainer.Run());
        // The end is told whenever it comes.
        double[] between = [.. told[1..^1].Zip(told[2..^1], (one, next) => next.Seconds - one.Seconds)];
        Assert.All(between, seconds => Assert.InRange(seconds, 0.15, 0.35));
        // 50 s in steps of 1.5 to 1.8 s, and the one at the end.
        Assert.InRange(told[^1].Tests, 28, 35);
    }

    [Fact]
    public void A_network_without_convolutions_has_no_filters_to_show()
    {
        using var device = new VectorDevice();
        LearningState? last = null;
        using var trainer = new Trainer(device, new(new(28, 28, 1), new Flatten(), new Dense(10), new Softmax()), Digits.Train, Options);
        new TrainingObserver("x", Digits.Test, state => last = state).Observe(trainer);
        Assert.True(trainer.Run());
        Assert.Empty(last!.Filters);
        Assert.Equal(1, last.HeldOut[^1].Share);
        Assert.NotEmpty(last.Worst);
    }

    [Fact]
    public void A_line_holds_a_state_and_what_is_none_is_refused()
    {
        var state = new LearningState
        {
            Status = "epoch 1 · \"a\"\nb",
            IsRunning = true,
            ModelFile = "/a/b.safetensors",
            Trained = [new(0.25f, 2.3f, 0.1f), new(0.5f, 1e-9f, 1)],
            HeldOut = [new(0.5f, 0.07f, 0.98f)],
            Filters = [[1, -0.5f, float.NaN, 0, 5, 6]],
            FilterWidth = 2,
            Worst = [new([.. Enumerable.Range(0, 784).Select(i => (byte)i)], 4, 9, 0.75f)],
        };
        var line = LearningLine.Write(state);
        Assert.DoesNotContain('\n', line);
        var read = LearningLine.Read(line)!;
        Assert.Equal(line, LearningLine.Write(read));
        Assert.Equal((state.Status, true, false, state.ModelFile, 2),
            (read.Status, read.IsRunning, read.HasFailed, read.ModelFile, read.FilterWidth));
        Assert.Equal(state.Trained, read.Trained);
        Assert.Equal(state.HeldOut, read.HeldOut);
        Assert.Equal(state.Filters[0], read.Filters[0]);
        Assert.Equal(state.Worst[0].Picture, read.Worst[0].Picture);

        string[] wrong =
        [
            "", "hello", "null", "[]", "{\"status\":null}", "{\"trained\":3}", "{\"filters\":[[1,2,3,4]],\"filterWidth\":3}",
            "{\"filters\":[null]}", "{\"filterWidth\":3}",
            "{\"status\":\"\",\"trained\":[],\"heldOut\":[],\"filterWidth\":1,\"filters\":[]}",
            "{\"filterWidth\":0}", "{\"filters\":[[]]}", "{\"worst\":[{\"picture\":\"AAAA\",\"label\":1,\"read\":2,\"probability\":1}]}",
            "{\"worst\":[null]}", line[..^9],
        ];
        Assert.All(wrong, text => Assert.Null(LearningLine.Read(text)));
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)Math.Round(1000 * Seconds);
    }

    private static Trainer Train(Device device, string preset, Action<Trainer> observe)
    {
        var trainer = new Trainer(device, Presets.Get(preset), Digits.Train, Options);
        observe(trainer);
        Assert.True(trainer.Run());
        return trainer;
    }
}
