using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GpuDigits.Engine.Files;
using GpuDigits.Pictures.Typesetting;
using SkiaSharp;
using Font = GpuDigits.Pictures.Font;
using Image = GpuDigits.Pictures.Image;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>One drawing as SVG, PNG and PDF.</summary>
public sealed class VectorPageTests : IDisposable
{
    private static readonly SKColor White = new(0xFFFFFFFF), Black = new(0xFF000000);

    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_svg_is_well_formed_and_has_the_size_of_the_page()
    {
        var root = XDocument.Load(Save("page.svg", new(300, 200))).Root!;
        Assert.Equal("svg", root.Name.LocalName);
        Assert.Equal(("300", "200"), (root.Attribute("width")!.Value, root.Attribute("height")!.Value));
        // No fonts of the system: characters are outlines.
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName == "text");
        Assert.True(root.Descendants().Count(element => element.Name.LocalName == "path") >= 5);
    }

    [Fact]
    public void A_png_has_two_pixels_a_unit_and_shows_ink_where_it_was_drawn()
    {
        var image = Image.Read(File.ReadAllBytes(Save("page.png", new(300, 200))), "page.png");
        Assert.Equal((600, 400), (image.Width, image.Height));
        Assert.Equal(0, Grey(image, 200, 150));
        Assert.Equal(255, Grey(image, 200, 60));
    }

    [Fact]
    public void A_pdf_has_three_quarters_of_a_point_a_unit()
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Save("page.pdf", new(300, 200))));
        Assert.StartsWith("%PDF", text, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF", text.TrimEnd(), StringComparison.Ordinal);
        var box = Regex.Match(text, @"/MediaBox \[0 0 (\S+) (\S+)\]");
        Assert.Equal((225f, 150f), (Number(box.Groups[1]), Number(box.Groups[2])));

        static float Number(Group group) => float.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("large.png")]
    [InlineData("large.pdf")]
    public void A_page_that_is_too_large_is_made_smaller(string name)
    {
        var file = Save(name, new(1e6f, 300));
        Assert.True(new FileInfo(file).Length < 10_000_000);
        if (name.EndsWith("png", StringComparison.Ordinal))
            Assert.InRange(Image.Read(File.ReadAllBytes(file), name).Width, 8_000, 8_192);
        else
            Assert.Contains("/MediaBox [0 0 14400 ", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
    }

    /// <summary>6087 units are 8192 pixels, and 689 are 927.3.</summary>
    [Fact]
    public void The_paper_reaches_the_last_row_and_column()
    {
        var file = Path.Combine(_folder, "paper.png");
        VectorPage.Save(file, new(689, 6087), White, _ => { });
        var image = Image.Read(File.ReadAllBytes(file), file);
        for (var x = 0; x < image.Width; x++)
            Assert.Equal(255, Grey(image, x, image.Height - 1));
        for (var y = 0; y < image.Height; y++)
            Assert.Equal(255, Grey(image, image.Width - 1, y));
    }

    [Theory]
    [InlineData(".svg")]
    [InlineData(".png")]
    [InlineData(".pdf")]
    public void Equal_pages_give_equal_files(string kind) => Assert.Equal(
        File.ReadAllBytes(Save("one" + kind, new(300, 200))), File.ReadAllBytes(Save("two" + kind, new(300, 200))));

    [Fact]
    public void Another_kind_of_file_is_refused_and_nothing_is_written()
    {
        var e = Assert.Throws<OutputPathException>(() => Save("page.jpg", new(300, 200)));
        Assert.EndsWith("its name must end in .svg, .png or .pdf", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_drawing_that_fails_leaves_the_old_file()
    {
        var file = Save("page.svg", new(300, 200));
        var old = File.ReadAllBytes(file);
        Assert.Throws<InvalidOperationException>(
            () => VectorPage.Save(file, new(300, 200), White, _ => throw new InvalidOperationException()));
        Assert.Equal(old, File.ReadAllBytes(file));
    }

    /// <summary>Thrown while Skia itself writes, it would end the process.</summary>
    [Theory]
    [InlineData(".svg")]
    [InlineData(".pdf")]
    public void What_a_file_throws_goes_through(string kind)
    {
        using var full = new FullStream();
        var e = Assert.Throws<IOException>(() =>
        {
            if (kind == ".svg")
                VectorPage.WriteSvg(full, new(300, 200), Lines);
            else
                VectorPage.WritePdf(full, new(300, 200), Lines);
        });
        Assert.Equal(FullStream.Message, e.Message);

        static void Lines(SKCanvas canvas)
        {
            using var paint = new SKPaint { Color = Black };
            for (var i = 0; i < 200; i++)
                canvas.DrawRect(i, i, 50, 1, paint);
        }
    }

    /// <summary>Ink of every kind of bend is one area without holes: the middle of the pen's path is inked, whatever its turns.</summary>
    [Fact]
    public void Ink_has_no_holes()
    {
        var random = new Random(18);
        for (var i = 0; i < 30; i++)
        {
            var at = new Vector2(100, 100);
            var path = new List<(Vector2 At, float Radius)>();
            for (var step = 0; step < 60; step++)
            {
                at = Vector2.Clamp(at + new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) * (i + 1), new(20), new(180));
                path.Add((at, 3 + (random.NextSingle() * 3)));
            }

            var file = Path.Combine(_folder, "ink.png");
            VectorPage.Save(file, new(200, 200), White, page => page.Ink(path, Black));
            var image = Image.Read(File.ReadAllBytes(file), file);
            for (var step = 1; step < path.Count; step++)
            {
                for (var t = 0f; t <= 1; t += 0.25f)
                {
                    var place = Vector2.Lerp(path[step - 1].At, path[step].At, t) * 2;
                    Assert.True(Grey(image, (int)place.X, (int)place.Y) == 0, $"path {i} has a hole at step {step}");
                }
            }
        }
    }

    /// <summary>The outline and the distance field are one character: their heights and widths agree.</summary>
    [Fact]
    public void Outlines_are_as_large_as_the_font_says()
    {
        foreach (var character in "0123456789+−×÷=()√%?,.≈")
        {
            var (bottom, top) = Font.Default.HeightsOf(character);
            var bounds = GlyphOutlines.Of(character).TightBounds;
            Assert.InRange(bounds.Top, -top - 0.03f, -top + 0.03f);
            Assert.InRange(bounds.Bottom, -bottom - 0.03f, -bottom + 0.03f);
            Assert.InRange(bounds.Left, -0.02f, 0.2f);
            Assert.InRange(bounds.Right, 0, Font.Default.Advance(character, tabular: false) + 0.02f);
        }
    }

    /// <summary>A file on a disk with room for a hundred bytes.</summary>
    private sealed class FullStream : MemoryStream
    {
        public const string Message = "No space left on device";

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > 100)
                throw new IOException(Message);
            base.Write(buffer, offset, count);
        }
    }

    private string Save(string name, Vector2 size)
    {
        var file = Path.Combine(_folder, name);
        VectorPage.Save(file, size, White, page =>
        {
            page.Ink([(new(20, 75), 6), (new(280, 75), 6)], Black);
            page.Box(new(20, 100, 200, 20), 5, White, 2, Black);
            page.Text("3+√2", new(20, 170), 30, Black);
        });
        return file;
    }

    private static int Grey(Image image, int x, int y) => image.Pixels[((y * image.Width) + x) * image.Channels];
}
