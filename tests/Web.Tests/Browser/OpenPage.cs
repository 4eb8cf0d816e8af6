using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;
using GpuDigits.Pictures;
using PuppeteerSharp;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>The page in a tab. What goes wrong in it fails the test at the next look at its state.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private const string Button = "[...document.querySelectorAll('#buttons button')].find(one => one.textContent === name)";

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentQueue<IRequest> _requests = new();

    private OpenPage(IPage page, PageSize size)
    {
        (Tab, Size) = (page, size);
        page.PageError += (_, fault) => _faults.Enqueue(fault.Message);
        page.Error += (_, fault) => _faults.Enqueue(fault.Error);
        page.Console += (_, said) =>
        {
            if (said.Message.Type == ConsoleType.Error)
                _faults.Enqueue(said.Message.Text);
        };
        page.Request += (_, request) => _requests.Enqueue(request.Request);
    }

    public IPage Tab { get; }

    public PageSize Size { get; }

    public IEnumerable<IRequest> Requests => _requests;

    /// <summary>Opens an address in a new tab of a person's browser, and waits until the page can read.</summary>
    /// <param name="person">The person's browser.</param>
    /// <param name="address">The page's.</param>
    /// <param name="size">Of the tab.</param>
    /// <param name="theme">The system's; null for what it is.</param>
    /// <param name="before">A function of JavaScript that runs before the page's own scripts; null for none.</param>
    public static async Task<OpenPage> OpenAsync(
        IBrowserContext person, string address, PageSize size, string? theme = "dark", string? before = null)
    {
        var page = new OpenPage(await person.NewPageAsync(), size);
        await page.Tab.SetViewportAsync(new()
        {
            Width = size.Width,
            Height = size.Height,
            DeviceScaleFactor = size.PixelRatio,
            IsMobile = size.IsTouched,
            HasTouch = size.IsTouched,
        });
        if (theme is not null)
            await page.FollowAsync(theme);
        await page.Tab.EvaluateFunctionOnNewDocumentAsync("""
            () => {
                const look = setInterval(() => {
                    if (!globalThis.gpudigits?.IsRead())
                        return;
                    clearInterval(look);
                    globalThis.couldReadAfter = performance.now();
                }, 5);
                const all = [];
                addEventListener('DOMContentLoaded', () => {
                    const said = document.getElementById('said');
                    new MutationObserver(() => all.push(said.textContent)).observe(said, { childList: true });
                });
                globalThis.timesSaid = text => all.filter((one, i) => one.includes(text) && !all[i - 1]?.includes(text)).length;
            }
            """);
        if (before is not null)
            await page.Tab.EvaluateFunctionOnNewDocumentAsync(before);
        await page.Tab.GoToAsync(address);
        await page.WaitUntilReadAsync();
        return page;
    }

    public CanvasHand Hand(Means means) => new(Tab, means);

    /// <summary>The system becomes dark or light.</summary>
    public Task FollowAsync(string theme) =>
        Tab.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = theme }]);

    /// <summary>Waits until all ink and all photographs are read, and all is drawn.</summary>
    /// <param name="patience">Milliseconds; a busy machine needs many to start the page, or to read a photograph.</param>
    public async Task WaitUntilReadAsync(int patience = 120_000)
    {
        try
        {
            var options = new WaitForFunctionOptions { Timeout = patience, PollingInterval = 20 };
            await Tab.WaitForFunctionAsync("() => globalThis.gpudigits?.IsRead()", options);
        }
        catch (WaitTaskTimeoutException) when (!_faults.IsEmpty)
        {
            // They say more.
        }
        await Tab.EvaluateFunctionAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.Empty(_faults);
    }

    /// <summary>Faults that a test has caused on purpose.</summary>
    public string[] TakeFaults()
    {
        string[] faults = [.. _faults];
        _faults.Clear();
        return faults;
    }

    /// <summary>The page's own account of itself, once it has read all ink.</summary>
    public async Task<JsonElement> StateAsync()
    {
        await WaitUntilReadAsync();
        return JsonDocument.Parse(await Tab.EvaluateFunctionAsync<string>("() => gpudigits.State()")).RootElement;
    }

    /// <summary>What was read on the sheet, as <c>13×14= 182</c>, from top to bottom.</summary>
    public async Task<string[]> SheetAsync() =>
    [
        .. (await StateAsync()).GetProperty("sheet").EnumerateArray()
            .Select(one => $"{one.GetProperty("text").GetString()} {one.GetProperty("value").GetString()}"),
    ];

    public async Task<string> DisplayAsync() => (await StateAsync()).GetProperty("display").GetString()!;

    /// <summary>The middle of a button on the canvas.</summary>
    public async Task<Vector2> PlaceOfAsync(string button)
    {
        var at = await Tab.EvaluateFunctionAsync<float[]>(
            $"name => {{ const box = {Button}.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }}", button);
        return new(at[0], at[1]);
    }

    /// <summary>Presses a button where the canvas shows it.</summary>
    public async Task PressAsync(string button, Means means)
    {
        await WaitForButtonAsync(button, "!one.disabled");
        await Hand(means).TapAsync(await PlaceOfAsync(button));
    }

    /// <summary>Presses a button as a screen reader does.</summary>
    public async Task ActivateAsync(string button)
    {
        await WaitForButtonAsync(button, "!one.disabled");
        await Tab.EvaluateFunctionAsync($"name => {Button}.click()", button);
    }

    /// <summary>Has a screen reader's place on a button.</summary>
    public Task FocusAsync(string button) => Tab.EvaluateFunctionAsync($"name => {Button}.focus()", button);

    /// <summary>Presses a key with Ctrl.</summary>
    /// <param name="key">Its letter.</param>
    /// <param name="command">What the browser itself does with it, in its own words; null for nothing.</param>
    public async Task ChordAsync(string key, string? command = null)
    {
        const int Ctrl = 2;
        foreach (var type in (string[])["keyDown", "keyUp"])
        {
            await Tab.Client.SendAsync("Input.dispatchKeyEvent", new
            {
                type,
                modifiers = Ctrl,
                key,
                code = "Key" + key.ToUpperInvariant(),
                windowsVirtualKeyCode = (int)key.ToUpperInvariant()[0],
                commands = type == "keyDown" && command is not null ? new[] { command } : [],
            });
        }
    }

    /// <summary>Waits until a screen reader is told that a button is on or off (null: neither), and whether it can be pressed.</summary>
    public Task<IJSHandle> StateOfAsync(string button, bool? isOn, bool canPress) => WaitForButtonAsync(button,
        $"one.getAttribute('aria-pressed') === {(isOn is null ? "null" : isOn == true ? "'true'" : "'false'")} "
            + $"&& one.disabled === {(canPress ? "false" : "true")}");

    /// <summary>Opens the sheet, the calculator or another panel, and waits until it stands still.</summary>
    public async Task ShowAsync(string panel)
    {
        await PressAsync(panel, Size.IsTouched ? Means.Touch : Means.Mouse);
        await WaitForButtonAsync(panel, "one.getAttribute('aria-pressed') === 'true'");
        await Task.Delay(400);
    }

    /// <summary>Waits until the browser has kept a file of the program that holds a text.</summary>
    public async Task WaitForKeptAsync(string file, string text)
    {
        for (var look = 0; look < 100; look++)
        {
            var kept = await Tab.EvaluateFunctionAsync<string?>("""
                async name => {
                    const done = asked => new Promise((resolve, reject) => {
                        asked.onsuccess = () => resolve(asked.result);
                        asked.onerror = () => reject(asked.error);
                    });
                    const all = await done(indexedDB.open('gpudigits', 1));
                    const content = await done(all.transaction('files').objectStore('files').get(name));
                    all.close();
                    return content ? new TextDecoder().decode(content) : null;
                }
                """, file);
            if (kept?.Contains(text, StringComparison.Ordinal) == true)
                return;
            await Task.Delay(100);
        }
        Assert.Fail($"{file} with {text} is not kept");
    }

    /// <summary>Clears what pages of a tab's address have kept, as a person does in the browser's settings.</summary>
    public static Task ClearAsync(IPage tab) => tab.Client.SendAsync(
        "Storage.clearDataForOrigin", new { origin = new Uri(tab.Url).GetLeftPart(UriPartial.Authority), storageTypes = "indexeddb" });

    /// <summary>Milliseconds from the visit's beginning until the page could read.</summary>
    public Task<double> ReadAfterAsync() => Tab.EvaluateFunctionAsync<double>("() => globalThis.couldReadAfter");

    /// <summary>The window, in pixels of the screen.</summary>
    public async Task<Image> PictureAsync() => Image.Read(await Tab.ScreenshotDataAsync(), "the page");

    /// <summary>Drops a file of the disk on the canvas, and waits until the page says something about it.</summary>
    public async Task DropAsync(string file)
    {
        foreach (var type in (string[])["dragEnter", "dragOver", "drop"])
        {
            await Tab.Client.SendAsync("Input.dispatchDragEvent", new
            {
                type,
                x = Size.Width / 2,
                y = Size.Height / 2,
                data = new { items = Array.Empty<object>(), files = new[] { file }, dragOperationsMask = 1 },
            });
        }
        await HearAsync(Path.GetFileName(file));
    }

    /// <summary>Waits until a screen reader is told something.</summary>
    public Task<IJSHandle> HearAsync(string text) => Tab.WaitForFunctionAsync(
        "text => document.getElementById('said').textContent.includes(text)",
        new WaitForFunctionOptions { Timeout = 60_000, PollingInterval = 10 }, text);

    /// <summary>How often a screen reader was told something since the page was opened.</summary>
    public Task<int> TimesSaidAsync(string text) => Tab.EvaluateFunctionAsync<int>("text => timesSaid(text)", text);

    /// <summary>What a screen reader has been told last.</summary>
    public Task<string> SaidAsync() => Tab.EvaluateFunctionAsync<string>("() => document.getElementById('said').textContent");

    public ValueTask DisposeAsync() => new(Tab.CloseAsync());

    private Task<IJSHandle> WaitForButtonAsync(string button, string condition) => Tab.WaitForFunctionAsync(
        $"name => {{ const one = {Button}; return one && {condition}; }}", new WaitForFunctionOptions { Timeout = 10_000 }, button);
}
