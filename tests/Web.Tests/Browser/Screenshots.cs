namespace GpuDigits.Web.Tests.Browser;

/// <summary>Pictures of the page to look at, in the folder that WEB_FOLDER names.</summary>
internal static class Screenshots
{
    public static string? Folder => Environment.GetEnvironmentVariable("WEB_FOLDER");

    public static async Task KeepAsync(OpenPage page, string name)
    {
        if (Folder is { } folder)
            await page.Tab.ScreenshotAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, name + ".png"));
    }
}
