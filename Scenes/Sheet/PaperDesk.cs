using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// Reads calculations with networks. Of each calculation it keeps what it has seen, so that a new stroke costs only what it changes.
/// For one thread at a time.
/// </summary>
/// <param name="symbols">The networks.</param>
internal sealed class PaperDesk(ISymbolClassifier symbols)
{
    private readonly Dictionary<int, ReadPage> _pages = [];
    private ExplanationAnswer? _last;

    public JobReading Read(ReadingJob job)
    {
        var (reading, goesOn) = PageOf(job).Read(job);
        return new(job, reading, goesOn);
    }

    public ExplanationAnswer Answer(ExplanationQuestion question) =>
        _last = ExplanationAnswer.To(question, PageOf(question.Job), _last, (symbols as SymbolReader)?.Probe);

    /// <summary>Forgets a calculation that is no more.</summary>
    public void Drop(int calculation) => _pages.Remove(calculation);

    private ReadPage PageOf(ReadingJob job)
    {
        if (!_pages.TryGetValue(job.Group.Id, out var page))
            _pages[job.Group.Id] = page = new(symbols);
        return page;
    }
}
