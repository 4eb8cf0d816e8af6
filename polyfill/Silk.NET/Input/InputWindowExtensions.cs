using Silk.NET.Glfw;
using Silk.NET.Windowing;

namespace Silk.NET.Input;

public static class InputWindowExtensions
{
    /// <summary>The mouse and the keyboard of an initialised window.</summary>
    public static IInputContext CreateInput(this IView view) =>
        view is GlfwWindow { IsInitialized: true } window
            ? window.Input ??= new GlfwInput(window)
            : throw new InvalidOperationException("CreateInput needs a window after its Load event.");
}
