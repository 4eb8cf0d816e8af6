namespace ILGPU.Runtime;

/// <summary>Something that belongs to an accelerator and is freed at the latest with it.</summary>
public abstract class AcceleratorObject : IDisposable
{
    private readonly Accelerator? _accelerator;

    internal AcceleratorObject(Accelerator? accelerator)
    {
        _accelerator = accelerator;
    }

    public Accelerator Accelerator => _accelerator!;

    public AcceleratorType AcceleratorType => Accelerator.AcceleratorType;

    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            _accelerator?.Forget(this);
            Free();
        }

        GC.SuppressFinalize(this);
    }

    internal virtual void Free()
    {
    }
}
