namespace ILGPU.Util;

/// <summary>An object that is freed once.</summary>
public abstract class DisposeBase : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            Dispose(true);
        }

        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
