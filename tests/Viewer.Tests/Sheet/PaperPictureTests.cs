using System.Xml.Linq;
using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using GpuDigits.Viewer.Export;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Sheets as SVG, PNG and PDF.</summary>
public sealed class PaperPictureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Ink_the_answer_and_what_was_read_are_on_the_picture()
    {
        using var person = new SheetPerson();
        person.Write("13×14=");
        person.App.FinishReading();
        Assert.Equal("182", person.Answer);
        var image = Save("sheet.png", person.Paper, Theme.Light);
        // Paper, ink, the answer in the accent colour, and the small line.
        Assert.Equal(Theme.Light.Pad, At(image, 0, 0));
        foreach (var color in (Rgba[])[Theme.Light.Ink, Theme.Light.Accent, Theme.Light.DimText])
            Assert.True(Count(image, color) > 50, $"{color} is not on the picture");
        // Strokes and characters are areas: no pixels and no fonts.
        var svg = XDocument.Load(SavedFile("sheet.svg", person.Paper, Theme.Light)).Root!;
        var names = svg.Descendants().Select(element => element.Name.LocalName).ToHashSet();
        Assert.DoesNotContain("text", names);
        Assert.DoesNotContain("image", names);
        Assert.Equal(image.Width, 2 * int.Parse(svg.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("%PDF"u8.ToArray(), File.ReadAllBytes(SavedFile("sheet.pdf", person.Paper, Theme.Light))[..4]);
    }

    [Fact]
    public void A_dark_sheet_has_the_dark_colours()
    {
        using var person = new SheetPerson();
        person.Type("13*14=");
        person.Press(Key.Enter);
        var image = Save("sheet.png", person.Paper, Theme.Dark);
        Assert.Equal(Theme.Dark.Pad, At(image, 0, 0));
        Assert.True(Count(image, Theme.Dark.Ink) > 50);
        Assert.True(Count(image, Theme.Dark.Accent) > 50);
    }

    [Fact]
    public void An_empty_sheet_is_an_empty_page()
    {
        var image = Save("sheet.png", new(), Theme.Light);
        Assert.Equal((1600, 1200), (image.Width, image.Height));
        Assert.Equal(image.Width * image.Height, Count(image, Theme.Light.Pad));
    }

    [Fact]
    public void What_lies_far_away_is_on_the_page_too()
    {
        var paper = new Paper();
        foreach (var x in (float[])[0, 900_000])
            paper.Write(new([new(x, 0, 0), new(x + 50, 50, 10)]));
        var image = Save("far.png", paper, Theme.Light);
        Assert.InRange(image.Width, 8000, 8192);
    }

    private Image Save(string name, Paper paper, Theme theme)
    {
        var file = SavedFile(name, paper, theme);
        return Image.Read(File.ReadAllBytes(file), name);
    }

    private string SavedFile(string name, Paper paper, Theme theme)
    {
        var file = Path.Combine(_folder, name);
        PaperPicture.Save(file, paper, Pen.Medium, theme);
        return file;
    }

    private static Rgba At(Image image, int x, int y)
    {
        var at = ((y * image.Width) + x) * image.Channels;
        return new(image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]);
    }

    private static int Count(Image image, Rgba color)
    {
        var count = 0;
        for (var at = 0; at < image.Pixels.Length; at += image.Channels)
            count += new Rgba(image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]) == color ? 1 : 0;
        return count;
    }
}
