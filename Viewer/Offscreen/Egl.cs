using System.Reflection;
using System.Runtime.InteropServices;

namespace GpuDigits.Viewer.Offscreen;

/// <summary>The part of EGL 1.5 that makes an OpenGL context without any surface.</summary>
internal static unsafe partial class Egl
{
    private const string Library = "EGL";

    public const int OpenGLApi = 0x30A2, PlatformSurfaceless = 0x31DD;
    public const int SurfaceType = 0x3033, PbufferBit = 1, RenderableType = 0x3040, OpenGLBit = 8, None = 0x3038;
    public const int ContextMajor = 0x3098, ContextMinor = 0x30FB, ProfileMask = 0x30FD, CoreProfileBit = 1;

    private static readonly string[] FileNames =
        OperatingSystem.IsWindows() ? ["libEGL.dll"] : OperatingSystem.IsMacOS() ? ["libEGL.dylib"] : ["libEGL.so.1", "libEGL.so"];

    static Egl() => NativeLibrary.SetDllImportResolver(typeof(Egl).Assembly, Load);

    private static nint Load(string library, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var name in library == Library ? FileNames : [])
            if (NativeLibrary.TryLoad(name, assembly, path, out var handle))
                return handle;
        return 0;
    }

    [LibraryImport(Library, EntryPoint = "eglGetPlatformDisplay")]
    public static partial nint GetPlatformDisplay(int platform, nint native, nint* attributes);
    [LibraryImport(Library, EntryPoint = "eglInitialize")]
    public static partial int Initialize(nint display, out int major, out int minor);
    [LibraryImport(Library, EntryPoint = "eglBindAPI")]
    public static partial int BindApi(int api);
    [LibraryImport(Library, EntryPoint = "eglChooseConfig")]
    public static partial int ChooseConfig(nint display, int* attributes, nint* configs, int size, int* count);
    [LibraryImport(Library, EntryPoint = "eglCreateContext")]
    public static partial nint CreateContext(nint display, nint config, nint share, int* attributes);
    [LibraryImport(Library, EntryPoint = "eglDestroyContext")]
    public static partial int DestroyContext(nint display, nint context);
    [LibraryImport(Library, EntryPoint = "eglMakeCurrent")]
    public static partial int MakeCurrent(nint display, nint draw, nint read, nint context);
    [LibraryImport(Library, EntryPoint = "eglGetProcAddress", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GetProcAddress(string name);
    [LibraryImport(Library, EntryPoint = "eglGetError")]
    public static partial int GetError();
}
