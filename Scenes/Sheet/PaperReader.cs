using System.Runtime.Versioning;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.App;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// Reads calculations on a thread of its own. Of each calculation it keeps what it has seen, so that a new stroke costs only what it
/// changes. If a calculation changes faster than it can be read, only the newest job of it is done.
/// </summary>
[UnsupportedOSPlatform("browser")]
internal sealed class PaperReader : ReaderThread, IPaperReader
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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public JobReading[] Take()
    {
        lock (Gate)
        {
            JobReading[] done = [.. _done];
            _done.Clear();
            return done;
        }
    }

    public ExplanationAnswer? Answer => Guarded(in _answer);

    /// <inheritdoc/>
    public void Ask(ExplanationQuestion question)
    {
        lock (Gate)
        {
            _question = question;
            Wake();
        }
    }

    /// <inheritdoc/>
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
            var desk = new PaperDesk(symbols);
            Tell(() => _isReady = true);
            while (Next(desk) is var (job, question))
            {
                if (question is not null)
                {
                    var answer = desk.Answer(question);
                    Tell(() => (_answer, _isBusy) = (answer, false));
                    continue;
                }

                var reading = desk.Read(job);
                Tell(() =>
                {
                    _done.Add(reading);
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
    private (ReadingJob Job, ExplanationQuestion? Question)? Next(PaperDesk desk)
    {
        lock (Gate)
        {
            while (_waiting.Count == 0 && _question is null && !IsEnding)
                Monitor.Wait(Gate);
            foreach (var id in _dropped)
                desk.Drop(id);
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
