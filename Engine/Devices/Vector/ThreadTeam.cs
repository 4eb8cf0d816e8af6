using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Work that is split into numbered chunks. Their results do not depend on the thread that computes them or on the time.</summary>
internal interface IJob
{
    void Run(int chunk, Scratch scratch);
}

/// <summary>
/// The caller and its helper threads. They share the chunks of one job after another. A helper that finds no work spins briefly for the
/// next job and then sleeps. The caller waits only for chunks that a thread has begun, so a helper that the system does not schedule costs
/// nothing. Only one thread at a time may call <see cref="Run"/>. A call allocates nothing.
/// </summary>
/// <remarks>
/// The ticket is (job number, chunks not yet taken). A thread takes a chunk with one compare-and-swap of the ticket. If it succeeds, the
/// job was still open, so the fields that were read in between belong to this job.
/// </remarks>
internal sealed unsafe class ThreadTeam : IDisposable
{
    private static readonly long LookOut = Stopwatch.Frequency / 5_000;

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
        for (var i = 0; i < threads; i++)
            _scratch[i] = new Scratch();
        _helpers = new Thread[threads - 1];
        for (var i = 0; i < _helpers.Length; i++)
        {
            var scratch = _scratch[i + 1];
            _helpers[i] = new Thread(() => Help(scratch))
            {
                IsBackground = true,
                Name = $"cpu device {i + 1}",
                // A training behind a window is to leave the window its time, with all its threads.
                Priority = Thread.CurrentThread.Priority,
            };
            _helpers[i].Start();
        }
    }

    /// <summary>Number of threads, including the caller's.</summary>
    public int Threads => _scratch.Length;

    /// <summary>Runs all chunks of the job and returns when they are finished. Rethrows an exception of a chunk.</summary>
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
        var number = (_shared.Ticket >> 32) + 1;
        Interlocked.Exchange(ref _shared.Ticket, (number << 32) | (uint)chunks);
        if (Volatile.Read(ref _shared.Asleep) > 0)
        {
            var asleep = Interlocked.Exchange(ref _shared.Asleep, 0);
            if (asleep > 0)
                _bell.Release(asleep);
        }

        TakeChunks(_scratch[0]);
        Wait();
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>
    /// Runs all chunks on the caller's thread: for work so small that moving its data to another core's cache would cost more.
    /// </summary>
    public void RunHere<TJob>(int chunks, TJob job)
        where TJob : unmanaged, IJob
    {
        for (var i = 0; i < chunks; i++)
            job.Run(i, _scratch[0]);
    }

    /// <summary>Ends the threads. A second time does nothing.</summary>
    public void Dispose()
    {
        if (_closing)
            return;
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
            var ticket = Volatile.Read(ref _shared.Ticket);
            var left = (int)ticket;
            if (left == 0)
                return;
            var job = _job;
            var invoke = _invoke;
            var chunk = _chunks - left;
            if (Interlocked.CompareExchange(ref _shared.Ticket, ticket - 1, ticket) != ticket)
                continue;
            try
            {
                invoke(job, chunk, scratch);
            }
#pragma warning disable CA1031 // any exception is passed on to the caller
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
            var until = Stopwatch.GetTimestamp() + LookOut;
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

    /// <summary>Withdraws the announcement to sleep; fails if the caller has already sent the wake-up signal.</summary>
    private bool TryStayAwake()
    {
        while (true)
        {
            var asleep = Volatile.Read(ref _shared.Asleep);
            if (asleep == 0)
                return false;
            if (Interlocked.CompareExchange(ref _shared.Asleep, asleep - 1, asleep) == asleep)
                return true;
        }
    }

    /// <summary>Each word has its own pair of cache lines, so that writing one does not slow down reading another.</summary>
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
