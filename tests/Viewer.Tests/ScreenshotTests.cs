using GpuDigits.Engine.Insight;
using GpuDigits.Pictures;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Hand;
using GpuDigits.Scenes.Lab;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Watch;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Offscreen;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Viewer.Tests;

/// <summary>
/// What a person sees, against pictures in References/ that a person has looked at. With VIEWER_WRITE=1 in the environment the pictures
/// are made anew instead; look at them before you commit them.
/// </summary>
public class ScreenshotTests
{
    // Drivers round differently at edges; what moved, or has another colour, differs by more and in more places.
    private const double LargestMean = 0.5, LargestShare = 0.002;
    private const int StrongDifference = 48;

    // What is small, such as a line of text, is much of one tile and little of the whole.
    private const double LargestTileShare = 0.02;
    private const int Tile = 32;

    [SkippableTheory]
    [InlineData("empty", "dark", 1)]
    [InlineData("empty", "light", 1)]
    [InlineData("drawing", "dark", 1)]
    [InlineData("result", "dark", 1)]
    [InlineData("result", "light", 1)]
    [InlineData("result", "light", 2)]
    [InlineData("empty", "light", 2)]
    [InlineData("error", "dark", 1)]
    [InlineData("decimals", "dark", 1)]
    [InlineData("decimals", "light", 2)]
    [InlineData("number", "light", 1)]
    [InlineData("number", "dark", 2)]
    [InlineData("number-unsure", "dark", 1)]
    [InlineData("correction", "light", 1)]
    [InlineData("unsure", "dark", 1)]
    [InlineData("unsure", "light", 1)]
    public void Scene_looks_as_it_did(string scene, string theme, int scale)
    {
        Compare(Picture(scene, theme, 720 * scale, 480 * scale, scale), $"{scene}-{theme}-{scale}x.png");
    }

    private static void Compare(Image seen, string file)
    {
        if (Environment.GetEnvironmentVariable("VIEWER_WRITE") == "1")
        {
            Png.Save(Path.Combine(Environment.GetEnvironmentVariable("VIEWER_FOLDER") ?? SourceFolder(), file), seen);
            return;
        }
        var reference = Image.Read(Path.Combine(AppContext.BaseDirectory, "References", file));
        Assert.Equal((reference.Width, reference.Height, reference.Channels), (seen.Width, seen.Height, seen.Channels));
        var (mean, share, tile) = Difference(seen, reference);
        Assert.True(mean <= LargestMean && share <= LargestShare && tile <= LargestTileShare,
            $"{file}: differs by {mean:0.00} levels in the mean, {share:P2} of its pixels by more than {StrongDifference}, "
            + $"{tile:P1} of a tile's");
    }

    [SkippableTheory]
    [InlineData("lens", "dark", 1280, 800)]
    [InlineData("lens-signed", "light", 960, 600)]
    [InlineData("lens-pool", "dark", 960, 600)]
    [InlineData("lens-logit", "light", 1280, 800)]
    [InlineData("lens-full", "dark", 1920, 1080)]
    [InlineData("lens-full", "light", 960, 600)]
    [InlineData("number", "dark", 1280, 800)]
    [InlineData("number", "light", 720, 1100)]
    [InlineData("decimals", "light", 1920, 1080)]
    [InlineData("hand", "dark", 1280, 800)]
    [InlineData("hand", "light", 960, 600)]
    [InlineData("lens-probability", "dark", 1280, 800)]
    [InlineData("lab", "dark", 1280, 800)]
    [InlineData("lab-card", "light", 960, 600)]
    [InlineData("lab-same", "light", 1280, 800)]
    [InlineData("lab-five", "dark", 960, 600)]
    [InlineData("lab-pool", "dark", 1280, 800)]
    [InlineData("lab-full", "light", 1920, 1080)]
    [InlineData("lab-sliding", "dark", 720, 1100)]
    [InlineData("watch", "dark", 1280, 800)]
    [InlineData("watch", "light", 960, 600)]
    [InlineData("watch", "dark", 720, 1100)]
    public void Panel_looks_as_it_did(string scene, string theme, int width, int height) =>
        Compare(Picture(scene, theme, width, height), $"{scene}-{theme}-{width}x{height}.png");

    [SkippableTheory]
    [InlineData("sheet-empty", "light", 1)]
    [InlineData("sheet-page", "light", 1)]
    [InlineData("sheet-page", "dark", 1)]
    [InlineData("sheet-page", "light", 2)]
    [InlineData("sheet-readings", "dark", 1)]
    [InlineData("sheet-selection", "light", 1)]
    [InlineData("sheet-typing", "dark", 1)]
    [InlineData("sheet-faults", "light", 1)]
    [InlineData("sheet-doubtful", "light", 1)]
    [InlineData("sheet-carried", "dark", 1)]
    [InlineData("sheet-menu", "light", 1)]
    [InlineData("sheet-menu", "dark", 2)]
    public void Sheet_looks_as_it_did(string scene, string theme, int scale) =>
        Compare(SheetPicture(scene, theme, 1100, 700, scale), $"{scene}-{theme}-{scale}x.png");

    [SkippableTheory]
    [InlineData("sheet-page", "dark", 720, 1100)]
    [InlineData("sheet-readings", "light", 960, 600)]
    [InlineData("sheet-faults", "dark", 1920, 1080)]
    public void Sheet_looks_as_it_did_in_windows_of_other_sizes(string scene, string theme, int width, int height) =>
        Compare(SheetPicture(scene, theme, width, height, 1), $"{scene}-{theme}-{width}x{height}.png");

    /// <summary>A phone on its side, with fingers.</summary>
    [SkippableTheory]
    [InlineData("correction", "dark")]
    [InlineData("sheet-menu", "light")]
    public void Low_window_looks_as_it_did(string scene, string theme)
    {
        const int width = 844, height = 390, scale = 2;
        Compare(scene.StartsWith("sheet", StringComparison.Ordinal)
            ? SheetPicture(scene, theme, width, height, scale, isTouched: true)
            : Picture(scene, theme, width * scale, height * scale, scale, isTouched: true),
            $"{scene}-{theme}-{width}x{height}-{scale}x.png");
    }

    /// <summary>Every state of the sheet in both themes and several sizes: only to be looked at, and too many to be kept.</summary>
    [SkippableFact]
    public void Sheet_in_all_states_and_sizes()
    {
        var folder = Environment.GetEnvironmentVariable("VIEWER_FOLDER");
        Skip.If(folder is null, "makes pictures to look at; name a folder in VIEWER_FOLDER");
        foreach (var scene in SheetScenes.All)
            foreach (var theme in (string[])["light", "dark"])
                foreach (var (width, height) in ((int, int)[])[(960, 600), (1280, 800), (1920, 1080), (720, 1100)])
                    foreach (var scale in (int[])[1, 2])
                        Png.Save(Path.Combine(folder!, $"{scene}-{theme}-{width}x{height}-{scale}x.png"),
                            SheetPicture(scene, theme, width, height, scale));
    }

    private static Image SheetPicture(string scene, string theme, int width, int height, int scale, bool isTouched = false)
    {
        using var folder = new HandTests.Folder();
        using var person = new SheetPerson(new() { Theme = theme }, sheetFolder: folder.Path);
        person.App.View.HasKeys = !isTouched;
        person.App.Handle(new Resized(0, width * scale, height * scale, scale));
        SheetScenes.Show(person, scene, scale * MathF.Min(width / 1100f, height / 700f));
        return Picture(person.Person, width * scale, height * scale);
    }

    [SkippableTheory]
    [InlineData("symbol-lens", "dark", 1100, 700, 1)]
    [InlineData("symbol-lens", "light", 720, 1100, 1)]
    [InlineData("symbol-lens-probabilities", "light", 960, 600, 1)]
    [InlineData("symbol-lens-probabilities", "dark", 960, 600, 2)]
    [InlineData("reading-line", "light", 1100, 700, 1)]
    [InlineData("reading-line", "dark", 960, 600, 2)]
    [InlineData("reading-other", "dark", 1100, 700, 1)]
    [InlineData("reading-long", "light", 1280, 800, 1)]
    [InlineData("reading-tree", "light", 960, 600, 2)]
    [InlineData("reading-tree", "dark", 720, 1100, 1)]
    public void Explanation_looks_as_it_did(string scene, string theme, int width, int height, int scale)
    {
        using var person = new SheetPerson(new() { Theme = theme });
        person.App.Handle(new Resized(0, 1100 * scale, 700 * scale, scale));
        var pages = scene.EndsWith("probabilities", StringComparison.Ordinal) ? 20 : 0;
        SheetScenes.Show(person, scene.Replace("-probabilities", ""), scale, pages);
        person.App.Handle(new Resized(person.Person.Tick(), width * scale, height * scale, scale));
        Compare(Picture(person.Person, width * scale, height * scale), $"{scene}-{theme}-{width}x{height}-{scale}x.png");
    }

    [SkippableFact]
    public void Another_number_or_another_colour_is_too_much()
    {
        var empty = Picture("empty", "dark");
        Assert.InRange(Difference(empty, Picture("result", "dark")).Share, LargestShare, 1);
        Assert.True(Difference(empty, Picture("empty", "light")).Mean > LargestMean);
    }

    /// <summary>Each is too little of the whole to count there.</summary>
    [SkippableTheory]
    [InlineData(618, 88, 72, 16)] // 7 × 8 = 56
    [InlineData(150, 236, 80, 15)] // Enter saves it
    [InlineData(382, 212, 188, 16)] // What the network sees, and reads
    public void A_line_of_text_that_is_gone_is_too_much(int x, int y, int width, int height)
    {
        var whole = Picture("result", "dark");
        var erased = new Image(whole.Width, whole.Height, 4, [.. whole.Pixels]);
        for (var row = y; row < y + height; row++)
            for (var i = 4 * ((row * whole.Width) + x); i < 4 * ((row * whole.Width) + x + width); i++)
                erased.Pixels[i] = whole.Pixels[(4 * ((y * whole.Width) + x)) + (i % 4)];
        var (_, share, tile) = Difference(erased, whole);
        Assert.InRange(share, 0, LargestShare);
        Assert.InRange(tile, 1.5 * LargestTileShare, 1);
    }

    private static Image Picture(string scene, string theme, int width = 720, int height = 480, int scale = 1, bool isTouched = false)
    {
        using var folder = new HandTests.Folder();
        using var person = scene == "hand"
            ? folder.Person(kept: true)
            : scene.StartsWith("number", StringComparison.Ordinal)
            ? new Person(load: () => NetworkLoader.Load(null), numbers: NumberReader.Load)
            : new Person(LensProbe(), measure: theme == "dark" ? MadeUpTimes : null);
        person.Settings.Theme = theme;
        person.App.View.HasKeys = !isTouched;
        person.App.Handle(new Resized(0, width, height, scale));
        switch (scene)
        {
            case "drawing":
                person.Type("13*1");
                person.Draw(4);
                break;
            case "result":
                person.Type("7*8=13*14=");
                break;
            case "decimals":
                person.Type("200+10%=1.50*0.25=12.5*3.50");
                break;
            case "number":
                person.Type("2.5*");
                person.DrawNumber("13.5");
                break;
            case "number-unsure":
                person.Type("2.5*");
                person.DrawNumber("13", gap: 5);
                person.Press(Key.Enter);
                break;
            case "error":
                person.Type("7*8=6/0=");
                break;
            case "unsure":
                person.Type("13*");
                person.DrawDoubtful();
                person.Press(Key.Enter);
                break;
            case { } when scene.StartsWith("lens", StringComparison.Ordinal):
                person.Type("13*");
                person.Draw(4);
                ShowLens(person, scene);
                break;
            case "hand":
                folder.Correct(3);
                person.Type("ha");
                ((HandPanel)person.App.View.Panel!).Finish();
                person.Type(theme == "light" ? "kd" : "");
                break;
            case { } when scene.StartsWith("lab", StringComparison.Ordinal):
                ShowLab(person, scene);
                break;
            case "watch":
                person.Draw(4);
                person.Type("w");
                ((WatchPanel)person.App.View.Panel!).Show(WatchTests.Example);
                person.App.TakeReading();
                break;
            case "correction":
                person.Type("13*");
                person.Draw(4);
                person.Press(Key.Enter);
                break;
        }
        person.App.Handle(new PointerMoved(person.Tick(), new(-1)));
        if (scene != "lab-sliding")
            person.App.Settle();
        return Picture(person, width, height);
    }

    private static Image Picture(Person person, int width, int height)
    {
        var list = new DrawList(Font.Default);
        person.App.Draw(list, 0);
        return WithOpenGl.OrSkip<Image>(() =>
        {
            using var context = new OffscreenContext();
            using var renderer = new Renderer(context.Gl);
            using var framebuffer = new Framebuffer(context.Gl, width, height);
            renderer.Draw(list, width, height, person.App.View.Background);
            var pixels = renderer.ReadPixels(width, height);
            return new(width, height, 4, [.. pixels.Select((value, i) => i % 4 == 3 ? (byte)255 : value)]);
        });
    }

    private static void ShowLens(Person person, string scene)
    {
        person.Type(scene.StartsWith("lens-full", StringComparison.Ordinal) ? "ll" : "l");
        person.App.FinishReading();
        if (scene == "lens-signed")
            person.Type("c");
        var pages = scene switch { "lens-pool" => 1, "lens-logit" => 5, "lens-probability" => 6, _ => 0 };
        for (var i = 0; i < pages; i++)
            person.Press(Key.PageDown);
    }

    private static void ShowLab(Person person, string scene)
    {
        if (scene != "lab-card")
            person.Draw(4);
        person.Type(scene == "lab-full" ? "ff" : "f");
        switch (scene)
        {
            case "lab-card":
                person.Press(Key.PageDown);
                break;
            case "lab-same":
                // Vertical, padding same, the lesson's average, in two colours; the window hangs over the corner.
                person.Press(Key.PageDown);
                person.Press(Key.PageDown);
                person.Type("vac");
                for (var i = 0; i < 28; i++)
                {
                    person.Press(Key.Left);
                    person.Press(Key.Up);
                }
                break;
            case "lab-five":
                person.Type("ks");
                person.Type("i12-");
                break;
            case "lab-pool":
                var cell = ((LabPanel)person.App.View.Panel!).Layout![LabMap.MaxPool].BoxOf(5, 6);
                person.App.Handle(new PointerMoved(person.Tick(), cell.Centre));
                break;
            case "lab-full":
                for (var i = 0; i < 3; i++)
                    person.Press(Key.PageDown);
                break;
            case "lab-sliding":
                person.Type("g");
                ((LabPanel)person.App.View.Panel!).Advance(6);
                break;
        }
    }

    /// <summary>Not measured, so that they are the same every time.</summary>
    private static IReadOnlyList<LayerCost> MadeUpTimes(NetworkProbe probe) =>
        [.. LayerCost.Count(probe.Model).Select(cost => cost with { Microseconds = Math.Sqrt(cost.MultiplyAdds + cost.Bytes) / 100 })];

    /// <summary>Initial weights make the pictures; VIEWER_MODEL names a model file to look at instead.</summary>
    private static Func<NetworkProbe> LensProbe() =>
        Environment.GetEnvironmentVariable("VIEWER_MODEL") is { Length: > 0 } file ? () => NetworkLoader.Load(file).Probe : LensTests.Probe;

    /// <summary>Mean difference, and the share of strongly different pixels: of all, and in the tile that has most.</summary>
    private static (double Mean, double Share, double TileShare) Difference(Image a, Image b)
    {
        var across = (a.Width + Tile - 1) / Tile;
        var strong = new int[across * ((a.Height + Tile - 1) / Tile)];
        var sum = 0L;
        for (var i = 0; i < a.Pixels.Length; i += 4)
        {
            var most = 0;
            for (var c = 0; c < 3; c++)
            {
                var difference = Math.Abs(a.Pixels[i + c] - b.Pixels[i + c]);
                sum += difference;
                most = Math.Max(most, difference);
            }
            var (y, x) = Math.DivRem(i / 4, a.Width);
            strong[(y / Tile * across) + (x / Tile)] += most > StrongDifference ? 1 : 0;
        }
        double pixels = a.Width * a.Height;
        return (sum / (3 * pixels), strong.Sum() / pixels, strong.Max() / (double)(Tile * Tile));
    }

    internal static string SourceFolder()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "Viewer.Tests.csproj") is var project && File.Exists(project))
                return Path.Combine(folder, "References");
        throw new DirectoryNotFoundException("the tests do not lie in their source folder");
    }
}
