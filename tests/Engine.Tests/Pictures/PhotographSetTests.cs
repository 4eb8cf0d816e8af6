using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Photographs;
using SkiaSharp;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>Photographs that are rendered with their truth.</summary>
public sealed class PhotographSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-photos-").FullName;

    private string Set => Path.Combine(_folder, "set");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var (truth, bytes) = PhotographSet.Render(1, 5);
        var (again, same) = PhotographSet.Render(1, 5);
        Assert.Equal((truth.File, truth.Text, truth.Damage), (again.File, again.Text, again.Damage));
        Assert.Equal(bytes, same);
        Assert.NotEqual(bytes, PhotographSet.Render(2, 5).Bytes);
    }

    [Fact]
    public void The_truth_is_read_as_it_was_written_and_names_pictures_that_can_be_read()
    {
        var written = PhotographSet.Write(Set, 3, 1);
        var read = PhotographTruth.Read(Set);
        Assert.Equal([PhotographKind.Digit, PhotographKind.Number, PhotographKind.Calculation], read.Select(one => one.Kind));
        Assert.Equal(written.Select(one => (one.File, one.Text, one.Damage)), read.Select(one => (one.File, one.Text, one.Damage)));
        Assert.All(read, one =>
        {
            Assert.Equal(one.Damage, one.Damages[0].Name);
            var picture = Image.Read(Path.Combine(Set, one.File));
            Assert.InRange(picture.Width * picture.Height, 250_000, 13_000_000);
        });
        Assert.Equal(4, Directory.GetFiles(Set).Length);
    }

    /// <summary>The writing is what the truth says: its symbols' labels, in the order of the text, without what only groups.</summary>
    [Theory]
    [InlineData(PhotographKind.Digit)]
    [InlineData(PhotographKind.Number)]
    [InlineData(PhotographKind.Calculation)]
    internal void Each_kind_says_what_it_should(PhotographKind kind)
    {
        for (uint i = 0; i < 12; i++)
        {
            var writing = PhotographWriting.Of(kind, 3, i);
            Assert.Matches(
                kind switch
                {
                    PhotographKind.Digit => "^[0-9]$",
                    PhotographKind.Number => "^[0-9]{2,5}$",
                    _ => "[0-9].*",
                },
                writing.Text);
            Assert.Equal(kind == PhotographKind.Calculation, writing.Text.IndexOfAny(['+', '-', '×', '÷', '/']) >= 0);
            Assert.All(writing.Paths.SelectMany(path => path), at =>
            {
                Assert.InRange(at.X, -0.1f, writing.Size.X + 0.1f);
                Assert.InRange(at.Y, -0.1f, writing.Size.Y + 0.1f);
            });
        }
    }

    [Fact]
    public void A_new_set_takes_the_place_of_an_earlier_one()
    {
        PhotographSet.Write(Set, 2, 1);
        PhotographSet.Write(Set, 1, 1);
        Assert.Equal(2, Directory.GetFiles(Set).Length);
        Assert.Single(PhotographTruth.Read(Set));
    }

    [Theory]
    [InlineData("holiday.jpg")]
    [InlineData("photo-0001.jpg")]
    public void A_folder_with_pictures_of_others_is_refused(string name)
    {
        File.WriteAllText(Path.Combine(_folder, name), "mine");
        var e = Assert.Throws<OutputPathException>(() => PhotographSet.Write(_folder, 1, 1));
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder, name)));
    }

    [Fact]
    public void A_set_that_was_interrupted_is_said_to_be_unfinished_and_rendered_anew()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => PhotographSet.Write(Set, 50, 1, stop.Cancel, stop.Token));
        var e = Assert.Throws<InkException>(() => PhotographTruth.Read(Set));
        Assert.Contains("not all rendered", e.Message, StringComparison.Ordinal);
        Assert.Single(PhotographSet.Write(Set, 1, 1));
    }

    [Theory]
    [InlineData("""{"file":"../a.jpg","kind":"digit","text":"1","damage":"plain"}""", "same folder")]
    [InlineData("""{"file":"a.jpg","kind":"letter","text":"1","damage":"plain"}""", "\"kind\"")]
    [InlineData("""{"file":"a.jpg","kind":"1","text":"1","damage":"plain"}""", "\"kind\"")]
    [InlineData("""{"file":"a.jpg","kind":"digit","text":"12","damage":"plain"}""", "digit")]
    [InlineData("""{"file":"a.jpg","kind":"number","text":"","damage":"plain"}""", "\"text\"")]
    [InlineData("""{"file":"a.jpg","kind":"number","text":"12","damage":"plain","damages":[{"name":"x"}]}""", "damages")]
    [InlineData("[]", "object")]
    public void A_line_that_is_no_truth_is_said(string line, string what)
    {
        File.WriteAllText(Path.Combine(_folder, PhotographTruth.FileName), line);
        var e = Assert.Throws<InkException>(() => PhotographTruth.Read(_folder));
        Assert.Contains("line 1", e.Message, StringComparison.Ordinal);
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
    }

    /// <summary>The corner that is red stays where it is, whatever way the camera was held.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void A_turned_photograph_comes_out_upright(byte orientation)
    {
        using var upright = new SKBitmap(new SKImageInfo(64, 32, SKColorType.Rgba8888, SKAlphaType.Opaque));
        upright.Erase(SKColors.White);
        using (var canvas = new SKCanvas(upright))
        using (var red = new SKPaint { Color = SKColors.Red })
            canvas.DrawRect(0, 0, 16, 16, red);
        using var stored = Photograph.Turn(upright, orientation);
        using var jpeg = stored.Encode(SKEncodedImageFormat.Jpeg, 95);
        var read = Image.Read(ExifOrientation.Add(jpeg.ToArray(), orientation), "turned.jpg");
        Assert.Equal((64, 32), (read.Width, read.Height));
        Assert.InRange(Green(4, 4), 0, 60);
        Assert.All([(60, 4), (4, 28), (60, 28)], corner => Assert.InRange(Green(corner.Item1, corner.Item2), 200, 255));

        int Green(int x, int y) => read.Pixels[(((y * read.Width) + x) * read.Channels) + 1];
    }
}
