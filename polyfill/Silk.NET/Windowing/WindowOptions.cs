using System.Reflection;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public enum WindowState { Normal = 0, Minimized = 1, Maximized = 2, Fullscreen = 3 }

public struct WindowOptions : IWindowProperties
{
    public bool IsVisible { get; set; }
    public bool ShouldSwapAutomatically { get; set; }
    public bool IsEventDriven { get; set; }
    public Vector2D<int> Position { get; set; }
    public Vector2D<int> Size { get; set; }
    public double FramesPerSecond { get; set; }
    public double UpdatesPerSecond { get; set; }
    public GraphicsAPI API { get; set; }
    public bool VSync { get; set; }
    public string Title { get; set; }
    public WindowState WindowState { get; set; }

    public static WindowOptions Default => new()
    {
        IsVisible = true,
        ShouldSwapAutomatically = true,
        Position = new Vector2D<int>(50, 50),
        Size = new Vector2D<int>(1280, 720),
        API = GraphicsAPI.Default,
        VSync = true,
        Title = Assembly.GetEntryAssembly()?.GetName().Name ?? "Silk.NET Window",
    };
}
