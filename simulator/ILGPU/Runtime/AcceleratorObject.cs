using ILGPU.Util;

namespace ILGPU.Runtime;

/// <summary>An object that belongs to an accelerator and is freed with it at the latest.</summary>
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

/// <summary>A queue of work. In the simulator launches run immediately, so there is never anything to wait for.</summary>
public class AcceleratorStream : AcceleratorObject
{
    internal AcceleratorStream(Accelerator accelerator)
        : base(accelerator)
    {
    }

    public void Synchronize() => ObjectDisposedException.ThrowIf(IsDisposed || Accelerator.IsDisposed, this);
}
