using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Viewer.Window;
using SkiaSharp;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Pictures that are dropped on the window.</summary>
public sealed class PhotographOnSheetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("photograph").FullName;
    private readonly SheetPerson _person;

    public PhotographOnSheetTests() => _person = new(sheetFolder: _folder);

    public void Dispose()
    {
        _person.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Writing_of_a_photograph_is_answered_and_one_step()
    {
        _person.Write("6+9=");
        var before = _person.Paper.Content;
        _person.App.OpenSheet(Photograph("6+8=", ".png"));
        _person.App.FinishReading();
        Assert.False(_person.App.View.HintIsError);
        Assert.Equal(["15", "14"], _person.Paper.Calculations.Select(one => one.Answer?.Shown));
        // Under what was there, and as large as people write.
        Assert.True(_person.Last.Bounds.Min.Y > _person.Paper.Calculations[0].Bounds.Max.Y);
        Assert.InRange(_person.Last.Bounds.Size.Y, 50, 90);
        _person.Press(Key.Undo);
        Assert.Equal(before.Strokes, _person.Paper.Content.Strokes);
        _person.Press(Key.Redo);
        _person.App.FinishReading();
        Assert.Equal("14", _person.Answer);
    }

    [Fact]
    public void Writing_under_a_long_sheet_is_in_sight()
    {
        _person.Write("6+9=", y: 200);
        for (var i = 0; i < 4; i++)
            _person.App.OpenSheet(Photograph("6+8=", ".png"));
        _person.Press(Key.Escape);
        Assert.Null(_person.App.View.Panel);
        _person.App.OpenSheet(Photograph("6+8=", ".png"));
        Assert.True(_person.Panel.Space.Sight.Max.Y >= _person.Paper.Bounds.Max.Y);
    }

    [Fact]
    public void Sheet_that_a_file_has_opened_is_the_view_of_the_next_start()
    {
        _person.Press(Key.Escape);
        Assert.Equal(Settings.CalculatorView, _person.Person.Settings.View);
        _person.App.OpenSheet(Photograph("6+8=", ".png"));
        Assert.Equal(Settings.SheetView, _person.Person.Settings.View);
    }

    [Fact]
    public void Pen_goes_on_in_the_writing_of_a_photograph()
    {
        _person.App.OpenSheet(Photograph("6+8", ".JPG"));
        _person.App.FinishReading();
        Assert.Equal("6+8", _person.Text);
        var box = _person.Last.Bounds;
        _person.Draw(new PaperHand(70, 1).Write("=", _person.Panel.Space.ToPixel(new(box.Max.X + 30, box.Min.Y))));
        _person.App.FinishReading();
        Assert.Equal("14", _person.Answer);
    }

    [Theory]
    [InlineData("empty.png", true, "there is no ink in this picture")]
    [InlineData("text.png", false, "text.png: ")]
    [InlineData("missing.jpeg", null, "missing.jpeg: ")]
    public void Picture_without_writing_is_one_line_and_changes_nothing(string name, bool? isPicture, string message)
    {
        var path = Path.Combine(_folder, name);
        if (isPicture == true)
        {
            using var canvas = new SheetCanvas(300, 200, SKColors.White);
            Png.Save(path, new(300, 200, 4, canvas.Pixels.ToArray()));
        }
        else if (isPicture == false)
        {
            File.WriteAllText(path, "no picture");
        }

        _person.Write("6+9=");
        var before = _person.Paper.Content;
        _person.App.OpenSheet(path);
        Assert.True(_person.App.View.HintIsError);
        Assert.Contains(message, _person.App.View.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', _person.App.View.Hint);
        Assert.Same(before, _person.Paper.Content);
    }

    [Fact]
    public void What_cannot_be_opened_leaves_the_paper_where_it_was()
    {
        _person.Paper.Write(SheetInk.Line(100, 5000, 150, 5050));
        _person.App.Handle(new Scrolled(_person.Person.Tick(), new(0, -30)));
        var before = _person.Panel.Space;
        Assert.True(before.Corner.Y > 1000);
        _person.App.AwaitPhotograph("photograph.png");
        Assert.Equal(before, _person.Panel.Space);
        _person.App.OpenSheet(Path.Combine(_folder, "missing.jpeg"));
        Assert.True(_person.App.View.HintIsError);
        Assert.Equal(before, _person.Panel.Space);
    }

    /// <summary>It has no height to measure the writing by.</summary>
    [Fact]
    public void A_dash_alone_is_as_long_as_people_write()
    {
        using var canvas = new SheetCanvas(300, 200, SKColors.White);
        canvas.Fill(120, 96, 60, 8, SKColors.Black);
        var path = Path.Combine(_folder, "dash.png");
        Png.Save(path, new(300, 200, 4, canvas.Pixels.ToArray()));
        _person.App.OpenSheet(path);
        Assert.False(_person.App.View.HintIsError, _person.App.View.Hint);
        var stroke = Assert.Single(_person.Paper.Content.Strokes);
        Assert.InRange(stroke.Ink.Bounds.Size.X, 40, 90);
    }

    [Fact]
    public void Copied_file_of_a_picture_is_found_in_the_clipboards_text()
    {
        var path = Path.Combine(_folder, "a photograph 100%.PNG");
        File.WriteAllBytes(path, []);
        var address = new Uri(path).AbsoluteUri;
        Assert.Contains("%20", address, StringComparison.Ordinal);
        foreach (var text in (string[])[path, $" {path}\r\n", address, $"copy\n{address}\n"])
            Assert.Equal(path, PastedPicture.In(text));
        var notes = Path.Combine(_folder, "notes.txt");
        File.WriteAllText(notes, "");
        foreach (var text in (string[])["13", "", "file://", Path.GetFileName(path), path + ".gone.png", notes])
            Assert.Null(PastedPicture.In(text));
    }

    private string Photograph(string text, string ending)
    {
        var path = Path.Combine(_folder, "photograph" + ending);
        File.WriteAllBytes(path, PhotographedLine.Render(text, ending == ".png" ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg));
        return path;
    }
}
