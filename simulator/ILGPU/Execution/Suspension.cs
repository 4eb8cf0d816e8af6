using System.Collections.Concurrent;
using System.Reflection;
using ILGPU.Execution.Il;

namespace ILGPU.Execution;

/// <summary>
/// The two calls on which every barrier and shuffle is built. They do not remain in a kernel: at their sites the thread's state is saved,
/// and the thread returns to the <see cref="GroupScheduler"/>.
/// </summary>
internal static class Suspension
{
    private static readonly MethodInfo GroupWait = typeof(Suspension).GetMethod(nameof(WaitForGroup))!;
    private static readonly MethodInfo WarpWait = typeof(Suspension).GetMethod(nameof(WaitForWarp))!;
    private static readonly ConcurrentDictionary<MethodBase, bool> Reached = [];

    public static void WaitForGroup() => throw GroupContext.Outside();

    public static void WaitForWarp() => throw GroupContext.Outside();

    /// <summary>The scope of the wait if this method is one of the two calls.</summary>
    public static Scope? ScopeOf(MethodBase method) =>
        method == GroupWait ? Scope.Group : method == WarpWait ? Scope.Warp : null;

    /// <summary>Whether a thread may wait inside this method or a method that it calls.</summary>
    public static bool IsReachedFrom(MethodBase method) => IsReachedFrom(method, []);

    private static bool IsReachedFrom(MethodBase method, HashSet<MethodBase> open)
    {
        if (ScopeOf(method) is not null)
            return true;
        if (method.IsAbstract || IsSystem(method) || IsView(method))
            return false;
        if (Reached.TryGetValue(method, out var known))
            return known;
        if (!open.Add(method))
            return false;
        var reached = Callees(method).Any(m => IsReachedFrom(m, open));
        open.Remove(method);
        if (reached || open.Count == 0)
            Reached[method] = reached;
        return reached;
    }

    private static IEnumerable<MethodBase> Callees(MethodBase method)
    {
        try
        {
            return IlReader.Callees(method);
        }
        catch (NotTransformableException)
        {
            // If this matters, loading the kernel reports it.
            return [];
        }
    }

    private static bool IsSystem(MethodBase method) =>
        method.DeclaringType?.Assembly.GetName().Name is { } name && name.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>Views, indices and the simulator itself never wait, and a constructor or launcher is not kernel code.</summary>
    private static bool IsView(MethodBase method) =>
        method.DeclaringType is { } type && type.Assembly == typeof(Suspension).Assembly
        && !(type.IsAbstract && type.IsSealed && type.Namespace == "ILGPU");
}
