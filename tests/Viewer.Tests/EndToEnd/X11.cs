using System.Runtime.InteropServices;
using System.Text;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>The few questions to an X server that xdotool has no words for.</summary>
internal static partial class X11
{
    internal const string Library = "libX11.so.6";
    private const nint ResourceManager = 23, Text = 31;

    /// <summary>Sets the resource that desktops tell a screen's density by.</summary>
    public static void SetDotsPerInch(string display, int dots)
    {
        var resources = Encoding.ASCII.GetBytes($"Xft.dpi:\t{dots}\n");
        var server = Open(display);
        ChangeProperty(server, RootOf(server), ResourceManager, Text, 8, 0, resources, resources.Length);
        Close(server);
    }

    /// <summary>Has the server repeat keys that are held, as desktops do and virtual screens do not.</summary>
    public static void RepeatKeys(string display, bool isOn)
    {
        var server = Open(display);
        if (isOn)
            TurnAutoRepeatOn(server);
        else
            TurnAutoRepeatOff(server);
        Close(server);
    }

    /// <summary>Whether a window has a property.</summary>
    public static unsafe bool HasProperty(string display, nint window, string name)
    {
        var server = Open(display);
        nint count;
        var names = ListProperties(server, window, &count);
        var atom = InternAtom(server, name, 0);
        var has = new ReadOnlySpan<nint>((void*)names, (int)count).Contains(atom);
        Close(server);
        return has;
    }

    [LibraryImport(Library, EntryPoint = "XOpenDisplay", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Open(string display);

    [LibraryImport(Library, EntryPoint = "XCloseDisplay")]
    internal static partial void Close(nint display);

    [LibraryImport(Library, EntryPoint = "XAutoRepeatOn")]
    private static partial void TurnAutoRepeatOn(nint display);

    [LibraryImport(Library, EntryPoint = "XAutoRepeatOff")]
    private static partial void TurnAutoRepeatOff(nint display);

    [LibraryImport(Library, EntryPoint = "XDefaultRootWindow")]
    internal static partial nint RootOf(nint display);

    [LibraryImport(Library, EntryPoint = "XInternAtom", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint InternAtom(nint display, string name, int onlyIfExists);

    [LibraryImport(Library, EntryPoint = "XChangeProperty")]
    internal static partial void ChangeProperty(
        nint display, nint window, nint property, nint type, int format, int mode, byte[] data, int count);

    [LibraryImport(Library, EntryPoint = "XListProperties")]
    private static unsafe partial nint ListProperties(nint display, nint window, nint* count);
}
