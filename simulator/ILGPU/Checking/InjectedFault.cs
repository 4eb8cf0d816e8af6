using System.Globalization;

namespace ILGPU.Checking;

/// <summary>What a device does when asked to fail.</summary>
public enum FaultyWork
{
    /// <summary>Memory.</summary>
    Allocation,

    /// <summary>Making a kernel ready.</summary>
    Compilation,

    /// <summary>Running one.</summary>
    Launch,
}

/// <summary>The device failed, as it was told to.</summary>
public sealed class InjectedFaultException(string message) : Exception(message);

/// <summary>
/// A device that goes bad: after so many pieces of a kind of work each further one fails, whatever its kind. A program that
/// runs on the simulator is given it by the environment variable <c>ILGPU_CHECKING_FAULT</c>, <c>launch:100</c> for instance.
/// </summary>
public sealed class InjectedFault(FaultyWork work, long after)
{
    private long _done;
    private volatile bool _isBad;

    /// <summary>Reads <c>allocation:n</c>, <c>compilation:n</c> or <c>launch:n</c>.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static InjectedFault Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':');
        return parts.Length == 2 && Enum.TryParse(parts[0], ignoreCase: true, out FaultyWork work) && Enum.IsDefined(work)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long after)
            ? new(work, after)
            : throw new FormatException($"'{text}' is no fault: say allocation, compilation or launch, a colon, and after how many");
    }

    internal void Count(FaultyWork done)
    {
        if (done == work && Interlocked.Increment(ref _done) > after)
            _isBad = true;
        if (_isBad)
            throw new InjectedFaultException($"the device was told to fail after {after} of kind {work.ToString().ToLowerInvariant()}");
    }
}
