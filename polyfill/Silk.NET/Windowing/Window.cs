using Silk.NET.Glfw;

namespace Silk.NET.Windowing;

public static class Window
{
    /// <summary>A window, not yet opened. The native library is loaded and started here.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no GLFW, or no display that it can open.</exception>
    public static IWindow Create(WindowOptions options)
    {
        GlfwLibrary.Start();
        return new GlfwWindow(options);
    }
}

public static class WindowExtensions
{
    /// <summary>Opens the window and serves it until it closes, on the calling thread.</summary>
    public static void Run(this IView view)
    {
        view.Initialize();
        view.Run(() =>
        {
            view.DoEvents();
            if (!view.IsClosing)
                view.DoUpdate();
            if (!view.IsClosing)
                view.DoRender();
        });
        view.DoEvents();
        view.Reset();
    }

    public static void SwapBuffers(this IView view) => view.GLContext?.SwapBuffers();

    public static void MakeCurrent(this IView view) => view.GLContext?.MakeCurrent();
}
