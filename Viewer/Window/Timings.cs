using System.Diagnostics;
using System.Globalization;

namespace GpuDigits.Viewer.Window;

/// <summary>Writes the waiting times to standard error: for the window, for the network, and for the reading of each digit.</summary>
internal sealed class Timings(TextWriter output)
{
    private readonly DateTime _start = Process.GetCurrentProcess().StartTime;
    private long? _penUp, _read;
    private bool _windowIsUp, _networkIsReady;

    public void PenUp() => (_penUp, _read) = (Stopwatch.GetTimestamp(), null);

    /// <summary>All ink on the pad was read.</summary>
    public void Read() => _read ??= Stopwatch.GetTimestamp();

    /// <summary>A frame was presented.</summary>
    /// <param name="networkIsReady">Whether digits can be read.</param>
    public void Shown(bool networkIsReady)
    {
        if (!_windowIsUp)
            Say($"window up after {SinceStart}");
        if (networkIsReady && !_networkIsReady)
            Say($"network ready after {SinceStart}");
        _windowIsUp = true;
        _networkIsReady = networkIsReady;
        if (_penUp is { } then && _read is { } read)
        {
            Say($"read {Milliseconds(Stopwatch.GetElapsedTime(then, read))}, shown {Milliseconds(Stopwatch.GetElapsedTime(then))} after "
                + "the pen went up");
            _penUp = null;
        }
    }

    private string SinceStart => Milliseconds(DateTime.Now - _start);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";

    private void Say(string line) => output.WriteLine(line);
}
