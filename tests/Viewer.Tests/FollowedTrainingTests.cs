using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Watch;

namespace GpuDigits.Viewer.Tests;

/// <summary>A training of the command line, told line by line, at the app.</summary>
public sealed class FollowedTrainingTests
{
    private static readonly LearningState Running = WatchTests.Example;

    [Fact]
    public void It_opens_the_learning_view_and_shows_line_by_line_while_one_goes_on_calculating()
    {
        using var person = new Person();
        using var told = new Told();
        person.App.Watch(
            told.Follow(
                [LearningLine.Write(Running), LearningLine.Write(Running with { IsRunning = false, Status = "saved", ModelFile = "m" })]));
        var panel = (WatchPanel)person.App.View.Panel!;
        told.WaitForEnd();
        Assert.Equal("ready\n", told.Answers);
        Assert.Equal([Running.Status, "saved", "saved; comparing it with the network in use…", "judged m"],
            told.States.Select(state => state.Status));
        Assert.Equal("judged m", panel.State.Status);
        Assert.Equal(Running.Trained, panel.State.Trained);
        Assert.Empty(told.Complaints);
        person.Draw(1);
        person.Type("2+3=");
        Assert.Equal("5", person.Display);
        person.App.Draw(new DrawList(Font.Default), 1);
        Assert.Equal(Running.Filters.Count + Running.Worst.Count, panel.Tiles.Count);
    }

    [Fact]
    public void Lines_that_are_no_states_are_complained_of_once_and_an_end_without_a_last_word_is_said()
    {
        using var told = new Told();
        using var person = new Person();
        person.App.Watch(told.Follow(["nonsense", LearningLine.Write(Running), "{}}", ""]));
        told.WaitForEnd();
        Assert.Single(told.Complaints);
        var last = told.States[^1];
        Assert.Equal((false, true), (last.IsRunning, last.HasFailed));
        Assert.StartsWith("The training ended", last.Status, StringComparison.Ordinal);
        Assert.Equal(Running.HeldOut, last.HeldOut);
    }

    [Fact]
    public void Stop_is_a_line_to_the_training_and_one_that_has_no_ears_left_harms_nothing()
    {
        using var person = new Person();
        using var told = new Told();
        using var held = new HeldReader();
        person.App.Watch(tell => new FollowedTraining(held, told.Output, (_, _) => "", tell, _ => { }));
        var panel = (WatchPanel)person.App.View.Panel!;
        Assert.Equal("Stop", panel.ButtonText);
        person.Click(panel.Layout!.Button.Centre);
        Assert.Equal("ready\nstop\n", told.Answers);
        person.App.Stop();
        new FollowedTraining(TextReader.Null, new DeafWriter(), (_, _) => "", _ => { }, _ => { }).Stop();
    }

    [Fact]
    public void What_goes_wrong_with_the_comparison_is_shown()
    {
        using var told = new Told { Judge = (_, _) => throw new IOException("m: cannot\nbe read") };
        told.Follow([LearningLine.Write(Running with { IsRunning = false, ModelFile = "m" })])(_ => { });
        told.WaitForEnd();
        Assert.Equal((true, "m: cannot be read"), (told.States[^1].HasFailed, told.States[^1].Status));
    }

    [Fact]
    public void A_saved_network_is_put_in_use_if_it_reads_more_and_only_then()
    {
        var folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;
        try
        {
            string Saved(string name, float[] weights)
            {
                new TrainedModel(Presets.Get("tutorial"), weights).Save(Path.Combine(folder, name));
                return Path.Combine(folder, name);
            }
            using var device = new VectorDevice();
            using var trainer = new Trainer(
                device, Presets.Get("tutorial"), SyntheticDigits.Set(1280, 1), new() { Epochs = 1, BatchSize = 64 });
            var noise = Saved("noise", trainer.ReadWeights());
            Assert.True(trainer.Run());
            var trained = Saved("trained", trainer.ReadWeights());
            using var reader = new DigitReader(() => NetworkLoader.Load(noise));
            var setup = new LearningSetup(() => NetworkLoader.LoadModel(noise), reader);
            Assert.EndsWith("the new one is in use now", setup.Judge(trained, default), StringComparison.Ordinal);
            Assert.EndsWith("that one stays", setup.Judge(noise, default), StringComparison.Ordinal);
            var reading = reader.Read(1, SyntheticDigits.Draw(1, 1).Strokes);
            using var network = NetworkLoader.Load(trained);
            Assert.Equal(network.Read(Array.ConvertAll(reading.Picture!, level => level / 255f)).Probabilities, reading.Probabilities);
            // A network that came from elsewhere, as an adapted one does, is the one in use too.
            reader.Use(NetworkLoader.LoadModel(noise));
            Assert.EndsWith("the new one is in use now", setup.Judge(trained, default), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Keeps what a followed training says to everybody.</summary>
    private sealed class Told : IDisposable
    {
        private readonly ManualResetEventSlim _ended = new();

        public List<LearningState> States { get; } = [];

        public List<string> Complaints { get; } = [];

        public StringWriter Output { get; } = new() { NewLine = "\n" };

        public string Answers => Output.ToString();

        public Func<string, CancellationToken, string> Judge { get; init; } = (file, _) => $"judged {file}";

        public Func<Action<LearningState>, ILearning> Follow(string[] lines) => tell => new FollowedTraining(
            new StringReader(string.Join('\n', lines)), Output, Judge, state => { tell(state); Show(state); }, Complaints.Add);

        private void Show(LearningState state)
        {
            lock (States)
                States.Add(state);
            if (state is { IsRunning: false, ModelFile: null } or { HasFailed: true }
                || state.Status.StartsWith("judged", StringComparison.Ordinal))
                _ended.Set();
        }

        public void WaitForEnd() => Assert.True(_ended.Wait(TimeSpan.FromMinutes(1)));

        public void Dispose()
        {
            Output.Dispose();
            _ended.Dispose();
        }
    }

    /// <summary>A training that says nothing until it is disposed.</summary>
    private sealed class HeldReader : TextReader
    {
        private readonly ManualResetEventSlim _over = new();

        public override string? ReadLine()
        {
            _over.Wait();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _over.Set();
            base.Dispose(disposing);
        }
    }

    private sealed class DeafWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("closed");
    }
}
