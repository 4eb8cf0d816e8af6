using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Worker;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Viewer.Tests;

/// <summary>The readers of a page: what comes back as bytes from a worker is what a reader beside the window gives.</summary>
public sealed class RemoteReaderTests : IDisposable
{
    private readonly Queue<byte[]> _toWorker = new(), _toWindow = new();
    private readonly WorkerDesk _worker;
    private readonly RemoteDigitReader _digits;
    private readonly RemotePaperReader _paper;
    private int _nextId = 1;

    public RemoteReaderTests()
    {
        _worker = new(model => new ReadingNetwork(model), SymbolReader.Load, message => _toWindow.Enqueue(message.ToBytes()));
        _digits = new(message => _toWorker.Enqueue(message.ToBytes()), () => NetworkLoader.LoadModel(null));
        _paper = new(message => _toWorker.Enqueue(message.ToBytes()), SymbolReader.LoadModel);
    }

    public void Dispose() => _worker.Dispose();

    [Fact]
    public void Every_kind_of_message_can_be_sent()
    {
        var kinds = typeof(Message).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Message)));
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), Message.Kinds.Select(kind => kind.Name).Order());
        Assert.All(Message.Kinds, kind => Assert.NotNull(MessageJson.Default.GetTypeInfo(kind)));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("275")]
    [InlineData("1.5")]
    public void A_drawing_is_read_as_beside_the_window(string number)
    {
        Start();
        using var desk = Desk();
        var ink = Number(number);
        // Stroke by stroke: those that were sent before are only named.
        for (var count = 1; count <= ink.Length; count++)
        {
            _digits.Submit(count, ink[..count]);
            Assert.False(_digits.IsCurrent);
            Pump();
            Assert.True(_digits.IsCurrent);
            AssertSame(desk.Read(count, ink[..count]), _digits.Latest);
        }
        Assert.Equal(number, _digits.Latest.Number?.Text ?? $"{_digits.Latest.Best?.Digit}");
    }

    [Fact]
    public void Of_drawings_that_come_too_fast_the_newest_is_read()
    {
        Start();
        var ink = Number("13");
        _digits.Submit(1, ink[..1]);
        _digits.Submit(2, ink[..1]);
        _digits.Submit(3, ink);
        Assert.Single(_toWorker);
        Assert.Equal(Reading.Nothing, _digits.Read(3, ink));
        Pump();
        Assert.Equal("13", _digits.Read(3, ink).Number?.Text);
    }

    [Fact]
    public void A_panel_sees_the_output_of_every_layer()
    {
        Start();
        using var desk = Desk();
        var ink = Number("4");
        _digits.Submit(1, ink);
        Pump();
        Assert.Null(_digits.Latest.Activations);
        _digits.LooksInside = true;
        Pump();
        var (expected, got) = (desk.LookInto(desk.Read(1, ink))!.Activations!, _digits.Latest.Activations!);
        Assert.Equal(expected.Weights, got.Weights);
        for (var layer = -1; layer < expected.Model.Layers.Count; layer++)
            Assert.Equal(expected.Of(layer).Values, got.Of(layer).Values);
        Assert.Equal(expected.Probabilities, got.Probabilities);
        Assert.Equal(expected.Model.Layers.Count, _digits.Latest.Costs.Count);
    }

    [Fact]
    public void Another_network_reads_what_was_drawn_last()
    {
        Start();
        var ink = Number("4");
        _digits.Submit(1, ink);
        Pump();
        var model = TrainedModel.Load(ShippedModel.Find("tutorial")!);
        _digits.Use(model);
        Pump();
        using var desk = new DigitDesk(new ReadingNetwork(model), _ => []);
        Assert.Equal(desk.Read(1, ink).Probabilities, _digits.Latest.Probabilities);
    }

    [Fact]
    public void A_look_that_is_under_way_when_another_network_comes_is_one_into_the_first()
    {
        Start();
        Assert.Null(_digits.Used);
        var ink = Number("4");
        _digits.LooksInside = true;
        _digits.Submit(1, ink);
        Pump();
        var before = _digits.Latest.Activations!;
        _digits.Submit(2, ink);
        var model = TrainedModel.Load(ShippedModel.Find("tutorial")!);
        _digits.Use(model);
        Answer();
        var under = _digits.Latest.Activations!;
        Assert.Same(before.Weights, under.Weights);
        Assert.Equal(before.Logits, under.Logits);
        Pump();
        Assert.Same(model, _digits.Used);
        Assert.Equal(model.Weights, _digits.Latest.Activations!.Weights);
    }

    [Fact]
    public void Calculations_are_read_and_explained_as_beside_the_window()
    {
        Start();
        using var symbols = SymbolReader.Load();
        var desk = new PaperDesk(symbols);
        var lines = new PaperHand().Write("13×14=", new(100, 200));
        var fraction = new PaperHand().Fraction("3", "4", new(100, 500));
        var goesOn = new PaperHand().Write("+7=", new(100, 800));
        ReadingJob[] jobs = [Job(1, lines), Job(2, fraction), Job(1, lines, new PaperLock([1], '1')), Job(3, goesOn)];
        foreach (var job in jobs)
        {
            _paper.Submit(job);
            Pump();
            var (expected, got) = (desk.Read(job), Assert.Single(_paper.Take()));
            Assert.Same(job, got.Job);
            Assert.Equal(expected.GoesOn, got.GoesOn);
            Assert.Equal(expected.Reading.Text, got.Reading.Text);
            Assert.Equal(expected.Reading.IsDoubtful, got.Reading.IsDoubtful);
            foreach (var (one, other) in expected.Reading.Symbols.Zip(got.Reading.Symbols))
            {
                Assert.Equal((one.Label, one.Probability, one.IsDoubtful), (other.Label, other.Probability, other.IsDoubtful));
                Assert.Equal(one.Strokes.AsEnumerable(), other.Strokes);
                Assert.Equal(one.Alternatives.AsEnumerable(), other.Alternatives);
            }
        }

        var question = new ExplanationQuestion(jobs[^1], [0]);
        _paper.Ask(question);
        Pump();
        var (right, answer) = (desk.Answer(question), _paper.Answer!);
        Assert.Same(question, answer.Question);
        // The stand for the answer before the line is new; the other strokes are those of the paper.
        Assert.Equal(right.Strokes.Length, answer.Strokes.Length);
        Assert.Equal(jobs[^1].Strokes.Length + 1, answer.Strokes.Length);
        Assert.Same(jobs[^1].Strokes[0].Ink, answer.Strokes[0]);
        Assert.Equal(right.Strokes[^1].Points.AsEnumerable(), answer.Strokes[^1].Points);
        Assert.Equal(right.Explanation.Readings.Select(one => (one.Formula.ToString(), one.Score, one.Probability)),
            answer.Explanation.Readings.Select(one => (one.Formula.ToString(), one.Score, one.Probability)));
        Assert.Equal(right.Explanation.Windows.SelectMany(one => one.ByPlace), answer.Explanation.Windows.SelectMany(one => one.ByPlace));
        Assert.Equal(right.Explanation.Divisions.Select(one => one.Score), answer.Explanation.Divisions.Select(one => one.Score));
        Assert.Equal(right.Activations!.Logits, answer.Activations!.Logits);
    }

    [Fact]
    public void A_newer_job_of_a_calculation_replaces_one_that_waits_and_a_dropped_one_is_not_read()
    {
        Start();
        var strokes = new PaperHand().Write("1+1=", new(100, 200));
        ReadingJob[] jobs = [Job(1, strokes), Job(2, strokes), Job(2, strokes[..2]), Job(3, strokes)];
        foreach (var job in jobs)
            _paper.Submit(job);
        _paper.Drop(3);
        Pump();
        Assert.Equal([jobs[0], jobs[2]], _paper.Take().Select(one => one.Job));
    }

    [Fact]
    public void What_cannot_be_loaded_is_said_in_one_line()
    {
        _worker.Start(_ => throw new IOException("there is no network"));
        Pump();
        Assert.Equal("there is no network", _digits.Problem);
        Assert.True(_digits.IsCurrent);
        _digits.Submit(1, Number("1"));
        Assert.Empty(_toWorker);

        using var broken = new WorkerDesk(model => new ReadingNetwork(model), () => throw new IOException("no symbols"),
            message => _toWindow.Enqueue(message.ToBytes()));
        broken.Receive(new JobForms().Write(Job(1, new PaperHand().Write("1", new(100, 200)))));
        Pump();
        Assert.Equal("no symbols", _paper.Problem);
    }

    [Fact]
    public void A_training_in_a_worker_is_told_and_its_network_taken_over()
    {
        List<LearningState> states = [];
        TrainedModel? taken = null;
        List<Message> begun = [];
        var ended = 0;
        var model = NetworkLoader.LoadModel(null);
        var learning = new RemoteLearning(begun.Add, () => ended++, 5, model, other => taken = other, states.Add);
        Assert.Equal(new TrainNetwork(5) { Tail = begun[0].Tail }, Assert.Single(begun));
        Assert.Equal(model.Weights, ModelBytes.Read(begun[0].Tail).Weights);
        learning.Receive(new TrainingTold(new() { IsRunning = true, Status = "epoch 1" }));
        learning.Receive(Message.Read(new NetworkWasTrained { Tail = ModelBytes.Write(model) }.ToBytes()));
        Assert.Equal(model.Weights, taken!.Weights);
        Assert.Equal(0, ended);
        learning.Receive(new TrainingTold(new() { Status = "better" }));
        Assert.Equal(1, ended);
        Assert.Equal("better", states[^1].Status);

        learning = new RemoteLearning(begun.Add, () => ended++, 6, model, _ => Assert.Fail("replaced"), states.Add);
        learning.Stop();
        Assert.Equal((2, false), (ended, states[^1].IsRunning));

        learning = new RemoteLearning(begun.Add, () => ended++, 7, model, _ => Assert.Fail("replaced"), states.Add);
        learning.Receive(new WorkFailed("the worker did not start"));
        Assert.Equal((3, false, true, "the worker did not start"), (ended, states[^1].IsRunning, states[^1].HasFailed, states[^1].Status));
    }

    /// <summary>On a page that takes seconds.</summary>
    [Fact]
    public void An_operation_that_comes_while_the_network_loads_does_not_leave_the_drawn_digit_out()
    {
        var app = new ViewerApp(_digits, new Settings());
        app.Handle(new Resized(0, 1100, 700, 1));
        var at = app.View.Layout.Pad.Centre;
        app.Handle(new PointerMoved(0.1, at));
        app.Handle(new PointerPressed(0.2, PointerButton.Left));
        app.Handle(new PointerMoved(0.3, at + new Vector2(0, 150)));
        app.Handle(new PointerReleased(0.4, PointerButton.Left));
        app.Handle(new Typed(0.5, '+'));
        Assert.Equal("0", app.Calculator.Display);
        Assert.Contains("not read yet", app.View.Hint, StringComparison.Ordinal);

        Start();
        app.TakeReading();
        app.Handle(new Typed(0.6, '+'));
        app.Handle(new Typed(0.7, '+'));
        Assert.StartsWith("1", app.Calculator.Display, StringComparison.Ordinal);
    }

    private static DigitDesk Desk() => new(NetworkLoader.Load(null), _ => []) { Numbers = NumberReader.Load() };

    private static ImmutableArray<Stroke> Number(string number) =>
        [.. PaperHand.Number(number, new(300, 300), 40).Select(path => StrokeOf(path))];

    private static Stroke StrokeOf(Vector2[] path) => new([.. path.Select((at, i) => new InkPoint(at.X, at.Y, 8.25 * i))]);

    private static void AssertSame(Reading expected, Reading got)
    {
        Assert.Equal((expected.Version, expected.IsUnsure), (got.Version, got.IsUnsure));
        Assert.Equal(expected.Picture, got.Picture);
        Assert.Equal(expected.Probabilities, got.Probabilities);
        Assert.Equal(expected.Number?.Text, got.Number?.Text);
        Assert.Equal(expected.Number?.LeastSure, got.Number?.LeastSure);
        Assert.Equal(expected.Number?.Marks.SelectMany(mark => mark.Ink), got.Number?.Marks.SelectMany(mark => mark.Ink));
    }

    private ReadingJob Job(int group, List<Vector2[]> paths, params PaperLock[] locks)
    {
        _nextId = 1;
        return new(new(group, [.. paths.Select(path => new PaperStroke(_nextId++, StrokeOf(path)))]), [.. locks], null, []);
    }

    private void Start()
    {
        _worker.Start(_ => NetworkLoader.LoadModel(null));
        Pump();
        Assert.True(_digits is { IsReady: true, ReadsNumbers: true, Problem: null });
    }

    /// <summary>Delivers messages until none is under way.</summary>
    private void Pump()
    {
        while (_toWorker.Count + _toWindow.Count > 0)
            Answer();
    }

    /// <summary>Delivers what is under way, to the worker first.</summary>
    private void Answer()
    {
        while (_toWorker.TryDequeue(out var bytes))
            _worker.Receive(Message.Read(bytes));
        while (_toWindow.TryDequeue(out var bytes))
            Assert.True(_digits.Receive(Message.Read(bytes)) || _paper.Receive(Message.Read(bytes)));
    }
}
