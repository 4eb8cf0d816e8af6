using System.Text.Json;
using System.Text.Json.Nodes;

namespace GpuDigits.Scenes.App;

/// <summary>One of the <see cref="Settings"/> in their file.</summary>
/// <param name="Name">As the file calls it.</param>
/// <param name="Expected">What it must be, for a message.</param>
/// <param name="Write">Its value.</param>
/// <param name="Read">Takes a value from the file; false, and nothing is changed, where it cannot be used.</param>
internal sealed record SettingsField(string Name, string Expected, Func<Settings, JsonNode> Write, Func<Settings, JsonNode?, bool> Read)
{
    /// <summary>Whether the person chooses it, and it is written at once; false for what changes while a window is dragged.</summary>
    public bool IsChoice { get; private init; } = true;

    /// <summary>One of some words.</summary>
    public static SettingsField Text(string name, Func<Settings, string> get, Action<Settings, string> set, params string[] words) =>
        Of(name, string.Join(" or ", words.Select(word => $"\"{word}\"")), settings => get(settings)!, set, words.Contains);

    /// <summary>True or false.</summary>
    public static SettingsField Flag(string name, Func<Settings, bool> get, Action<Settings, bool> set) =>
        Of(name, "true or false", settings => get(settings), set, _ => true);

    /// <summary>A whole number, of the window's size.</summary>
    public static SettingsField Number(string name, Func<Settings, int> get, Action<Settings, int> set, int least, int most) =>
        Of<int>(name, $"a whole number from {least} to {most}", one => get(one), set, value => value >= least && value <= most) with
        {
            IsChoice = false,
        };

    private static SettingsField Of<T>(
        string name, string expected, Func<Settings, JsonNode> write, Action<Settings, T> set, Predicate<T> isUsable) => new(
        name, expected, write,
        (settings, node) =>
        {
            if (!TryGet(node, out T value) || !isUsable(value))
                return false;
            set(settings, value);
            return true;
        });

    private static bool TryGet<T>(JsonNode? node, out T value)
    {
        value = default!;
        try
        {
            return node is JsonValue given && given.TryGetValue(out value!);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or JsonException)
        {
            // Text that is no valid Unicode.
            return false;
        }
    }
}
