using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// Synthetic calculations: a grammar makes one up, one hand lays it out and writes it, and a tablet records the pen. The same index and
/// seed always give the same ink.
/// </summary>
public static class SyntheticCalculations
{
    /// <summary>Separates these random numbers from those of the symbols with the same seed.</summary>
    private const uint HandSeed = 0x1800_0000, TextSeed = 0x1900_0000, LayoutSeed = 0x1A00_0000, TabletSeed = 0x1B00_0000;

    private const double Interval = 8, Lift = 150;

    /// <summary>Writes a calculation.</summary>
    /// <returns>What it says, its strokes in pixels, and which strokes write which symbol.</returns>
    public static WrittenCalculation Write(uint seed, uint index)
    {
        var hand = new SyntheticHand(seed + HandSeed, index);
        return Write(seed, index, hand, new CalculationGrammar(seed + TextSeed, index, hand.DecimalMark).Next());
    }

    /// <summary>Writes a calculation of one's own choice.</summary>
    /// <returns>As <see cref="Write(uint, uint)"/>.</returns>
    internal static WrittenCalculation Write(uint seed, uint index, Formula formula) =>
        Write(seed, index, new(seed + HandSeed, index), formula);

    private static WrittenCalculation Write(uint seed, uint index, SyntheticHand hand, Formula formula)
    {
        var layout = new PenRandom(seed + LayoutSeed, index);
        var ink = new CalculationWriter(hand, layout.Fork()).Line(formula.Parts.AsSpan(), 1);
        var order = Delayed([.. ink.Strokes], ref layout);
        var tablet = new Tablet(new(seed + TabletSeed, index), ink.Bounds, hand.Slope);
        double time = 0;
        ImmutableArray<Stroke> strokes = [.. order.Select(stroke => Record(tablet.Record(stroke.Path), ref time))];

        var labels = Labels(formula);
        return new(formula.Write(part => Alphabet.MeaningOf(part.Label).ToString()), strokes,
        [
            .. order.Select((stroke, place) => (stroke.Symbol, place)).GroupBy(stroke => stroke.Symbol, stroke => stroke.place)
                .OrderBy(places => places.Key).Select(places => new WrittenSymbol(labels[places.Key], [.. places.Order()])),
        ]);
    }

    /// <summary>Now and then a stroke is added later: the bar of a five, the dot of a decimal number, a forgotten sign.</summary>
    private static List<(int Symbol, List<Vector2> Path)> Delayed(List<(int Symbol, List<Vector2> Path)> strokes, ref PenRandom random)
    {
        if (strokes.Count < 3 || !random.Chance(0.1f))
            return strokes;

        var from = (int)(random.Uniform() * (strokes.Count - 1));
        var to = random.Chance(0.5f) ? strokes.Count - 1 : Math.Min(strokes.Count - 1, from + 1 + (int)(random.Uniform() * 3));
        // Only a symbol's last stroke is added later.
        while (from + 1 < to && strokes[from + 1].Symbol == strokes[from].Symbol)
            from++;
        var late = strokes[from];
        strokes.RemoveAt(from);
        strokes.Insert(to, late);
        return strokes;
    }

    private static Stroke Record(List<Vector2> path, ref double time)
    {
        var points = ImmutableArray.CreateBuilder<InkPoint>(path.Count);
        foreach (var at in path)
            points.Add(new(at.X, at.Y, time += Interval));
        time += Lift;
        return new(points.MoveToImmutable());
    }

    private static Dictionary<int, char> Labels(Formula formula)
    {
        var labels = new Dictionary<int, char>();
        Collect(formula);
        return labels;

        void Collect(Formula of)
        {
            foreach (var part in of.Parts)
            {
                switch (part)
                {
                    case SymbolPart symbol:
                        labels[symbol.Symbol] = symbol.Label;
                        break;
                    case FractionPart fraction:
                        labels[fraction.Bar] = '-';
                        Collect(fraction.Numerator);
                        Collect(fraction.Denominator);
                        break;
                    case RootPart root:
                        labels[root.Sign] = '√';
                        if (root.Index is not null)
                            Collect(root.Index);
                        Collect(root.Radicand);
                        break;
                    case PowerPart power:
                        Collect(power.Exponent);
                        break;
                }
            }
        }
    }
}
