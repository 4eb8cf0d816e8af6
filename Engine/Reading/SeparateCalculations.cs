using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using static GpuDigits.Engine.Reading.Grouping;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// The calculations that stand on one sheet. Strokes are put into groups as on the sheet that people write on, where a person sees the
/// groups and moves what is too far away. Here nobody does, so that groups which read better as one become one.
/// </summary>
public static class SeparateCalculations
{
    /// <summary>Most strokes of a sheet that are put apart; more are one calculation, which is not read.</summary>
    public const int MaxStrokes = 3 * CalculationReader.MaxStrokes;

    /// <summary>The largest gap in a line, to what an equals sign or an operation asks for, in heights of the writing.</summary>
    private const float Beside = 4;

    /// <summary>The largest gap up to an exponent, and between a bar and what lies above or below it, in heights of the writing.</summary>
    private const float Raised = 0.75f, FromBar = 1.3f;

    /// <summary>The least width of a bar, as a share of what lies above or below it.</summary>
    private const float Bar = 0.8f;

    private const string Operations = "+×÷/·=";

    /// <summary>The calculations, from top to bottom and from left to right; one if the ink says nothing.</summary>
    /// <param name="symbols">Says what a window is; it must live longer than the readers.</param>
    /// <param name="strokes">All strokes of the sheet; at least one.</param>
    /// <param name="isTraced">See <see cref="CalculationReader.IsTraced"/>.</param>
    public static ImmutableArray<SeparateCalculation> Find(
        ISymbolClassifier symbols, ImmutableArray<Stroke> strokes, bool isTraced = false)
    {
        if (strokes.Length > MaxStrokes)
            return [AsOne()];
        var next = 1;
        var groups = Group([], strokes.Select((stroke, at) => new PaperStroke(at + 1, stroke)), [], ref next);
        var parts = groups.Length == 1 ? [] : groups.Select(Read).ToList();
        // A dash, a dot, an equals sign, or what is no writing: a part of what stands nearest. What is too much to be read stays apart.
        var numbers = parts.FindAll(part => part.Text.Any(char.IsAsciiDigit) || part.Ink.Length > CalculationReader.MaxStrokes);
        if (numbers.Count < 2)
            return [AsOne()];
        var near = parts.Except(numbers).ToLookup(part => numbers.MinBy(number => Gap(part.Group.Bounds, number.Group.Bounds)));
        parts = numbers.ConvertAll(number => near[number].Any() ? Read(Join([number, .. near[number]])) : number);
        // Each pair is read once, and not again after each that was joined.
        var refused = new HashSet<(Part, Part)>();
        while (JoinTwo(parts))
        {
        }

        return [.. InOrder(parts).Select(part => new SeparateCalculation(part.Ink, part.Reader, part.Explained))];

        SeparateCalculation AsOne()
        {
            var reader = CalculationReader.Of(symbols, strokes, isTraced);
            return new(strokes, reader, reader.Explain());
        }

        Part Read(PaperGroup group) => new(group, CalculationReader.Of(symbols, group.Strokes.Select(one => one.Ink), isTraced));

        bool JoinTwo(List<Part> all)
        {
            foreach (var one in all)
            {
                foreach (var other in all)
                {
                    var isAsked = IsAsked(one, other);
                    if (one == other || !(isAsked || MayHold(one.Group, other.Group)) || !refused.Add((one, other)))
                        continue;
                    var joined = Read(Join([one, other]));
                    if (!joined.IsArithmetic || !(isAsked || joined.Holds(other.Group)))
                        continue;
                    all[all.IndexOf(one)] = joined;
                    return all.Remove(other);
                }
            }

            return false;
        }
    }

    /// <summary>Whether the left of two in a line asks for the right one, or the right one for something before it.</summary>
    private static bool IsAsked(Part left, Part right)
    {
        var (a, b) = (left.Group.Bounds, right.Group.Bounds);
        return a.Max.X <= b.Min.X && GapX(a, b) <= Beside * Height(left.Group, right.Group) && AreInLine(a, b)
            && (IsOperation(left.Text.LastOrDefault()) || IsOperation(right.Text.FirstOrDefault()))
            && !(left.Text.Contains('=', StringComparison.Ordinal) && right.Text.Contains('=', StringComparison.Ordinal));
    }

    private static bool IsOperation(char label) => Operations.Contains(label, StringComparison.Ordinal);

    /// <summary>Whether a part stands where an exponent of others stands, or above or below a bar that reaches over it.</summary>
    private static bool MayHold(PaperGroup others, PaperGroup part)
    {
        var (rest, box, height) = (others.Bounds, part.Bounds, Height(others, part));
        var isRaised = box.Min.X > rest.Max.X && box.Center.Y < rest.Center.Y
            && MathF.Max(GapX(rest, box), GapY(rest, box)) <= Raised * height;
        return isRaised || others.Strokes.Concat(part.Strokes).Where(one => one.IsFlat).Select(one => one.Ink.Bounds)
            .Any(bar => GapX(bar, box) <= -Bar * box.Size.X && GapY(bar, box) <= FromBar * height && GapY(bar, rest) <= FromBar * height);
    }

    private static float Height(PaperGroup a, PaperGroup b) => MathF.Max(a.Height, b.Height);

    private static PaperGroup Join(IEnumerable<Part> parts) =>
        new(parts.First().Group.Id, [.. parts.SelectMany(part => part.Group.Strokes).OrderBy(one => one.Id)]);

    /// <summary>Line by line: in a line stands what has its middle beside the highest one that is left.</summary>
    private static IEnumerable<Part> InOrder(IEnumerable<Part> parts)
    {
        var left = parts.OrderBy(part => part.Group.Bounds.Min.Y).ToList();
        while (left.Count > 0)
        {
            var first = left[0].Group.Bounds;
            var line = left.FindAll(part => AreInLine(part.Group.Bounds, first));
            left.RemoveAll(line.Contains);
            foreach (var part in line.OrderBy(part => part.Group.Bounds.Min.X))
                yield return part;
        }
    }

    private static bool AreInLine(InkBounds a, InkBounds b) => -GapY(a, b) >= MathF.Min(a.Size.Y, b.Size.Y) / 2;

    private static float Gap(InkBounds a, InkBounds b) => MathF.Max(GapX(a, b), 0) + MathF.Max(GapY(a, b), 0);

    /// <summary>A group that was read.</summary>
    private sealed class Part(PaperGroup group, CalculationReader reader)
    {
        public ReadingExplanation Explained { get; } = reader.Explain();

        public PaperGroup Group => group;

        public CalculationReader Reader => reader;

        public ImmutableArray<Stroke> Ink { get; } = [.. group.Strokes.Select(one => one.Ink)];

        public string Text => Explained.Reading.Text;

        /// <summary>Whether all strokes were read, as arithmetic.</summary>
        public bool IsArithmetic => Explained.Reading.Symbols.Sum(symbol => symbol.Strokes.Length) == Ink.Length
            && Expression.TryParse(Text, out _, out _);

        /// <summary>Whether some of its strokes are all of an exponent, or all on one side of a bar.</summary>
        public bool Holds(PaperGroup some)
        {
            return Explained.Reading.Formula!.AllParts().Any(part => part switch
            {
                PowerPart power => IsAllOf(power.Exponent),
                FractionPart fraction => IsAllOf(fraction.Numerator) || IsAllOf(fraction.Denominator),
                _ => false,
            });

            bool IsAllOf(Formula formula) => formula.AllSymbols().SelectMany(at => Explained.Reading.Symbols[at].Strokes)
                .Select(at => group.Strokes[at].Id).Order().SequenceEqual(some.Strokes.Select(one => one.Id));
        }
    }
}
