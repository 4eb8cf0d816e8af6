using GpuDigits.Engine.Data;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    private string SettingsFile => Path.Combine(_folder, "new folder", "viewer.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Settings_are_remembered()
    {
        var settings = Load();
        (settings.Theme, settings.Mirrored, settings.Scale, settings.Width, settings.Height) = ("light", true, 125, 800, 600);
        Assert.Null(settings.Save());
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
    [InlineData("""{"theme":"light","keepCorrections":false,""")]
    [InlineData("\0\0\0\0")]
    public void Of_a_file_that_cannot_be_read_privacy_is_assumed_and_a_copy_is_kept(string text)
    {
        Write(text);
        var settings = Settings.Load(SettingsFile, out var complaint);
        Assert.Equal(("dark", 1100, 700, false), (settings.Theme, settings.Width, settings.Height, settings.KeepCorrections));
        AssertLine(complaint);
        Assert.Null(settings.Save(isEnd: true));
        Assert.Equal(text, File.ReadAllText(SettingsFile));
        settings.Theme = "light";
        Assert.Null(settings.Save());
        Assert.Equal(text, File.ReadAllText(SettingsFile + ".damaged"));
        Assert.False(Load().KeepCorrections);
    }

    [Theory]
    [InlineData("\"theme\":\"pink\"")]
    [InlineData("\"theme\":null")]
    [InlineData("\"theme\":[{}]")]
    [InlineData("\"theme\":\"\\ud800\"")]
    [InlineData("\"width\":-5")]
    [InlineData("\"width\":1e99")]
    [InlineData("\"width\":800.5")]
    [InlineData("\"height\":\"NaN\"")]
    [InlineData("\"scale\":0")]
    [InlineData("\"scale\":1e9")]
    [InlineData("\"mirrored\":\"yes\"")]
    [InlineData("\"pen\":7")]
    public void Bad_setting_falls_back_alone(string bad)
    {
        Write("{" + bad + ""","keepCorrections":false,"later version":[1,2],"x":[]}""");
        var settings = Settings.Load(SettingsFile, out var complaint);
        Assert.Equal(("dark", "medium", 1100, 700, false, false),
            (settings.Theme, settings.Pen, settings.Width, settings.Height, settings.Mirrored, settings.KeepCorrections));
        AssertLine(complaint);
        Assert.Contains($"{bad.Split('"')[1]} must be ", complaint!, StringComparison.Ordinal);
        settings.Theme = "light";
        settings.Width = 900;
        Assert.Null(settings.Save());
        var again = Load();
        Assert.Equal(("light", 900, false), (again.Theme, again.Width, again.KeepCorrections));
        Assert.Contains("later version", File.ReadAllText(SettingsFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"no\"")]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("false,\"keepCorrections\":true")]
    [InlineData("false,\"KeepCorrections\":true")]
    public void Wish_for_privacy_that_cannot_be_read_is_one(string value)
    {
        Write($"{{\"keepCorrections\":{value}}}");
        Assert.False(Load().KeepCorrections);
    }

    [Fact]
    public void Settings_that_cannot_be_used_are_told_together_with_what_becomes_of_them()
    {
        Write("""{"theme":"pink","width":-5}""");
        Settings.Load(SettingsFile, out var complaint);
        Assert.Equal(
            $"{SettingsFile}: theme must be \"dark\" or \"light\"; width must be a whole number from 200 to 20000. "
                + "What is usual takes its place.", complaint);
    }

    [Fact]
    public void Name_counts_whatever_its_case()
    {
        Write("""{"KEEPCORRECTIONS":false,"Theme":"light"}""");
        Assert.Equal(("light", false), (Load().Theme, Load().KeepCorrections));
    }

    [Fact]
    public void Two_windows_keep_what_each_of_them_changed()
    {
        var (first, second) = (Load(), Load());
        first.KeepCorrections = false;
        Assert.Null(first.Save());
        second.Theme = "light";
        Assert.Null(second.Save());
        Assert.Null(second.Save(isEnd: true));
        Assert.Equal(("light", false), (Load().Theme, Load().KeepCorrections));
    }

    [Fact]
    public void No_window_keeps_a_drawing_once_one_was_told_not_to()
    {
        var corrections = Path.Combine(_folder, "corrections.jsonl");
        using var second = new Person(corrections: corrections, settings: Load());
        var first = Load();
        first.KeepCorrections = false;
        Assert.Null(first.Save());
        second.Draw(3);
        second.Type("8");
        Assert.Empty(CorrectionFile.Read(corrections).Samples);
        Assert.False(second.Settings.KeepCorrections);
    }

    [Theory]
    [InlineData(100, true, 110)]
    [InlineData(100, false, 90)]
    [InlineData(105, true, 110)]
    [InlineData(105, false, 100)]
    [InlineData(300, true, 300)]
    [InlineData(50, false, 50)]
    public void Scale_goes_up_and_down_in_steps_to_an_end(int from, bool larger, int to)
    {
        var settings = new Settings { Scale = from };
        settings.ChangeScale(larger);
        Assert.Equal(to, settings.Scale);
    }

    [Fact]
    public void Least_and_greatest_numbers_are_taken_and_those_beyond_are_named()
    {
        Assert.Equal((50, 200, 20000), Sizes(Settings.Parse("""{"scale":50,"width":200,"height":20000}""")));
        Assert.Equal((300, 20000, 200), Sizes(Settings.Parse("""{"scale":300,"width":20000,"height":200}""")));
        Assert.Equal((100, 1100, 700), Sizes(Settings.Parse("""{"scale":301,"width":199,"height":20001}""")));
        Write("""{"width":199}""");
        Settings.Load(SettingsFile, out var complaint);
        Assert.Contains("width must be a whole number from 200 to 20000", complaint!, StringComparison.Ordinal);

        static (int, int, int) Sizes(Settings settings) => (settings.Scale, settings.Width, settings.Height);
    }

    /// <summary>As a person may write it by hand.</summary>
    [Fact]
    public void Comments_and_a_comma_at_the_end_do_no_harm() => Assert.Equal("light", Settings.Parse("""
        {
            // rather bright
            "theme": "light",
        }
        """).Theme);

    [Fact]
    public void Choice_at_the_window_is_written_at_once_and_the_size_at_the_end()
    {
        using var person = new Person(settings: Load());
        person.Type("t");
        Assert.Equal("light", Load().Theme);
        person.Settings.Width = 1234;
        person.Type("5");
        Assert.Equal(1100, Load().Width);
        Assert.Null(person.Settings.Save(isEnd: true));
        Assert.Equal(1234, Load().Width);
    }

    [Fact]
    public void Choice_for_one_run_is_not_written_and_what_is_chosen_then_is()
    {
        var settings = Load();
        settings.Theme = "light";
        settings.TakeAsKnown();
        settings.KeepCorrections = false;
        Assert.Null(settings.Save(isEnd: true));
        Assert.Equal(("dark", false), (Load().Theme, Load().KeepCorrections));
    }

    [Fact]
    public void Settings_that_cannot_be_written_are_said_in_the_window()
    {
        using var person = new Person(settings: Settings.Load(Path.Combine(_folder, "file", "viewer.json"), out _));
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        person.Type("t");
        Assert.Contains("cannot be kept", person.App.View.Hint, StringComparison.Ordinal);
        Assert.True(person.App.View.HintIsError);
        Assert.Equal("light", person.App.View.Theme.Name);
    }

    [Fact]
    public void Settings_that_cannot_be_written_are_said_once_and_tried_again_with_the_next_choice_and_at_the_end()
    {
        var folder = Path.Combine(_folder, "file");
        var file = Path.Combine(folder, "viewer.json");
        using var person = new Person(settings: Settings.Load(file, out _));
        File.WriteAllText(folder, "");
        person.Type("t");
        Assert.True(person.App.View.HintIsError);

        person.Type("5");
        person.Do(new PointerMoved(person.Tick(), new(30, 40)));
        Assert.DoesNotContain("cannot be kept", person.App.View.Hint, StringComparison.Ordinal);
        person.Settings.Mirrored = true;
        person.Do(new PointerMoved(person.Tick(), new(31, 40)));
        Assert.DoesNotContain("cannot be kept", person.App.View.Hint, StringComparison.Ordinal);
        Assert.Contains("cannot be kept", person.Settings.Save(isEnd: true)!, StringComparison.Ordinal);

        File.Delete(folder);
        person.Do(new PointerMoved(person.Tick(), new(32, 40)));
        Assert.False(File.Exists(file));
        person.Settings.Pen = "broad";
        person.Do(new PointerMoved(person.Tick(), new(33, 40)));
        var kept = Settings.Load(file, out _);
        Assert.Equal(("light", true, "broad"), (kept.Theme, kept.Mirrored, kept.Pen));
    }

    [Fact]
    public void Settings_that_could_not_be_written_are_written_at_the_end()
    {
        var folder = Path.Combine(_folder, "file");
        var file = Path.Combine(folder, "viewer.json");
        var settings = Settings.Load(file, out _);
        File.WriteAllText(folder, "");
        settings.Theme = "light";
        Assert.NotNull(settings.Save());
        Assert.Null(settings.Save());
        File.Delete(folder);
        Assert.Null(settings.Save());
        Assert.False(File.Exists(file));
        Assert.Null(settings.Save(isEnd: true));
        Assert.Equal("light", Settings.Load(file, out _).Theme);
    }

    /// <summary>A file without a theme is no choice of one: it may have been written for the pen.</summary>
    [Theory]
    [InlineData(null, "light")]
    [InlineData("{}", "light")]
    [InlineData("""{"pen":"broad"}""", "light")]
    [InlineData("""{"theme":"pink"}""", "light")]
    [InlineData("""{"theme":"dark","pen":"broad"}""", "dark")]
    [InlineData("""{"Theme":"dark"}""", "dark")]
    public void Theme_is_the_systems_until_one_is_chosen(string? text, string theme)
    {
        if (text is not null)
            Write(text);
        var settings = Load();
        Assert.Equal(theme == "light", settings.FollowTheme("light"));
        Assert.Equal(theme, settings.Theme);
        settings.View = Settings.SheetView;
        Assert.Null(settings.Save());
        Assert.Equal(theme == "light", Load().FollowTheme("light"));
        settings.Theme = "light";
        settings.Theme = "dark";
        Assert.False(settings.FollowTheme("light"));
    }

    [Fact]
    public void Theme_of_the_system_is_not_written_over_a_damaged_file()
    {
        Write("{");
        var settings = Load();
        settings.FollowTheme("light");
        settings.Mirrored = true;
        Assert.Null(settings.Save());
        Assert.True(Load().Mirrored);
        Assert.True(Load().FollowTheme("light"));
    }

    private void AssertLine(string? complaint)
    {
        Assert.StartsWith($"{SettingsFile}: ", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', complaint!);
        Assert.DoesNotContain("System", complaint!, StringComparison.Ordinal);
    }

    private Settings Load() => Settings.Load(SettingsFile, out _);

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SettingsFile)!);
        File.WriteAllText(SettingsFile, text);
    }
}
