using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using GpuDigits.Tools;

namespace GpuDigits.Fuzz.Guided;

/// <summary>
/// Keeps the input that is being read in a file, for the case that it ends the process (a fault in native code, a full stack). Ends the
/// process itself if the reader never ends. Who interrupts the run ends it before the next input, and nothing is left.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const int Room = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Timer _timer;
    private readonly PosixSignalRegistration[] _signals;
    private long _count, _countBefore = -1;
    private volatile bool _isInterrupted;

    /// <exception cref="IOException">Another run uses the file.</exception>
    public Watchdog(string path)
    {
        _path = path;
        FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var isLeft = stream.Length == Room;
        _file = MemoryMappedFile.CreateFromFile(stream, null, Room, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, false);
        _view = _file.CreateViewAccessor();
        if (isLeft)
        {
            LeftBehind = new byte[Math.Clamp(_view.ReadInt32(0), 0, Room - sizeof(int))];
            _view.ReadArray(sizeof(int), LeftBehind, 0, LeftBehind.Length);
        }

        _timer = new(_ => Look(), null, Patience, Patience);
        _signals = [.. from signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]
                       select PosixSignalRegistration.Create(signal, OnSignal)];

        // A second signal ends the process, also where a reader does not.
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = !_isInterrupted;
            Interrupt();
        }
    }

    /// <summary>The input that a process before left behind; null if none.</summary>
    public byte[]? LeftBehind { get; }

    /// <summary>Lets no further input come.</summary>
    public void Interrupt() => _isInterrupted = true;

    /// <summary>The next input: its length, then its bytes.</summary>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public void Next(byte[] input)
    {
        if (_isInterrupted)
            throw new OperationCanceledException();
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, Math.Min(input.Length, Room - sizeof(int)));
        Interlocked.Increment(ref _count);
    }

    public void Dispose()
    {
        Array.ForEach(_signals, signal => signal.Dispose());
        _timer.Dispose();
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }

    private void Look()
    {
        var count = Interlocked.Read(ref _count);
        if (count == _countBefore)
        {
            Environment.Exit(Tool.Complain(
                Program.Name, Tool.Failed,
                $"its reader has not ended {_path} in {Patience.TotalSeconds} s; the next run begins with that"));
        }

        _countBefore = count;
    }
}
