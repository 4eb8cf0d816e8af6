using System.Runtime.InteropServices;
using GpuDigits.Engine;

namespace GpuDigits.Training.Output;

/// <summary>
/// Ctrl+C, a closed terminal and SIGTERM as a cancellation token. The first signal asks the work to stop and save. A second one ends the
/// process, after work that would be lost has been saved. Work that loses nothing is not waited for long: reading from a pipe, for one,
/// does not see the token.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>How long the end of the process is delayed when a console is closed on Windows, which waits five seconds itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    /// <summary>How long work that loses nothing may go on after the first signal.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static Action? _atEnd;

    private volatile bool _isSaving;
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
        {
            _source.Cancel();
            _ = EndSoon();
        }
        // On Windows the process ends when this returns, whatever the result.
        if (OperatingSystem.IsWindows() && signal is PosixSignal.SIGHUP or PosixSignal.SIGTERM && isFirst)
            isFirst = _done.Wait(Grace);
        if (isFirst)
            return;
        _isSaving = true;
        Interlocked.Exchange(ref _atEnd, null)?.Invoke();
    });

    private async Task EndSoon()
    {
        await Task.Delay(Patience);
        if (_done.IsSet || _isSaving || Volatile.Read(ref _atEnd) is not null)
            return;
        Console.Error.WriteLine($"gpudigits: {Fault.Describe(new OperationCanceledException())}");
        Environment.Exit(ExitCode.Failed);
    }

    private sealed class Registration : IDisposable
    {
        public void Dispose() => _atEnd = null;
    }
}
