using GpuDigits.Viewer.App;

namespace GpuDigits.Viewer.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    private string SettingsFile => Path.Combine(_folder, "new folder", "viewer.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Settings_are_remembered()
    {
        Assert.Null(new Settings { Theme = "light", Mirrored = true, Scale = 125, Width = 800, Height = 600 }.Save(SettingsFile));
        var read = Settings.Load(SettingsFile, out var complaint);
        Assert.Null(complaint);
        Assert.Equal(("light", true, 125, 800, 600), (read.Theme, read.Mirrored, read.Scale, read.Width, read.Height));
    }

    [Fact]
    public void Missing_file_is_no_reason_to_complain()
    {
        Assert.Equal("dark", Settings.Load(SettingsFile, out var complaint).Theme);
        Assert.Null(complaint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"theme":"pink"}""")]
    [InlineData("""{"theme":null}""")]
    [InlineData("""{"width":-5}""")]
    [InlineData("""{"scale":0}""")]
    public void Broken_file_is_reported_and_replaced(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SettingsFile)!);
        File.WriteAllText(SettingsFile, text);
        var settings = Settings.Load(SettingsFile, out var complaint);
        Assert.Equal(("dark", 1100, 700), (settings.Theme, settings.Width, settings.Height));
        Assert.StartsWith($"{SettingsFile}: cannot be used", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', complaint!);
    }
}
