using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Buttons that are pressed from the keyboard, by the focus, do what they do under the pointer.</summary>
public sealed class FocusTests : IDisposable
{
    private readonly Person _person = new();

    private ViewerApp App => _person.App;

    public void Dispose() => _person.Dispose();

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
