using System.Collections.Immutable;
using System.Diagnostics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Train;

/// <summary>Reads a calculation while it is written.</summary>
/// <param name="stroke">The next stroke.</param>
/// <returns>What the strokes so far say.</returns>
public delegate CalculationReading LiveReader(Stroke stroke);

/// <summary>A calculation that was read.</summary>
/// <param name="Sample">The ink and what was meant.</param>
/// <param name="Reading">What was read in the end.</param>
public sealed record ReadCalculation(CalculationSample Sample, CalculationReading Reading)
{
    /// <summary>Whether the text is the one that was meant, character by character.</summary>
    public bool IsExact => string.Equals(Reading.Text, Sample.Written.Plain, StringComparison.Ordinal);
}

/// <summary>How many calculations there were, and how many of them were read exactly.</summary>
public readonly record struct ExactCount(int Samples, int Exact)
{
    /// <summary>The share that was read exactly.</summary>
    public double Share => (double)Exact / Samples;
}

/// <summary>
/// How well written calculations are read. Each is fed stroke by stroke, as a pen would. Shares are from 0 to 1, and null where there is
/// nothing to count.
/// </summary>
public sealed class CalculationEvaluation
{
    private const double Tail = 0.95;

    private readonly List<ReadCalculation> _misread = [];
    private readonly SortedDictionary<string, ExactCount> _byKind = new(StringComparer.Ordinal);
    private readonly List<double> _milliseconds = [];
    private int _samples, _exact, _marked, _wrongUnmarked, _withValue, _valueRight, _symbols, _segmented, _recognized, _laidOut, _flips;
    private int _fixable, _taps;

    private CalculationEvaluation()
    {
    }

    /// <summary>Number of calculations.</summary>
    public int Samples => _samples;

    /// <summary>Share whose text was read exactly.</summary>
    public double Exact => (double)_exact / _samples;

    /// <summary>The same by kind.</summary>
    public IReadOnlyDictionary<string, ExactCount> ByKind => _byKind;

    /// <summary>Of the calculations that have a value, the share whose reading has the same value.</summary>
    public double? ValueRight => Share(_valueRight, _withValue);

    /// <summary>Share that was misread with nothing marked as doubtful.</summary>
    public double WrongUnmarked => (double)_wrongUnmarked / _samples;

    /// <summary>Share in which something was marked as doubtful.</summary>
    public double Marked => (double)_marked / _samples;

    /// <summary>Share of the symbols whose strokes, and no others, were taken for one symbol.</summary>
    public double? Segmentation => Share(_segmented, _symbols);

    /// <summary>Of these symbols, the share that was read as what they are; a raised dot and a point are one shape.</summary>
    public double? SymbolGivenSegmentation => Share(_recognized, _segmented);

    /// <summary>Share that the layout alone reads exactly from the true symbols.</summary>
    public double LayoutGivenSymbols => (double)_laidOut / _samples;

    /// <summary>Share of the misread ones that become right when a person chooses alternatives of symbols.</summary>
    public double? Fixable => Share(_fixable, _misread.Count);

    /// <summary>The mean number of symbols that must be changed for it.</summary>
    public double? TapsToFix => Share(_taps, _fixable);

    /// <summary>Share of the symbols whose reading in the end is another than right after their last stroke.</summary>
    public double? Flips => Share(_flips, _symbols);

    /// <summary>The median time of a stroke in milliseconds.</summary>
    public double MedianMilliseconds => Quantile(0.5);

    /// <summary>The time that 95 of 100 strokes do not exceed.</summary>
    public double P95Milliseconds => Quantile(Tail);

    /// <summary>The misread ones in the order of the samples.</summary>
    public IReadOnlyList<ReadCalculation> Misread => _misread;

    /// <summary>Reads every sample.</summary>
    /// <param name="samples">The calculations.</param>
    /// <param name="open">Opens an empty page on which a sample is going to be written.</param>
    /// <param name="value">The value of a text, so that equal values are equal texts, and null where a text has none; null if values are
    /// not to be compared.</param>
    /// <param name="progress">Called after each sample.</param>
    /// <param name="cancellation">Stops between two samples.</param>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CalculationEvaluation Run(
        IReadOnlyList<CalculationSample> samples, Func<CalculationSample, LiveReader> open, Func<string, string?>? value = null,
        Action? progress = null, CancellationToken cancellation = default)
    {
        if (samples.Count == 0)
            throw new ArgumentException("There must be a calculation to read.");
        var evaluation = new CalculationEvaluation();
        foreach (var sample in samples)
        {
            cancellation.ThrowIfCancellationRequested();
            evaluation.Add(sample, open(sample), value);
            progress?.Invoke();
        }

        return evaluation;
    }

    /// <summary>A reader that is told each symbol as soon as its strokes are there, and does nothing but lay them out.</summary>
    public static LiveReader GivenSymbols(CalculationSample sample)
    {
        var written = sample.Written;
        var strokes = 0;
        return _ =>
        {
            strokes++;
            var symbols = written.Symbols.RemoveAll(symbol => symbol.Strokes[^1] >= strokes);
            return new(
                LayOut(written.Strokes, symbols),
                [.. symbols.Select(symbol => new ReadSymbol(symbol.Label, symbol.Strokes, 1, [], false))],
                symbols.Sum(symbol => symbol.Strokes.Length) < strokes);
        };
    }

    /// <summary>Opens a reader that is told nothing.</summary>
    public static Func<CalculationSample, LiveReader> GivenNothing(ISymbolClassifier symbols) => _ =>
    {
        var reader = new CalculationReader(symbols);
        return stroke =>
        {
            reader.Add(stroke);
            return reader.Read();
        };
    };

    /// <summary>Opens a reader that is told which strokes belong together as soon as all of them are there.</summary>
    public static Func<CalculationSample, LiveReader> GivenSegmentation(ISymbolClassifier symbols) => sample =>
    {
        var reader = new CalculationReader(symbols);
        return stroke =>
        {
            reader.Add(stroke);
            foreach (var symbol in sample.Written.Symbols.Where(symbol => symbol.Strokes[^1] == reader.Count - 1))
            {
                if (symbol.Strokes.Length <= CalculationReader.MaxSymbolStrokes)
                    reader.Lock(symbol.Strokes, null);
            }

            return reader.Read();
        };
    };

    private static Formula LayOut(ImmutableArray<Stroke> strokes, ImmutableArray<WrittenSymbol> symbols) => FormulaLayout.Candidates(
        [.. symbols.Select(symbol => PlacedSymbol.Of(
            Alphabet.Shapes[Alphabet.ClassOf(symbol.Label)], [.. symbol.Strokes.Select(i => strokes[i])]))], 1)[0].Formula;

    private static double? Share(int part, int all) => all > 0 ? (double)part / all : null;

    private void Add(CalculationSample sample, LiveReader reader, Func<string, string?>? value)
    {
        var written = sample.Written;
        var readings = new CalculationReading[written.Strokes.Length];
        for (var i = 0; i < readings.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            readings[i] = reader(written.Strokes[i]);
            _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var read = new ReadCalculation(sample, readings[^1]);
        _samples++;
        _exact += One(read.IsExact);
        var kind = _byKind.GetValueOrDefault(sample.Kind);
        _byKind[sample.Kind] = new(kind.Samples + 1, kind.Exact + One(read.IsExact));
        _marked += One(read.Reading.IsDoubtful);
        _wrongUnmarked += One(!read.IsExact && !read.Reading.IsDoubtful);
        if (value?.Invoke(written.Plain) is { } meant)
        {
            _withValue++;
            _valueRight += One(value(read.Reading.Text) == meant);
        }

        var isLaidOut = LayOut(written.Strokes, written.Symbols).ToString() == written.Plain;
        _laidOut += One(isLaidOut);
        foreach (var symbol in written.Symbols)
        {
            var found = Find(readings[^1], symbol);
            _symbols++;
            _segmented += One(found is not null);
            _recognized += One(found is not null && IsSame(found.Label, symbol.Label));
            var before = Find(readings[symbol.Strokes[^1]], symbol);
            _flips += One(before is null != found is null || (before is not null && !IsSame(before.Label, found!.Label)));
        }

        if (read.IsExact)
            return;
        _misread.Add(read);
        if (Taps(read) is { } taps and > 0 && isLaidOut)
        {
            _fixable++;
            _taps += taps;
        }
    }

    /// <summary>The symbols that a person must change; null if no choice of alternatives makes the symbols right.</summary>
    private static int? Taps(ReadCalculation read)
    {
        var taps = 0;
        foreach (var symbol in read.Sample.Written.Symbols)
        {
            if (Find(read.Reading, symbol) is not { } found)
                return null;
            if (IsSame(found.Label, symbol.Label))
                continue;
            if (!found.Alternatives.Any(other => IsSame(other.Label, symbol.Label)))
                return null;
            taps++;
        }

        return taps;
    }

    private static ReadSymbol? Find(CalculationReading reading, WrittenSymbol symbol) =>
        reading.Symbols.FirstOrDefault(read => read.Strokes.AsSpan().SequenceEqual(symbol.Strokes.AsSpan()));

    private static bool IsSame(char label, char other) => Alphabet.ClassOf(label) == Alphabet.ClassOf(other);

    private static int One(bool condition) => condition ? 1 : 0;

    private double Quantile(double share) => _milliseconds.Order().ElementAt((int)(share * (_milliseconds.Count - 1)));
}
