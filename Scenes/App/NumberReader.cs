using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.App;

/// <summary>
/// Tells a number from a digit on the pad. The reader of calculations says which strokes belong together; what each digit is says the
/// network that reads single ones. For one thread at a time.
/// </summary>
internal sealed class NumberReader : IDisposable
{
    /// <summary>Most strokes that are looked at: 15 digits of three strokes, and a point.</summary>
    private const int MostStrokes = 46;

    /// <summary>The largest gap between two digits of a number, in heights of the tallest digit.</summary>
    private const float WidestGap = 1.25f;

    private readonly SymbolReader _symbols;
    private readonly CalculationReader _reader;
    private readonly List<Stroke> _strokes = [];

    /// <param name="symbols">Belongs to the reader from now on.</param>
    public NumberReader(SymbolReader symbols) => _reader = new(_symbols = symbols);

    /// <summary>With the shipped model; null if there is none.</summary>
    /// <inheritdoc cref="SymbolReader.Load()"/>
    public static NumberReader? Load() => ShippedModel.Find(Presets.SymbolsName) is null ? null : new(SymbolReader.Load());

    /// <summary>The reading of a drawing that may be a number; one of a single digit stays what it is.</summary>
    /// <param name="ink">The drawing.</param>
    /// <param name="asDigit">Its reading as one digit.</param>
    /// <param name="readDigit">Reads a picture of one digit.</param>
    public Reading Read(ImmutableArray<Stroke> ink, Reading asDigit, Func<byte[], Verdict> readDigit)
    {
        if (asDigit.Picture is not { } picture)
            return asDigit;
        if (ink.Length > MostStrokes)
            return asDigit with { IsUnsure = true };
        Follow(ink);
        var reading = _reader.Read();
        if (IsOneDigit(reading, ink, picture))
            return asDigit;
        if (Marks(reading) is not { } symbols)
            return asDigit with { IsUnsure = true };

        var isUnsure = reading.IsDoubtful || HasWideGap(symbols, ink);
        var marks = ImmutableArray.CreateBuilder<ReadMark>();
        var (leastSure, least) = (0, float.PositiveInfinity);
        foreach (var symbol in symbols)
        {
            var strokes = StrokesOf(symbol, ink);
            if (!IsDigit(symbol))
            {
                marks.Add(new(strokes));
                continue;
            }
            var digit = DigitPreparation.Picture(strokes);
            var verdict = readDigit(digit);
            var agrees = verdict.Digit == symbol.Label - '0';
            isUnsure |= verdict.IsUnsure || !agrees;
            // Where the networks disagree, or ask, it is least sure.
            var sure = verdict.Probabilities[verdict.Digit] * symbol.Probability - (agrees ? 0 : 2) - (verdict.IsUnsure ? 1 : 0);
            if (sure < least)
                (leastSure, least) = (marks.Count, sure);
            marks.Add(new(strokes, digit, verdict.Probabilities));
        }
        var number = new NumberReading(marks.ToImmutable(), leastSure);
        return new(asDigit.Version, marks[leastSure].Picture, marks[leastSure].Probabilities, isUnsure) { Number = number };
    }

    public void Dispose() => _symbols.Dispose();

    /// <summary>Gives the reader the strokes of the drawing; those that it has already stay.</summary>
    private void Follow(ImmutableArray<Stroke> ink)
    {
        var same = 0;
        while (same < Math.Min(ink.Length, _strokes.Count) && ReferenceEquals(ink[same], _strokes[same]))
            same++;
        while (_strokes.Count > same)
        {
            _strokes.RemoveAt(_strokes.Count - 1);
            _reader.RemoveAt(_strokes.Count);
        }
        foreach (var stroke in ink[same..])
        {
            _strokes.Add(stroke);
            _reader.Add(stroke);
        }
    }

    /// <summary>Whether there is one digit, and beside it at most specks that its picture hides; a point before it counts.</summary>
    private static bool IsOneDigit(CalculationReading reading, ImmutableArray<Stroke> ink, byte[] picture)
    {
        if (reading.Symbols.Where(IsDigit).ToArray() is not [var digit])
            return false;
        if (!reading.IsDoubtful && Marks(reading) is not null)
            return false;
        return DigitPreparation.Prepare(StrokesOf(digit, ink)) is { } alone && alone.AsSpan().SequenceEqual(picture);
    }

    /// <summary>The symbols of a number from left to right; null if it is none: several digits, or one behind a point.</summary>
    private static ReadSymbol[]? Marks(CalculationReading reading)
    {
        var symbols = new List<ReadSymbol>();
        foreach (var part in reading.Formula?.Parts ?? [])
        {
            if (part is not SymbolPart { Label: (>= '0' and <= '9') or '.' or ',' } symbol)
                return null;
            symbols.Add(reading.Symbols[symbol.Symbol]);
        }
        var digits = symbols.Count(IsDigit);
        var isNumber = digits > 1 || (digits == 1 && !IsDigit(symbols[0]));
        return isNumber && digits <= Rational.Digits && symbols.Count - digits <= 1 ? [.. symbols] : null;
    }

    private static bool HasWideGap(ReadSymbol[] symbols, ImmutableArray<Stroke> ink)
    {
        var boxes = Array.ConvertAll(symbols, symbol => InkBounds.Of(StrokesOf(symbol, ink)));
        var widest = WidestGap * boxes.Max(box => box.Size.Y);
        return boxes.Zip(boxes.Skip(1)).Any(pair => pair.Second.Min.X - pair.First.Max.X > widest);
    }

    private static bool IsDigit(ReadSymbol symbol) => char.IsAsciiDigit(symbol.Label);

    private static ImmutableArray<Stroke> StrokesOf(ReadSymbol symbol, ImmutableArray<Stroke> ink) =>
        [.. symbol.Strokes.Select(stroke => ink[stroke])];
}
