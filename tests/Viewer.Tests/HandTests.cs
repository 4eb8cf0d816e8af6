using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Hand;

namespace GpuDigits.Viewer.Tests;

/// <summary>Learning from corrections, deleting them and not keeping them, at the panel, in a folder of nobody's.</summary>
public sealed class HandTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Corrections_appear_and_go_when_asked_twice()
    {
        using var person = _folder.Person(kept: true);
        person.Type("h");
        var panel = Panel(person);
        Assert.False(panel.CanPress(HandButton.Learn) || panel.CanPress(HandButton.Delete));
        person.Draw(3);
        person.Type("8");
        Assert.Equal(1, panel.Count);
        Press(person, HandButton.Delete);
        Assert.True(panel.AsksToDelete && panel.Count == 1);
        Press(person, HandButton.Keep);
        Press(person, HandButton.Keep);
        Press(person, HandButton.Delete);
        Assert.Single(_folder.Read());
        Press(person, HandButton.Delete);
        Assert.Equal(0, panel.Count);
        Assert.Empty(_folder.Read());
    }

    [Fact]
    public void A_drawing_of_too_many_strokes_is_not_kept_and_the_person_is_told()
    {
        using var person = _folder.Person(kept: true);
        var centre = person.App.View.Layout.Pad.Centre;
        for (var i = 0; i <= StrokeFile.MaxStrokes; i++)
            person.Trace(centre + new Vector2(i % 20, 0), centre + new Vector2(i % 20, 90));
        person.Type("8");
        Assert.Equal("8", person.Display);
        Assert.Equal(
            ("The drawing is too large to be kept for learning", false), (person.App.View.Hint, person.App.View.HintIsError));
        Assert.False(File.Exists(_folder.File));
    }

    [Fact]
    public void Opt_out_stops_keeping_until_it_is_taken_back()
    {
        using var person = _folder.Person(kept: true);
        person.Type("h");
        Press(person, HandButton.Keep);
        person.Draw(3);
        person.Type("8");
        Assert.False(person.Settings.KeepCorrections);
        Assert.Empty(_folder.Read());
        person.Type("k");
        person.Draw(3);
        person.Type("8");
        Assert.Equal(8, Assert.Single(_folder.Read()).Label);
    }

    [Fact]
    public void Accepted_network_reads_from_now_on_and_the_line_says_before_and_after()
    {
        using var person = _folder.Person(kept: true);
        _folder.Correct(3);
        person.Draw(4);
        person.Type("h");
        var before = Probabilities(person);
        Press(person, HandButton.Learn);
        Panel(person).Finish();
        person.App.FinishReading();
        Assert.Equal("Your digits: 25 %, now 100 % · ordinary ones: 99.5 %, now 99.4 %", Panel(person).State.Outcome);
        Assert.NotEqual(before, Probabilities(person));
    }

    [Fact]
    public void Refused_network_leaves_the_old_one_in_use()
    {
        using var person = _folder.Person(kept: false);
        _folder.Correct(1);
        person.Draw(4);
        person.Type("h");
        var before = Probabilities(person);
        person.Type("a");
        Panel(person).Finish();
        person.App.FinishReading();
        Assert.StartsWith(
            "The old network stays: ordinary digits would be read worse", Panel(person).State.Outcome, StringComparison.Ordinal);
        Assert.Equal(before, Probabilities(person));
    }

    [Fact]
    public void Window_goes_on_while_it_learns_and_learning_can_be_stopped()
    {
        using var gate = new ManualResetEventSlim();
        using var person = new Person(corrections: _folder.File, adapt: (tell, stop) =>
        {
            tell(0.4);
            gate.Set();
            stop.WaitHandle.WaitOne();
            throw new OperationCanceledException(stop);
        });
        _folder.Correct(1);
        person.Type("ha");
        gate.Wait();
        Assert.Equal(0.4, Panel(person).State.Progress);
        person.Draw(4);
        Assert.Equal(4, person.App.View.Read?.Digit);
        person.Type("a");
        Panel(person).Finish();
        Assert.Equal(new HandState(null, "Stopped. Nothing was changed"), Panel(person).State);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{\"label\":\"3\",\"writer\":\"me\",\"strokes\":[[[1e9,0],[1,1]]]}")]
    [InlineData("long")]
    public void Bad_line_is_left_out_and_counted(string bad)
    {
        bad = bad == "long" ? new string('x', StrokeFile.MaxLineBytes + 5) : bad;
        _folder.Correct(1);
        File.AppendAllText(_folder.File, bad + "\n" + File.ReadAllText(_folder.File) + bad + "\n");
        _folder.Correct(1);
        Assert.Equal((3, 2), (CorrectionFile.Read(_folder.File).Samples.Length, CorrectionFile.Read(_folder.File).LeftOut));
        using var person = new Person(corrections: _folder.File, adapt: Really);
        person.Type("h");
        Assert.Equal((3, 2), (Panel(person).Count, Panel(person).LeftOut));
        if (bad != "{")
            return;
        // All of them are left out when it learns, too, which takes seconds.
        person.Type("a");
        Panel(person).Finish();
        Assert.False(Panel(person).State.IsError, Panel(person).State.Outcome);
    }

    [Fact]
    public void File_of_nothing_but_bad_lines_can_be_deleted()
    {
        File.WriteAllText(_folder.File, "{\n");
        using var person = new Person(corrections: _folder.File, adapt: Really);
        person.Type("h");
        Assert.False(Panel(person).CanPress(HandButton.Learn));
        person.Type("dd");
        Assert.False(File.Exists(_folder.File));
    }

    [Theory]
    [InlineData(256, 1, true)]
    [InlineData(257, 1, false)]
    [InlineData(1, 20_000, true)]
    [InlineData(1, 20_001, false)]
    public void What_is_written_can_be_read(int strokes, int points, bool isKept)
    {
        var stroke = new Stroke([.. Enumerable.Range(0, points).Select(i => new InkPoint(i % 500 + 0.12f, -i, i))]);
        Assert.Equal(isKept, CorrectionFile.Append(_folder.File, 3, [.. Enumerable.Repeat(stroke, strokes)]));
        var (samples, leftOut) = CorrectionFile.Read(_folder.File);
        Assert.Equal((isKept ? 1 : 0, 0), (samples.Length, leftOut));
    }

    /// <summary>Whenever it is cancelled, from before the first step to the last, nothing is written.</summary>
    [Fact]
    public void Learning_stops_wherever_it_is()
    {
        _folder.Correct(2);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Really(_ => { }, stop.Token));
        using var later = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Really(_ => later.Cancel(), later.Token));
        Assert.Null(PersonalModel.Find(_folder.Path));
    }

    [Fact]
    public void Window_that_closes_waits_only_a_moment_for_what_does_not_stop()
    {
        using var gate = new ManualResetEventSlim();
        using var person = new Person(corrections: _folder.File, adapt: (_, _) =>
        {
            gate.Wait(CancellationToken.None);
            throw new OperationCanceledException();
        });
        _folder.Correct(1);
        person.Type("ha");
        person.App.Stop();
        Assert.True(Panel(person).State.IsRunning);
        gate.Set();
        Panel(person).Finish();
    }

    [Fact]
    public void Shipped_network_learns_an_odd_one_from_the_panel()
    {
        for (var i = 0; i < 10; i++)
            CorrectionFile.Append(_folder.File, 1, OddOne(i));
        using var person = new Person(corrections: _folder.File, adapt: Really);
        person.Type("ha");
        Panel(person).Finish();
        Assert.StartsWith("Your digits: ", Panel(person).State.Outcome, StringComparison.Ordinal);
        Assert.NotNull(PersonalModel.Find(_folder.Path));
    }

    private PersonalAdaptation Really(Action<double> tell, CancellationToken stop)
    {
        using var device = new VectorDevice();
        return PersonalAdaptation.Run(
            device, _folder.Path, NetworkLoader.LoadModel(null), new(System.IO.Path.Combine(_folder.Path, "no MNIST")), tell, stop);
    }

    /// <summary>A 1 whose upstroke is so flat that the shipped network reads a 7.</summary>
    private static System.Collections.Immutable.ImmutableArray<Stroke> OddOne(int index)
    {
        Vector2[] corners = [new(10 + index, 80 - index), new(150, 60 + index), new(152 - index, 300)];
        return [new Stroke([.. from leg in Enumerable.Range(0, 2)
                               from i in Enumerable.Range(0, 20)
                               let at = Vector2.Lerp(corners[leg], corners[leg + 1], i / 19f)
                               select new InkPoint(at.X, at.Y, 0)])];
    }

    private static HandPanel Panel(Person person) => Assert.IsType<HandPanel>(person.App.View.Panel);

    private static void Press(Person person, HandButton button) => person.Click(Panel(person).Layout!.Buttons[(int)button].Centre);

    private static float[] Probabilities(Person person) => [.. person.Probabilities!];

    /// <summary>A person's folder, and an adaptation that ends at once: with another network, or with the old one.</summary>
    internal sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("gpudigits-hand-").FullName;

        public string File => CorrectionFile.In(Path);

        private int _drawn;

        public StrokeSample[] Read() => CorrectionFile.Read(File).Samples;

        public void Correct(int count)
        {
            for (var i = 0; i < count; i++)
                CorrectionFile.Append(File, 3, [new Stroke([new(_drawn++, 0, 0), new(40, 80, 0)])]);
        }

        public Person Person(bool kept, Func<NetworkProbe>? makeProbe = null, Func<NumberReader?>? numbers = null) => new(
            makeProbe, File, (_, _) =>
        {
            var model = Presets.Tutorial();
            var result = new AdaptationResult(new TrainedModel(model, model.Initialise(1)), kept, 0.995, kept ? 0.994 : 0.9, 0.25, 1);
            return new(result, Read().Length, 0, "synthetic");
        }, numbers: numbers, sheetFolder: Path);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
