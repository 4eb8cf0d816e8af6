using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Keys that have nothing to do with the name of a file, while one is asked for.</summary>
public sealed class SheetCardKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;
    private readonly SheetPerson _person;

    public SheetCardKeysTests()
    {
        _person = new(sheetFolder: _folder);
        _person.Write("6+9=");
        _person.Press(Key.SaveAs);
        Assert.NotNull(_person.Panel.Card);
    }

    public void Dispose()
    {
        _person.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_size_of_the_window_is_changed()
    {
        var sizes = new List<string>();
        foreach (var key in (Key[])[Key.Larger, Key.Smaller, Key.Larger, Key.UsualSize])
        {
            _person.Press(key);
            sizes.Add(_person.App.View.Hint);
        }

        Assert.All(sizes, size => Assert.StartsWith("Size: ", size, StringComparison.Ordinal));
        Assert.Equal((sizes[1], sizes[0], sizes[1]), ("Size: 100 %", sizes[2], sizes[3]));
        Assert.NotEqual(sizes[0], sizes[1]);
        Assert.NotNull(_person.Panel.Card);
    }

    [Fact]
    public void Help_is_shown_and_a_picture_of_the_window_is_taken()
    {
        _person.Press(Key.Screenshot);
        Assert.True(_person.App.ScreenshotIsWanted);
        _person.Press(Key.Help);
        _person.App.Settle();
        Assert.Equal(1, _person.App.View.Help);
    }

    [Theory]
    [InlineData(nameof(Key.Save))]
    [InlineData(nameof(Key.SaveAs))]
    [InlineData(nameof(Key.Open))]
    public void Another_question_takes_the_place_of_the_first(string key)
    {
        var first = _person.Panel.Card;
        _person.Press(Enum.Parse<Key>(key));
        Assert.NotNull(_person.Panel.Card);
        Assert.NotSame(first, _person.Panel.Card);
    }

    [Fact]
    public void A_stroke_that_was_nowhere_is_none()
    {
        var drag = new WritingDrag((_, _) => Assert.Fail("a stroke without points"), 3, mayBeTap: true);
        drag.Move(default, new(float.NaN, 0), 0);
        Assert.Null(drag.Ink);
        drag.End(1);
    }
}
