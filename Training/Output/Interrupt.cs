using System.Runtime.InteropServices;

namespace GpuDigits.Training.Output;

/// <summary>
/// Ctrl+C, a closed terminal and SIGTERM as a cancellation token. The first signal asks the work to stop and save. A second one ends the
/// process, after work that would be lost has been saved.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>How long the end of the process is delayed when a console is closed on Windows, which waits five seconds itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    private static Action? _atEnd;

    private readonly CancellationTokenSource _source = new();
    private readonly ManualResetEventSlim _done = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interrupt() =>
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }.Select(Register)];

    public CancellationToken Token => _source.Token;

    /// <summary>Registers an action to run before a second signal ends the process, until the result is disposed.</summary>
    public static IDisposable AtEnd(Action save)
    {
        _atEnd = save;
        return new Registration();
    }

    public void Dispose()
    {
        _done.Set();
        foreach (var signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        var isFirst = !_source.IsCancellationRequested;
        context.Cancel = isFirst;
        if (isFirst)
            _source.Cancel();
        // On Windows the process ends when this returns, whatever the result.
        if (OperatingSystem.IsWindows() && signal is PosixSignal.SIGHUP or PosixSignal.SIGTERM && isFirst)
            isFirst = _done.Wait(Grace);
        if (!isFirst)
            Interlocked.Exchange(ref _atEnd, null)?.Invoke();
    });

    private sealed class Registration : IDisposable
    {
        public void Dispose() => _atEnd = null;
    }
}
