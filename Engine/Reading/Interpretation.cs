using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// Chooses among the best divisions, the labels of their symbols and their layouts. Each choice of the three has a score, a logarithm of a
/// probability up to a constant; what is no arithmetic has a lower one. The probabilities of all that was looked at say how sure the best
/// one is, and each of its symbols.
/// </summary>
internal static class Interpretation
{
    /// <summary>How many divisions are looked at.</summary>
    public const int Divisions = 12;

    /// <summary>
    /// Most labellings that are laid out, and most symbols in all of them: two thirds before one leads, the rest in rounds around the
    /// leader; and how far below the best score they may lie.
    /// </summary>
    private const int Tries = 80, TriedSymbols = 1200, Rounds = 2;
    private const float Depth = 8;

    /// <summary>Divisions of which true equations are looked for.</summary>
    private const int Doubted = 3;

    /// <summary>The networks are surer of ink unlike what they have learnt than they should be: scores count by this factor.</summary>
    private const float Trust = 0.6f;

    /// <summary>A symbol, and a whole reading, is doubtful below this probability.</summary>
    private const float Sure = 0.8f;

    /// <summary>How many other labels are offered, and how probable they must be.</summary>
    private const int Offered = 5;
    private const float LeastOffered = 1e-5f;

    /// <summary>The best reading of a page.</summary>
    /// <param name="page">The ink.</param>
    /// <param name="divisions">The best divisions, the best first; at least one.</param>
    /// <param name="tried">Receives all readings, each text once, the best first; null if nobody asks.</param>
    public static CalculationReading Best(Page page, List<Segmentation> divisions, List<TriedReading>? tried = null)
    {
        var all = new List<Choice>();
        var best = float.NegativeInfinity;
        var tries = Math.Clamp(TriedSymbols / Math.Max(1, divisions[0].Windows.Length), 1, Tries);
        var seen = new HashSet<string>();
        Try(divisions.SelectMany(division => Variants(Labelling.Of(division))).OrderByDescending(one => one.Score)
            .Take(Math.Max(1, 2 * tries / 3)));
        // What changed for the better is kept, and others are changed beside it.
        for (var round = 0; round < Rounds && all.Count > 0; round++)
        {
            var leader = all.MaxBy(one => one.Score)!;
            Try(Variants(leader.Labelling).Take(tries / (3 * Rounds)));
            if (all.MaxBy(one => one.Score) == leader)
                break;
        }

        if (all.Count > 0 && !all.MaxBy(one => one.Score)!.IsTrue)
        {
            var leaders = all.GroupBy(one => one.Labelling.Division).Select(some => some.MaxBy(one => one.Score)!)
                .OrderByDescending(one => one.Score).Take(Doubted).ToArray();
            foreach (var leader in leaders)
                Try(TrueEquations.Near(leader.Labelling, leader.Formula), Plausibility.Most);
        }

        // Lays labellings out, the likeliest first; what the layout and the plausibility may add to their scores is known.
        void Try(IEnumerable<Labelling> labellings, float more = 0)
        {
            foreach (var labelling in labellings)
            {
                if (labelling.Score + more < best - Depth)
                    break;
                if (labelling.Division.Windows.IsEmpty || !seen.Add(labelling.Key))
                    continue;
                foreach (var (formula, likelihood) in FormulaLayout.Candidates(Place(page, labelling)))
                {
                    if (labelling.Score + likelihood + Plausibility.Most < best - Depth)
                        break;
                    var text = formula.ToString();
                    var isArithmetic = Expression.TryParse(text, out var expression, out _);
                    var (odds, isTrue) = Plausibility.Of(formula, expression);
                    var score = labelling.Score + likelihood + odds;
                    all.Add(new(labelling, formula, text, score, isArithmetic, isTrue, likelihood));
                    best = MathF.Max(best, score);
                }
            }
        }

        if (all.Count == 0)
            return new(null, [], IsDoubtful: true);
        var chosen = all.MaxBy(one => one.Score)!;
        var weights = all.ConvertAll(one => PortableMath.Exp(Trust * (one.Score - best)));
        var whole = weights.Sum();
        float Share(Func<Choice, bool> holds) => all.Zip(weights).Where(one => holds(one.First)).Sum(one => one.Second) / whole;

        tried?.AddRange(all.OrderByDescending(one => one.Score).DistinctBy(one => one.Text)
            .Select(one => one.Explain(Share(other => other.Text == one.Text))));
        var meant = chosen.Formula.Labels();
        var symbols = chosen.Labelling.Division.Windows.Select((one, at) =>
        {
            var label = chosen.Labelling.Labels[at];
            var sure = MathF.Min(Share(other => other.Labelling.Has(one, label)), PortableMath.Exp(Trust * one.Classes[label]));
            var symbol = meant.GetValueOrDefault(at, MeaningOf(label));
            return new ReadSymbol(symbol, one.Window.Strokes, sure, Others(one, label), sure < Sure);
        }).ToImmutableArray();
        var leftOut = symbols.Sum(symbol => symbol.Strokes.Length) < page.Count;
        var isSure = chosen.IsArithmetic && !leftOut && Share(other => other.Text == chosen.Text) >= Sure;
        return new(chosen.Formula, symbols, !isSure || symbols.Any(symbol => symbol.IsDoubtful));
    }

    /// <summary>A labelling, and what it is with one or two labels replaced by others that are not much worse.</summary>
    private static IEnumerable<Labelling> Variants(Labelling from)
    {
        yield return from;
        var others = from.Others(3).TakeWhile(one => one.Price < Depth).Take(24).ToArray();
        for (var i = 0; i < others.Length; i++)
        {
            yield return from.With(others[i]);
            for (var j = i + 1; j < Math.Min(others.Length, 8); j++)
            {
                if (others[i].At != others[j].At)
                    yield return from.With(others[i], others[j]);
            }
        }
    }

    private static ImmutableArray<(char Label, float Probability)> Others(JudgedWindow window, int label) =>
    [
        .. window.Ranked().Select(c => (Label: MeaningOf(c), Probability: PortableMath.Exp(window.Classes[c])))
            .TakeWhile(other => other.Probability >= LeastOffered).DistinctBy(other => other.Label)
            .Where(other => other.Label != MeaningOf(label)).Take(Offered),
    ];

    private static char MeaningOf(int label) => Alphabet.MeaningOf(Alphabet.Shapes[label]);

    private static PlacedSymbol[] Place(Page page, Labelling labelling) =>
    [
        .. labelling.Division.Windows.Select((one, at) => new PlacedSymbol(
            Alphabet.Shapes[labelling.Labels[at]], one.Window.Bounds, [.. one.Window.Strokes.Select(stroke => page[stroke].Stroke)])),
    ];

    private sealed record Choice(
        Labelling Labelling, Formula Formula, string Text, float Score, bool IsArithmetic, bool IsTrue, float Likelihood)
    {
        public TriedReading Explain(float probability)
        {
            var meant = Formula.Labels();
            return new(
                Formula, [.. Labelling.Division.Windows.Select((one, at) =>
                    (meant.GetValueOrDefault(at, Alphabet.Shapes[Labelling.Labels[at]]), one.Window.Strokes))],
                Labelling.Score, Likelihood, Score - Labelling.Score - Likelihood, probability);
        }
    }
}
