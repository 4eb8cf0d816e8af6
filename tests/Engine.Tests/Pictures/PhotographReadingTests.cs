using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Photographs;
using GpuDigits.Pictures.Preparation;
using SkiaSharp;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>Photographs whose strokes, or whose digit, the shipped networks help to find.</summary>
public sealed class PhotographReadingTests : IDisposable
{
    private readonly Device _device = DeviceCatalog.Open("cpu");
    private readonly SymbolNetworks _networks;

    public PhotographReadingTests() =>
        _networks = new(_device, TrainedModel.Load(ShippedModel.Find(Presets.SymbolsName)!));

    public void Dispose()
    {
        _networks.Dispose();
        _device.Dispose();
    }

    /// <summary>The strip explains more of the picture than what is written on it.</summary>
    [Fact]
    public void The_writing_on_a_narrow_strip_of_paper_is_read_and_not_the_strip()
    {
        var image = Render(1, 206, "-227-4=-326");
        Assert.Null(WritingInk.Find(image)[0].Sheet);
        Assert.Equal("-227-4=-326", Read(image));
    }

    /// <summary>The table shows beside the lower half of the sheet, and its strips had been read as a power and as a 1.</summary>
    [Fact]
    public void Strips_of_the_table_beside_a_sheet_are_no_ink() => Assert.Equal("1-71=3", Read(Render(90, 236, "1-71=3")));

    /// <summary>The shadow differs more from the table than the ink from the paper, and had been read as a 1.</summary>
    [Fact]
    public void The_shadow_beside_a_sheet_is_no_ink() =>
        Assert.NotNull(WritingInk.Find(Render(90, 191, "-((61)/(1))=-3"))[0].Sheet);

    /// <summary>The digit touches the light beside the shadow, as an edge touches its sheet, and had been left out.</summary>
    [Fact]
    public void A_digit_in_a_shadow_is_ink() =>
        Assert.Null(InkSearch.Likeliest(Render(123, 246, "3"), 320, InkSize.OneDigit)[0].Sheet);

    [Fact]
    public void What_one_look_shows_badly_another_one_may_show()
    {
        var image = Render(1, 7, "7516");
        Assert.NotEqual("7516", CalculationReader.Of(_networks, FirstLook.Trace(image), isTraced: true).Read().Text);
        Assert.Equal("7516", Read(image));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Thin_lines_of_a_digit_become_as_wide_as_those_of_the_pen(float pen)
    {
        using var canvas = new SheetCanvas(400, 400, SKColors.White);
        canvas.Line(200, 100, 200, 300, pen, SKColors.Black);
        var picture = DigitPicture.Prepare(new Image(400, 400, 4, canvas.Pixels))!;
        var rows = picture.Chunk(DigitPicture.Side).Where(row => row.Max() > 0.5f).ToArray();
        Assert.InRange(rows.Length, 17, 20);
        Assert.InRange(rows.Average(row => row.Sum()), 1.7, 2.4);
    }

    private static Image Render(uint seed, int index, string text)
    {
        var (truth, bytes) = PhotographSet.Render(seed, index);
        Assert.Equal(text, truth.Text);
        return Image.Read(bytes, truth.File);
    }

    private string Read(Image image) =>
        CalculationReader.Of(_networks, InkTracing.Trace(image, _networks), isTraced: true).Read().Text;
}
