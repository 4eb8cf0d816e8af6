using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lab;
using GpuDigits.Scenes.Lens;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using GpuDigits.Scenes.Watch;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Viewer.Tests;

/// <summary>What the window opens from outside: a sheet, a photograph, the lab, a training.</summary>
public sealed class WindowOpensTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-opens-").FullName;
    private readonly Person _person;

    public WindowOpensTests() => _person = new(sheetFolder: _folder);

    private ViewerApp App => _person.App;

    private ViewState View => _person.App.View;

    public void Dispose()
    {
        _person.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_sheet_that_is_opened_is_shown_and_can_be_taken_back()
    {
        var other = new Paper();
        other.Type("7×8=", new(100, 100), 40);
        App.OpenSheet(Path.Combine(_folder, "a" + PaperFile.Extension), other.Content);
        Assert.Equal(Arrangement.Alone, View.Layout.Arrangement);
        Assert.Equal("56", Assert.Single(App.Paper.Calculations).Answer?.Shown);
        _person.Press(Key.Undo);
        Assert.Empty(App.Paper.Calculations);
    }

    [Fact]
    public void A_file_that_is_no_sheet_is_said_in_the_place_of_what_was_said_before()
    {
        var file = Path.Combine(_folder, "a" + PaperFile.Extension);
        File.WriteAllText(file, "no sheet");
        App.Notify("Picture kept", isError: false);
        App.OpenSheet(file);
        Assert.Equal("Sheet", View.Panel?.Name);
        Assert.Contains(Path.GetFileName(file), View.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("Picture kept", View.Hint, StringComparison.Ordinal);
        Assert.True(View.HintIsError);
    }

    [Fact]
    public void A_photograph_is_awaited_on_the_sheet_and_its_writing_put_there()
    {
        App.AwaitPhotograph("page.jpg");
        Assert.Equal(("Sheet", "Looking for the writing in page.jpg…"), (View.Panel?.Name, View.Hint));
        _person.Press(Key.Escape);
        App.Notify("Picture kept", isError: true);
        App.PutPhotograph("page.jpg", Sheet.SheetInk.Of("7×8="));
        Assert.NotEmpty(App.Paper.Strokes);
        Assert.DoesNotContain("Picture kept", View.Hint, StringComparison.Ordinal);
        Assert.False(View.HintIsError);
    }

    [Fact]
    public void The_lab_is_opened_with_a_photograph()
    {
        App.OpenLab(new(28, 28, new float[784]));
        Assert.Equal("Filter lab", View.Panel?.Name);
        Assert.Equal(3, View.OpenTab);
        Assert.True(((LabPanel)View.Panel!).Layout is not null);
    }

    /// <summary>A picture of the window waits for what is read; a state for other programs too.</summary>
    [Fact]
    public void What_is_drawn_is_read_before_a_picture_is_taken()
    {
        var pad = View.Layout.Pad.Centre;
        _person.Do(new PointerMoved(_person.Tick(), pad - new Vector2(0, 100)));
        _person.Do(new PointerPressed(_person.Tick(), PointerButton.Left));
        _person.Do(new PointerMoved(_person.Tick(), pad + new Vector2(0, 100)));
        App.FinishReading();
        Assert.True(App.ReadingIsCurrent);
        Assert.Equal(1, View.Read?.Digit);
        // While the pen is down nobody is asked about it.
        Assert.False(View.IsUnsure);
    }

    [Fact]
    public void A_training_is_watched_as_it_goes_on()
    {
        Action<LearningState>? report = null;
        App.Watch(tell =>
        {
            report = tell;
            return new NoTraining();
        });
        Assert.Equal(("Learning", 4), (View.Panel?.Name, View.OpenTab));
        var news = 0;
        App.News += () => news++;
        report!(new() { IsRunning = true });
        Assert.Equal(1, news);
        App.Stop();
    }

    [Fact]
    public void That_the_sheet_was_read_is_news()
    {
        using var digits = new DigitReader(PrototypeNetwork.Load);
        using var paper = new PaperReader(SymbolReader.Load);
        var app = new ViewerApp(digits, new(), paperReader: paper);
        var news = 0;
        app.News += () => Interlocked.Increment(ref news);
        paper.WaitUntilReady();
        app.Paper.Write(Sheet.SheetInk.Of("7×8="));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref news) > 0, TimeSpan.FromMinutes(1)));
    }

    /// <summary>An empty pad has values inside the network, too.</summary>
    [Fact]
    public void The_lens_is_there_in_the_first_picture()
    {
        using var person = new Person(LensTests.Probe);
        person.Type("l");
        person.App.FinishReading();
        Assert.NotNull(((LensPanel)person.App.View.Panel!).View.Activations);
    }

    [Fact]
    public void Nobody_is_asked_about_a_drawing_while_the_pen_is_down()
    {
        _person.DrawDoubtful();
        Assert.True(View.IsUnsure);
        _person.Do(new PointerPressed(_person.Tick(), PointerButton.Left));
        App.FinishReading();
        Assert.False(View.IsUnsure);
        _person.Do(new PointerReleased(_person.Tick(), PointerButton.Left));
        App.FinishReading();
        Assert.True(View.IsUnsure);
    }

    [Fact]
    public void Turns_of_the_wheel_that_are_no_numbers_leave_the_sheet_where_it_is()
    {
        _person.Type("s");
        var panel = (SheetPanel)View.Panel!;
        _person.Do(new PointerMoved(_person.Tick(), View.Layout.Panel.Centre));
        var space = panel.Space;
        foreach (var bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            _person.Do(new Zoomed(_person.Tick(), bad));
            _person.Do(new Scrolled(_person.Tick(), new(bad, 0)));
            _person.Do(new Scrolled(_person.Tick(), new(0, bad)));
        }
        Assert.Equal(space, panel.Space);
        _person.Do(new Zoomed(_person.Tick(), 1));
        Assert.NotEqual(space, panel.Space);
    }

    [Fact]
    public void Digits_that_are_corrected_on_the_sheet_are_kept_as_those_of_the_pad_are_and_signs_are_not()
    {
        var corrections = CorrectionFile.In(_folder);
        using var person = new Person(corrections: corrections);
        person.App.Paper.Write(Sheet.SheetInk.Of("7×8="));
        var group = Assert.Single(person.App.Paper.Content.Groups);
        person.App.Paper.Lock(group.Id, [group.Strokes[0].Id], '+');
        Assert.Empty(CorrectionFile.Read(corrections).Samples);
        person.App.Paper.Lock(group.Id, [group.Strokes[0].Id], '1');
        Assert.Equal(1, Assert.Single(CorrectionFile.Read(corrections).Samples).Label);
    }

    private sealed class NoTraining : ILearning
    {
        public bool CanBeRepeated => false;

        public void Stop()
        {
        }

        public void Dispose()
        {
        }
    }
}
