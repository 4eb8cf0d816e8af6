namespace GpuDigits.Web.Tests.Browser;

/// <summary>Keys that are the browser's or a screen reader's, and the clipboard.</summary>
[Collection(InBrowsers.Name)]
public sealed class KeyTests(BrowserFixture browser)
{
    [SkippableFact]
    public async Task Keys_with_Alt_are_left_to_the_browser_but_for_the_signs_that_they_write()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);

        var taken = await page.Tab.EvaluateFunctionAsync<bool[]>("""
            () => [
                ['1', 'Digit1', false], ['1', 'Digit1', true], ['ArrowLeft', 'ArrowLeft', true], ['d', 'KeyD', true], ['÷', 'Slash', true],
            ].map(([key, code, altKey]) => {
                const event = new KeyboardEvent('keydown', { key, code, altKey, bubbles: true, cancelable: true });
                document.body.dispatchEvent(event);
                return event.defaultPrevented;
            })
            """);

        Assert.Equal([true, false, false, false, true], taken);
        await page.Tab.Keyboard.TypeAsync("2=");
        Assert.Equal("0.5", await page.DisplayAsync());
    }

    [SkippableFact]
    public async Task A_key_that_is_held_is_many_digits_and_one_command()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Tab.EvaluateFunctionAsync("""
            () => {
                for (const key of ['7', 'n', 'Backspace', '+', '8', '=', 'Enter'])
                    for (const repeat of [false, true, true])
                        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, bubbles: true, cancelable: true }));
            }
            """);

        // -777, which three times Backspace takes back; = and Enter work out once each.
        Assert.Equal("1776", await page.DisplayAsync());
    }

    [SkippableFact]
    public async Task A_screen_reader_keeps_its_place_while_the_buttons_change_and_digits_may_be_typed_there()
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Tab.Keyboard.TypeAsync("12");
        await page.FocusAsync("Multiply");

        await page.Tab.Keyboard.PressAsync("Enter");
        await page.HearAsync("×");
        await page.Tab.Keyboard.TypeAsync("7");
        await page.HearAsync("7");

        Assert.Equal("Multiply", await page.Tab.EvaluateExpressionAsync<string>("document.activeElement.textContent"));
        await page.Tab.Keyboard.TypeAsync("=");
        Assert.Equal("84", await page.DisplayAsync());
    }

    /// <summary>On plain HTTP, as a phone asks another machine, a page has no clipboard of the new kind.</summary>
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_copied_can_be_pasted_and_a_browser_that_forbids_it_is_named(bool hasOldWay)
    {
        await using var page = await OpenPage.OpenAsync(await browser.MeetAsync(), browser.Address, PageSize.Desktop,
            before: "() => { delete Navigator.prototype.clipboard; }");
        if (!hasOldWay)
            await page.Tab.EvaluateExpressionAsync("document.execCommand = () => false");
        await page.Tab.Keyboard.TypeAsync("182");

        await page.ChordAsync("c");

        await page.HearAsync(hasOldWay ? "Copied: 182" : "Not copied: this browser does not allow it here");
        if (!hasOldWay)
            return;
        await page.Tab.Keyboard.TypeAsync("+");
        await page.ChordAsync("v", "Paste");
        await page.Tab.Keyboard.TypeAsync("=");
        Assert.Equal("364", await page.DisplayAsync());
    }

    [SkippableTheory]
    [InlineData("IMG_1.png", "0")]
    [InlineData("/home/me/IMG_1.png", "0")]
    [InlineData("182", "182")]
    public async Task A_file_managers_name_of_a_picture_is_no_text(string text, string display)
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);

        await page.Tab.EvaluateFunctionAsync("""
            text => {
                const clipboardData = new DataTransfer();
                clipboardData.items.add(new File(['no picture'], 'IMG_1.png', { type: 'image/png' }));
                clipboardData.setData('text/plain', text);
                document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
            }
            """, text);

        if (display == "0")
            await page.HearAsync("the pasted picture: this browser cannot read it as a picture");
        Assert.Equal(display, await page.DisplayAsync());
    }
}
