using Silk.NET.Glfw;

namespace Silk.NET.Windowing;

public static class Window
{
    /// <summary>Creates a window that is not yet open. The native library is loaded and started here.</summary>
    /// <exception cref="PlatformNotSupportedException">GLFW is missing, or there is no display that it can open.</exception>
    public static IWindow Create(WindowOptions options)
    {
        GlfwLibrary.Start();
        return new GlfwWindow(options);
    }
}

public static class WindowExtensions
{
    /// <summary>Opens the window and processes its events on the calling thread until it closes.</summary>
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
