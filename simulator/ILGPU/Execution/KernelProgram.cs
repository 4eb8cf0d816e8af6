using System.Collections.Concurrent;
using System.Reflection;
using ILGPU.Execution.Il;

namespace ILGPU.Execution;

/// <summary>What a kernel's method was made into; made once a process, at the first load.</summary>
internal sealed class KernelProgram<TArgs>
{
    private static readonly ConcurrentDictionary<MethodInfo, KernelProgram<TArgs>> Known = [];

    private readonly MethodInfo _method;
    private readonly Lazy<PlainBody<TArgs>> _plain;
    private readonly Func<ThreadRunner<TArgs>>? _makeResumable;
    private readonly Lazy<(Func<ThreadRunner<TArgs>> Make, AccessSites Sites)> _observed;

    private KernelProgram(MethodInfo method)
    {
        _method = method;
        Waits = Suspension.IsReachedFrom(method);
        _plain = new Lazy<PlainBody<TArgs>>(() => (PlainBody<TArgs>)KernelEmitter.Plain(_method, null, typeof(TArgs)));
        _observed = new(MakeObserved);
        if (!Waits)
            return;
        try
        {
            _makeResumable = Resumable(null);
        }
        catch (NotTransformableException e)
        {
            WhyNotResumable = e.Message;
        }
    }

    /// <summary>Whether its threads ever wait for each other.</summary>
    public bool Waits { get; }

    /// <summary>Why it needs a stack for each thread; null if it does not.</summary>
    public string? WhyNotResumable { get; }

    public static KernelProgram<TArgs> Of(MethodInfo method) => Known.GetOrAdd(method, m => new KernelProgram<TArgs>(m));

    public ThreadRunner<TArgs> MakeRunner(bool ownStacks)
    {
        if (!Waits)
            return new PlainRunner<TArgs>(_plain.Value);
        return ownStacks || _makeResumable is null ? new OwnStackRunner<TArgs>(_plain.Value) : _makeResumable();
    }

    /// <summary>A runner whose loads and stores are seen, and where these are.</summary>
    /// <exception cref="NotTransformableException">The kernel cannot be made resumable.</exception>
    public (ThreadRunner<TArgs> Runner, IReadOnlyList<string> Sites) MakeObservedRunner() => (_observed.Value.Make(), _observed.Value.Sites.Names);

    private (Func<ThreadRunner<TArgs>> Make, AccessSites Sites) MakeObserved()
    {
        var sites = new AccessSites();
        if (Waits)
            return (Resumable(sites), sites);
        var body = (PlainBody<TArgs>)KernelEmitter.Plain(_method, null, typeof(TArgs), sites);
        return (() => new PlainRunner<TArgs>(body), sites);
    }

    private Func<ThreadRunner<TArgs>> Resumable(AccessSites? accesses)
    {
        (Delegate step, Type frame, IReadOnlyList<Site> sites) = KernelEmitter.Resumable(_method, typeof(TArgs), accesses);
        Type runner = typeof(ResumableRunner<,>).MakeGenericType(typeof(TArgs), frame);
        return () => (ThreadRunner<TArgs>)Activator.CreateInstance(runner, step, sites)!;
    }
}
