using ILGPU.Checking;
using ILGPU.Util;

namespace ILGPU.Runtime;

/// <summary>Runs kernels and owns memory. Launches run immediately; an exception in a kernel is thrown by the launch.</summary>
public abstract class Accelerator : DisposeBase
{
    // Buffers are weakly referenced: an unreachable one is freed by its finaliser.
    private readonly List<WeakReference<AcceleratorObject>> _children = [];
    private readonly List<IDisposable> _kernels = [];
    private int _sweepAt = 64;

    private protected Accelerator(Context context, Device device)
    {
        Context = context;
        Device = device;
        Options = context.Options.Copy();
        DefaultStream = new AcceleratorStream(this);
        context.Add(this);
    }

    public Context Context { get; }

    public Device Device { get; }

    public AcceleratorStream DefaultStream { get; }

    public AcceleratorType AcceleratorType => Device.AcceleratorType;

    public string Name => Device.Name;

    public long MemorySize => Device.MemorySize;

    public int MaxNumThreadsPerGroup => Device.MaxNumThreadsPerGroup;

    public int MaxSharedMemoryPerGroup => Options.SharedMemoryBytes;

    public int WarpSize => Device.WarpSize;

    public int NumMultiprocessors => Device.NumMultiprocessors;

    internal CheckOptions Options { get; }

    internal object LaunchLock { get; } = new();

    public MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Options.Fault?.Count(FaultyWork.Allocation);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var buffer = new MemoryBuffer1D<T, Stride1D.Dense>(this, length);
        lock (_children)
        {
            if (_children.Count >= _sweepAt)
            {
                _children.RemoveAll(c => !c.TryGetTarget(out _));
                _sweepAt = 2 * Math.Max(_children.Count, 32);
            }

            _children.Add(new WeakReference<AcceleratorObject>(buffer));
        }

        return buffer;
    }

    protected override void Dispose(bool disposing)
    {
        AcceleratorObject[] left;
        lock (_children)
            left = [.. _children.Select(c => c.TryGetTarget(out var target) ? target : null).OfType<AcceleratorObject>()];
        foreach (var child in left)
            child.Dispose();
        lock (LaunchLock)
            _kernels.ForEach(k => k.Dispose());
        Context.Forget(this);
        base.Dispose(disposing);
    }

    internal void Own(IDisposable kernel)
    {
        Options.Fault?.Count(FaultyWork.Compilation);
        lock (LaunchLock)
            _kernels.Add(kernel);
    }

    internal void Forget(AcceleratorObject child)
    {
        lock (_children)
            _children.RemoveAll(c => c.TryGetTarget(out var target) && target == child);
    }
}
