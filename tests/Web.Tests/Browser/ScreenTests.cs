using System.Text.Json;
using GpuDigits.Tests;
using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>What a person sees, and what one hears who does not.</summary>
[Collection(InBrowsers.Name)]
public sealed class ScreenTests(BrowserFixture browser)
{
    private const string Context = "document.getElementById('paper').getContext('webgl2')";

    [SkippableTheory]
    [InlineData("Sheet")]
    [InlineData("Lens")]
    public async Task A_canvas_that_was_lost_comes_back_as_it_was(string panel)
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Hand(Means.Mouse).WriteAsync([[new(300, 250), new(300, 300), new(300, 350), new(300, 430)]]);
        await page.ShowAsync("Sheet");
        await page.Hand(Means.Mouse).WriteAsync("13×14=", page.Size);
        await page.ShowAsync(panel);
        await page.Hand(Means.Mouse).HoverAsync(new(3, 3));
        await page.WaitUntilReadAsync();
        await Task.Delay(500);
        var before = await page.PictureAsync();

        await page.Tab.EvaluateFunctionAsync($$"""
            async () => {
                const paper = document.getElementById('paper'), extension = {{Context}}.getExtension('WEBGL_lose_context');
                const event = name => new Promise(done => paper.addEventListener(name, done, { once: true }));
                const lost = event('webglcontextlost');
                extension.loseContext();
                await lost;
                const back = event('webglcontextrestored');
                setTimeout(() => extension.restoreContext(), 50);
                await back;
            }
            """);
        await page.WaitUntilReadAsync();
        await Task.Delay(300);
        page.TakeFaults();

        var after = await page.PictureAsync();
        Assert.Equal((before.Width, before.Height), (after.Width, after.Height));
        Assert.True(before.Pixels.AsSpan().SequenceEqual(after.Pixels));
        Assert.True(before.Pixels.Distinct().Count() > 20);
    }

    /// <summary>A browser that is only told of another screen tells nobody: the test says what a real one says.</summary>
    [SkippableFact]
    public async Task A_window_that_is_moved_to_a_denser_screen_is_drawn_for_it()
    {
        await using var page = await OpenPage.OpenAsync(await browser.MeetAsync(), browser.Address, PageSize.Desktop, before: """
            () => {
                const real = matchMedia;
                globalThis.matchMedia = query => {
                    const list = real(query);
                    return query === `(resolution: ${devicePixelRatio}dppx)` ? globalThis.density = list : list;
                };
            }
            """);

        foreach (var density in (double[])[2, 1, 1.5])
        {
            await page.Tab.SetViewportAsync(new() { Width = page.Size.Width, Height = page.Size.Height, DeviceScaleFactor = density });
            await page.Tab.EvaluateExpressionAsync("density.dispatchEvent(new Event('change'))");
            await page.Tab.WaitForFunctionAsync("width => document.getElementById('paper').width === width",
                new WaitForFunctionOptions { Timeout = 10_000 }, page.Size.Width * density);
        }
    }

    [SkippableTheory]
    [InlineData("writing.png")]
    [InlineData("writing.digits")]
    public async Task A_file_that_is_no_sheet_is_refused_and_the_page_goes_on(string name)
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Tab.EvaluateFunctionAsync("name => gpudigits.Open(name, new Uint8Array([0x89, 0x50, 0x4e, 0x47]))", name);
        await page.Hand(Means.Mouse).WriteAsync("13×14=", page.Size);
        Assert.Equal(["13×14= 182"], await page.SheetAsync());
    }

    /// <summary>Only what has changed is drawn; the rest must be what the whole frame would be.</summary>
    [SkippableFact]
    public async Task Each_frame_is_drawn_as_if_it_were_drawn_whole()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        var events = JsonDocument.Parse(Sources.Read("Viewer/Assets/Demo/sheet.json")).RootElement.GetProperty("events");

        var counts = await page.Tab.EvaluateFunctionAsync<int[]>($$"""
            async events => {
                const { Canvas } = await import('/canvas.js'), draw = Canvas.prototype.draw, act = {{RecordedEvents.Act}};
                const gl = {{Context}}, [width, height] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
                const pixels = () => {
                    const all = new Uint32Array(width * height);
                    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(all.buffer));
                    return all;
                };
                let frames = 0, parts = 0, wrong = 0;
                Canvas.prototype.draw = function(...frame) {
                    draw.apply(this, frame);
                    const box = gl.getParameter(gl.SCISSOR_BOX);
                    if (frames++ % 5 > 0)
                        return;
                    const part = pixels();
                    this.damage.forget();
                    draw.apply(this, frame);
                    const whole = pixels();
                    wrong += whole.some((pixel, i) => pixel !== part[i]);
                    parts += box[2] * box[3] < width * height / 2;
                };
                for (const one of events) {
                    const now = 1000 + one.t;
                    act(one, now);
                    gpudigits.Frame(now);
                    await new Promise(done => setTimeout(done, 1));
                }
                Canvas.prototype.draw = draw;
                return [frames, parts, wrong];
            }
            """, events);

        Assert.True(counts[0] > 500, $"{counts[0]} frames");
        Assert.True(counts[1] > 50, $"{counts[1]} of them in part");
        Assert.Equal(0, counts[2]);
    }

    [SkippableFact]
    public async Task It_is_dark_or_light_as_the_system_until_the_person_chooses()
    {
        await using var page = await browser.OpenAsync(PageSize.Phone, "light");
        Assert.True(await BrightnessAsync(page) > 180);

        await page.FollowAsync("dark");
        Assert.True(await BrightnessAsync(page) < 70);
        Assert.Equal("dark", await page.Tab.EvaluateFunctionAsync<string>("() => getComputedStyle(document.documentElement).colorScheme"));

        await page.FollowAsync("light");
        Assert.True(await BrightnessAsync(page) > 180);

        await page.ActivateAsync("Dark or light");
        Assert.True(await BrightnessAsync(page) < 70);
        await page.Tab.ReloadAsync();
        Assert.True(await BrightnessAsync(page) < 70);
        await page.FollowAsync("dark");
        await page.FollowAsync("light");
        Assert.True(await BrightnessAsync(page) < 70);
    }

    /// <summary>They are chosen, and kept in the file where a theme would be.</summary>
    [SkippableFact]
    public async Task Who_opens_the_sheet_or_chooses_a_pen_has_not_chosen_between_dark_and_light()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop, "light");
        await page.Tab.Keyboard.TypeAsync("p");
        await page.ShowAsync("Sheet");
        await page.WaitForKeptAsync("viewer.json", "broad");
        await page.WaitForKeptAsync("viewer.json", "sheet");

        await page.Tab.ReloadAsync();
        Assert.True(await BrightnessAsync(page) > 180);
        await page.FollowAsync("dark");
        Assert.True(await BrightnessAsync(page) < 70);
        await page.Tab.ReloadAsync();
        Assert.True(await BrightnessAsync(page) < 70);
        await page.FollowAsync("light");
        Assert.True(await BrightnessAsync(page) > 180);
    }

    [SkippableFact]
    public async Task The_accessibility_tree_has_paper_buttons_and_what_was_read()
    {
        await using var page = await browser.OpenAsync(PageSize.Phone);
        var all = await TreeAsync(page);
        Assert.Contains(all, one => one is ("Canvas", var name) && name.StartsWith("Paper to write on", StringComparison.Ordinal));
        Assert.Contains(("group", "Calculator"), all);
        foreach (var button in (string[])["Calculator", "Sheet", "Save digit", "Multiply", "Work it out", "Undo", "Dark or light", "Keys"])
            Assert.Contains(("button", button), all);
        Assert.DoesNotContain(all, one => one is ("button", ""));

        await page.ShowAsync("Sheet");
        await page.Hand(Means.Touch).WriteAsync("13×14=", page.Size);
        await page.WaitUntilReadAsync();

        Assert.Contains("13×14= is 182", await page.SaidAsync(), StringComparison.Ordinal);
        Assert.Equal("polite", await page.Tab.EvaluateFunctionAsync<string>("() => document.getElementById('said').ariaLive"));
        Assert.Contains(await TreeAsync(page), one => one.Name.Contains("13×14= is 182", StringComparison.Ordinal));
        Assert.DoesNotContain(("button", "Save digit"), await TreeAsync(page));
    }

    /// <summary>Each in its own words, with what is chosen; and pressing it there does what it does on the canvas.</summary>
    [SkippableFact]
    public async Task Buttons_of_the_open_panel_are_in_the_accessibility_tree()
    {
        await using var page = await browser.OpenAsync(PageSize.Phone);
        await page.ShowAsync("Sheet");
        await page.Hand(Means.Touch).WriteAsync("13×14=", page.Size);
        await page.WaitUntilReadAsync();
        await page.ActivateAsync("Save, open, copy the sheet");
        foreach (var line in (string[])["Save", "Open…", "Photograph…", "Copy as LaTeX", "Clear"])
            await page.StateOfAsync(line, isOn: null, canPress: true);
        await page.StateOfAsync("Save as PDF…", isOn: null, canPress: false);
        Assert.Contains(("button", "Copy as LaTeX"), await TreeAsync(page));
        await Screenshots.KeepAsync(page, "menu-phone");
        await page.ActivateAsync("Clear");
        Assert.Empty(await page.SheetAsync());
        Assert.DoesNotContain(("button", "Copy as LaTeX"), await TreeAsync(page));

        await page.ShowAsync("Filter lab");
        await page.StateOfAsync("Stride: 1", isOn: true, canPress: true);
        await page.ActivateAsync("Stride: 2");
        await page.StateOfAsync("Stride: 1", isOn: false, canPress: true);
        await page.StateOfAsync("Stride: 2", isOn: true, canPress: true);
        await page.ActivateAsync("Filter: Blur");
        await page.StateOfAsync("Filter: Blur", isOn: true, canPress: true);
        await page.ActivateAsync("Row 2, column 2: 0.11");
        await page.StateOfAsync("Row 2, column 2: 0.11", isOn: true, canPress: true);

        await page.ShowAsync("Learning");
        await page.StateOfAsync("Start training", isOn: null, canPress: true);

        await page.ShowAsync("Your hand");
        await page.StateOfAsync("Learn from them", isOn: null, canPress: false);
        await page.StateOfAsync("Keep corrected digits", isOn: true, canPress: true);
        await page.ActivateAsync("Keep corrected digits");
        await page.StateOfAsync("Keep corrected digits", isOn: false, canPress: true);
    }

    private static async Task<double> BrightnessAsync(OpenPage page)
    {
        await page.WaitUntilReadAsync();
        await Task.Delay(500);
        var picture = await page.PictureAsync();
        return picture.Pixels.Where((_, i) => i % picture.Channels < 3).Average(level => level);
    }

    /// <summary>Roles and names as the browser tells them to a screen reader.</summary>
    private static async Task<List<(string Role, string Name)>> TreeAsync(OpenPage page)
    {
        var tree = await page.Tab.Client.SendAsync("Accessibility.getFullAXTree");
        return
        [
            .. from node in tree!.Value.GetProperty("nodes").EnumerateArray()
               where !node.GetProperty("ignored").GetBoolean()
               select (Text(node, "role"), Text(node, "name")),
        ];

        static string Text(JsonElement node, string what) =>
            node.TryGetProperty(what, out var one) && one.TryGetProperty("value", out var value) ? value.GetString()! : "";
    }
}
