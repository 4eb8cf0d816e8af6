namespace GpuDigits.Web.Tests.Browser;

/// <summary>Files that are dropped on the page and are no pictures.</summary>
[Collection(InBrowsers.Name)]
public sealed class DroppedFileTests(BrowserFixture browser) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dropped").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("folder")]
    [InlineData("gone.digits")]
    public async Task What_cannot_be_read_is_one_line_and_changes_nothing(string name)
    {
        await using var page = await browser.OpenAsync(PageSize.Desktop);
        await page.Tab.Keyboard.TypeAsync("12+30=");
        var path = Path.Combine(_folder, name);
        if (name == "folder")
            Directory.CreateDirectory(path);

        await page.DropAsync(path);

        await page.HearAsync($"{name}: it cannot be read; choose a file that is there, and no folder");
        Assert.Equal("42", await page.DisplayAsync());
    }
}
