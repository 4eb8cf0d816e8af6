using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>
/// Reads ink whose strokes say what they are: each is a sign of its own, and the time of its first point names it. All that was asked
/// for is there at the next look.
/// </summary>
internal sealed class LabelledReader : IPaperReader
{
    private readonly List<JobReading> _done = [];

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public string? Problem => null;

    public ExplanationAnswer? Answer => null;

    /// <summary>How sure every symbol is.</summary>
    public float Probability { get; set; } = 1;

    /// <summary>The calculations that were to be read, in turn.</summary>
    public List<int> Submitted { get; } = [];

    public List<int> Dropped { get; } = [];

    /// <summary>A line of signs; gaps where there are spaces, each as wide as the writing is high.</summary>
    /// <param name="text">Digits, signs and spaces.</param>
    /// <param name="x">The left end.</param>
    /// <param name="baseline">Where the digits stand.</param>
    /// <param name="height">The height of a digit.</param>
    public static ImmutableArray<Stroke> Line(string text, float x, float baseline, float height = 100)
    {
        var strokes = ImmutableArray.CreateBuilder<Stroke>();
        foreach (var sign in text)
        {
            if (sign == ' ')
            {
                x += height;
                continue;
            }

            var (width, top, bottom) = sign switch
            {
                '-' => (0.5f, 0.5f, 0.5f),
                '.' or ',' => (0.03f, 0.05f, 0),
                _ when char.IsAsciiDigit(sign) => (0.3f, 1, 0),
                _ => (0.5f, 0.75f, 0.25f),
            };
            strokes.Add(new([new(x, baseline - (top * height), sign), new(x + (width * height), baseline - (bottom * height), sign + 8)]));
            x += (width + 0.2f) * height;
        }

        return strokes.ToImmutable();
    }

    public void Wake()
    {
    }

    public void Submit(ReadingJob job)
    {
        Submitted.Add(job.Group.Id);
        _done.Add(Read(job));
    }

    public void Drop(int calculation) => Dropped.Add(calculation);

    public JobReading[] Take()
    {
        JobReading[] done = [.. _done];
        _done.Clear();
        return done;
    }

    public void Ask(ExplanationQuestion question)
    {
    }

    public void WaitUntilIdle()
    {
    }

    private JobReading Read(ReadingJob job)
    {
        var places = Enumerable.Range(0, job.Strokes.Length).OrderBy(at => job.Strokes[at].Ink.Bounds.Min.X).ToList();
        if (places.Count == 0)
            return new(job, new(null, [], false), false);
        var goesOn = places.Count > 1 && "+-×÷".Contains(LabelOf(places[0]), StringComparison.Ordinal);
        if (goesOn)
            places.Insert(0, job.Strokes.Length);
        ImmutableArray<ReadSymbol> symbols =
            [.. places.Select(at => new ReadSymbol(LabelOf(at), [at], Probability, [], Probability < 0.5f))];
        return new(job, new(new([.. symbols.Select((one, i) => new SymbolPart(i, one.Label))]), symbols, false), goesOn);

        char LabelOf(int at) => at == job.Strokes.Length || job.Links.Contains(job.Strokes[at].Id) ? '0'
            : job.Locks.FirstOrDefault(one => one.StrokeIds.Contains(job.Strokes[at].Id))?.Label
            ?? (char)job.Strokes[at].Ink.Points[0].Time;
    }
}
