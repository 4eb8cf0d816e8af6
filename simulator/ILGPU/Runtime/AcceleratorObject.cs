using ILGPU.Util;

namespace ILGPU.Runtime;

/// <summary>Something that belongs to an accelerator and is freed at the latest with it.</summary>
public abstract class AcceleratorObject : DisposeBase
{
    private readonly Accelerator? _accelerator;

    private protected AcceleratorObject(Accelerator? accelerator) => _accelerator = accelerator;

    public Accelerator Accelerator => _accelerator!;

    protected override void Dispose(bool disposing)
    {
        _accelerator?.Forget(this);
        base.Dispose(disposing);
    }
}

/// <summary>A queue of work. Launches here run at once, so there is never anything to wait for.</summary>
public class AcceleratorStream : AcceleratorObject
{
    internal AcceleratorStream(Accelerator accelerator)
        : base(accelerator)
    {
    }

    public void Synchronize() => ObjectDisposedException.ThrowIf(IsDisposed || Accelerator.IsDisposed, this);
}
