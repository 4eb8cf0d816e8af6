using System.Text.Json.Nodes;
using GpuDigits.Engine.Files;

namespace GpuDigits.Scenes.App;

/// <summary>
/// What the person chose, remembered from one run to the next. Only what was changed here is written, into the file as it is then: another
/// window, or another version of the program, keeps what it wrote.
/// </summary>
internal sealed class Settings
{
    /// <summary>The least and the greatest width and height of a window, in units of the layout.</summary>
    public const int SmallestSide = 200, LargestSide = 20000;

    private static readonly int[] Scales = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

    private static readonly SettingsField[] Fields =
    [
        SettingsField.Text(ThemeName, s => s.Theme, (s, v) => s.Theme = v, "dark", "light"),
        SettingsField.Flag("mirrored", s => s.Mirrored, (s, v) => s.Mirrored = v),
        SettingsField.Text("pen", s => s.Pen, (s, v) => s.Pen = v, [.. App.Pen.All.Select(pen => pen.Name)]),
        SettingsField.Text("view", s => s.View, (s, v) => s.View = v, CalculatorView, SheetView),
        SettingsField.Flag("knowsSheet", s => s.KnowsSheet, (s, v) => s.KnowsSheet = v),
        SettingsField.Flag(KeepName, s => s.KeepCorrections, (s, v) => s.KeepCorrections = v),
        SettingsField.Number("scale", s => s.Scale, (s, v) => s.Scale = v, Scales[0], Scales[^1]),
        SettingsField.Number("width", s => s.Width, (s, v) => s.Width = v, SmallestSide, LargestSide),
        SettingsField.Number("height", s => s.Height, (s, v) => s.Height = v, SmallestSide, LargestSide),
    ];

    /// <summary>Values of <see cref="View"/>.</summary>
    public const string CalculatorView = "calculator", SheetView = "sheet";

    private const string KeepName = "keepCorrections", ThemeName = "theme";
    private const string NotKept = " Corrected digits are not kept until you turn that on again (H, then K).";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<string, string> _known = [];
    private string? _file;
    private string _theme = "dark";
    private bool _themeIsChosen;
    private string? _failedChoices, _failure;

    public Settings() => TakeAsKnown();

    /// <summary>The name of a <see cref="Ui.Theme"/>. Whoever sets it, a person or their file, has chosen it.</summary>
    public string Theme
    {
        get => _theme;
        set => (_theme, _themeIsChosen) = (value, true);
    }

    /// <summary>Whether the pad is on the right.</summary>
    public bool Mirrored { get; set; }

    /// <summary>The name of a <see cref="App.Pen"/>.</summary>
    public string Pen { get; set; } = "medium";

    /// <summary>The view in which the program opens: the calculator, or the sheet.</summary>
    public string View { get; set; } = CalculatorView;

    /// <summary>Whether the person has opened the sheet before. Until then the calculator has a line about it.</summary>
    public bool KnowsSheet { get; set; }

    /// <summary>
    /// Whether corrected drawings are kept on this machine, for <c>gpudigits
    /// adapt</c> to learn from. Off where the person's wish cannot be read.
    /// </summary>
    public bool KeepCorrections { get; set; } = true;

    /// <summary>How much larger than usual everything is, in per cent.</summary>
    public int Scale { get; set; } = 100;

    /// <summary>The window's width in units of the layout, which a scale makes larger.</summary>
    public int Width { get; set; } = 1100;

    /// <summary>The window's height in units of the layout.</summary>
    public int Height { get; set; } = 700;

    /// <summary>Goes one step up or down from the scale.</summary>
    public void ChangeScale(bool larger) =>
        Scale = larger ? Scales.FirstOrDefault(step => step > Scale, Scales[^1]) : Scales.LastOrDefault(step => step < Scale, Scales[0]);

    /// <summary>Where the settings lie: viewer.json in the person's folder for settings; null where there is none.</summary>
    public static string? DefaultFile => UserFolders.Settings is { } folder ? Path.Combine(folder, "viewer.json") : null;

    /// <summary>Reads the settings, which are then kept in the same file. Each one that cannot be used falls back alone.</summary>
    /// <param name="file">The settings file.</param>
    /// <param name="complaint">What is wrong with the file, in one line; null if it is fine or not there.</param>
    public static Settings Load(string file, out string? complaint)
    {
        var settings = new Settings { _file = file };
        complaint = null;
        try
        {
            if (SettingsFile.Read(file) is { } values)
                complaint = settings.Take(values) is { Count: > 0 } bad
                    ? $"{file}: {string.Join("; ", bad)}. What is usual takes its place.{settings.Keeping(values)}"
                    : null;
        }
        catch (Exception e) when (e is SettingsFileException or IOException or UnauthorizedAccessException)
        {
            settings.KeepCorrections = false;
            complaint = $"{file}: the settings cannot be read ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); the usual ones take "
                + $"their place.{NotKept}";
        }
        settings.TakeAsKnown();
        return settings;
    }

    /// <summary>The settings of a file's text, as far as they can be used.</summary>
    /// <exception cref="SettingsFileException">It is no JSON object.</exception>
    internal static Settings Parse(string text)
    {
        var settings = new Settings();
        settings.Take(SettingsFile.Parse(text));
        return settings;
    }

    /// <summary>Makes what was changed until now a choice for this run only, which is not written.</summary>
    public void TakeAsKnown()
    {
        foreach (var field in Fields)
            _known[field.Name] = field.Write(this).ToJsonString();
    }

    /// <summary>Nothing is written from now on.</summary>
    public void Forget() => _file = null;

    /// <summary>Takes the system's theme, which is not written. Does nothing once one was chosen, now or in an earlier run.</summary>
    /// <param name="theme">Its name.</param>
    /// <returns>Whether it was taken.</returns>
    public bool FollowTheme(string theme)
    {
        if (_themeIsChosen)
            return false;
        _theme = theme;
        _known[ThemeName] = Fields.First(field => field.Name == ThemeName).Write(this).ToJsonString();
        return true;
    }

    /// <summary>
    /// Writes what was chosen since the last time. The window's size, which changes all the time, goes along, or is written at the end.
    /// What could not be written is tried again with the next choice, and at the end.
    /// </summary>
    /// <param name="isEnd">Whether to write the size too where nothing else was changed.</param>
    /// <returns>What went wrong in one line; null if nothing did, or if it was told before and this is not the end.</returns>
    public string? Save(bool isEnd = false)
    {
        var changed = Fields.Where(IsChanged).ToList();
        if (_file is null || !changed.Any(field => isEnd || field.IsChoice))
        {
            _failedChoices = null;
            return null;
        }
        var choices = string.Join(' ', Fields.Where(field => field.IsChoice).Select(field => field.Write(this).ToJsonString()));
        if (choices == _failedChoices && !isEnd)
            return null;
        try
        {
            AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(_file))!);
            using var others = FileLock.TryTake(_file, Patience);
            var values = ReadOrSetAside(_file, changed);
            foreach (var field in changed)
                values[field.Name] = field.Write(this);
            SettingsFile.Write(_file, values);
            TakeAsKnown();
            _failedChoices = _failure = null;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var failure = $"{_file}: the settings cannot be kept ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}).";
            var wasTold = failure == _failure && !isEnd;
            (_failedChoices, _failure) = (choices, failure);
            return wasTold ? null : failure;
        }
    }

    /// <summary>Whether a corrected drawing may be kept now: another window may have been told not to.</summary>
    public bool MayKeepCorrections()
    {
        var keep = Fields.First(field => field.Name == KeepName);
        if (_file is null || IsChanged(keep))
            return KeepCorrections;
        try
        {
            if (SettingsFile.Read(_file) is { } values && values.ContainsKey(KeepName))
                KeepCorrections = keep.Read(this, values[KeepName]) && KeepCorrections;
        }
        catch (Exception e) when (e is SettingsFileException or IOException or UnauthorizedAccessException)
        {
            KeepCorrections = false;
        }
        _known[KeepName] = keep.Write(this).ToJsonString();
        return KeepCorrections;
    }

    private bool IsChanged(SettingsField field) => field.Write(this).ToJsonString() != _known[field.Name];

    /// <summary>Takes what can be used. Returns what cannot.</summary>
    private List<string> Take(JsonObject values)
    {
        List<string> bad = [];
        foreach (var field in Fields)
            if (values.TryGetPropertyValue(field.Name, out var value) && !field.Read(this, value))
                bad.Add($"{field.Name} must be {field.Expected}");
        // A wish for privacy that cannot be read is one.
        if (values.ContainsKey(KeepName) && bad.Any(problem => problem.StartsWith(KeepName, StringComparison.Ordinal)))
            KeepCorrections = false;
        return bad;
    }

    private string Keeping(JsonObject values) => !KeepCorrections && values[KeepName]?.ToJsonString() != "false" ? NotKept : "";

    /// <summary>
    /// The file's values now; of a file that is damaged a copy is kept, and all settings are to be written. A theme that is only the
    /// system's is none of them.
    /// </summary>
    private JsonObject ReadOrSetAside(string file, List<SettingsField> changed)
    {
        try
        {
            return SettingsFile.Read(file) ?? [];
        }
        catch (SettingsFileException)
        {
            DamagedFile.SetAside(file);
            changed.Clear();
            changed.AddRange(Fields.Where(field => field.Name != ThemeName || _themeIsChosen));
            return [];
        }
    }
}
