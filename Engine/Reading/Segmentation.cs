using System.Collections.Immutable;

namespace GpuDigits.Engine.Reading;

/// <summary>A window with what both networks say of it.</summary>
/// <param name="Window">The strokes.</param>
/// <param name="Classes">The logarithm of the probability of each class.</param>
/// <param name="Gain">
/// What the window adds to a segmentation: the logarithm of the odds that it is its best symbol, not none. Windows that are not taken count
/// as none, so the sum over the taken ones compares segmentations of any number of symbols.
/// </param>
internal sealed record JudgedWindow(Window Window, float[] Classes, float Gain)
{
    /// <summary>The largest odds, so that one sure symbol does not pay for a wrong one beside it.</summary>
    private const float Most = 9;

    /// <summary>The logarithm of the probability of what a person ruled out; the networks' own stay far above.</summary>
    public const float Never = -30;

    /// <summary>The best class that is a symbol.</summary>
    public int Best { get; } = Numbers.ArgMax(Classes.AsSpan(0, Alphabet.None));

    /// <summary>The classes that are symbols, the likeliest first.</summary>
    public IEnumerable<int> Ranked() => Enumerable.Range(0, Alphabet.None).OrderByDescending(label => Classes[label]);

    public static JudgedWindow Of(Window window, float[] classes)
    {
        var best = Numbers.ArgMax(classes.AsSpan(0, Alphabet.None));
        return new(window, classes, Math.Clamp(classes[best] - classes[Alphabet.None], -Most, Most));
    }

    /// <summary>What a person said is a symbol: it wins over all windows that overlap it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="classes">The logarithm of the probability of each class.</param>
    /// <param name="label">Which symbol it is; null: the best one.</param>
    public static JudgedWindow Locked(Window window, float[] classes, char? label)
    {
        if (label is { } known)
        {
            Array.Fill(classes, Never);
            classes[Alphabet.ClassOf(known)] = 0;
        }

        classes[Alphabet.None] = Never;
        return new(window, classes, 10 * Most);
    }
}

/// <summary>A division of all strokes into symbols; strokes that are in no window are left out.</summary>
/// <param name="Windows">The windows, by their first stroke.</param>
/// <param name="Score">The sum of their gains, less the price of the strokes that are left out.</param>
internal sealed record Segmentation(ImmutableArray<JudgedWindow> Windows, float Score);

/// <summary>
/// Finds the best divisions of strokes into windows: a beam search that takes the first stroke that is not yet covered and tries every
/// window that begins with it. As the windows are mostly of neighbours in time, few divisions differ in what they cover.
/// </summary>
internal static class Segmenter
{
    /// <summary>The price of a stroke that belongs to no symbol.</summary>
    public const float LeftOut = 6;

    private const int Beam = 48;

    /// <summary>The n best divisions, the best first; at least one.</summary>
    /// <param name="strokes">Number of strokes.</param>
    /// <param name="candidates">All windows.</param>
    /// <param name="n">How many are wanted.</param>
    public static List<Segmentation> Best(int strokes, IEnumerable<JudgedWindow> candidates, int n)
    {
        var byFirst = candidates.ToLookup(one => one.Window.Strokes[0]);
        var beams = new List<State>[strokes + 1];
        for (var i = 0; i <= strokes; i++)
            beams[i] = [];
        beams[0].Add(new(0, [], null, null));
        for (var first = 0; first < strokes; first++)
        {
            foreach (var state in Pruned(beams[first]))
            {
                foreach (var candidate in byFirst[first])
                {
                    var window = candidate.Window.Strokes;
                    if (!window.Any(state.Ahead.Contains))
                        Put(first, [.. state.Ahead, .. window.Skip(1)], state.Score + candidate.Gain, candidate, state);
                }

                Put(first, state.Ahead, state.Score - LeftOut, null, state);
            }

            beams[first] = [];
        }

        return [.. beams[strokes].OrderByDescending(state => state.Score).Take(n)
            .Select(state => new Segmentation(state.Windows(), state.Score))];

        void Put(int first, int[] covered, float score, JudgedWindow? taken, State before)
        {
            var next = first + 1;
            while (Array.IndexOf(covered, next) >= 0)
                next++;
            int[] ahead = [.. covered.Where(stroke => stroke > next).Order()];
            beams[next].Add(new(score, ahead, taken, before));
        }
    }

    /// <summary>The best states: for each set that is covered at most half of the beam.</summary>
    private static List<State> Pruned(List<State> states)
    {
        var kept = new List<State>(Beam);
        var counts = new Dictionary<string, int>();
        foreach (var state in states.OrderByDescending(state => state.Score))
        {
            var key = string.Join(',', state.Ahead);
            var count = counts.GetValueOrDefault(key);
            if (count == Beam / 2)
                continue;
            counts[key] = count + 1;
            kept.Add(state);
            if (kept.Count == Beam)
                break;
        }

        return kept;
    }

    /// <param name="Score">So far.</param>
    /// <param name="Ahead">Strokes behind the first uncovered one that are covered.</param>
    /// <param name="Taken">The last window; null: a stroke was left out.</param>
    /// <param name="Before">The state before.</param>
    private sealed record State(float Score, int[] Ahead, JudgedWindow? Taken, State? Before)
    {
        public ImmutableArray<JudgedWindow> Windows()
        {
            var windows = new List<JudgedWindow>();
            for (var state = this; state is not null; state = state.Before)
            {
                if (state.Taken is not null)
                    windows.Add(state.Taken);
            }

            windows.Reverse();
            return [.. windows];
        }
    }
}
