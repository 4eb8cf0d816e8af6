using System.Text.Json;
using GpuDigits.Engine.Files;

namespace GpuDigits.Viewer.App;

/// <summary>What the person chose, remembered from one run to the next.</summary>
internal sealed class Settings
{
    private const int MaximumBytes = 1 << 16;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { WriteIndented = true };

    /// <summary>The name of a <see cref="Ui.Theme"/>.</summary>
    public string Theme { get; set; } = "dark";

    /// <summary>Whether the pad is on the right.</summary>
    public bool Mirrored { get; set; }

    /// <summary>The name of a <see cref="App.Pen"/>.</summary>
    public string Pen { get; set; } = "medium";

    /// <summary>Whether corrected drawings are kept on this machine, for <c>gpudigits adapt</c> to learn from.</summary>
    public bool KeepCorrections { get; set; } = true;

    /// <summary>The window's width in window units.</summary>
    public int Width { get; set; } = 1100;

    /// <summary>The window's height in window units.</summary>
    public int Height { get; set; } = 700;

    /// <summary>Where the settings lie: viewer.json in the person's folder for settings; null where there is none.</summary>
    public static string? DefaultFile => UserFolders.Settings is { } folder ? Path.Combine(folder, "viewer.json") : null;

    /// <summary>Reads the settings. A file that is not there or cannot be used gives the usual ones.</summary>
    /// <param name="file">The settings file.</param>
    /// <param name="complaint">What is wrong with the file, in one line; null if it is fine or not there.</param>
    public static Settings Load(string file, out string? complaint)
    {
        complaint = null;
        try
        {
            if (File.Exists(file))
                return new FileInfo(file).Length <= MaximumBytes ? Parse(File.ReadAllText(file)) : throw new JsonException($"it is longer than {MaximumBytes} bytes");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            complaint = $"{file}: cannot be used ({e.Message.TrimEnd('.')}); the usual settings take its place.";
        }
        return new();
    }

    /// <summary>Writes the settings. Returns what went wrong in one line, or null.</summary>
    public string? Save(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            AtomicFile.Write(file, stream => stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n']));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{file}: the settings cannot be kept ({e.Message.TrimEnd('.')}).";
        }
    }

    /// <summary>The settings of a file's text.</summary>
    /// <exception cref="JsonException">It is not such a text.</exception>
    internal static Settings Parse(string json)
    {
        Settings? settings;
        try
        {
            settings = JsonSerializer.Deserialize<Settings>(json, Options);
        }
        catch (JsonException e)
        {
            // The message quotes the file, line breaks and all.
            throw new JsonException(e.Message.ReplaceLineEndings(" "), e);
        }
        if (settings is null)
            throw new JsonException("it is empty");
        if (settings.Theme is not ("dark" or "light"))
            throw new JsonException($"theme is \"{settings.Theme}\", not \"dark\" or \"light\"");
        if (App.Pen.All.All(pen => pen.Name != settings.Pen))
            throw new JsonException($"pen is \"{settings.Pen}\", not one of {string.Join(", ", App.Pen.All.Select(pen => pen.Name))}");
        if (settings.Width is < 200 or > 20000 || settings.Height is < 200 or > 20000)
            throw new JsonException($"the window of {settings.Width}×{settings.Height} is not between 200 and 20000");
        return settings;
    }
}
