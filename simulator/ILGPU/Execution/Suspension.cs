using System.Collections.Concurrent;
using System.Reflection;
using ILGPU.Execution.Il;

namespace ILGPU.Execution;

/// <summary>
/// The two calls from which every barrier and shuffle is built. In a kernel they are gone: the thread's state is saved there, and it
/// returns to the <see cref="GroupScheduler"/>.
/// </summary>
internal static class Suspension
{
    private static readonly MethodInfo GroupWait = typeof(Suspension).GetMethod(nameof(WaitForGroup))!;
    private static readonly MethodInfo WarpWait = typeof(Suspension).GetMethod(nameof(WaitForWarp))!;
    private static readonly ConcurrentDictionary<MethodBase, bool> Reached = [];

    public static void WaitForGroup() => throw GroupContext.Outside();

    public static void WaitForWarp() => throw GroupContext.Outside();

    /// <summary>Whom this method makes a thread wait for, if it is one of the two.</summary>
    public static Scope? ScopeOf(MethodBase method) =>
        method == GroupWait ? Scope.Group : method == WarpWait ? Scope.Warp : null;

    /// <summary>Whether a thread may wait inside of this method or what it calls.</summary>
    public static bool IsReachedFrom(MethodBase method) => IsReachedFrom(method, []);

    private static bool IsReachedFrom(MethodBase method, HashSet<MethodBase> open)
    {
        if (ScopeOf(method) is not null)
            return true;
        if (method.IsAbstract || IsSystem(method) || IsView(method))
            return false;
        if (Reached.TryGetValue(method, out bool known))
            return known;
        if (!open.Add(method))
            return false;
        bool reached = Callees(method).Any(m => IsReachedFrom(m, open));
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
            // Loading says so if it matters.
            return [];
        }
    }

    private static bool IsSystem(MethodBase method) =>
        method.DeclaringType?.Assembly.GetName().Name is { } name && name.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>Views, indices and the machinery itself never wait, and a constructor or launcher is no kernel code.</summary>
    private static bool IsView(MethodBase method) =>
        method.DeclaringType is { } type && type.Assembly == typeof(Suspension).Assembly
        && !(type.IsAbstract && type.IsSealed && type.Namespace == "ILGPU");
}
