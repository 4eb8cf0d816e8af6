using System.Text.Json;
using GpuDigits.Tests;
using Xunit.Abstractions;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>Measures a visit and a recording; what must be true is only that both come to their end.</summary>
[Collection(InBrowsers.Name)]
public sealed class FigureTests(BrowserFixture browser, ITestOutputHelper output)
{
    /// <summary>Plays a recording at the page and gives the milliseconds between its frames.</summary>
    private const string Play = $$"""
        async events => {
            const act = {{RecordedEvents.Act}};
            const frames = [], pause = time => new Promise(done => setTimeout(done, time));
            let last = performance.now(), isOn = true;
            const tick = () => {
                const now = performance.now();
                frames.push(now - last);
                last = now;
                if (isOn)
                    requestAnimationFrame(tick);
            };
            requestAnimationFrame(tick);
            const began = performance.now();
            for (const one of events) {
                while ((performance.now() - began) / 1000 < one.t - events[0].t)
                    await pause(4);
                act(one, performance.now() / 1000);
            }
            while (!gpudigits.IsRead())
                await pause(10);
            isOn = false;
            return frames;
        }
        """;

    [SkippableFact]
    public async Task Frames_while_the_sheet_is_written()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        var recording = JsonDocument.Parse(Sources.Read("Viewer/Assets/Demo/sheet.json")).RootElement;

        var frames = await page.Tab.EvaluateFunctionAsync<double[]>(Play, recording.GetProperty("events"));

        Assert.NotEmpty(await page.SheetAsync());
        var (half, most) = (Figures.Milliseconds(Figures.Quantile(frames, 0.5)), Figures.Milliseconds(Figures.Quantile(frames, 0.95)));
        Figures.Tell(output, $"{frames.Length} frames while the sheet is written, half and 95 % within", $"{half}, {most}");
    }

    [SkippableFact]
    public async Task The_first_visit_and_a_later_one()
    {
        var person = await browser.MeetAsync();
        var before = browser.Outgoing.All.Count();
        foreach (var visit in (string[])["first", "second", "third"])
        {
            await using var page = await OpenPage.OpenAsync(person, browser.Address, PageSize.Desktop);
            var facts = await page.Tab.EvaluateFunctionAsync<double[]>("""
                async () => {
                    await navigator.serviceWorker.ready;
                    const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
                    return [
                        globalThis.couldReadAfter, performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
                        files.length, new Set(files.map(file => file.name)).size,
                        [...new Map(files.map(file => [file.name, file.encodedBodySize])).values()].reduce((sum, size) => sum + size, 0),
                        files.reduce((sum, file) => sum + file.transferSize, 0)];
                }
                """);
            var times = $"first paint {facts[1]:0} ms, can read after {facts[0]:0} ms";
            var sizes = $"{facts[4] / 1000:0} kB, {facts[5] / 1000:0} kB of them over the network";
            Figures.Tell(output, $"{visit} visit", $"{times}; {facts[2]} requests of the window for {facts[3]} files, {sizes}");
        }
        browser.Outgoing.AssertNoneSince(before);
    }
}
