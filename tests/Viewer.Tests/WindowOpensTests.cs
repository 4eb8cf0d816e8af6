using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lab;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
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
}
