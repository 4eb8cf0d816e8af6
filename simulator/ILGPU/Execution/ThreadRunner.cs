using System.Runtime.CompilerServices;
using ILGPU.Execution.Il;

namespace ILGPU.Execution;

/// <summary>Runs the GPU threads of one worker, one at a time.</summary>
internal abstract class ThreadRunner<TArgs> : IDisposable
{
    /// <summary>The launch's arguments.</summary>
    public TArgs Args = default!;

    /// <summary>Where threads may wait.</summary>
    public virtual IReadOnlyList<Site> Sites => [];

    public virtual void Begin(int threads)
    {
    }

    /// <summary>Runs a thread from a state until it waits (the site's number from 1) or ends (0).</summary>
    public abstract int Run(GroupContext context, int thread, int state);

    /// <summary>Gives up all threads that still wait.</summary>
    public virtual void Abandon()
    {
    }

    public virtual void Dispose()
    {
    }
}

/// <summary>A kernel in which no thread waits.</summary>
internal sealed class PlainRunner<TArgs>(PlainBody<TArgs> body) : ThreadRunner<TArgs>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Run(GroupContext context, int thread, int state)
    {
        body(context, ref Args);
        return 0;
    }
}

/// <summary>A kernel that is given its index; threads beyond the extent do nothing.</summary>
internal sealed class IndexedRunner<TIndex, TArgs>(IndexedBody<TIndex, TArgs> body) : ThreadRunner<TArgs>
    where TIndex : struct, IIndex
{
    /// <summary>How far the indices go.</summary>
    public LongIndex3D Extent { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Run(GroupContext context, int thread, int state)
    {
        long x = ((long)context.GridX * context.DimX) + context.IdxX;
        long y = ((long)context.GridY * context.DimY) + context.IdxY;
        long z = ((long)context.GridZ * context.DimZ) + context.IdxZ;
        if (x < Extent.X && y < Extent.Y && z < Extent.Z)
            body(context, LaunchIndex.Make<TIndex>(x, y, z), ref Args);
        return 0;
    }
}

/// <summary>A kernel that was made resumable: a waiting thread is a frame and a state.</summary>
internal sealed class ResumableRunner<TArgs, TFrame>(StepBody<TArgs, TFrame> step, IReadOnlyList<Site> sites) : ThreadRunner<TArgs>
{
    private TFrame[] _frames = [];

    public override IReadOnlyList<Site> Sites => sites;

    public override void Begin(int threads)
    {
        if (_frames.Length < threads)
            _frames = new TFrame[threads];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Run(GroupContext context, int thread, int state) => step(context, ref Args, ref _frames[thread], state);
}

/// <summary>Converts between the index types and three numbers.</summary>
internal static class LaunchIndex
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TIndex Make<TIndex>(long x, long y, long z)
        where TIndex : struct, IIndex
    {
        if (typeof(TIndex) == typeof(Index1D))
            return Unsafe.BitCast<Index1D, TIndex>(new Index1D((int)x));
        if (typeof(TIndex) == typeof(Index2D))
            return Unsafe.BitCast<Index2D, TIndex>(new Index2D((int)x, (int)y));
        if (typeof(TIndex) == typeof(Index3D))
            return Unsafe.BitCast<Index3D, TIndex>(new Index3D((int)x, (int)y, (int)z));
        if (typeof(TIndex) == typeof(LongIndex1D))
            return Unsafe.BitCast<LongIndex1D, TIndex>(new LongIndex1D(x));
        if (typeof(TIndex) == typeof(LongIndex2D))
            return Unsafe.BitCast<LongIndex2D, TIndex>(new LongIndex2D(x, y));
        if (typeof(TIndex) == typeof(LongIndex3D))
            return Unsafe.BitCast<LongIndex3D, TIndex>(new LongIndex3D(x, y, z));
        throw new NotSupportedException($"{typeof(TIndex).Name} is no index of an implicitly grouped kernel");
    }

    public static LongIndex3D Extent<TIndex>(TIndex extent)
        where TIndex : struct, IIndex => extent switch
        {
            Index1D i => new LongIndex3D(i.X, 1, 1),
            Index2D i => new LongIndex3D(i.X, i.Y, 1),
            Index3D i => i.ToLongIndex(),
            LongIndex1D i => new LongIndex3D(i.X, 1, 1),
            LongIndex2D i => new LongIndex3D(i.X, i.Y, 1),
            LongIndex3D i => i,
            _ => throw new NotSupportedException($"{typeof(TIndex).Name} is no index of an implicitly grouped kernel"),
        };
}
