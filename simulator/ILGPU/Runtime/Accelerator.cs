using ILGPU.Checking;

namespace ILGPU.Runtime;

/// <summary>Runs kernels and owns memory. Launches run at once; an exception in a kernel leaves the launch.</summary>
public abstract class Accelerator : IDisposable
{
    // Buffers are held weakly: one that nobody can reach is freed by its finaliser.
    private readonly List<WeakReference<AcceleratorObject>> _children = [];
    private readonly AcceleratorStream _defaultStream;
    private readonly List<IDisposable> _kernels = [];
    private int _sweepAt = 64;

    internal Accelerator(Context context, Device device)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        Device = device;
        Options = context.Properties.Options.Copy();
        _defaultStream = new ImmediateStream(this);
        context.Add(this);
    }

    public static AcceleratorType CurrentType => AcceleratorType.CPU;

    public Context Context { get; }

    public Device Device { get; }

    public AcceleratorStream DefaultStream => _defaultStream;

    public AcceleratorType AcceleratorType => Device.AcceleratorType;

    public string Name => Device.Name;

    public long MemorySize => Device.MemorySize;

    public Index3D MaxGridSize => Device.MaxGridSize;

    public Index3D MaxGroupSize => Device.MaxGroupSize;

    public int MaxNumThreadsPerGroup => Device.MaxNumThreadsPerGroup;

    public int MaxSharedMemoryPerGroup => Options.SharedMemoryBytes;

    public int MaxConstantMemory => Device.MaxConstantMemory;

    public int WarpSize => Device.WarpSize;

    public int NumMultiprocessors => Device.NumMultiprocessors;

    public int MaxNumThreadsPerMultiprocessor => Device.MaxNumThreadsPerMultiprocessor;

    public int MaxNumThreads => Device.MaxNumThreads;

    public bool IsDisposed { get; private set; }

    internal CheckOptions Options { get; }

    internal object LaunchLock { get; } = new();

    public MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged => Allocate1D<T, Stride1D.Dense>(length, default);

    public MemoryBuffer1D<T, TStride> Allocate1D<T, TStride>(long length, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride1D
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Options.Fault?.Count(FaultyWork.Allocation);
        return Adopt(new MemoryBuffer1D<T, TStride>(this, length, stride));
    }

    public MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DDenseX<T>(in LongIndex2D extent)
        where T : unmanaged => Allocate2D<T, Stride2D.DenseX>(extent, Stride2D.DenseX.FromExtent(extent));

    public MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DDenseY<T>(in LongIndex2D extent)
        where T : unmanaged => Allocate2D<T, Stride2D.DenseY>(extent, Stride2D.DenseY.FromExtent(extent));

    public AcceleratorStream CreateStream() => Adopt<AcceleratorStream>(new ImmediateStream(this));

    public void Synchronize() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    public void Bind()
    {
    }

    public void PrintInformation(TextWriter writer) => Device.PrintInformation(writer);

    public void Dispose()
    {
        if (!IsDisposed)
        {
            List<AcceleratorObject> left = Reachable();
            IsDisposed = true;
            foreach (AcceleratorObject child in left)
                child.Dispose();
            lock (LaunchLock)
                _kernels.ForEach(k => k.Dispose());
            Context.Forget(this);
        }

        GC.SuppressFinalize(this);
    }

    public override string ToString() => Device.ToString();

    internal void Own(IDisposable kernel)
    {
        Options.Fault?.Count(FaultyWork.Compilation);
        lock (LaunchLock)
            _kernels.Add(kernel);
    }

    internal void Forget(AcceleratorObject child)
    {
        lock (_children)
            _children.RemoveAll(c => c.TryGetTarget(out AcceleratorObject? target) && target == child);
    }

    private MemoryBuffer2D<T, TStride> Allocate2D<T, TStride>(LongIndex2D extent, TStride stride)
        where T : unmanaged
        where TStride : struct, IStride2D
    {
        if (extent.X < 0 || extent.Y < 0)
            throw new ArgumentOutOfRangeException(nameof(extent));
        return Adopt(new MemoryBuffer2D<T, TStride>(this, extent, stride));
    }

    private TChild Adopt<TChild>(TChild child)
        where TChild : AcceleratorObject
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        lock (_children)
        {
            if (_children.Count >= _sweepAt)
            {
                _children.RemoveAll(c => !c.TryGetTarget(out _));
                _sweepAt = 2 * Math.Max(_children.Count, 32);
            }

            _children.Add(new WeakReference<AcceleratorObject>(child));
        }

        return child;
    }

    private List<AcceleratorObject> Reachable()
    {
        lock (_children)
            return [.. _children.Select(c => c.TryGetTarget(out AcceleratorObject? target) ? target : null).OfType<AcceleratorObject>()];
    }
}
