using System.Reflection;
using ILGPU.Execution.Il;

namespace ILGPU.Execution;

/// <summary>Turns a kernel's method into runners of its threads: plain if no thread waits for others, otherwise resumable.</summary>
internal static class KernelProgram
{
    /// <summary>
    /// Returns a function that creates runners; with accesses, they report each load and store to the launch's <see cref="Observer"/>.
    /// </summary>
    /// <exception cref="NotTransformableException">The kernel's IL cannot be emitted again.</exception>
    public static Func<ThreadRunner<TArgs>> Make<TArgs>(MethodInfo method, bool indexed, AccessSites? accesses = null)
    {
        if (indexed)
        {
            var body = (IndexedBody<TArgs>)KernelEmitter.Plain(method, true, typeof(TArgs), accesses);
            return () => new IndexedRunner<TArgs>(body);
        }

        if (!Suspension.IsReachedFrom(method))
        {
            var body = (PlainBody<TArgs>)KernelEmitter.Plain(method, false, typeof(TArgs), accesses);
            return () => new PlainRunner<TArgs>(body);
        }

        (var step, var frame, var sites) = KernelEmitter.Resumable(method, typeof(TArgs), accesses);
        var runner = typeof(ResumableRunner<,>).MakeGenericType(typeof(TArgs), frame);
        return () => (ThreadRunner<TArgs>)Activator.CreateInstance(runner, step, sites)!;
    }
}
