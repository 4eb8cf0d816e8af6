using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Watch;

namespace GpuDigits.Viewer.Tests;

/// <summary>The training in the window: what it tells, when it replaces the network in use, and that it can be stopped.</summary>
public sealed class WatchTests
{
    private static readonly Lazy<LearningDigits> Digits = new(
        () => new("Synthetic", SyntheticDigits.Set(1280, 1), SyntheticDigits.Set(300, 2)));

    private static readonly TrainingOptions Options = new() { Epochs = 2, BatchSize = 64 };

    /// <summary>A state as a training tells it, the same every time: made up, but of the kind.</summary>
    internal static LearningState Example
    {
        get
        {
            var model = Presets.Get("tutorial");
            var bank = FilterBank.Of(model, model.Initialise(1))[0];
            static float Error(float share, float floor) => floor + (0.9f - floor) * MathF.Exp(-14 * share);
            static CurvePoint Point(float share, float floor, float noise) =>
                new(share, 2.6f * Error(share, floor) * (1 + noise), 1 - Error(share, floor) * (1 + noise));
            return new()
            {
                IsRunning = true,
                Status = "MNIST · epoch 4 of 5 · 38,400 of 60,000 digits",
                Trained =
                [
                    .. Enumerable.Range(1, 145).Select(i => Point(i / 200f, 0.006f, 0.25f * MathF.Sin(i * 2.1f) * MathF.Sin(i * 0.7f)))
                ],
                HeldOut = [.. Enumerable.Range(1, 29).Select(i => Point(i / 40f, 0.017f, 0.06f * MathF.Sin(i * 1.3f)))],
                Filters = [.. Enumerable.Range(0, bank.Count).Select(filter => bank.Filter(filter))],
                Worst = [.. Enumerable.Range(0, 10).Select(i =>
                    new WorstDigit(SyntheticDigits.Picture(5, (uint)i), SyntheticDigits.Draw(5, (uint)i).Label,
                        (SyntheticDigits.Draw(5, (uint)i).Label + 1 + i % 9) % 10, 0.98f - 0.05f * i))],
            };
        }
    }

    [Fact]
    public void It_tells_curves_filters_and_the_worst_digits_and_replaces_only_what_reads_fewer()
    {
        List<LearningState> told = [];
        TrainedModel? replaced = null;
        using (var learning = new Learning(_ => Digits.Value, Options, () => null, model => replaced = model, told.Add))
            learning.Wait();
        var last = told[^1];
        Assert.False(last.HasFailed, last.Status);
        Assert.False(last.IsRunning);
        Assert.All(told.SkipLast(1), state => Assert.True(state.IsRunning));
        Assert.EndsWith("now in use", last.Status, StringComparison.Ordinal);
        Assert.NotNull(replaced);

        Assert.Equal(1, last.Trained[^1].Share);
        Assert.True(last.Trained.Zip(last.Trained.Skip(1)).All(pair => pair.First.Share < pair.Second.Share));
        Assert.True(last.Trained[^1].Loss < last.Trained[0].Loss);
        Assert.Equal(32, last.Filters.Count);
        Assert.NotEqual(told.First(state => state.Filters.Count > 0).Filters[0], last.Filters[0]);
        Assert.Equal(FilterBank.Of(replaced!.Architecture, replaced.Weights)[0].Filter(5), last.Filters[5]);

        // It says what is no digit, too.
        Assert.NotNull(replaced.Calibration?.DetectorWeights);
        using var reading = new ReadingNetwork(replaced);
        int Unsure(DigitSet set) =>
            set.Images.Chunk(28 * 28).Count(picture => reading.Read(Array.ConvertAll(picture, level => level / 255f)).IsUnsure);
        Assert.True(Unsure(CalibrationFit.StrangerPictures(3, 200)) > 100 && Unsure(Digits.Value.Test) < 100);

        // What is shown of the held-out digits is what the engine's own evaluation says of the trained weights.
        using var device = DeviceCatalog.Open("auto");
        using var network = new Network(device, replaced.Architecture, 250);
        network.LoadWeights(replaced.Weights);
        var evaluation = Evaluation.Run(network, Digits.Value.Test);
        Assert.Equal((float)evaluation.Accuracy, last.HeldOut[^1].Accuracy);
        Assert.Equal((float)evaluation.Loss, last.HeldOut[^1].Loss);
        Assert.Equal(evaluation.Misreadings.Take(12).Select(m => (m.Label, m.Read, m.Probability)),
            last.Worst.Select(w => (w.Label, w.Read, w.Probability)));
        Assert.Equal(SyntheticDigits.Picture(2, (uint)evaluation.Misreadings[0].Index), last.Worst[0].Picture);

        // The same training once more cannot be better than itself.
        told.Clear();
        using (var again = new Learning(_ => Digits.Value, Options, () => replaced, _ => Assert.Fail("replaced"), told.Add))
            again.Wait();
        Assert.EndsWith("that one stays", told[^1].Status, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_it_leaves_the_network_in_use()
    {
        LearningState? last = null;
        using var started = new ManualResetEventSlim();
        using (var learning = new Learning(
            _ => Digits.Value, Options with { Epochs = 1000 }, () => null, _ => Assert.Fail("replaced"), state =>
        {
            last = state;
            if (state.Trained.Count > 0)
                started.Set();
        }))
        {
            Assert.True(started.Wait(TimeSpan.FromMinutes(5)));
            learning.Stop();
            learning.Wait();
        }
        Assert.False(last!.IsRunning);
        Assert.Contains("Stopped", last.Status, StringComparison.Ordinal);
    }

    [Fact]
    public void What_goes_wrong_is_shown_in_one_line()
    {
        LearningState? last = null;
        using (var learning = new Learning(
            _ => throw new DataException("no digits\nanywhere"), Options, () => null, _ => { }, state => last = state))
            learning.Wait();
        Assert.Equal((false, true, "no digits anywhere"), (last!.IsRunning, last.HasFailed, last.Status));
    }

    [Fact]
    public void The_reader_goes_on_with_another_network()
    {
        using var reader = new DigitReader(PrototypeNetwork.Load);
        Assert.True(reader.WaitUntilReady());
        var ink = SyntheticDigits.Draw(1, 1).Strokes;
        reader.Read(1, ink);
        using var read = new ManualResetEventSlim();
        reader.Changed += read.Set;
        reader.Use(new ConstantNetwork(3));
        Assert.True(read.Wait(TimeSpan.FromMinutes(1)));
        Assert.Equal(new DigitReading(3, 1), reader.Read(1, ink).Best);
    }

    [Fact]
    public void Key_and_button_start_and_stop_and_the_window_is_woken_only_while_it_shows()
    {
        using var reader = new DigitReader(PrototypeNetwork.Load);
        Action<LearningState>? tell = null;
        List<Learning> learnings = [];
        using var release = new ManualResetEventSlim();
        var app = new ViewerApp(reader, new(), learn: to =>
        {
            tell = to;
            LearningDigits Load()
            {
                release.Wait();
                throw new DataException("none");
            }

            learnings.Add(new(_ => Load(), Options, () => null, _ => { }, _ => { }));
            return learnings[^1];
        });
        var woken = 0;
        app.News += () => woken++;
        app.Handle(new Typed(0, 'w'));
        var watch = (WatchPanel)app.View.Panel!;
        app.Settle();
        app.Draw(new DrawList(Font.Default), 0);
        Assert.False(app.NeedsFrame);
        app.Handle(new PointerMoved(1, watch.Layout!.Button.Centre));
        app.Handle(new PointerPressed(1, PointerButton.Left));
        app.Handle(new PointerReleased(1, PointerButton.Left));
        Assert.Single(learnings);
        Assert.True(watch.State.IsRunning);
        tell!(Example);
        Assert.Equal(1, woken);
        app.TakeReading();
        app.Draw(new DrawList(Font.Default), 2);
        Assert.False(app.IsMoving);
        app.Handle(new Typed(3, 'G'));
        Assert.Single(learnings);
        tell(Example with { IsRunning = false });
        app.Handle(new KeyPressed(4, Key.Escape));
        tell(Example with { IsRunning = false });
        Assert.Equal(2, woken);
        release.Set();
        app.Stop();
    }

    /// <summary>The symbols' network reads more than digits.</summary>
    [Fact]
    public void A_digit_that_was_read_as_another_sign_is_named_by_the_sign()
    {
        using var reader = new DigitReader(PrototypeNetwork.Load);
        Action<LearningState>? tell = null;
        var app = new ViewerApp(reader, new(), learn: to =>
        {
            tell = to;
            return new Learning(_ => throw new DataException("none"), Options, () => null, _ => { }, _ => { });
        });
        app.Handle(new Typed(0, 'w'));
        app.Handle(new Typed(1, 'g'));
        var picture = SyntheticDigits.Picture(5, 1);
        var slash = Alphabet.Shapes.IndexOf('/', StringComparison.Ordinal);
        tell!(Example with { Worst = [new(picture, 1, slash, 0.9f), new(picture, 7, 3, 0.8f)] });
        app.TakeReading();
        var list = new DrawList(Font.Default) { Written = [] };
        app.Draw(list, 2);
        Assert.Equal(
            ["1 → /", "7 → 3"],
            list.Written!.Select(text => text.Text).Where(text => text.Length == 5 && text.Contains(" → ", StringComparison.Ordinal)));
        app.Stop();
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(900, 600)]
    [InlineData(560, 900)]
    [InlineData(1920, 1080)]
    public void Nothing_lies_over_anything_else_or_outside(int width, int height)
    {
        using var person = new Person();
        person.App.Handle(new Resized(person.Tick(), width, height, 1));
        person.Type("w");
        var layout = ((WatchPanel)person.App.View.Panel!).Layout!;
        Box[] boxes =
        [
            layout.Button, layout.Status, layout.Loss, layout.Accuracy, layout.FiltersCaption, layout.WorstCaption,
            .. Enumerable.Range(0, WatchLayout.Filters).Select(layout.Filter),
            .. Enumerable.Range(0, WatchLayout.Worst).Select(layout.Digit),
        ];
        var panel = person.App.View.Layout.Panel;
        for (var i = 0; i < boxes.Length; i++)
        {
            Assert.True(boxes[i].LiesIn(panel) && boxes[i].Width > 0 && boxes[i].Height > 0, $"{i}: {boxes[i]} in {panel}");
            for (var j = 0; j < i; j++)
                Assert.False(boxes[i].Overlaps(boxes[j]), $"{j}: {boxes[j]} and {i}: {boxes[i]}");
        }
    }
}
