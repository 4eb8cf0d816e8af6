using System.Runtime.InteropServices;
using GpuDigits.Viewer.Graphics;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;

namespace GpuDigits.Viewer.Window;

/// <summary>
/// Functions of GLFW 3.3 or later that Silk.NET's window does not offer: the reason why no window can be opened, the content scale, the
/// work area, the letters on the keys. To be used on the main thread, like all of GLFW.
/// </summary>
internal sealed unsafe class Glfw
{
    private const int Visible = 0x20004, ContextMajor = 0x22002, ContextMinor = 0x22003, ForwardCompatible = 0x22006, Profile = 0x22008;
    private const int CoreProfile = 0x32001;

    // The names that Silk.NET.GLFW uses; its loader also tries libglfw.so.3 and libglfw.so.
    private static readonly string FileName =
        OperatingSystem.IsWindows() ? "glfw3.dll" : OperatingSystem.IsMacOS() ? "libglfw.3.dylib" : "libglfw.so.3.3";

    private readonly INativeContext _functions;

    private Glfw(INativeContext functions) => _functions = functions;

    /// <summary>The content scale of the screen (2 at 200 %), and framebuffer pixels in one window unit (1 on X11 and Windows).</summary>
    public (float Scale, float PixelRatio) Screen { get; private set; }

    static Glfw()
    {
        // A single-file program unpacks its libraries into a folder that only the runtime knows, and Silk.NET must load the same copy.
        // Homebrew's folders are not on the search path of a macOS program. Windows finds a loaded library by its name.
        string[] places =
        [
            FileName, .. OperatingSystem.IsMacOS() ? [$"/opt/homebrew/lib/{FileName}", $"/usr/local/lib/{FileName}"] : Array.Empty<string>()
        ];
        foreach (var place in places)
        {
            if (!NativeLibrary.TryLoad(place, typeof(Glfw).Assembly, null, out var library))
                continue;
            if (PathOf(library) is { } path && PathResolver.Default is DefaultPathResolver resolver)
                resolver.Resolvers.Insert(0, name => name == FileName ? [path] : []);
            return;
        }
    }

    /// <summary>Loads and initialises GLFW, and tries whether it can open a window. May be called more than once.</summary>
    /// <exception cref="GraphicsException">There is no GLFW, no screen that it can open, or no OpenGL 3.3.</exception>
    public static Glfw Start()
    {
        DefaultNativeContext functions;
        try
        {
            functions = new(FileName);
        }
        catch (FileNotFoundException)
        {
            throw NoWindow("GLFW is not installed");
        }
        var glfw = new Glfw(functions);
        if (((delegate* unmanaged<int>)glfw["glfwInit"])() == 0)
            throw NoWindow(glfw.LastError());
        glfw.Screen = glfw.TryWindow();
        return glfw;
    }

    /// <summary>
    /// Opens a hidden window with OpenGL 3.3 and closes it again. Silk.NET itself would continue without a window, and the process would be
    /// aborted.
    /// </summary>
    /// <returns><see cref="Screen"/>.</returns>
    /// <exception cref="GraphicsException">There is no such window; with GLFW's reason.</exception>
    private (float Scale, float PixelRatio) TryWindow()
    {
        const int Side = 64;
        var hint = (delegate* unmanaged<int, int, void>)this["glfwWindowHint"];
        ((delegate* unmanaged<void>)this["glfwDefaultWindowHints"])();
        foreach (var (name, value) in ((int, int)[])
            [(Visible, 0), (ContextMajor, 3), (ContextMinor, 3), (ForwardCompatible, 1), (Profile, CoreProfile)])
            hint(name, value);
        nint window;
        fixed (byte* title = "GpuDigits\0"u8)
            window = ((delegate* unmanaged<int, int, byte*, nint, nint, nint>)this["glfwCreateWindow"])(Side, Side, title, 0, 0);
        if (window == 0)
            throw NoWindow(LastError());
        int width = 0, height;
        ((delegate* unmanaged<nint, int*, int*, void>)this["glfwGetFramebufferSize"])(window, &width, &height);
        var scale = ScaleOf(window);
        ((delegate* unmanaged<nint, void>)this["glfwDestroyWindow"])(window);
        ((delegate* unmanaged<void>)this["glfwDefaultWindowHints"])();
        return (scale, MathF.Max(width / (float)Side, 1));
    }

    /// <summary>The content scale of the screen that a window is on: 2 at 200 %.</summary>
    /// <param name="window">GLFW's window, Silk.NET's Handle.</param>
    public float ScaleOf(nint window)
    {
        float x = 0, y;
        ((delegate* unmanaged<nint, float*, float*, void>)this["glfwGetWindowContentScale"])(window, &x, &y);
        return x is > 0.25f and < 16 ? x : 1;
    }

    /// <summary>The first screen without panels and menus, in window units; a very large one if GLFW does not know it.</summary>
    public (int Width, int Height) WorkArea()
    {
        int x, y, width = 0, height = 0;
        var monitor = ((delegate* unmanaged<nint>)this["glfwGetPrimaryMonitor"])();
        if (monitor != 0)
            ((delegate* unmanaged<nint, int*, int*, int*, int*, void>)this["glfwGetMonitorWorkarea"])(monitor, &x, &y, &width, &height);
        return width > 0 && height > 0 ? (width, height) : (int.MaxValue, int.MaxValue);
    }

    /// <summary>The character of a key in the person's keyboard layout, without Shift; null for keys without one.</summary>
    /// <param name="key">GLFW's key code, Silk.NET's Key.</param>
    public string? KeyName(int key) => Marshal.PtrToStringUTF8(((delegate* unmanaged<int, int, nint>)this["glfwGetKeyName"])(key, 0));

    /// <summary>The file that a library was loaded from; null on Windows, where it is not needed.</summary>
    private static string? PathOf(nint library)
    {
        if (OperatingSystem.IsWindows())
            return null;
        // Dl_info: the file's name, its address, the symbol's name and address.
        var info = stackalloc nint[4];
        var find = (delegate* unmanaged<nint, nint*, int>)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "dladdr");
        return find(NativeLibrary.GetExport(library, "glfwInit"), info) != 0 ? Marshal.PtrToStringUTF8(info[0]) : null;
    }

    private nint this[string name] => _functions.GetProcAddress(name);

    private string LastError()
    {
        nint text;
        ((delegate* unmanaged<nint*, int>)this["glfwGetError"])(&text);
        return Marshal.PtrToStringUTF8(text) ?? "GLFW gives no reason";
    }

    private static GraphicsException NoWindow(string reason)
    {
        var isWaylandOnly = Environment.GetEnvironmentVariable("DISPLAY") is null or ""
            && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        return new($"{reason.ReplaceLineEndings(" ").TrimEnd('.')}. A window needs a screen, GLFW and OpenGL 3.3 (Debian and Ubuntu: "
            + $"{(isWaylandOnly ? "libglfw3-wayland" : "libglfw3")} libgl1 libgl1-mesa-dri); --offscreen does without.");
    }
}
