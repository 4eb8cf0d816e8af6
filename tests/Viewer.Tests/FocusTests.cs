using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Buttons that are pressed from the keyboard, by the focus, do what they do under the pointer.</summary>
public sealed class FocusTests : IDisposable
{
    private readonly Person _person = new();

    private ViewerApp App => _person.App;

    public void Dispose() => _person.Dispose();

    [Fact]
    public void The_focus_is_not_on_a_button_that_cannot_be_pressed()
    {
        _person.Draw(3);
        while (App.View.Focused != Widget.ClearPad)
            _person.Press(Key.NextWidget);
        _person.Press(Key.Enter);
        Assert.Equal(Widget.None, App.View.Focused);
    }

    [Fact]
    public void The_focus_is_not_on_a_button_that_is_out_of_sight()
    {
        while (App.View.Focused != Widget.EqualsKey)
            _person.Press(Key.NextWidget);
        _person.Type("l");
        var isSeen = App.View.Layout.Shows(Widget.EqualsKey);
        Assert.Equal(isSeen ? Widget.EqualsKey : Widget.None, App.View.Focused);
        _person.Type("l");
        Assert.Equal((Arrangement.Full, false), (App.View.Layout.Arrangement, App.View.Layout.Shows(Widget.EqualsKey)));
        Assert.Equal(Widget.None, App.View.Focused);
    }

    /// <summary>Undo belongs to the sheet while it is open, and to the calculator behind it otherwise.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Undo_by_the_focus_is_of_what_is_seen(bool isOnSheet)
    {
        _person.Type("12+30=");
        App.Paper.Type("1+1=", new(100, 100), 40);
        _person.Type("s");
        if (!isOnSheet)
            _person.Type("s");
        Assert.Equal(isOnSheet, App.View.Panel is not null);

        while (App.View.Focused != Widget.Undo)
            _person.Press(Key.NextWidget);
        _person.Press(Key.Enter);

        Assert.Equal(isOnSheet ? "42" : "30", _person.Display);
        Assert.Equal(isOnSheet ? 0 : 1, App.Paper.Calculations.Length);
    }
}
