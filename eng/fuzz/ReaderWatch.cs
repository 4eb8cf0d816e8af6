namespace GpuDigits.Fuzz;

/// <summary>Notices a reader that never ends: each thread says what it reads, which is looked at now and then.</summary>
internal sealed class ReaderWatch : IDisposable
{
    private readonly Reading?[] _now, _before;
    private readonly Action<long, byte[]> _stuck;
    private readonly Timer _timer;

    /// <param name="threads">How many read.</param>
    /// <param name="patience">An input that is still read at the second look after it was begun is stuck.</param>
    /// <param name="stuck">Gets the number of that input, and the input.</param>
    public ReaderWatch(int threads, TimeSpan patience, Action<long, byte[]> stuck)
    {
        (_now, _before, _stuck) = (new Reading?[threads], new Reading?[threads], stuck);
        _timer = new(_ => Look(), null, patience, patience);
    }

    /// <summary>A thread begins with an input, and has ended the one before.</summary>
    public void Begin(int thread, long number, byte[] input) => Volatile.Write(ref _now[thread], new(number, input));

    /// <summary>A thread has ended its last input.</summary>
    public void End(int thread) => Volatile.Write(ref _now[thread], null);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        for (var thread = 0; thread < _now.Length; thread++)
        {
            var now = Volatile.Read(ref _now[thread]);
            if (now is not null && now == _before[thread])
                _stuck(now.Number, now.Input);
            _before[thread] = now;
        }
    }

    private sealed class Reading(long number, byte[] input)
    {
        public long Number => number;

        public byte[] Input => input;
    }
}
