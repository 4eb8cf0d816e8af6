using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Viewer.Sheet;

/// <summary>A calculation with what was read of it and worked out so far.</summary>
internal abstract class CalculationEntry
{
    /// <summary>What may begin a line that goes on from the one above.</summary>
    protected const string Operations = "+-−×÷/*·";

    public abstract int Id { get; }

    /// <summary>The ink of the calculation, as <see cref="PaperCalculation.Bounds"/>.</summary>
    public abstract InkBounds Bounds { get; }

    /// <summary>The line that the answer stands on; null while nothing is read.</summary>
    public abstract WritingLine? Line { get; }

    /// <summary>Whether it begins with an operation, and so goes on from the answer above if there is one.</summary>
    public abstract bool GoesOn { get; }

    /// <summary>Whether it is waiting to be read.</summary>
    public abstract bool IsWaiting { get; }

    /// <summary>The links among the strokes.</summary>
    public abstract ImmutableArray<int> Links { get; }

    /// <summary>What it says; null if nothing was read.</summary>
    /// <param name="links">The numbers for the links, in the notation of <see cref="Expression.TryParse"/>.</param>
    /// <param name="above">The number that it goes on from; empty if there is none.</param>
    public abstract string? Text(Func<int, string> links, string above);

    /// <summary>The place that is left empty for a number, and where that is to stand; null if there is none on the paper.</summary>
    public virtual InkBounds? EmptyPlace => null;

    /// <summary>The text that was worked out last, and what came of it; null before.</summary>
    public (string? Text, bool IsToggled, PaperCalculation Shown, Worked Worked)? Last { get; set; }

    /// <summary>The calculation as others see it.</summary>
    public abstract PaperCalculation Show(Expression? expression, Answer? answer, int? goesOnFrom);
}

/// <summary>A typed calculation.</summary>
internal sealed class TypedEntry(PaperText text) : CalculationEntry
{
    public PaperText PaperText => text;

    public override int Id => text.Id;

    public override InkBounds Bounds { get; } = text.Typed.Bounds;

    public override WritingLine? Line => new(text.Typed.At.Y, text.Typed.Height);

    public override bool GoesOn { get; } = text.Typed.Text.TrimStart() is [var first, _, ..] && Operations.Contains(first);

    public override bool IsWaiting => false;

    public override ImmutableArray<int> Links => [];

    public override string Text(Func<int, string> links, string above) => (GoesOn ? above : "") + text.Typed.Text;

    public override PaperCalculation Show(Expression? expression, Answer? answer, int? goesOnFrom) =>
        new(Id, [], text.Typed, Bounds, null, [], expression, answer, IsDoubtful: expression is null, goesOnFrom);
}

/// <summary>A calculation written by hand.</summary>
internal sealed class WrittenEntry(ReadingJob job) : CalculationEntry
{
    private JobReading? _read;
    private WritingLine? _line;

    public ReadingJob Job => job;

    public override int Id => job.Group.Id;

    public override InkBounds Bounds => job.Group.Bounds;

    public override WritingLine? Line => _line;

    public override bool GoesOn => _read is { GoesOn: true };

    public override bool IsWaiting => _read is null;

    public override ImmutableArray<int> Links => job.Links;

    /// <summary>Takes what was read of its job.</summary>
    public void Take(JobReading read)
    {
        _read = read;
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
                    var (left, right) = (BoundsOf(reading.Symbols[operation.Symbol].Strokes), BoundsOf(reading.Symbols[sign.Symbol].Strokes));
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
        symbol.Strokes is not [var only] ? null : only < job.Group.Strokes.Length ? job.Group.Strokes[only].Id : 0;

    private PaperSymbol SymbolOf(ReadSymbol symbol)
    {
        var isStand = IdOf(symbol) is { } id && (id == 0 || job.Links.Contains(id));
        ImmutableArray<int> ids = [.. Known(symbol.Strokes).Select(at => job.Group.Strokes[at].Id)];
        return new(
            isStand ? ' ' : symbol.Label, ids, BoundsOf(symbol.Strokes), symbol.IsDoubtful && !isStand,
            isStand || job.Locks.Any(one => one.StrokeIds.AsSpan().SequenceEqual(ids.AsSpan())), isStand ? [] : symbol.Alternatives);
    }

    private IEnumerable<int> Known(ImmutableArray<int> strokes) => strokes.Where(at => at < job.Group.Strokes.Length);

    private InkBounds BoundsOf(ImmutableArray<int> strokes) => InkBounds.Of(Known(strokes).Select(at => job.Group.Strokes[at].Ink));
}
