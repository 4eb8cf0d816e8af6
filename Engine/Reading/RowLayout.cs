using System.Collections.Immutable;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// Lays out a row of atoms, from left to right: each stands on the line of its predecessor, is raised above it, or returns to a line
/// below. A beam search keeps the most probable ways; places and sizes are judged against the line so far, so that a line may drift.
/// </summary>
internal sealed class RowLayout
{
    private const int Beam = 16;

    /// <summary>
    /// An exponent's middle lies above the top of its base, in heights of the base's digits; its height is that much of them. With spreads.
    /// </summary>
    private const float Raise = 0.2f, RaiseSpread = 0.25f, RaisedSize = 0.58f, RaisedSizeSpread = 0.36f;

    /// <summary>Log odds of an exponent, of a raised dot, and of what is hardly arithmetic.</summary>
    private const float PriorRaised = -2, PriorRaisedDot = -2.6f, Unlikely = -4;

    /// <summary>The least height, so that a dot of ink has one.</summary>
    private const float Tiny = 1e-6f;

    private readonly IReadOnlyList<LayoutAtom> _atoms;
    private readonly int _maxRaised;

    private RowLayout(IReadOnlyList<LayoutAtom> atoms, int maxRaised) => (_atoms, _maxRaised) = (atoms, maxRaised);

    /// <summary>The most probable formulas, the best first.</summary>
    /// <param name="atoms">From left to right.</param>
    /// <param name="most">Most candidates.</param>
    /// <param name="maxRaised">Most lines of a tower of powers above the row's own.</param>
    public static List<LayoutCandidate> Read(IReadOnlyList<LayoutAtom> atoms, int most, int maxRaised) =>
        new RowLayout(atoms, maxRaised).Read(most);

    private List<LayoutCandidate> Read(int most)
    {
        if (_atoms.Count == 0)
            return [new(new Formula([]), 0)];

        List<State> states = [First()];
        foreach (var atom in _atoms.Skip(1))
            states = [.. states.SelectMany(state => Next(state, atom)).OrderByDescending(state => state.Score).Take(Beam)];
        var ways = states.Select(state => (State: state, Score: state.Score + End(state.Line), Atom: -1, Reading: 0))
            .OrderByDescending(way => way.Score).ToList();
        var best = ways[0];
        foreach (var (i, atom) in _atoms.Index())
            ways.AddRange(Enumerable.Range(1, atom.Readings.Length - 1)
                .Select(reading => (best.State, best.Score + atom.Readings[reading].Score - atom.Readings[0].Score, i, reading)));
        var contents = _atoms.Sum(atom => atom.Readings[0].Score);
        return [.. ways.OrderByDescending(way => way.Score).Take(most)
            .Select(way => new LayoutCandidate(Build(way.State, way.Atom, way.Reading), way.Score + contents))];
    }

    private State First()
    {
        var atom = _atoms[0];
        var height = atom.DigitHeight > 0 ? atom.DigitHeight : UsualHeight();
        var line = new Line(null, atom.Anchor + (atom.Place.Offset * height), height, atom, atom.Label == '(' ? 1 : 0, 0);
        return new(null, line, atom.MayBegin ? 0 : Unlikely, atom.Label, 0);
    }

    /// <summary>The median height of the digits, or of whatever there is.</summary>
    private float UsualHeight()
    {
        float[] heights = [.. _atoms.Select(atom => atom.DigitHeight).Where(height => height > 0).Order()];
        if (heights.Length > 0)
            return heights[heights.Length / 2];
        return MathF.Max(_atoms.Max(atom => atom.Bounds.Extent), 1e-3f);
    }

    private IEnumerable<State> Next(State state, LayoutAtom atom)
    {
        float left = 0;
        for (var line = state.Line; line is not null; line = line.Below)
        {
            foreach (var (label, place, prior) in Meanings(line, atom))
            {
                var score = state.Score + left + prior + Fit(atom, place, line.Middle, line.Height, 0, 0) + Grammar(line, atom);
                yield return new(state, line.With(atom, label, place), score, label, line.Raised);
            }

            left += Leave(line);
        }

        var below = state.Line;
        if (below.Raised < _maxRaised && below.Last.EndsOperand && atom.BeginsOperand)
        {
            var baseTop = below.Last.Bounds.Min.Y;
            var height = below.Last.DigitHeight > 0 ? MathF.Sqrt(below.Height * below.Last.DigitHeight) : below.Height;
            var middle = baseTop - (Raise * height);
            var score = state.Score + PriorRaised
                + Fit(atom, atom.Place, middle, height, RaiseSpread, RaisedSizeSpread, RaisedSize);
            var size = atom.DigitHeight > 0 ? atom.DigitHeight : RaisedSize * height;
            yield return new(
                state, new Line(below, atom.Anchor + (atom.Place.Offset * size), size, atom, atom.Label == '(' ? 1 : 0, below.Raised + 1),
                score, atom.Label, below.Raised + 1);
        }
    }

    /// <summary>What a symbol may mean on a line: a dot may be a decimal point or a sign of multiplication.</summary>
    private static IEnumerable<(char Label, LabelPlace Place, float Prior)> Meanings(Line line, LayoutAtom atom)
    {
        yield return (atom.Label, atom.Place, atom.Label is '.' && line.HasPoint ? Unlikely : 0);
        if (atom.Label == '.')
            yield return ('·', LabelPlace.RaisedDot, PriorRaisedDot + (line.Last.EndsOperand ? 0 : Unlikely));
    }

    /// <summary>
    /// How well an atom lies on a line: log likelihood against the usual place on a line, so that a tidy row has 0.
    /// </summary>
    private static float Fit(
        LayoutAtom atom, LabelPlace place, float middle, float height, float spread, float sizeSpread, float size = 1)
    {
        var deviation = ((middle - atom.Anchor) / height) - (place.Offset * size);
        var score = Student(deviation, atom.Place.Spread, float.Hypot(place.Spread, spread));
        if (place.Height > 0)
        {
            var larger = PortableMath.Log(MathF.Max(atom.DigitHeight / height, Tiny) / size);
            score += Student(larger, place.HeightSpread, float.Hypot(place.HeightSpread, sizeSpread));
        }

        return score;
    }

    /// <summary>
    /// Logarithm of Student's density with four degrees of freedom (large deviations happen), against that of no deviation at the usual
    /// spread.
    /// </summary>
    private static float Student(float deviation, float usual, float spread)
    {
        var z = deviation / spread;
        return (-2.5f * PortableMath.Log(1 + (z * z / 4))) + PortableMath.Log(usual / spread);
    }

    /// <summary>What speaks against an atom behind the last one of a line.</summary>
    private static float Grammar(Line line, LayoutAtom atom)
    {
        if (atom.IsComposite)
            return 0;
        if (atom.Label == ')')
            return line.Open > 0 ? 0 : Unlikely;
        if (atom.Label == '=' && line.Raised > 0)
            return 2 * Unlikely;
        return 0;
    }

    /// <summary>What speaks against the end of an exponent.</summary>
    private static float Leave(Line line) => (line.Open > 0 ? Unlikely : 0) + (line.Last.NeedsOperand ? Unlikely : 0);

    /// <summary>What speaks against the end of the row. It may end in an equals sign: the answer is still to come.</summary>
    private static float End(Line line)
    {
        float score = 0;
        for (var one = line; one is not null; one = one.Below)
            score += one.Below is null && one.Last.Label == '=' ? 0 : Leave(one);
        return score;
    }

    private Formula Build(State last, int changed, int reading)
    {
        var levels = new (int Level, char Label)[_atoms.Count];
        var at = last;
        for (var i = _atoms.Count - 1; i >= 0; i--, at = at!.Before)
            levels[i] = (at!.Level, at.Label);
        var next = 0;
        return Build(0);

        Formula Build(int level)
        {
            var parts = ImmutableArray.CreateBuilder<FormulaPart>();
            while (next < levels.Length && levels[next].Level >= level)
            {
                if (levels[next].Level > level)
                {
                    parts.Add(new PowerPart(Build(level + 1)));
                    continue;
                }

                var part = _atoms[next].Readings[next == changed ? reading : 0].Part;
                parts.Add(part is SymbolPart symbol ? symbol with { Label = levels[next].Label } : part);
                next++;
            }

            return new Formula(parts.ToImmutable());
        }
    }

    /// <summary>A line of writing as far as it is written.</summary>
    /// <param name="Below">The line of the base; null for the row's own.</param>
    /// <param name="Middle">Height of the middle of its digits.</param>
    /// <param name="Height">Height of its digits.</param>
    /// <param name="Last">Its last atom.</param>
    /// <param name="Open">Brackets that are open.</param>
    /// <param name="Raised">Number of lines below.</param>
    /// <param name="HasPoint">Whether the number at its end has a decimal point.</param>
    private sealed record Line(Line? Below, float Middle, float Height, LayoutAtom Last, int Open, int Raised, bool HasPoint = false)
    {
        /// <summary>How far an atom moves the line: digits tell where it is better than signs do.</summary>
        private const float FollowDigit = 0.6f, FollowSign = 0.3f, FollowHeight = 0.3f;

        public Line With(LayoutAtom atom, char label, LabelPlace place)
        {
            var follow = place.Spread < 0.15f ? FollowDigit : FollowSign;
            var middle = float.Lerp(Middle, atom.Anchor + (place.Offset * Height), follow);
            var height = place.Height > 0 && atom.DigitHeight > 0
                ? Height * PortableMath.Pow(atom.DigitHeight / Height, FollowHeight)
                : Height;
            var open = atom.Label switch { '(' => Open + 1, ')' => Math.Max(0, Open - 1), _ => Open };
            return new(Below, middle, height, atom, open, Raised, label == '.' || (HasPoint && char.IsAsciiDigit(label)));
        }
    }

    private sealed record State(State? Before, Line Line, float Score, char Label, int Level);
}
