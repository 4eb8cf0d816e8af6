using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A calculation written by hand.</summary>
internal sealed class WrittenEntry(ReadingJob job) : CalculationEntry
{
    /// <summary>Below this probability a symbol is a guess.</summary>
    private const float Guess = 0.25f;

    private JobReading? _read;
    private WritingLine? _line;

    public ReadingJob Job => job;

    public override int Id => job.Group.Id;

    public override InkBounds Bounds => job.Group.Bounds;

    public override WritingLine? Line => _line;

    public override InkBounds? SumLine => job.SumLine?.Ink.Bounds;

    public override bool GoesOn => _read is { GoesOn: true };

    public override bool IsWaiting => _read is null;

    public override bool IsGuess => _read?.Reading.Symbols.Any(one => one.Probability < Guess) == true;

    public override ImmutableArray<int> Links => job.Links;

    /// <summary>Takes what was read of its job.</summary>
    public void Take(JobReading read)
    {
        _read = read;
        // Also where nothing can be read, something new is to be shown.
        Last = null;
        _line = read.Reading.Formula is null ? null : AnswerPlace.LineOf(read.Reading, BoundsOf, job.Group.Height);
    }

    public override string? Text(Func<int, string> links, string above) => _read?.Reading is not { Formula: { } formula } reading
        ? null
        : formula.Write(part => IdOf(reading.Symbols[part.Symbol]) switch
        {
            { } id when id == 0 => above,
            { } id when job.Links.Contains(id) => links(id),
            _ => part.Label.ToString(),
        });

    public override InkBounds? EmptyPlace
    {
        get
        {
            if (_read?.Reading is not { Formula: { } formula } reading)
                return null;
            for (var i = 1; i < formula.Parts.Length; i++)
            {
                if (formula.Parts[i] is SymbolPart { Label: '=' } sign && formula.Parts[i - 1] is SymbolPart operation
                    && Operations.Contains(operation.Label))
                {
                    var left = BoundsOf(reading.Symbols[operation.Symbol].Strokes);
                    var right = BoundsOf(reading.Symbols[sign.Symbol].Strokes);
                    return new(new(left.Max.X, left.Min.Y), new(right.Min.X, left.Max.Y));
                }
            }

            return null;
        }
    }

    public override PaperCalculation Show(Expression? expression, Answer? answer, int? goesOnFrom)
    {
        var strokes = job.Group.Strokes.Where(one => !job.Links.Contains(one.Id)).Select(one => one.Id).ToImmutableArray();
        var reading = _read?.Reading;
        ImmutableArray<PaperSymbol> symbols = reading is null ? [] : [.. reading.Symbols.Select(SymbolOf)];
        return new(
            Id, strokes, null, Bounds, reading, symbols, expression, answer,
            IsDoubtful: reading is not null && (reading.IsDoubtful || expression is null), goesOnFrom);
    }

    /// <summary>The id of the only stroke of a symbol; 0 for what stands for the answer above; null if it has several strokes.</summary>
    private int? IdOf(ReadSymbol symbol) =>
        symbol.Strokes is not [var only] ? null : only < job.Strokes.Length ? job.Strokes[only].Id : 0;

    private PaperSymbol SymbolOf(ReadSymbol symbol)
    {
        var isStand = IdOf(symbol) is { } id && (id == 0 || job.Links.Contains(id));
        ImmutableArray<int> ids = [.. Known(symbol.Strokes).Select(at => job.Strokes[at].Id)];
        return new(
            isStand ? ' ' : symbol.Label, ids, BoundsOf(symbol.Strokes), symbol.IsDoubtful && !isStand,
            isStand || job.Locks.Any(one => one.StrokeIds.AsSpan().SequenceEqual(ids.AsSpan())), isStand ? [] : symbol.Alternatives);
    }

    private IEnumerable<int> Known(ImmutableArray<int> strokes) => strokes.Where(at => at < job.Strokes.Length);

    private InkBounds BoundsOf(ImmutableArray<int> strokes) => InkBounds.Of(Known(strokes).Select(at => job.Strokes[at].Ink));
}
