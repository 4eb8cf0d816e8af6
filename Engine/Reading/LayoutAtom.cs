using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>What stands on a line as one: a symbol, or a fraction or a root with its contents.</summary>
/// <param name="Label">The symbol's label; a fraction has its bar's.</param>
/// <param name="Bounds">The box around it and its contents.</param>
/// <param name="Anchor">Where it lies: the height of a fraction's bar, of a digit's foot, otherwise of the middle of the box.</param>
/// <param name="Place">Where it usually lies.</param>
/// <param name="Readings">What it may be, the most probable first, with the scores of the contents.</param>
internal sealed record LayoutAtom(
    char Label, InkBounds Bounds, float Anchor, LabelPlace Place, ImmutableArray<(FormulaPart Part, float Score)> Readings)
{
    /// <summary>Most ways to read the contents.</summary>
    private const int MostReadings = 8;

    /// <summary>Log odds of a root without contents.</summary>
    private const float LoneRoot = -4;

    /// <summary>Height of a digit of the same writing; 0 if unknown.</summary>
    public float DigitHeight => Place.Height > 0 ? Bounds.Size.Y / Place.Height : 0;

    /// <summary>Whether it is a fraction or a root with contents.</summary>
    public bool IsComposite => Readings[0].Part is FractionPart or RootPart;

    /// <summary>Whether a value ends here, so that an exponent or a decimal point may follow.</summary>
    public bool EndsOperand => IsComposite || char.IsAsciiDigit(Label) || Label is ')' or '%';

    /// <summary>Whether a value begins here, perhaps with its sign.</summary>
    public bool BeginsOperand => IsComposite || char.IsAsciiDigit(Label) || Label is '(' or '√' or '-';

    /// <summary>Whether a row may begin with it.</summary>
    public bool MayBegin => BeginsOperand || Label == '+';

    /// <summary>Whether a sign stands here that needs a value behind it.</summary>
    public bool NeedsOperand => !IsComposite && Label is '+' or '-' or '×' or '÷' or '/' or '=' or '(';

    /// <summary>A symbol that stands for itself.</summary>
    public static LayoutAtom Of(int index, PlacedSymbol symbol)
    {
        var label = Alphabet.MeaningOf(symbol.Label);
        return new(
            label, symbol.Bounds, char.IsAsciiDigit(label) ? symbol.Bounds.Max.Y : symbol.Bounds.Center.Y, LabelPlace.Of(label),
            [(new SymbolPart(index, label), label == '√' ? LoneRoot : 0)]);
    }

    /// <summary>A fraction or a root with its contents.</summary>
    /// <param name="symbols">All symbols.</param>
    /// <param name="contents">The sign and its contents.</param>
    /// <param name="first">The ways to read the numerator or the index; none if there is no index.</param>
    /// <param name="second">The ways to read the denominator or the radicand.</param>
    public static LayoutAtom Of(
        IReadOnlyList<PlacedSymbol> symbols, LayoutContents contents, IReadOnlyList<LayoutCandidate> first,
        IReadOnlyList<LayoutCandidate> second)
    {
        var sign = symbols[contents.Sign];
        var isRoot = contents.IsRoot(symbols);
        var readings = first.DefaultIfEmpty()
            .SelectMany(_ => second, (one, other) => (Part: Part(one.Formula, other.Formula), Score: one.Score + other.Score))
            .OrderByDescending(reading => reading.Score).Take(MostReadings);
        var bounds = isRoot
            ? sign.Bounds
            : contents.First.Concat(contents.Second).Aggregate(sign.Bounds, (box, i) => box.With(symbols[i].Bounds));
        return new(
            sign.Label, bounds, sign.Bounds.Center.Y, isRoot ? LabelPlace.Of(sign.Label) : LabelPlace.Fraction, [.. readings]);

        FormulaPart Part(Formula? one, Formula other) =>
            isRoot ? new RootPart(contents.Sign, one, other) : new FractionPart(contents.Sign, one!, other);
    }
}
