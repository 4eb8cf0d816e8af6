using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// Looks for what would make an equation true: people mostly write what is true, and a long equation is hardly ever true by chance. Only
/// labels change and the layout stays, so that thousands of changes can be tried by their numbers alone.
/// </summary>
internal static class TrueEquations
{
    /// <summary>The likeliest labels of a window, the changes that are paired, and how many are tried in all and found.</summary>
    private const int Ranks = 8, Paired = 30, Tried = 700, Found = 8;

    /// <summary>
    /// The largest price of one change, and of two: however sure the networks are, one symbol in some thousands is written in a way that
    /// they have never seen.
    /// </summary>
    private const float Cap = 9, Highest = 14;

    /// <summary>A labelling with one or two other labels that may make its formula a true equation, the likeliest first.</summary>
    /// <param name="from">The labelling.</param>
    /// <param name="formula">Its layout.</param>
    public static IEnumerable<Labelling> Near(Labelling from, Formula formula)
    {
        // What a person said stays.
        var others = from.Others(Ranks).TakeWhile(one => one.Price < -JudgedWindow.Never)
            .Select(one => one with { Price = MathF.Min(Cap, one.Price) }).ToArray();
        if (!MayBeEquation(from, others))
            return [];
        return Changes(others).OrderBy(changes => changes.Sum(one => one.Price)).Take(Tried).Select(changes => from.With(changes))
            .Where(labelling => Expression.TryParse(formula.Write(labelling.Write), out var expression, out _)
                && expression is Equation { MayBeTrue: true })
            .Take(Found);
    }

    /// <summary>Whether it has an equals sign with something behind it, or may get one.</summary>
    private static bool MayBeEquation(Labelling from, Relabel[] others)
    {
        var equals = Alphabet.ClassOf('=');
        var at = Array.IndexOf(from.Labels, equals);
        return at < 0 ? Array.Exists(others, one => one.Label == equals) : at < from.Labels.Length - 1;
    }

    private static IEnumerable<Relabel[]> Changes(Relabel[] others)
    {
        for (var i = 0; i < others.Length; i++)
        {
            yield return [others[i]];
            for (var j = i + 1; i < Paired && j < Math.Min(others.Length, Paired); j++)
            {
                if (others[i].At != others[j].At && others[i].Price + others[j].Price < Highest)
                    yield return [others[i], others[j]];
            }
        }
    }
}
