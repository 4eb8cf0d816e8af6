using GpuDigits.Engine;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Viewer.Sheet;

/// <summary>
/// Reads calculations on a thread of its own. Of each calculation it keeps what it has seen, so that a new stroke costs only what it
/// changes. If a calculation changes faster than it can be read, only the newest job of it is done.
/// </summary>
internal sealed class PaperReader : IDisposable
{
    private readonly object _gate = new();
    private readonly Thread _thread;
    private readonly Dictionary<int, ReadingJob> _waiting = [];
    private readonly List<int> _order = [], _dropped = [];
    private readonly List<JobReading> _done = [];
    private bool _isReady, _isBusy, _isDisposed;
    private string? _problem;

    /// <param name="load">
    /// Loads what reads symbols; called on the reader's thread, may be slow. The reader owns it and disposes it if that can be done.
    /// </param>
    public PaperReader(Func<ISymbolClassifier> load)
    {
        _thread = new(() => Serve(load)) { IsBackground = true, Name = "paper reader" };
        _thread.Start();
    }

    /// <summary>There are readings to take, or the reader is ready or has failed. Raised on the reader's thread.</summary>
    public event Action? Changed;

    /// <summary>Why nothing can be read, in one line; null if there is no problem.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
                return _problem;
        }
    }

    /// <summary>Blocks until the reader is ready or has failed. Returns whether it is ready.</summary>
    public bool WaitUntilReady()
    {
        lock (_gate)
        {
            while (!_isReady && _problem is null)
                Monitor.Wait(_gate);
            return _problem is null;
        }
    }

    /// <summary>Requests a reading. It replaces one of the same calculation that still waits.</summary>
    public void Submit(ReadingJob job)
    {
        lock (_gate)
        {
            var id = job.Group.Id;
            if (_waiting.TryAdd(id, job))
                _order.Add(id);
            else
                _waiting[id] = job;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Forgets a calculation that is no more.</summary>
    public void Drop(int calculation)
    {
        lock (_gate)
        {
            if (_waiting.Remove(calculation))
                _order.Remove(calculation);
            _dropped.Add(calculation);
        }
    }

    /// <summary>The readings since the last call, oldest first.</summary>
    public JobReading[] Take()
    {
        lock (_gate)
        {
            JobReading[] done = [.. _done];
            _done.Clear();
            return done;
        }
    }

    /// <summary>Blocks until all jobs are done, or the reader has failed.</summary>
    public void WaitUntilIdle()
    {
        lock (_gate)
        {
            while ((_waiting.Count > 0 || _isBusy) && _problem is null && !_isDisposed)
                Monitor.Wait(_gate);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }
        _thread.Join();
    }

    private void Serve(Func<ISymbolClassifier> load)
    {
        ISymbolClassifier? symbols = null;
        try
        {
            symbols = load();
            var pages = new Dictionary<int, ReadPage>();
            Tell(() => _isReady = true);
            while (Next(pages) is { } job)
            {
                if (!pages.TryGetValue(job.Group.Id, out var page))
                    pages[job.Group.Id] = page = new(symbols);
                var (reading, goesOn) = page.Read(job);
                Tell(() =>
                {
                    _done.Add(new(job, reading, goesOn));
                    _isBusy = false;
                });
            }
        }
        catch (Exception e)
        {
            // The window shows any error: unhandled, it would end the program.
            Tell(() => _problem = Fault.Describe(e));
        }
        finally
        {
            (symbols as IDisposable)?.Dispose();
        }
    }

    /// <summary>The oldest job; null when the reader is disposed.</summary>
    private ReadingJob? Next(Dictionary<int, ReadPage> pages)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isDisposed)
                Monitor.Wait(_gate);
            foreach (var id in _dropped)
                pages.Remove(id);
            _dropped.Clear();
            if (_isDisposed)
                return null;
            var next = _waiting[_order[0]];
            _waiting.Remove(next.Group.Id);
            _order.RemoveAt(0);
            _isBusy = true;
            return next;
        }
    }

    private void Tell(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
        Changed?.Invoke();
    }
}
