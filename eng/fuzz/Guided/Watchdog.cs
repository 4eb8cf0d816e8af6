using System.IO.MemoryMappedFiles;

namespace GpuDigits.Fuzz.Guided;

/// <summary>
/// Keeps the input that is being read in a file, for the case that it ends the process (a fault in native code, a full stack). Ends the
/// process itself if the reader never ends.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const int Room = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Timer _timer;
    private long _count, _countBefore = -1;

    public Watchdog(string path)
    {
        _path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, Room);
        _view = _file.CreateViewAccessor();
        _timer = new(_ => Look(), null, Patience, Patience);
    }

    /// <summary>The next input: its length, then its bytes.</summary>
    public void Next(byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, Math.Min(input.Length, Room - sizeof(int)));
        Interlocked.Increment(ref _count);
    }

    /// <summary>The input that a process before left behind; null if none.</summary>
    public static byte[]? LeftBehind(string path)
    {
        if (!File.Exists(path))
            return null;
        var bytes = File.ReadAllBytes(path);
        return bytes.Length == Room ? bytes.AsSpan(sizeof(int), BitConverter.ToInt32(bytes)).ToArray() : null;
    }

    public void Dispose()
    {
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
            Console.Error.WriteLine($"a reader has not ended in {Patience.TotalSeconds} s; its input is kept: the next run begins with it");
            Environment.Exit(1);
        }

        _countBefore = count;
    }
}
