using GpuDigits.Engine.Data;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

public sealed class UnsureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-unsure-").FullName;
    private readonly Person _person;

    public UnsureTests() => _person = new(corrections: CorrectionFile.In(_folder));

    private ViewState View => _person.App.View;

    public void Dispose()
    {
        _person.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Doubtful_drawing_is_not_saved_before_the_person_was_asked()
    {
        _person.DrawDoubtful();
        Assert.True(View.IsUnsure);
        Assert.Equal(2, View.Alternatives.Count);
        Assert.Equal(View.Read?.Digit, View.Alternatives[0].Digit);
        _person.Press(Key.Enter);
        Assert.Equal("0", _person.Display);
        Assert.NotEmpty(View.Ink);
        Assert.Equal(Widget.FirstAlternative, View.Focused);
        _person.Press(Key.NextWidget);
        var second = View.Alternatives[1].Digit;
        _person.Press(Key.Enter);
        Assert.Equal($"{second}", _person.Display);
        Assert.Empty(View.Ink);
        Assert.Equal(second, Assert.Single(CorrectionFile.Read(CorrectionFile.In(_folder)).Samples).Label);
    }

    [Fact]
    public void Operation_waits_as_well_and_goes_on_when_pressed_again()
    {
        _person.DrawDoubtful();
        var best = View.Read!.Value.Digit;
        _person.Type("+");
        Assert.Equal("", _person.App.Calculator.Expression);
        _person.Type("+");
        Assert.Equal($"{best} +", _person.App.Calculator.Expression);
    }

    [Fact]
    public void Typed_digit_is_taken_at_once()
    {
        _person.DrawDoubtful();
        _person.Type("8");
        Assert.Equal("8", _person.Display);
        Assert.False(View.IsUnsure);
    }

    [Fact]
    public void Sure_digit_is_saved_at_once_and_only_a_corrected_one_is_kept()
    {
        _person.Draw(3);
        _person.Press(Key.Enter);
        Assert.Equal("3", _person.Display);
        Assert.Empty(CorrectionFile.Read(CorrectionFile.In(_folder)).Samples);
        var other = View.Alternatives[0].Digit;
        _person.Click(Widget.FirstAlternative);
        Assert.Equal(other, Assert.Single(CorrectionFile.Read(CorrectionFile.In(_folder)).Samples).Label);
    }

    [Fact]
    public void Nothing_is_kept_of_somebody_who_does_not_want_it()
    {
        _person.Settings.KeepCorrections = false;
        _person.Draw(3);
        _person.Type("8");
        Assert.Empty(CorrectionFile.Read(CorrectionFile.In(_folder)).Samples);
    }
}
