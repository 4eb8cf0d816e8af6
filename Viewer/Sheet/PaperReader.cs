using GpuDigits.Engine.Reading;
using GpuDigits.Viewer.App;

namespace GpuDigits.Viewer.Sheet;

/// <summary>
/// Reads calculations on a thread of its own. Of each calculation it keeps what it has seen, so that a new stroke costs only what it
/// changes. If a calculation changes faster than it can be read, only the newest job of it is done.
/// </summary>
internal sealed class PaperReader : ReaderThread
{
    private readonly Dictionary<int, ReadingJob> _waiting = [];
    private readonly List<int> _order = [], _dropped = [];
    private readonly List<JobReading> _done = [];
    private ExplanationQuestion? _question;
    private ExplanationAnswer? _answer;
    private bool _isWanted, _isReady, _isBusy;

    /// <param name="load">
    /// Loads what reads symbols; called on the reader's thread when it is first needed, may be slow. The reader owns it and disposes it if
    /// that can be done.
    /// </param>
    public PaperReader(Func<ISymbolClassifier> load) => Start("paper reader", () => Serve(load));

    /// <summary>Makes the reader ready before there is something to read. Many people never open the sheet.</summary>
    public void Wake()
    {
        lock (Gate)
        {
            _isWanted = true;
            Monitor.PulseAll(Gate);
        }
    }

    /// <summary>Blocks until the reader is ready or has failed. Returns whether it is ready.</summary>
    public bool WaitUntilReady()
    {
        lock (Gate)
        {
            Wake();
            while (!_isReady && Failure is null)
                Monitor.Wait(Gate);
            return Failure is null;
        }
    }

    /// <summary>Requests a reading. It replaces one of the same calculation that still waits.</summary>
    public void Submit(ReadingJob job)
    {
        lock (Gate)
        {
            var id = job.Group.Id;
            if (_waiting.TryAdd(id, job))
                _order.Add(id);
            else
                _waiting[id] = job;
            Wake();
        }
    }

    /// <summary>Forgets a calculation that is no more.</summary>
    public void Drop(int calculation)
    {
        lock (Gate)
        {
            if (_waiting.Remove(calculation))
                _order.Remove(calculation);
            if (_question?.Job.Group.Id == calculation)
                _question = null;
            _dropped.Add(calculation);
        }
    }

    /// <summary>The readings since the last call, oldest first.</summary>
    public JobReading[] Take()
    {
        lock (Gate)
        {
            JobReading[] done = [.. _done];
            _done.Clear();
            return done;
        }
    }

    /// <summary>The answer to the question that was answered last; null if there was none.</summary>
    public ExplanationAnswer? Answer
    {
        get
        {
            lock (Gate)
                return _answer;
        }
    }

    /// <summary>Asks how something was read. It replaces a question that still waits; readings come first.</summary>
    public void Ask(ExplanationQuestion question)
    {
        lock (Gate)
        {
            _question = question;
            Wake();
        }
    }

    /// <summary>Blocks until all jobs are done, or the reader has failed.</summary>
    public void WaitUntilIdle()
    {
        lock (Gate)
        {
            while ((_waiting.Count > 0 || _question is not null || _isBusy) && Failure is null && !IsEnding)
                Monitor.Wait(Gate);
        }
    }

    private void Serve(Func<ISymbolClassifier> load)
    {
        ISymbolClassifier? symbols = null;
        try
        {
            if (!WaitUntilWanted())
                return;
            symbols = load();
            var pages = new Dictionary<int, ReadPage>();
            Tell(() => _isReady = true);
            while (Next(pages) is var (job, question))
            {
                if (!pages.TryGetValue(job.Group.Id, out var page))
                    pages[job.Group.Id] = page = new(symbols);
                if (question is not null)
                {
                    var answer = ExplanationAnswer.To(question, page, Answer, (symbols as SymbolReader)?.Probe);
                    Tell(() => (_answer, _isBusy) = (answer, false));
                    continue;
                }

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
            Fail(e);
        }
        finally
        {
            (symbols as IDisposable)?.Dispose();
        }
    }

    /// <summary>False when the reader is disposed instead.</summary>
    private bool WaitUntilWanted()
    {
        lock (Gate)
        {
            while (!_isWanted && !IsEnding)
                Monitor.Wait(Gate);
            return _isWanted;
        }
    }

    /// <summary>The oldest job, or a question of one if no other waits; null when the reader is disposed.</summary>
    private (ReadingJob Job, ExplanationQuestion? Question)? Next(Dictionary<int, ReadPage> pages)
    {
        lock (Gate)
        {
            while (_waiting.Count == 0 && _question is null && !IsEnding)
                Monitor.Wait(Gate);
            foreach (var id in _dropped)
                pages.Remove(id);
            _dropped.Clear();
            if (IsEnding)
                return null;
            _isBusy = true;
            if (_waiting.Count == 0)
            {
                var question = _question!;
                _question = null;
                return (question.Job, question);
            }

            var next = _waiting[_order[0]];
            _waiting.Remove(next.Group.Id);
            _order.RemoveAt(0);
            return (next, null);
        }
    }
}
