using System.Diagnostics;

namespace ILGPU.Runtime;

/// <summary>A queue of work. Launches here run at once, so there is never anything to wait for.</summary>
public abstract class AcceleratorStream : AcceleratorObject
{
    internal AcceleratorStream(Accelerator accelerator)
        : base(accelerator)
    {
    }

    public void Synchronize() => ObjectDisposedException.ThrowIf(IsDisposed || Accelerator.IsDisposed, this);

    public Task SynchronizeAsync() => Task.CompletedTask;

    public ProfilingMarker AddProfilingMarker()
    {
        if (!Accelerator.Context.Properties.EnableProfiling)
            throw new NotSupportedException("profiling markers need builder.Profiling()");
        return new ProfilingMarker(Accelerator, Stopwatch.GetTimestamp());
    }
}

/// <summary>A point in time of a stream.</summary>
public sealed class ProfilingMarker : AcceleratorObject
{
    private readonly long _time;

    internal ProfilingMarker(Accelerator accelerator, long time)
        : base(accelerator)
    {
        _time = time;
    }

    public static TimeSpan operator -(ProfilingMarker end, ProfilingMarker start) => end.MeasureFrom(start);

    public void Synchronize()
    {
    }

    public TimeSpan MeasureFrom(ProfilingMarker marker)
    {
        ArgumentNullException.ThrowIfNull(marker);
        return Stopwatch.GetElapsedTime(marker._time, _time);
    }
}

internal sealed class ImmediateStream(Accelerator accelerator) : AcceleratorStream(accelerator);
