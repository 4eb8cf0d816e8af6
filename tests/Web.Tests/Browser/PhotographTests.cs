using System.Diagnostics;
using System.Numerics;
using GpuDigits.Pictures.Photographs;
using GpuDigits.Viewer.Tests.Sheet;
using SkiaSharp;
using Xunit.Abstractions;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>Photographs of writing that are chosen, dropped on the page or pasted: their writing is answered on the sheet.</summary>
[Collection(InBrowsers.Name)]
public sealed class PhotographTests(BrowserFixture browser, ITestOutputHelper output) : IDisposable
{
    private const int Patience = 120_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("photograph").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>As a phone takes it: many pixels, held upright.</summary>
    [SkippableFact]
    public async Task A_photograph_that_is_chosen_is_answered()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.ShowAsync("Sheet");
        await page.Hand(Means.Mouse).WriteAsync("13×14=", page.Size);
        await page.WaitUntilReadAsync();
        var file = Keep("photograph.jpg", Turned(PhotographedLine.Render("6+8=", SKEncodedImageFormat.Jpeg, 4800)));
        var clock = Stopwatch.StartNew();

        // Waiting asks for this too, but does not say when the browser has heard it: a chord before that opens a dialog that nobody sees.
        await page.Tab.Client.SendAsync("Page.setInterceptFileChooserDialog", new { enabled = true });
        var asked = page.Tab.WaitForFileChooserAsync(new() { Timeout = 10_000 });
        await page.ChordAsync("o");
        await (await asked).AcceptAsync(file);
        await page.HearAsync("Looking for the writing in photograph.jpg");
        await page.WaitUntilReadAsync(Patience);

        Assert.Equal(["13×14= 182", "6+8= 14"], await page.SheetAsync());
        Figures.Tell(output, "a photograph of 12 megapixels, until it is answered", $"{clock.Elapsed.TotalSeconds:0.0} s");
        Assert.Contains("The writing of photograph.jpg", await page.SaidAsync(), StringComparison.Ordinal);
        await Screenshots.KeepAsync(page, "photograph");
        await page.ActivateAsync("Undo");
        Assert.Equal(["13×14= 182"], await page.SheetAsync());
    }

    [SkippableFact]
    public async Task A_photograph_that_is_dropped_on_the_calculator_is_answered_on_the_sheet()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);

        await page.DropAsync(Keep("photograph.webp", PhotographedLine.Render("6+8=", SKEncodedImageFormat.Webp)));
        await page.WaitUntilReadAsync(Patience);

        Assert.Equal(["6+8= 14"], await page.SheetAsync());
    }

    [SkippableFact]
    public async Task A_picture_that_is_pasted_is_answered()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Tab.Client.SendAsync("Browser.grantPermissions", new
        {
            origin = browser.Address,
            browserContextId = page.Tab.BrowserContext.Id,
            permissions = (string[])["clipboardReadWrite", "clipboardSanitizedWrite"],
        });
        await page.Tab.EvaluateFunctionAsync("""
            async text => {
                const picture = new Blob([Uint8Array.from(atob(text), one => one.charCodeAt(0))], { type: 'image/png' });
                await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
            }
            """, Convert.ToBase64String(PhotographedLine.Render("6+8=", SKEncodedImageFormat.Png)));

        await page.ChordAsync("v", "Paste");
        await page.HearAsync("the pasted picture");
        await page.WaitUntilReadAsync(Patience);

        Assert.Equal(["6+8= 14"], await page.SheetAsync());
    }

    /// <summary>The person writes while the worker looks for writing: the stroke is not cut, and comes first.</summary>
    [SkippableFact]
    public async Task A_stroke_that_is_being_drawn_is_ended_by_the_hand_only()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.ShowAsync("Sheet");
        var hand = page.Hand(Means.Mouse);
        var lines = new PaperHand(80) { Interval = 12 }.Write("1", new Vector2(300, 300));
        await hand.HoverAsync(lines[0][0]);
        await hand.DownAsync(lines[0][0]);
        await page.DropAsync(Keep("photograph.png", PhotographedLine.Render("6+8=", SKEncodedImageFormat.Png)));
        await page.WaitUntilReadAsync(Patience);
        Assert.Empty(await page.SheetAsync());

        foreach (var at in lines[0].Skip(1))
            await hand.MoveAsync(at);
        await hand.UpAsync();

        Assert.Equal(["1 ", "6+8= 14"], await page.SheetAsync());
    }

    [SkippableTheory]
    [InlineData("cut.jpg", "this browser cannot read it as a picture")]
    [InlineData("text.png", "this browser cannot read it as a picture")]
    [InlineData("empty.png", "there is no ink in this picture")]
    [InlineData("large.png", "65 MB are too many")]
    public async Task A_picture_without_writing_is_one_line_and_changes_nothing(string name, string line)
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.ShowAsync("Sheet");
        await page.Hand(Means.Mouse).WriteAsync("13×14=", page.Size);
        await page.WaitUntilReadAsync();

        await page.DropAsync(Keep(name, name switch
        {
            "cut.jpg" => PhotographedLine.Render("6+8=", SKEncodedImageFormat.Jpeg)[..200],
            "text.png" => "no picture"u8.ToArray(),
            "empty.png" => PhotographedLine.Render("", SKEncodedImageFormat.Png),
            _ => new byte[68_000_000],
        }));
        await page.HearAsync($"{name}: {line}");

        Assert.Equal(["13×14= 182"], await page.SheetAsync());
    }

    private string Keep(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A photograph that was taken with the camera held on its side, and says so.</summary>
    private static byte[] Turned(byte[] jpeg)
    {
        using var upright = SKImage.FromEncodedData(jpeg);
        using var surface = SKSurface.Create(new SKImageInfo(upright.Height, upright.Width));
        surface.Canvas.RotateDegrees(90);
        surface.Canvas.DrawImage(upright, 0, -upright.Height, SKSamplingOptions.Default);
        using var picture = surface.Snapshot();
        using var file = picture.Encode(SKEncodedImageFormat.Jpeg, 90);
        const byte LeftBottom = 8;
        return ExifOrientation.Add(file.ToArray(), LeftBottom);
    }
}
