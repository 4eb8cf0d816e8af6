using GpuDigits.Shipping;
using GpuDigits.Tests;
using GpuDigits.Training.Web;
using GpuDigits.Viewer.Tests.Sheet;
using SkiaSharp;
using Xunit.Abstractions;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>The page as one file, opened from the disk.</summary>
[Collection(InBrowsers.Name)]
public sealed class OneFileTests(BrowserFixture browser, ITestOutputHelper output)
{
    [SkippableFact]
    public async Task It_opens_from_the_disk_and_reads()
    {
        var person = await browser.MeetAsync();
        var before = browser.Outgoing.All.Count();
        var file = Save();
        await using var page = await OpenPage.OpenAsync(person, new Uri(file).AbsoluteUri, PageSize.Tablet);
        Figures.Tell(output, "one file from the disk", $"can read after {await page.ReadAfterAsync():0} ms");
        await page.ShowAsync("Sheet");

        await page.Hand(Means.Pen).WriteAsync("13×14=", page.Size);

        Assert.Equal(["13×14= 182"], await page.SheetAsync());
        var photograph = Path.Combine(Path.GetDirectoryName(file)!, "photograph.jpg");
        File.WriteAllBytes(photograph, PhotographedLine.Render("6+8=", SKEncodedImageFormat.Jpeg));
        await page.DropAsync(photograph);
        await page.WaitUntilReadAsync(120_000);
        Assert.Equal(["13×14= 182", "6+8= 14"], await page.SheetAsync());
        browser.Outgoing.AssertNoneSince(before);
    }

    /// <summary>A browser gives all files of a disk the same store.</summary>
    [SkippableFact]
    public async Task Files_with_other_models_keep_their_steps_apart()
    {
        var person = await browser.MeetAsync();
        await using var first = await OpenPage.OpenAsync(person, new Uri(Save()).AbsoluteUri, PageSize.Desktop);
        await first.Tab.Keyboard.TypeAsync("12+30=");
        await first.WaitUntilReadAsync();
        await using (var other = await OpenPage.OpenAsync(person, new Uri(Save("tutorial")).AbsoluteUri, PageSize.Desktop))
        {
            Assert.DoesNotContain("another tab", await other.SaidAsync(), StringComparison.Ordinal);
            Assert.Equal("0", await other.DisplayAsync());
            await other.Tab.Keyboard.TypeAsync("7*8=");
            Assert.Equal("56", await other.DisplayAsync());
            await Task.Delay(700);
        }
        await first.Tab.BringToFrontAsync();

        await first.Tab.ReloadAsync();

        Assert.Equal("42", await first.DisplayAsync());
    }

    [SkippableFact]
    public void It_is_small()
    {
        var now = new FileInfo(Save()).Length / 1e6;
        var budget = Budgets.Read(Sources.Root).Sizes.Single(one => one.Files == "artifacts/page.html");
        Figures.Tell(output, "one file", $"{now:0.00} MB");
        Assert.True(now <= budget.Megabytes, $"{now:0.00} MB are more than {budget.Megabytes:0.00} MB");
    }

    private static string Save(string model = "digits")
    {
        var file = Path.Combine(Path.GetDirectoryName(ServedPage.Folder)!, model == "digits" ? "page.html" : $"page-{model}.html");
        SinglePage.Save(file, PublishedPage.Folder, ServedPage.ModelFile(model));
        return file;
    }
}
