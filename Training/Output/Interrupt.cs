using System.Runtime.InteropServices;

namespace GpuDigits.Training.Output;

/// <summary>
/// Ctrl+C, a closed terminal and a polite kill as a token: the first signal asks the work to stop and save what there is; a second ends the
/// process, after whoever has something to lose has kept it.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>How long Windows is kept from ending the process of a console that is closed; it waits five seconds itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    private static Action? _atEnd;

    private readonly CancellationTokenSource _source = new();
    private readonly ManualResetEventSlim _done = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interrupt() =>
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }.Select(Register)];

    public CancellationToken Token => _source.Token;

    /// <summary>Has a thing done before a second signal ends the process, until what is returned is disposed.</summary>
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
        // There the process ends when this returns, whatever it answers.
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
