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

    private KernelProgram(MethodInfo method)
    {
        _method = method;
        Waits = Suspension.IsReachedFrom(method);
        _plain = new Lazy<PlainBody<TArgs>>(() => (PlainBody<TArgs>)KernelEmitter.Plain(_method, null, typeof(TArgs)));
        if (!Waits)
            return;
        try
        {
            (Delegate step, Type frame, IReadOnlyList<Site> sites) = KernelEmitter.Resumable(method, typeof(TArgs));
            Type runner = typeof(ResumableRunner<,>).MakeGenericType(typeof(TArgs), frame);
            _makeResumable = () => (ThreadRunner<TArgs>)Activator.CreateInstance(runner, step, sites)!;
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
}
