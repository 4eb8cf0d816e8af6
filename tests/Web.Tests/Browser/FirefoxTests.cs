using System.Text.Json;
using GpuDigits.Viewer.Offscreen;
using GpuDigits.Viewer.Tests.Sheet;
using SkiaSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>Another engine than Chromium's.</summary>
[Collection(InBrowsers.Name)]
public sealed class FirefoxTests(BrowserFixture browser)
{
    private const string ReadAll = """
        new Promise((done, failed) => {
            const look = setInterval(() => {
                const problem = document.querySelector('#loading.problem');
                if (problem)
                    failed(new Error(problem.textContent));
                else if (!globalThis.gpudigits?.IsRead())
                    return;
                clearInterval(look);
                done();
            }, 20);
        })
        """;

    [SkippableTheory]
    [InlineData("mouse")]
    [InlineData("touch")]
    public async Task Firefox_reads_a_calculation(string with)
    {
        var program = BrowserFixture.Find("firefox-esr", "firefox");
        Skip.If(program is null, "Firefox is missing: install the package firefox-esr");
        using var screen = VirtualDisplay.TryStart();
        Skip.If(screen is null, "Xvfb is missing, without which Firefox has no WebGL: install the package xvfb");
        await browser.ServeAsync();
        await using var firefox = await Firefox.StartAsync(program!, screen!.Name, browser.Outgoing.Address);
        var size = PageSize.Desktop;
        await firefox.OpenAsync(browser.Address, size);
        await firefox.EvaluateAsync(ReadAll);
        await firefox.EvaluateAsync("gpudigits.Type(performance.now() / 1000, 's', 's')");
        await firefox.EvaluateAsync("new Promise(done => setTimeout(done, 500))");

        await firefox.WriteAsync(new PaperHand(size.InkHeight) { Interval = 12 }.Write("13×14=", size.Line), with);
        await firefox.EvaluateAsync(ReadAll);

        Assert.Equal(["13×14= 182"], await SheetAsync(firefox));
        if (with == "touch")
            return;

        var photograph = Convert.ToBase64String(PhotographedLine.Render("6+8=", SKEncodedImageFormat.Jpeg));
        await firefox.EvaluateAsync($$"""
            (() => {
                const bytes = Uint8Array.from(atob('{{photograph}}'), one => one.charCodeAt(0));
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([bytes], 'photograph.jpg', { type: 'image/jpeg' }));
                dispatchEvent(new DragEvent('drop', { dataTransfer }));
            })()
            """);
        // A photograph takes a busy machine longer than one evaluation may last.
        for (var second = 0; second < 180 && !(await firefox.EvaluateAsync("gpudigits.IsRead()")).GetBoolean(); second++)
            await Task.Delay(1000);
        Assert.Equal(["13×14= 182", "6+8= 14"], await SheetAsync(firefox));
    }

    private static async Task<string[]> SheetAsync(Firefox firefox) =>
    [
        .. JsonDocument.Parse((await firefox.EvaluateAsync("gpudigits.State()")).GetString()!).RootElement.GetProperty("sheet")
            .EnumerateArray().Select(one => $"{one.GetProperty("text")} {one.GetProperty("value")}"),
    ];
}
