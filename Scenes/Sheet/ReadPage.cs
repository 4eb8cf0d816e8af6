using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A reader of one calculation and the strokes that it has seen.</summary>
/// <param name="symbols">Says what a window is.</param>
internal sealed class ReadPage(ISymbolClassifier symbols)
{
    /// <summary>What stands for a number is read as this digit.</summary>
    private const char Stand = '0';

    /// <summary>The room that a stand takes before a line that goes on, in heights of the line.</summary>
    private const float StandWidth = 0.6f, StandGap = 0.3f;

    private readonly CalculationReader _reader = new(symbols);
    private readonly List<Stroke> _seen = [];

    /// <summary>Reads a calculation. What it has in common with the one before is not read again.</summary>
    public (CalculationReading Reading, bool GoesOn) Read(ReadingJob job)
    {
        if (job.Strokes.Length >= CalculationReader.MaxStrokes)
            return (new(null, [], IsDoubtful: true), false);
        ImmutableArray<Stroke> ink = [.. job.Strokes.Select(one => one.Ink)];
        See(ink);
        _reader.IsTraced = PhotographedInk.IsTraced(ink);
        var places = job.Strokes.Select((one, at) => (one.Id, At: at)).ToDictionary(one => one.Id, one => one.At);
        _reader.Unlock();
        foreach (var known in job.Locks)
            _reader.Lock([.. known.StrokeIds.Select(id => places[id])], known.Label);
        foreach (var link in job.Links)
            _reader.Lock([places[link]], Stand);
        var reading = _reader.Read();
        if (!BeginsWithOperation(reading, 0))
            return (reading, false);

        See(ink.Add(Before(reading, ink, job.Group.Height)));
        _reader.Lock([ink.Length], Stand);
        var goingOn = _reader.Read();
        var isAlike = goingOn.Formula?.Parts is [SymbolPart(var first, Stand), ..] && goingOn.Symbols[first].Strokes is [var only]
            && only == ink.Length && BeginsWithOperation(goingOn, 1);
        return isAlike ? (goingOn, true) : (reading, false);
    }

    /// <summary>Reads a calculation again, and says how. The strokes are those of the job, and the stand if it goes on.</summary>
    public (ReadingExplanation Explanation, ImmutableArray<Stroke> Strokes) Explain(ReadingJob job)
    {
        var (_, goesOn) = Read(job);
        if (!goesOn)
            See([.. job.Strokes.Select(one => one.Ink)]);
        return (_reader.Explain(), [.. _seen]);
    }

    private static bool BeginsWithOperation(CalculationReading reading, int at) =>
        reading.Formula is { } formula && formula.Parts.Length > at + 1
        && formula.Parts[at] is SymbolPart(_, '+' or '-' or '×' or '÷' or '/' or '·');

    /// <summary>Ink that stands for the answer before a line: a box as high as its digits, on its baseline.</summary>
    private static Stroke Before(CalculationReading reading, ImmutableArray<Stroke> ink, float height)
    {
        var all = InkBounds.Of(ink);
        var line = AnswerPlace.LineOf(reading, strokes => InkBounds.Of(strokes.Select(at => ink[at])), height);
        var right = all.Min.X - (StandGap * line.Height);
        return PaperLink.Outline(new(
            new(right - (StandWidth * line.Height), line.Baseline - line.Height), new(right, line.Baseline)));
    }

    /// <summary>Brings the reader to these strokes: what it has seen of them in the same order stays.</summary>
    private void See(ImmutableArray<Stroke> ink)
    {
        for (var i = 0; i < _seen.Count;)
        {
            if (i < ink.Length && ReferenceEquals(_seen[i], ink[i]))
            {
                i++;
                continue;
            }

            _reader.RemoveAt(i);
            _seen.RemoveAt(i);
        }

        foreach (var stroke in ink.AsSpan(_seen.Count..))
        {
            _reader.Add(stroke);
            _seen.Add(stroke);
        }
    }
}
