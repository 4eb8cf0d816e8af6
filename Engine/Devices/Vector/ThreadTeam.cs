using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Work cut into numbered chunks whose results do not depend on who computes them, or when.</summary>
internal interface IJob
{
    void Run(int chunk, Scratch scratch);
}

/// <summary>
/// The caller and its helpers, who share the chunks of one job after the other. A helper that found nothing to do looks out
/// for the next job for a moment and then sleeps. The caller waits only for chunks that somebody has begun, so a helper that
/// the system does not let run costs nothing. One thread at a time may call <see cref="Run"/>. Nothing is allocated per call.
/// </summary>
/// <remarks>
/// The ticket is (job number, chunks not yet taken). Taking a chunk is one compare-and-swap of it: when that succeeds, the job
/// was still open, so the fields read between were those of this job.
/// </remarks>
internal sealed unsafe class ThreadTeam : IDisposable
{
    private static readonly long LookOut = Stopwatch.Frequency / 20_000;

    private readonly Thread[] _helpers;
    private readonly Scratch[] _scratch;
    private readonly SemaphoreSlim _bell = new(0);
    private Shared _shared;
    private void* _job;
    private delegate*<void*, int, Scratch, void> _invoke;
    private int _chunks;
    private Exception? _failure;
    private volatile bool _closing;

    public ThreadTeam(int threads)
    {
        _scratch = new Scratch[threads];
        for (int i = 0; i < threads; i++)
            _scratch[i] = new Scratch();
        _helpers = new Thread[threads - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            var scratch = _scratch[i + 1];
            _helpers[i] = new Thread(() => Help(scratch)) { IsBackground = true, Name = $"cpu device {i + 1}" };
            _helpers[i].Start();
        }
    }

    /// <summary>Threads, the caller's among them.</summary>
    public int Threads => _scratch.Length;

    /// <summary>Runs all chunks of the job and returns when they are done. An exception in a chunk comes out here.</summary>
    public void Run<TJob>(int chunks, TJob job)
        where TJob : unmanaged, IJob
    {
        if (chunks <= 1 || _helpers.Length == 0)
        {
            RunHere(chunks, job);
            return;
        }

        _job = &job;
        _invoke = &Invoke<TJob>;
        _chunks = chunks;
        _shared.Done = 0;
        long number = (_shared.Ticket >> 32) + 1;
        Interlocked.Exchange(ref _shared.Ticket, (number << 32) | (uint)chunks);
        if (Volatile.Read(ref _shared.Asleep) > 0)
        {
            int asleep = Interlocked.Exchange(ref _shared.Asleep, 0);
            if (asleep > 0)
                _bell.Release(asleep);
        }

        TakeChunks(_scratch[0]);
        Wait();
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Runs all chunks on the caller's thread: so little work that another core's cache would keep it longer than it takes.</summary>
    public void RunHere<TJob>(int chunks, TJob job)
        where TJob : unmanaged, IJob
    {
        for (int i = 0; i < chunks; i++)
            job.Run(i, _scratch[0]);
    }

    public void Dispose()
    {
        _closing = true;
        if (_helpers.Length > 0)
            _bell.Release(_helpers.Length);
        foreach (var helper in _helpers)
            helper.Join();
        foreach (var scratch in _scratch)
            scratch.Dispose();
        _bell.Dispose();
    }

    private static void Invoke<TJob>(void* job, int chunk, Scratch scratch)
        where TJob : unmanaged, IJob => ((TJob*)job)->Run(chunk, scratch);

    private void TakeChunks(Scratch scratch)
    {
        while (true)
        {
            long ticket = Volatile.Read(ref _shared.Ticket);
            int left = (int)ticket;
            if (left == 0)
                return;
            var job = _job;
            var invoke = _invoke;
            int chunk = _chunks - left;
            if (Interlocked.CompareExchange(ref _shared.Ticket, ticket - 1, ticket) != ticket)
                continue;
            try
            {
                invoke(job, chunk, scratch);
            }
#pragma warning disable CA1031 // whatever it is, it belongs to the caller
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e, null);
            }
#pragma warning restore CA1031
            Interlocked.Increment(ref _shared.Done);
        }
    }

    private void Wait()
    {
        long until = 0;
        while (Volatile.Read(ref _shared.Done) < _chunks)
        {
            if (until == 0)
                until = Stopwatch.GetTimestamp() + LookOut;
            if (Stopwatch.GetTimestamp() < until)
                Thread.SpinWait(4);
            else
                Thread.Yield();
        }
    }

    private void Help(Scratch scratch)
    {
        while (!_closing)
        {
            TakeChunks(scratch);
            long until = Stopwatch.GetTimestamp() + LookOut;
            while ((int)Volatile.Read(ref _shared.Ticket) == 0 && Stopwatch.GetTimestamp() < until)
                Thread.SpinWait(4);
            if ((int)Volatile.Read(ref _shared.Ticket) == 0)
                Sleep();
        }
    }

    private void Sleep()
    {
        Interlocked.Increment(ref _shared.Asleep);
        if ((int)Volatile.Read(ref _shared.Ticket) == 0 || !TryStayAwake())
            _bell.Wait();
    }

    /// <summary>Takes back the announcement to sleep; fails if the caller has already rung for it.</summary>
    private bool TryStayAwake()
    {
        while (true)
        {
            int asleep = Volatile.Read(ref _shared.Asleep);
            if (asleep == 0)
                return false;
            if (Interlocked.CompareExchange(ref _shared.Asleep, asleep - 1, asleep) == asleep)
                return true;
        }
    }

    /// <summary>Each word in a cache line (and its neighbour) of its own, so that counting does not slow down looking.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Shared
    {
        [FieldOffset(128)]
        public long Ticket;

        [FieldOffset(256)]
        public int Done;

        [FieldOffset(384)]
        public int Asleep;
    }
}
