using System.Globalization;

namespace ILGPU.Checking;

/// <summary>Kinds of work that can be made to fail.</summary>
public enum FaultyWork
{
    /// <summary>Memory allocation.</summary>
    Allocation,

    /// <summary>Compilation of a kernel.</summary>
    Compilation,

    /// <summary>Launch of a kernel.</summary>
    Launch,
}

/// <summary>An injected failure of the device.</summary>
public sealed class InjectedFaultException(string message) : Exception(message);

/// <summary>
/// Makes a device fail: after the given number of successes of one kind of work, all later work fails, whatever its kind. For a program
/// that runs on the simulator, the environment variable <c>ILGPU_CHECKING_FAULT</c> sets it, <c>launch:100</c> for instance.
/// </summary>
public sealed class InjectedFault(FaultyWork work, long after)
{
    private long _done;
    private volatile bool _isBad;

    /// <summary>Reads <c>allocation:n</c>, <c>compilation:n</c> or <c>launch:n</c>.</summary>
    /// <exception cref="FormatException">The text has none of these forms.</exception>
    public static InjectedFault Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':');
        return parts.Length == 2 && Enum.TryParse(parts[0], ignoreCase: true, out FaultyWork work) && Enum.IsDefined(work)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? new(work, after)
            : throw new FormatException($"'{text}' is not a fault: give allocation, compilation or launch, a colon, and a count");
    }

    internal void Count(FaultyWork done)
    {
        if (done == work && Interlocked.Increment(ref _done) > after)
            _isBad = true;
        if (_isBad)
            throw new InjectedFaultException($"an injected failure after {after} of kind {work.ToString().ToLowerInvariant()}");
    }
}
