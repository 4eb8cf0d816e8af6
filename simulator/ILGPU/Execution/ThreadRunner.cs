using System.Runtime.CompilerServices;
using ILGPU.Execution.Il;

namespace ILGPU.Execution;

/// <summary>Runs the GPU threads of one worker, one at a time.</summary>
internal abstract class ThreadRunner<TArgs>
{
    /// <summary>The launch's arguments.</summary>
    public TArgs Args = default!;

    /// <summary>The sites where threads may wait.</summary>
    public virtual IReadOnlyList<Site> Sites => [];

    public virtual void Begin(int threads)
    {
    }

    /// <summary>Runs a thread from a state until it waits (the site's number from 1) or ends (0).</summary>
    public abstract int Run(GroupContext context, int thread, int state);
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

/// <summary>A kernel with an index argument; threads beyond the extent do nothing.</summary>
internal sealed class IndexedRunner<TArgs>(IndexedBody<TArgs> body) : ThreadRunner<TArgs>
{
    /// <summary>Number of indices.</summary>
    public long Extent { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Run(GroupContext context, int thread, int state)
    {
        var index = ((long)context.GridX * context.DimX) + context.IdxX;
        if (index < Extent)
            body(context, (int)index, ref Args);
        return 0;
    }
}

/// <summary>A kernel in resumable form: a waiting thread is a frame and a state.</summary>
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
