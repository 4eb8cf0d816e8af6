using System.Numerics;
using GpuDigits.Engine.Files;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What comes while something else is under way on the sheet: keys while the button is down, a file over a panel.</summary>
public sealed class SheetInterruptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-sheet-").FullName;
    private readonly SheetPerson _person;

    public SheetInterruptionTests() => _person = new(sheetFolder: _folder);

    private SheetPanel Panel => _person.Panel;

    private Paper Paper => _person.Paper;

    public void Dispose()
    {
        _person.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static TheoryData<string, bool> Interruptions => new()
    {
        { "Escape", true },
        { "Delete", true },
        { "Backspace", true },
        { "Undo", false },
        { "Paste", true },
        { "Clear", false },
    };

    [Theory]
    [MemberData(nameof(Interruptions))]
    public void What_is_carried_is_put_back_where_it_was_by_a_key_and_the_window_goes_on(string key, bool stays)
    {
        _person.Write("6+9=");
        var ink = Paper.Content.Strokes;
        _person.Type("o");
        _person.Person.Trace([.. PaperHand.Around(_person.Last.Bounds, 30).Select(Panel.Space.ToPixel)]);
        var from = Panel.Space.ToPixel(Panel.Selection!.Bounds.Center);
        _person.Person.Wait(1);
        Do(new PointerMoved(Now, from));
        Do(new PointerPressed(Now, PointerButton.Left));
        Do(new PointerMoved(Now, from + new Vector2(120, 60)));
        _person.Frame();

        switch (key)
        {
            case "Undo":
                _person.Person.Press(Key.Undo);
                break;
            case "Clear":
                _person.App.Paper.Clear();
                break;
            case "Paste":
                Do(new Pasted(Now, "1+1="));
                break;
            default:
                _person.Person.Press(Enum.Parse<Key>(key));
                break;
        }

        _person.Frame();
        Do(new PointerMoved(Now, from + new Vector2(150, 70)));
        _person.Frame();
        Do(new PointerReleased(Now, PointerButton.Left));
        _person.Frame();
        Assert.False(Panel.IsDragging);
        Assert.Equal("Sheet", _person.App.View.Panel?.Name);
        if (stays)
            Assert.Equal(ink, Paper.Content.Strokes);
    }

    [Fact]
    public void A_stroke_ends_with_the_button_also_where_the_help_was_called_meanwhile()
    {
        var at = Panel.Space.Place.Centre;
        Do(new PointerMoved(Now, at));
        Do(new PointerPressed(Now, PointerButton.Left));
        Do(new PointerMoved(Now, at + new Vector2(80, 0)));
        _person.Person.Press(Key.Help);
        Do(new PointerReleased(Now, PointerButton.Left));
        _person.Person.Press(Key.Help);
        Do(new PointerMoved(Now, at + new Vector2(80, 90)));
        Assert.False(Panel.IsDragging);
        Assert.Equal(0, Assert.Single(Paper.Strokes).Ink.Bounds.Size.Y, 1f);
    }

    [Fact]
    public void A_stroke_ends_where_the_menu_comes_meanwhile()
    {
        var at = Panel.Space.Place.Centre;
        Do(new PointerMoved(Now, at));
        Do(new PointerPressed(Now, PointerButton.Left));
        Do(new PointerMoved(Now, at + new Vector2(80, 0)));
        Panel.Activate(Widget.Menu);
        Assert.NotNull(Panel.Card);
        Assert.False(Panel.IsDragging);
        Assert.Single(Paper.Strokes);
    }

    [Theory]
    [InlineData("tab")]
    [InlineData("panel")]
    [InlineData("end")]
    public void What_was_typed_is_on_the_sheet_after_it_was_left(string way)
    {
        _person.Type("12*13");
        Assert.NotNull(Panel.Entry);
        if (way == "tab")
            _person.Type("s");
        else if (way == "panel")
            _person.Type("f");
        else
            _person.App.LeaveSheet();
        _person.App.FinishReading();
        Assert.Equal("156", Assert.Single(Paper.Calculations).Answer?.Shown);
    }

    [Fact]
    public void What_is_typed_over_the_list_of_keys_goes_on_the_sheet_and_not_to_the_calculator()
    {
        _person.Press(Key.Help);
        _person.Type("7*6");
        _person.Press(Key.Help);
        Do(new Pasted(Now, "+55"));
        _person.Press(Key.Help);
        _person.Press(Key.Enter);
        _person.App.FinishReading();
        Assert.Equal("97", Assert.Single(Paper.Calculations).Answer?.Shown);
        Assert.Equal("0", _person.App.Calculator.Display);
    }

    [Fact]
    public void A_pen_on_the_paper_takes_the_focus_from_a_button()
    {
        _person.Type("7*6");
        _person.Press(Key.Enter);
        for (var i = 0; i < Widgets.Count && _person.App.View.Focused != Widget.ClearPad; i++)
            _person.Press(Key.NextWidget);
        Assert.Equal(Widget.ClearPad, _person.App.View.Focused);
        _person.Write("1", y: 500);
        Assert.Equal(Widget.None, _person.App.View.Focused);
        _person.Press(Key.Enter);
        _person.App.FinishReading();
        Assert.Equal(2, Paper.Calculations.Length);
    }

    [Fact]
    public void Calculations_that_were_copied_are_pasted_one_a_line()
    {
        _person.Type("6+9");
        _person.Press(Key.Enter);
        _person.Type("r(2)");
        _person.Press(Key.Enter);
        _person.Press(Key.Copy);
        var copied = _person.App.Clipboard.Text!;
        Assert.Equal(["6+9=15", "√2≈1.4142135623731"], copied.Split('\n'));
        Do(new Pasted(Now, copied));
        _person.Press(Key.Enter);
        Assert.Equal(["6+9=15", "√2=1.4142135623731"], Paper.Calculations.Skip(2).Select(one => one.Typed?.Text));
        Assert.All(Paper.Calculations.Skip(2), one => Assert.False(one.IsDoubtful));

        Do(new Pasted(Now, string.Join("\r\n", Enumerable.Repeat("1+1", 150))));
        Assert.Contains("first 100 of 150", _person.App.View.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_opened_while_a_reading_is_looked_at_is_in_sight()
    {
        _person.Write("6+9=13×14", y: 200);
        var file = Path.Combine(_folder, "other.gpudigits");
        PaperFile.Save(file, Paper.Content);
        _person.Press(Key.Undo);
        _person.Press(Key.Undo);
        Do(new PointerMoved(Now, _person.PixelOf(_person.Last.Symbols[0].Bounds)));
        _person.Type("i");
        Assert.NotNull(Panel.Explanation);
        _person.Frame();
        _person.Press(Key.Down);

        Assert.True(Panel.OpenFile(file));

        Assert.Null(Panel.Explanation);
        _person.App.FinishReading();
        _person.Frame();
    }

    [Fact]
    public void A_picture_where_symbols_cannot_be_read_is_refused_in_one_line()
    {
        Panel.PutPhotograph("photo.png", () => throw new ModelFileException("symbols.safetensors: is damaged"));
        Do(new PointerMoved(Now, Panel.Space.Place.Centre));
        Assert.Contains("symbols.safetensors: is damaged", _person.App.View.Hint, StringComparison.Ordinal);
        Assert.True(_person.App.View.HintIsError);
    }

    private double Now => _person.Person.Tick();

    private void Do(InputEvent input) => _person.Person.Do(input);
}
