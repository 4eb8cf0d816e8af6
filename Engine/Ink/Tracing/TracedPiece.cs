using System.Numerics;

namespace GpuDigits.Engine.Ink.Tracing;

/// <summary>
/// A connected piece of ink, thinned in its own box. Its lines are a graph whose nodes are meetings, the places where more than two lines
/// end; <see cref="Paths"/> joins them to the ways of a pen.
/// </summary>
internal sealed class TracedPiece
{
    /// <summary>Two lines whose directions differ by less than about 40° from a straight line go on as one.</summary>
    private const float Straight = -0.75f;

    /// <summary>
    /// The length that tells a line's direction at its end, in widths of the pen; the thinned ink bends where lines meet.
    /// </summary>
    private const float Run = 2.5f;

    /// <summary>The longest end, in widths of the pen, that is the roughness of the ink where a line goes straight on.</summary>
    private const float LongestHair = 1.5f;

    /// <summary>
    /// The longest stem of a sharp turn, in widths of the pen; the least cosine between its arms, and between the stem and the middle of
    /// the angle on the other side.
    /// </summary>
    private const float LongestStem = 5, Acute = 0.3f, Opposite = 0.7f;

    private readonly bool[] _thin;
    private readonly int _width;
    private readonly Vector2 _corner;
    private readonly int[] _pixels, _around;

    /// <param name="piece">The ink.</param>
    /// <param name="width">Columns of its mask.</param>
    public TracedPiece(InkComponent piece, int width)
    {
        // A free edge, so that every pixel has eight neighbours.
        _width = piece.Width + 2;
        _corner = new(piece.Left - 1, piece.Top - 1);
        var own = new bool[_width * (piece.Height + 2)];
        foreach (var i in piece.Pixels)
            own[(i / width - piece.Top + 1) * _width + i % width - piece.Left + 1] = true;
        Area = piece.Pixels.Length;
        _thin = Thinning.Thin(own, _width);
        _pixels = [.. Enumerable.Range(0, _thin.Length).Where(i => _thin[i])];
        _around = [-_width, 1, _width, -1, -_width - 1, -_width + 1, _width + 1, _width - 1];
    }

    /// <summary>Number of pixels.</summary>
    public int Area { get; }

    /// <summary>Number of pixels of the thinned lines.</summary>
    public int Length => _pixels.Length;

    /// <summary>The ways of the pen, in pixels of the mask; at least one.</summary>
    /// <param name="pen">The pen's width in pixels: details of this size say nothing.</param>
    public IEnumerable<List<Vector2>> Paths(float pen)
    {
        var meetings = Meetings();
        var lines = Follow(meetings);
        var run = (int)MathF.Max(4, Run * pen);
        lines.RemoveAll(line => line.IsSpur && line.Length < pen);
        Contract(lines, pen);
        RemoveHairs(lines, pen, run);
        TurnAtCorners(lines, pen, run);
        var paths = Join(lines, run);
        if (paths.Count == 0)
            paths.Add([_pixels.Aggregate(Vector2.Zero, (sum, at) => sum + Place(at)) / Length]);
        return paths.Select(path => Smooth(path, (int)MathF.Max(2, pen / 2)));
    }

    /// <summary>Each pixel where more than two lines meet, with the number of its meeting.</summary>
    private Dictionary<int, int> Meetings()
    {
        var meetings = new Dictionary<int, int>();
        var count = 0;
        foreach (var at in _pixels.Where(at => Neighbours(at).Count > 2))
        {
            if (meetings.ContainsKey(at))
                continue;
            var members = new List<int> { at };
            for (var i = 0; i < members.Count; i++)
                members.AddRange(Neighbours(members[i]).Where(next => Neighbours(next).Count > 2).Except(members));
            foreach (var member in members)
                meetings[member] = count;
            count++;
        }

        return meetings;
    }

    /// <summary>The lines between meetings and free ends.</summary>
    private List<Line> Follow(Dictionary<int, int> meetings)
    {
        var centres = meetings.GroupBy(one => one.Value, one => Place(one.Key))
            .ToDictionary(members => members.Key, members => members.Aggregate(Vector2.Zero, (sum, at) => sum + at) / members.Count());
        var lines = new List<Line>();
        var seen = new HashSet<int>(meetings.Keys);
        int[] plain = [.. _pixels.Where(at => !meetings.ContainsKey(at))];
        // Rings have no end; they come last and begin anywhere.
        foreach (var start in plain.Where(at => Neighbours(at).Count(next => !meetings.ContainsKey(next)) < 2).Concat(plain))
        {
            if (!seen.Add(start))
                continue;
            var path = new List<int> { start };
            while (Neighbours(path[^1]).FirstOrDefault(seen.Add) is var next and > 0)
                path.Add(next);
            int[] first = Near(path[0]), last = path.Count > 1 ? Near(path[^1]) : [.. first.Skip(1)];
            var places = path.ConvertAll(Place);
            if (first.Length > 0)
                places.Insert(0, centres[first[0]]);
            if (last.Length > 0)
                places.Add(centres[last[0]]);
            else if (first.Length == 0 && path.Count > 2 && Neighbours(path[^1]).Contains(path[0]))
                places.Add(places[0]);
            lines.Add(new(first.Length > 0 ? first[0] : -1, last.Length > 0 ? last[0] : -1, places));
        }

        return lines;

        int[] Near(int at) => [.. Neighbours(at).Where(meetings.ContainsKey).Select(next => meetings[next])];
    }

    /// <summary>
    /// Takes away the short ends that a rough edge of the ink leaves, longer ones where the line that they leave goes straight on.
    /// </summary>
    private static void RemoveHairs(List<Line> lines, float pen, int run)
    {
        // One after the other: a list whose lines are being removed is not looked through.
        foreach (var hair in lines.Where(line => line.IsSpur && line.Length < LongestHair * pen).ToArray())
        {
            if (Others(lines, hair, run) is [var a, var b] && Vector2.Dot(a.Direction, b.Direction) < Straight)
                lines.Remove(hair);
        }
    }

    /// <summary>
    /// Where the pen turns sharply, its ink is thinned to a Y, whose stem is short and points away from the turn: both arms are one line,
    /// which goes to the end of the stem and back.
    /// </summary>
    private static void TurnAtCorners(List<Line> lines, float pen, int run)
    {
        foreach (var stem in lines.Where(line => line.IsSpur && line.Length < LongestStem * pen).ToArray())
        {
            if (!lines.Contains(stem) || Others(lines, stem, run) is not [var a, var b] || a.Line == b.Line
                || Vector2.Dot(a.Direction, b.Direction) < Acute)
                continue;
            var away = stem.Direction(stem.From >= 0, run);
            if (Vector2.Dot(away, Vector2.Normalize(a.Direction + b.Direction)) > -Opposite)
                continue;
            lines.RemoveAll(line => line == stem || line == a.Line || line == b.Line);
            var toTip = stem.From >= 0 ? stem.Path : [.. Enumerable.Reverse(stem.Path)];
            var (into, from) = (a.AtStart ? a.Line.Reversed : a.Line, b.AtStart ? b.Line : b.Line.Reversed);
            lines.Add(new(into.From, from.To,
                [.. into.Path, .. toTip.Skip(1), .. Enumerable.Reverse(toTip).Skip(1), .. from.Path.Skip(1)]));
        }
    }

    /// <summary>The other lines' ends at the meeting of a line with one free end, and how they leave it.</summary>
    private static (Line Line, bool AtStart, Vector2 Direction)[] Others(List<Line> lines, Line spur, int run)
    {
        var meeting = Math.Max(spur.From, spur.To);
        return
        [
            .. from line in lines
               where line != spur
               from atStart in (bool[])[true, false]
               where (atStart ? line.From : line.To) == meeting
               select (line, atStart, line.Direction(atStart, run)),
        ];
    }

    /// <summary>Where two thick lines cross, the thinned ones share a short way: both its ends are one meeting.</summary>
    private static void Contract(List<Line> lines, float pen)
    {
        while (lines.FindIndex(line => line.From >= 0 && line.To >= 0 && line.Length < 1.5f * pen) is >= 0 and var found)
        {
            var bridge = lines[found];
            lines.RemoveAt(found);
            for (var i = 0; i < lines.Count; i++)
            {
                lines[i] = lines[i] with
                {
                    From = lines[i].From == bridge.From ? bridge.To : lines[i].From,
                    To = lines[i].To == bridge.From ? bridge.To : lines[i].To,
                };
            }
        }
    }

    /// <summary>
    /// The ways that go straight on at the meetings, the straightest pairs first; of two lines that are left alone, either way.
    /// </summary>
    private static List<List<Vector2>> Join(List<Line> lines, int run)
    {
        var ends = lines.SelectMany((line, i) => ((bool[])[true, false]).Select(isStart => (Line: i, IsStart: isStart)))
            .Where(end => Meeting(end) >= 0).ToArray();
        var pairs = from a in Enumerable.Range(0, ends.Length)
                    from b in Enumerable.Range(a + 1, ends.Length - a - 1)
                    where Meeting(ends[a]) == Meeting(ends[b])
                    let turn = Vector2.Dot(
                lines[ends[a].Line].Direction(ends[a].IsStart, run), lines[ends[b].Line].Direction(ends[b].IsStart, run))
                    where turn < Straight || ends.Count(end => Meeting(end) == Meeting(ends[a])) == 2
                    orderby turn
                    select (A: ends[a], B: ends[b]);
        var next = new Dictionary<(int Line, bool IsStart), (int Line, bool IsStart)>();
        foreach (var (a, b) in pairs)
        {
            if (!next.ContainsKey(a) && !next.ContainsKey(b))
                (next[a], next[b]) = (b, a);
        }

        var paths = new List<List<Vector2>>();
        var used = new HashSet<int>();
        var starts = from isFree in (bool[])[true, false]
                     from line in Enumerable.Range(0, lines.Count)
                     from isStart in (bool[])[true, false]
                     where !isFree || !next.ContainsKey((line, isStart))
                     select (Line: line, IsStart: isStart);
        foreach (var start in starts)
        {
            var path = new List<Vector2>();
            for (var at = start; used.Add(at.Line);)
            {
                var way = at.IsStart ? lines[at.Line].Path : Enumerable.Reverse(lines[at.Line].Path);
                path.AddRange(path.Count > 0 ? way.Skip(1) : way);
                if (!next.TryGetValue((at.Line, !at.IsStart), out at))
                    break;
            }

            if (path.Count > 0)
                paths.Add(path);
        }

        return paths;

        int Meeting((int Line, bool IsStart) end) => end.IsStart ? lines[end.Line].From : lines[end.Line].To;
    }

    /// <summary>Means over neighbours, fewer towards the ends: without the steps of the pixels.</summary>
    private static List<Vector2> Smooth(List<Vector2> path, int reach)
    {
        return [.. path.Select((_, i) =>
        {
            var r = Math.Min(reach, Math.Min(i, path.Count - 1 - i));
            return path.GetRange(i - r, 2 * r + 1).Aggregate(Vector2.Zero, (sum, at) => sum + at) / (2 * r + 1);
        })];
    }

    /// <summary>The inked neighbours; a diagonal one only where no straight one connects it.</summary>
    private List<int> Neighbours(int at)
    {
        var found = new List<int>(4);
        foreach (var step in _around)
        {
            var next = at + step;
            if (!_thin[next])
                continue;
            var column = next % _width - at % _width;
            var isDiagonal = step != column && column != 0;
            if (!isDiagonal || !(_thin[at + column] || _thin[next - column]))
                found.Add(next);
        }

        return found;
    }

    private Vector2 Place(int at) => _corner + new Vector2(at % _width, at / _width);

    /// <summary>A line between two meetings (−1: a free end).</summary>
    private sealed record Line(int From, int To, List<Vector2> Path)
    {
        public float Length { get; } = Path.Zip(Path.Skip(1), Vector2.Distance).Sum();

        /// <summary>The other way round.</summary>
        public Line Reversed => new(To, From, [.. Enumerable.Reverse(Path)]);

        /// <summary>Whether it ends freely at one side and at a meeting on the other.</summary>
        public bool IsSpur => From < 0 != To < 0;

        /// <summary>The direction in which it leaves its start or its end; 0 if it goes nowhere.</summary>
        public Vector2 Direction(bool atStart, int run)
        {
            var far = Math.Min(run, Path.Count - 1);
            var way = atStart ? Path[far] - Path[0] : Path[^(far + 1)] - Path[^1];
            return way == Vector2.Zero ? way : Vector2.Normalize(way);
        }
    }
}
