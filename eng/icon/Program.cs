using System.Globalization;
using System.Numerics;
using System.Text;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;
using GpuDigits.Icon;
using GpuDigits.Pictures;
using GpuDigits.Tools;

const string Usage = """
    Draws the icons of the program and of the page.

      dotnet run --project eng/icon -c Release [-- FOLDER]

      FOLDER   where to, for a look; left out: over those of the repository, from whose root it is run then
    """;
if (args is ["--help" or "-h" or "-?"])
{
    Console.WriteLine(Usage);
    return 0;
}

return args.Length > 1 || args is [['-', ..]]
    ? Tool.Complain("icon", Tool.WrongArguments, "takes one folder, or none (see --help)")
    : Tool.Guard("icon", () => args is [var folder] ? Draw(folder, folder) : Draw("eng/package", "Web/wwwroot/icons"));

// A digit that the engine's own hand has written, on the window's dark pad, and an operator key: as SVG, as PNG, as a Windows icon, and
// for the page: a phone cuts the maskable one to its own shape, so that has no corners and keeps what matters inside a circle of 80 %.
static int Draw(string folder, string page)
{
    HandPen hand = new() { Height = 300, Tremble = 0.008f };
    IconShape[] shapes =
    [
        new(IconShape.Box(new(256), new(248), 112), "#1b1e25"),
        .. hand.Write(HandSkeleton.For(4), new(112, 92), 0, 5)
            .Select(stroke => new IconShape([.. stroke.Points.Select(p => new Vector2((float)p.X, (float)p.Y))], 23, "#f4f5f7")),
        new(IconShape.Box(new(372), new(84), 84), "#7aa7ff"),
        new([new(332, 372), new(412, 372)], 13, "#0c1424"),
        new([new(372, 332), new(372, 412)], 13, "#0c1424"),
    ];

    int[] sides = [16, 24, 32, 48, 64, 256];
    AtomicFile.Write(Path.Combine(folder, "gpudigits.svg"), stream => stream.Write(Encoding.UTF8.GetBytes(Svg(shapes))));
    Png.Save(Path.Combine(folder, "gpudigits.png"), Raster.Draw(shapes, 256));
    AtomicFile.Write(
        Path.Combine(folder, "gpudigits.ico"), stream => IconFile.Write(stream, [.. sides.Select(side => Raster.Draw(shapes, side))]));
    foreach (var side in (int[])[192, 512])
        Png.Save(Path.Combine(page, $"{side}.png"), Raster.Draw(shapes, side));
    Png.Save(Path.Combine(page, "maskable-512.png"), Raster.Draw(
        [new(IconShape.Box(new(256), new(256), 1), "#1b1e25"), .. shapes[1..].Select(shape => shape.Shrunk(0.8f))], 512));
    return 0;
}

static string Svg(IEnumerable<IconShape> shapes)
{
    var text = new StringBuilder($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {IconShape.Side} {IconShape.Side}\" "
        + "stroke-linecap=\"round\" stroke-linejoin=\"round\">\n");
    foreach (var shape in shapes)
        text.Append(CultureInfo.InvariantCulture, $"  {shape.ToSvg()}\n");
    return text.Append("</svg>\n").ToString();
}
