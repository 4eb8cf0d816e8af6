using Silk.NET.Core;
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public interface IViewProperties
{
    bool ShouldSwapAutomatically { get; set; }
    bool IsEventDriven { get; set; }
    Vector2D<int> Size { get; }
    double FramesPerSecond { get; set; }
    double UpdatesPerSecond { get; set; }
    GraphicsAPI API { get; }
    bool VSync { get; set; }
}

public interface IView : IViewProperties, IGLContextSource, IDisposable
{
    nint Handle { get; }
    bool IsClosing { get; }
    double Time { get; }
    Vector2D<int> FramebufferSize { get; }
    bool IsInitialized { get; }
    event Action<Vector2D<int>>? Resize;
    event Action<Vector2D<int>>? FramebufferResize;
    event Action? Closing;
    event Action<bool>? FocusChanged;
    event Action? Load;
    event Action<double>? Update;
    event Action<double>? Render;
    void Initialize();
    void DoRender();
    void DoUpdate();
    void DoEvents();
    void ContinueEvents();
    void Reset();
    void Close();
    void Run(Action onFrame);
}

public interface IWindowProperties : IViewProperties
{
    bool IsVisible { get; set; }
    Vector2D<int> Position { get; set; }
    new Vector2D<int> Size { get; set; }
    string Title { get; set; }
    WindowState WindowState { get; set; }
}

public interface IWindow : IWindowProperties, IView
{
    new bool IsClosing { get; set; }
    event Action<string[]>? FileDrop;
    void SetWindowIcon(ReadOnlySpan<RawImage> icons);
}
