using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Which of all that could be said in one line is said.</summary>
public sealed class WindowHintTests : IDisposable
{
    private readonly Person _person = new();

    private ViewState View => _person.App.View;

    public void Dispose() => _person.Dispose();

    [Fact]
    public void A_message_comes_before_the_focus_and_the_focus_before_the_pointer()
    {
        Assert.Equal(("", false, false), (View.Hint, View.HintIsError, View.HintMayCoverPad));
        PointAt(Widget.Plus);
        Assert.Equal(("Add · +", false, true), (View.Hint, View.HintIsError, View.HintMayCoverPad));
        while (View.Focused != Widget.Minus)
            _person.Press(Key.NextWidget);
        Assert.Equal("Subtract · −", View.Hint);
        _person.App.Notify("Picture kept");
        Assert.Equal(("Picture kept", false, true), (View.Hint, View.HintIsError, View.HintMayCoverPad));
        _person.App.Notify("No picture kept", isError: true);
        Assert.True(View.HintIsError);
        _person.Press(Key.Left);
        Assert.Equal(("Subtract · −", false), (View.Hint, View.HintIsError));
        // What cannot be pressed says nothing.
        _person.Click(new Vector2(2, 2));
        PointAt(Widget.Redo);
        Assert.Equal("", View.Hint);
    }

    [Fact]
    public void A_tab_says_its_name_and_its_letter()
    {
        foreach (var (tab, hint) in new[] { "Calculator · Esc", "Sheet · S", "Lens · L", "Filter lab · F", "Learning · W", "Your hand · H" }
            .Index())
        {
            PointAt(Widgets.TabOf(tab));
            Assert.Equal(hint, View.Hint);
            View.HasKeys = false;
            PointAt(Widgets.TabOf(tab));
            Assert.Equal(hint.Split(" · ")[0], View.Hint);
            View.HasKeys = true;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_panel_says_what_can_be_done_in_it_where_there_are_keys_and_the_sheet_always(bool hasKeys)
    {
        View.HasKeys = hasKeys;
        _person.Type("l");
        Assert.Equal(hasKeys ? "Point, or arrows and page keys · C: colour" : "", View.Hint);
        Assert.False(View.HintMayCoverPad);
        _person.Type("so");
        Assert.Equal("Draw around what you want to select · O goes back to the pen", View.Hint);
        Assert.True(View.HintMayCoverPad);
    }

    [Fact]
    public void Why_nothing_can_be_read_comes_before_everything()
    {
        using var reader = new DigitReader(() => throw new IOException("the model is gone"));
        Assert.False(reader.WaitUntilReady());
        var app = new ViewerApp(reader, new());
        Assert.Equal((reader.Problem, true), (app.View.Hint, app.View.HintIsError));
        app.Notify("Picture kept");
        Assert.Equal((reader.Problem, true), (app.View.Hint, app.View.HintIsError));
        Assert.Equal("No network", app.View.ReadingNote);
        Assert.False(app.View.Enabled[(int)Widget.SaveDigit]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("Picture kept;", "Picture kept; ")]
    public void That_another_network_reads_is_said_behind_what_is_said_already(string said, string before)
    {
        using var reader = new DigitReader(PrototypeNetwork.Load, null, PrototypeNetwork.Load);
        Assert.True(reader.WaitUntilReady());
        var app = new ViewerApp(reader, new());
        reader.Use(new NoNumbers());
        Assert.Equal(4, reader.Read(1, new HandPen().Write(HandSkeleton.For(4), default, 0, 1)).Best?.Digit);
        app.Notify(said);
        Assert.StartsWith(before + "the network gives no number", app.View.Hint, StringComparison.Ordinal);
        Assert.EndsWith("the shipped model is used instead", app.View.Hint, StringComparison.Ordinal);
        Assert.True(app.View.HintIsError);
    }

    private void PointAt(Widget widget) => _person.Do(new PointerMoved(_person.Tick(), View.Layout[widget].Centre));

    private sealed class NoNumbers : IReadingNetwork
    {
        public NetworkProbe? Probe => null;

        public Verdict Read(float[] picture) => new(0, [.. Enumerable.Repeat(float.NaN, 10)], 0, false);

        public void Dispose()
        {
        }
    }
}
