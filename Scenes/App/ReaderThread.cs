using System.Runtime.Versioning;
using GpuDigits.Engine;

namespace GpuDigits.Scenes.App;

/// <summary>A thread that reads ink with networks that it loads itself, and tells of what it has read.</summary>
[UnsupportedOSPlatform("browser")]
internal abstract class ReaderThread : IReader, IDisposable
{
    private Thread? _thread;
    private string? _failure;

    public event Action? Changed;

    public string? Problem => Guarded(in _failure);

    /// <summary>Guards all that the threads share; pulsed at every change.</summary>
    protected object Gate { get; } = new();

    /// <summary><see cref="Problem"/>, for those who have entered the gate.</summary>
    protected string? Failure => _failure;

    /// <summary>Whether the thread is to end; to be read inside the gate.</summary>
    protected bool IsEnding { get; private set; }

    public void Dispose()
    {
        lock (Gate)
        {
            IsEnding = true;
            Monitor.PulseAll(Gate);
        }
        _thread?.Join();
    }

    /// <summary>Starts the thread.</summary>
    protected void Start(string name, Action serve)
    {
        _thread = new(() => serve()) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Reads a field inside the gate.</summary>
    protected T Guarded<T>(ref readonly T field)
    {
        lock (Gate)
            return field;
    }

    /// <summary>Changes something inside the gate, and says so.</summary>
    protected void Tell(Action change)
    {
        lock (Gate)
        {
            change();
            Monitor.PulseAll(Gate);
        }
        Changed?.Invoke();
    }

    /// <summary>Ends all reading. The window shows any error: unhandled, it would end the program.</summary>
    protected void Fail(Exception e) => Tell(() => _failure = Fault.Describe(e));
}
