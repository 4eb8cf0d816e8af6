namespace GpuDigits.Viewer.Watch;

/// <summary>A training that the panel shows. Disposed, it tells nothing more.</summary>
internal interface ILearning : IDisposable
{
    /// <summary>Has the training end after the running batch.</summary>
    void Stop();
}
