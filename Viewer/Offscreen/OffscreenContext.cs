using GpuDigits.Viewer.Graphics;
using Silk.NET.OpenGL;

namespace GpuDigits.Viewer.Offscreen;

/// <summary>
/// An OpenGL 3.3 core context without window or display, current on the thread that created it. Draw into a <see cref="Framebuffer"/>.
/// </summary>
internal sealed unsafe class OffscreenContext : IDisposable
{
    private static readonly Lock Gate = new();

    /// <summary>The display of the process. It stays open, because terminating it would end the contexts of all threads.</summary>
    private static nint _display;

    private readonly nint _context;

    /// <exception cref="GraphicsException">There is no EGL, or it cannot do OpenGL 3.3 without a surface.</exception>
    public OffscreenContext()
    {
        try
        {
            OpenDisplay();
            var wanted = stackalloc int[] { Egl.SurfaceType, Egl.PbufferBit, Egl.RenderableType, Egl.OpenGLBit, Egl.None };
            nint config;
            int count;
            if (Egl.BindApi(Egl.OpenGLApi) == 0 || Egl.ChooseConfig(_display, wanted, &config, 1, &count) == 0 || count == 0)
                throw Failed("EGL offers no desktop OpenGL");
            var version = stackalloc int[]
            {
                Egl.ContextMajor, 3, Egl.ContextMinor, 3, Egl.ProfileMask, Egl.CoreProfileBit, Egl.None,
            };
            _context = Egl.CreateContext(_display, config, 0, version);
            if (_context == 0 || Egl.MakeCurrent(_display, 0, 0, _context) == 0)
                throw Failed("EGL cannot make an OpenGL 3.3 context");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new GraphicsException("EGL 1.5 is not installed (Debian and Ubuntu: libegl1 libgl1-mesa-dri).");
        }
        Gl = GL.GetApi(Egl.GetProcAddress);
    }

    public GL Gl { get; }

    public void Dispose()
    {
        Gl.Dispose();
        _ = Egl.MakeCurrent(_display, 0, 0, 0);
        _ = Egl.DestroyContext(_display, _context);
    }

    private static void OpenDisplay()
    {
        lock (Gate)
        {
            if (_display != 0)
                return;
            var display = Egl.GetPlatformDisplay(Egl.PlatformSurfaceless, 0, null);
            if (display == 0 || Egl.Initialize(display, out _, out _) == 0)
                throw Failed("EGL has no display without a screen");
            _display = display;
        }
    }

    private static GraphicsException Failed(string what) => new($"{what} (EGL error 0x{Egl.GetError():X}).");
}
