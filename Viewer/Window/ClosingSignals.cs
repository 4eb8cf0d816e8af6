using System.Runtime.InteropServices;

namespace GpuDigits.Viewer.Window;

/// <summary>
/// Closes the window, as a person would, when the system asks the program to end. At a second request the program ends at once.
/// </summary>
internal sealed class ClosingSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _asked;

    /// <param name="close">Closes the window; called on any thread.</param>
    /// <param name="isWatching">Whether Ctrl+C in the terminal is for the training, so that the window stays open to show its end.</param>
    public ClosingSignals(Action close, bool isWatching)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
            _registrations.Add(PosixSignalRegistration.Create(signal, End));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, isWatching ? context => context.Cancel = true : End));

        void End(PosixSignalContext context)
        {
            if (Interlocked.Exchange(ref _asked, 1) != 0)
                return;
            context.Cancel = true;
            close();
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
