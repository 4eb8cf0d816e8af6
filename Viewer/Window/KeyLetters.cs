using System.Runtime.InteropServices;
using GpuDigits.Viewer.App;
using Silk.NET.Windowing;
using Key = Silk.NET.Input.Key;

namespace GpuDigits.Viewer.Window;

/// <summary>
/// The letters of keys in the keyboard layout in use, for shortcuts. A key counts by what it writes; by its place on a US keyboard only where
/// the layout has no key for the letter of that place, as Greek and Hebrew layouts.
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

/// <summary><c>glfwGetKeyName</c>, which Silk.NET.Input does not offer, of the GLFW that the window runs on.</summary>
internal static unsafe class GlfwKeyNames
{
    private static readonly delegate* unmanaged[Cdecl]<int, int, nint> GetKeyName = Find();

    /// <summary>What the layout in use writes with a key; null for keys that write nothing, and where no GLFW runs.</summary>
    public static string? Of(Key key) => GetKeyName is null ? null : Marshal.PtrToStringUTF8(GetKeyName((int)key, 0));

    private static string[] FileNames =>
        OperatingSystem.IsWindows() ? ["glfw3.dll"]
        : OperatingSystem.IsMacOS() ? ["libglfw.3.dylib", "/opt/homebrew/lib/libglfw.3.dylib", "/usr/local/lib/libglfw.3.dylib"]
        : ["libglfw.so.3", "libglfw.so.3.3", "libglfw.so"];

    private static delegate* unmanaged[Cdecl]<int, int, nint> Find()
    {
        foreach (var name in FileNames)
        {
            // A copy of the library that the window does not run on knows no scancode of any key.
            if (NativeLibrary.TryLoad(name, typeof(IWindow).Assembly, null, out var library)
                && NativeLibrary.TryGetExport(library, "glfwGetKeyScancode", out var scancode)
                && NativeLibrary.TryGetExport(library, "glfwGetKeyName", out var keyName)
                && ((delegate* unmanaged[Cdecl]<int, int>)scancode)((int)Key.A) >= 0)
                return (delegate* unmanaged[Cdecl]<int, int, nint>)keyName;
        }
        return null;
    }
}
