using GpuDigits.Viewer.App;
using Key = Silk.NET.Input.Key;

namespace GpuDigits.Viewer.Window;

/// <summary>
/// The letters of keys in the keyboard layout in use, for shortcuts. A key counts by what it writes; by its place on a US keyboard only
/// where the layout has no key for the letter of that place, as Greek and Hebrew layouts.
/// </summary>
/// <param name="nameOf">What the layout writes with a key, without Shift; null where that is not known.</param>
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
