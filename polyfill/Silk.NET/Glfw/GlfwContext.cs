using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;

namespace Silk.NET.Glfw;

/// <summary>The OpenGL context that GLFW created with a window; it lives as long as the window.</summary>
internal sealed class GlfwContext(nint handle, IGLContextSource source) : IGLContext
{
    public nint Handle => handle;

    public IGLContextSource? Source => source;

    public bool IsCurrent => GlfwLibrary.GetCurrentContext() == handle;

    public void SwapInterval(int interval) => GlfwLibrary.SwapInterval(interval);

    public void SwapBuffers() => GlfwLibrary.SwapBuffers(handle);

    public void MakeCurrent() => GlfwLibrary.MakeContextCurrent(handle);

    public void Clear()
    {
        if (IsCurrent)
            GlfwLibrary.MakeContextCurrent(0);
    }

    public nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out var address, slot) ? address : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = default) => (addr = GlfwLibrary.GetProcAddress(proc)) != 0;

    public void Dispose()
    {
    }
}
