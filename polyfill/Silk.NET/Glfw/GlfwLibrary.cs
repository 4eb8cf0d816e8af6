using System.Reflection;
using System.Runtime.InteropServices;
using Silk.NET.Core.Loader;

namespace Silk.NET.Glfw;

/// <summary>The functions of GLFW 3.3 or later that the window needs, and their constants. Silk.NET's loader finds the library.</summary>
internal static unsafe partial class GlfwLibrary
{
    private const string Library = "glfw";

    public const int Visible = 0x20004, Maximized = 0x20008, Iconified = 0x20002;
    public const int ClientApi = 0x22001, ContextMajor = 0x22002, ContextMinor = 0x22003;
    public const int ForwardCompatible = 0x22006, DebugContext = 0x22007, Profile = 0x22008;
    public const int NoApi = 0, OpenGLApi = 0x30001, OpenGLESApi = 0x30002, CoreProfile = 0x32001, CompatProfile = 0x32002;
    public const int ArrowCursor = 0x36001, IBeamCursor = 0x36002, CrosshairCursor = 0x36003, HandCursor = 0x36004;
    public const int HResizeCursor = 0x36005, VResizeCursor = 0x36006;
    public const int Release = 0, Press = 1;

    private static readonly Lock Gate = new();
    private static bool _started, _resolving;

    /// <summary>Loads and starts GLFW once for the process.</summary>
    /// <exception cref="PlatformNotSupportedException">GLFW is missing, or there is no display that it can open.</exception>
    public static void Start()
    {
        lock (Gate)
        {
            if (_started)
                return;
            if (!_resolving)
                NativeLibrary.SetDllImportResolver(typeof(GlfwLibrary).Assembly, Load);
            _resolving = true;
            try
            {
                if (Init() == 0)
                    throw new PlatformNotSupportedException($"GLFW cannot start: {LastError() ?? "no reason given"}.");
            }
            catch (FileNotFoundException)
            {
                throw new PlatformNotSupportedException($"GLFW is not installed: {FileName} cannot be loaded.");
            }
            _started = true;
        }
    }

    /// <summary>Returns and clears GLFW's message for the last failure on this thread; null if there was none.</summary>
    public static string? LastError()
    {
        byte* text = null;
        var code = GetError(&text);
        return code == 0 ? null : Marshal.PtrToStringUTF8((nint)text)?.TrimEnd('.') ?? $"error 0x{code:X}";
    }

    private static string FileName =>
        OperatingSystem.IsWindows() ? "glfw3.dll" : OperatingSystem.IsMacOS() ? "libglfw.3.dylib" : "libglfw.so.3.3";

    private static nint Load(string library, Assembly assembly, DllImportSearchPath? path) =>
        library == Library ? new UnmanagedLibrary(FileName).Handle : 0;

    [LibraryImport(Library, EntryPoint = "glfwInit")]
    private static partial int Init();
    [LibraryImport(Library, EntryPoint = "glfwGetError")]
    private static partial int GetError(byte** description);
    [LibraryImport(Library, EntryPoint = "glfwDefaultWindowHints")]
    public static partial void DefaultWindowHints();
    [LibraryImport(Library, EntryPoint = "glfwWindowHint")]
    public static partial void WindowHint(int hint, int value);
    [LibraryImport(Library, EntryPoint = "glfwCreateWindow", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CreateWindow(int width, int height, string title, nint monitor, nint share);
    [LibraryImport(Library, EntryPoint = "glfwDestroyWindow")]
    public static partial void DestroyWindow(nint window);
    [LibraryImport(Library, EntryPoint = "glfwWindowShouldClose")]
    public static partial int WindowShouldClose(nint window);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowShouldClose")]
    public static partial void SetWindowShouldClose(nint window, int value);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowTitle", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetWindowTitle(nint window, string title);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowIcon")]
    public static partial void SetWindowIcon(nint window, int count, GlfwImage* images);
    [LibraryImport(Library, EntryPoint = "glfwGetWindowPos")]
    public static partial void GetWindowPos(nint window, out int x, out int y);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowPos")]
    public static partial void SetWindowPos(nint window, int x, int y);
    [LibraryImport(Library, EntryPoint = "glfwGetWindowSize")]
    public static partial void GetWindowSize(nint window, out int width, out int height);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowSize")]
    public static partial void SetWindowSize(nint window, int width, int height);
    [LibraryImport(Library, EntryPoint = "glfwGetFramebufferSize")]
    public static partial void GetFramebufferSize(nint window, out int width, out int height);
    [LibraryImport(Library, EntryPoint = "glfwGetWindowAttrib")]
    public static partial int GetWindowAttrib(nint window, int attribute);
    [LibraryImport(Library, EntryPoint = "glfwShowWindow")]
    public static partial void ShowWindow(nint window);
    [LibraryImport(Library, EntryPoint = "glfwHideWindow")]
    public static partial void HideWindow(nint window);
    [LibraryImport(Library, EntryPoint = "glfwMaximizeWindow")]
    public static partial void MaximizeWindow(nint window);
    [LibraryImport(Library, EntryPoint = "glfwIconifyWindow")]
    public static partial void IconifyWindow(nint window);
    [LibraryImport(Library, EntryPoint = "glfwRestoreWindow")]
    public static partial void RestoreWindow(nint window);
    [LibraryImport(Library, EntryPoint = "glfwGetWindowMonitor")]
    public static partial nint GetWindowMonitor(nint window);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowMonitor")]
    public static partial void SetWindowMonitor(nint window, nint monitor, int x, int y, int width, int height, int refreshRate);
    [LibraryImport(Library, EntryPoint = "glfwGetPrimaryMonitor")]
    public static partial nint GetPrimaryMonitor();
    [LibraryImport(Library, EntryPoint = "glfwGetVideoMode")]
    public static partial int* GetVideoMode(nint monitor);
    [LibraryImport(Library, EntryPoint = "glfwPollEvents")]
    public static partial void PollEvents();
    [LibraryImport(Library, EntryPoint = "glfwWaitEvents")]
    public static partial void WaitEvents();
    [LibraryImport(Library, EntryPoint = "glfwPostEmptyEvent")]
    public static partial void PostEmptyEvent();
    [LibraryImport(Library, EntryPoint = "glfwMakeContextCurrent")]
    public static partial void MakeContextCurrent(nint window);
    [LibraryImport(Library, EntryPoint = "glfwGetCurrentContext")]
    public static partial nint GetCurrentContext();
    [LibraryImport(Library, EntryPoint = "glfwSwapInterval")]
    public static partial void SwapInterval(int interval);
    [LibraryImport(Library, EntryPoint = "glfwSwapBuffers")]
    public static partial void SwapBuffers(nint window);
    [LibraryImport(Library, EntryPoint = "glfwGetProcAddress", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GetProcAddress(string name);
    [LibraryImport(Library, EntryPoint = "glfwGetKey")]
    public static partial int GetKey(nint window, int key);
    [LibraryImport(Library, EntryPoint = "glfwGetClipboardString")]
    public static partial nint GetClipboardString(nint window);
    [LibraryImport(Library, EntryPoint = "glfwSetClipboardString", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetClipboardString(nint window, string text);
    [LibraryImport(Library, EntryPoint = "glfwGetMouseButton")]
    public static partial int GetMouseButton(nint window, int button);
    [LibraryImport(Library, EntryPoint = "glfwGetCursorPos")]
    public static partial void GetCursorPos(nint window, out double x, out double y);
    [LibraryImport(Library, EntryPoint = "glfwSetCursorPos")]
    public static partial void SetCursorPos(nint window, double x, double y);
    [LibraryImport(Library, EntryPoint = "glfwCreateStandardCursor")]
    public static partial nint CreateStandardCursor(int shape);
    [LibraryImport(Library, EntryPoint = "glfwDestroyCursor")]
    public static partial void DestroyCursor(nint cursor);
    [LibraryImport(Library, EntryPoint = "glfwSetCursor")]
    public static partial void SetCursor(nint window, nint cursor);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowSizeCallback")]
    public static partial nint SetWindowSizeCallback(nint window, delegate* unmanaged<nint, int, int, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetFramebufferSizeCallback")]
    public static partial nint SetFramebufferSizeCallback(nint window, delegate* unmanaged<nint, int, int, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowRefreshCallback")]
    public static partial nint SetWindowRefreshCallback(nint window, delegate* unmanaged<nint, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowCloseCallback")]
    public static partial nint SetWindowCloseCallback(nint window, delegate* unmanaged<nint, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetWindowFocusCallback")]
    public static partial nint SetWindowFocusCallback(nint window, delegate* unmanaged<nint, int, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetDropCallback")]
    public static partial nint SetDropCallback(nint window, delegate* unmanaged<nint, int, byte**, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetKeyCallback")]
    public static partial nint SetKeyCallback(nint window, delegate* unmanaged<nint, int, int, int, int, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetCharCallback")]
    public static partial nint SetCharCallback(nint window, delegate* unmanaged<nint, uint, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetMouseButtonCallback")]
    public static partial nint SetMouseButtonCallback(nint window, delegate* unmanaged<nint, int, int, int, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetCursorPosCallback")]
    public static partial nint SetCursorPosCallback(nint window, delegate* unmanaged<nint, double, double, void> callback);
    [LibraryImport(Library, EntryPoint = "glfwSetScrollCallback")]
    public static partial nint SetScrollCallback(nint window, delegate* unmanaged<nint, double, double, void> callback);
}

/// <summary>GLFW's 8-bit RGBA image, in its memory layout.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct GlfwImage(int Width, int Height, nint Pixels);
