using GpuDigits.Scenes.App;
using Key = Silk.NET.Input.Key;

namespace GpuDigits.Viewer.Window;

/// <summary>
/// The letters of keys in the current keyboard layout, for shortcuts. The letter of a key is the one that it writes. If the layout has no
/// key for a letter, as in Greek and Hebrew layouts, it is the key in that place on a US keyboard.
/// </summary>
/// <param name="nameOf">The character of a key in the layout, without Shift; null if it is unknown.</param>
internal sealed class KeyLetters(Func<Key, string?> nameOf)
{
    private const Key FirstWriting = Key.Apostrophe, LastWriting = Key.World2;

    /// <summary>The letter in lower case; null for keys without one.</summary>
    public char? Of(Key key)
    {
        if (key == Key.Unknown)
            return null;
        if (Written(key) is { } letter)
            return letter;
        if (key is < Key.A or > Key.Z)
            return null;
        var place = (char)('a' + (key - Key.A));
        for (var other = FirstWriting; other <= LastWriting; other++)
            if (Written(other) == place)
                return null;
        return place;
    }

    private char? Written(Key key) => nameOf(key) is [var name] && Characters.IsLatin(name) ? Characters.Plain(name) : null;
}
