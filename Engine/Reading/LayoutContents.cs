using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>What a fraction bar or a root sign claims of the symbols around it: numerator and denominator, or index and radicand.</summary>
/// <param name="Sign">The bar or the root.</param>
/// <param name="First">Numerator or index.</param>
/// <param name="Second">Denominator or radicand.</param>
internal sealed record LayoutContents(int Sign, List<int> First, List<int> Second)
{
    /// <summary>How much of a symbol must lie over a bar if its middle does not.</summary>
    private const float Overlap = 0.3f;

    /// <summary>How much of a symbol may lie on the other side of a bar.</summary>
    private const float Crossing = 0.35f;

    /// <summary>How far below its sign the contents of a root may lie, in heights of the sign.</summary>
    private const float Below = 0.35f;

    /// <summary>
    /// An index's middle lies no farther left of the sign, in its widths; its foot no lower, and it is no larger, in heights of the sign.
    /// </summary>
    private const float IndexOutside = 0.25f, IndexFoot = 0.75f, IndexSize = 0.75f;

    private (Vector2 Left, Vector2 Right) _bar;

    private RootShape _root;

    /// <summary>What a bar would have above and below it.</summary>
    public static LayoutContents OfBar(IReadOnlyList<PlacedSymbol> symbols, List<int> among, int bar)
    {
        var (left, right) = Ends(symbols[bar]);
        var contents = new LayoutContents(bar, [], []) { _bar = (left, right) };
        foreach (var i in among)
        {
            if (i == bar)
                continue;
            var box = symbols[i].Bounds;
            var shared = MathF.Min(box.Max.X, right.X) - MathF.Max(box.Min.X, left.X);
            if (shared < 0 || (shared < Overlap * box.Size.X && (box.Center.X < left.X || box.Center.X > right.X)))
                continue;
            var side = contents.SideOf(box);
            if (side != 0)
                (side < 0 ? contents.First : contents.Second).Add(i);
        }

        return contents;
    }

    /// <summary>What a root would have under its bar and above its hook.</summary>
    public static LayoutContents OfRoot(IReadOnlyList<PlacedSymbol> symbols, List<int> among, int sign)
    {
        var root = RootShape.Of(symbols[sign]);
        var contents = new LayoutContents(sign, [], []) { _root = root };
        var rise = root.Bounds.Size.Y;
        foreach (var i in among)
        {
            if (i == sign)
                continue;
            var box = symbols[i].Bounds;
            var middle = box.Center;
            if (middle.X > (root.Valley.X + root.Shoulder.X) / 2 && middle.X <= root.End.X)
            {
                if (contents.IsUnder(middle))
                    contents.Second.Add(i);
            }
            else if (char.IsAsciiDigit(symbols[i].Label) && middle.X > root.Bounds.Min.X - (IndexOutside * box.Size.X)
                && middle.X < root.Shoulder.X && middle.Y > root.Bounds.Min.Y - rise
                && box.Max.Y < root.Bounds.Min.Y + (IndexFoot * rise) && box.Size.Y < IndexSize * rise)
            {
                contents.First.Add(i);
            }
        }

        return contents;
    }

    /// <summary>Whether the sign is a root.</summary>
    public bool IsRoot(IReadOnlyList<PlacedSymbol> symbols) => symbols[Sign].Label == '√';

    /// <summary>Whether it is a fraction or a root and not a minus or a sign alone.</summary>
    public bool IsWhole(IReadOnlyList<PlacedSymbol> symbols) => Second.Count > 0 && (First.Count > 0 || IsRoot(symbols));

    /// <summary>Whether a symbol is among the contents.</summary>
    public bool Holds(int symbol) => First.Contains(symbol) || Second.Contains(symbol);

    /// <summary>Whether a symbol beyond the end of the sign lies where the contents of one side do.</summary>
    public bool MayHold(IReadOnlyList<PlacedSymbol> symbols, List<int> side, int symbol) => IsRoot(symbols)
        ? IsUnder(symbols[symbol].Bounds.Center)
        : SideOf(symbols[symbol].Bounds) == (side == First ? -1 : 1);

    /// <summary>Whether a symbol lies on the other side of a bar.</summary>
    public bool IsOpposite(IReadOnlyList<PlacedSymbol> symbols, List<int> side, int symbol) =>
        !IsRoot(symbols) && SideOf(symbols[symbol].Bounds) == (side == First ? 1 : -1);

    /// <summary>−1 above a bar, 1 below it, 0 across it.</summary>
    private int SideOf(InkBounds box)
    {
        var (left, right) = _bar;
        var part = right.X > left.X ? Math.Clamp((box.Center.X - left.X) / (right.X - left.X), 0, 1) : 0;
        var height = float.Lerp(left.Y, right.Y, part);
        var crossing = Crossing * box.Size.Y;
        return box.Max.Y - crossing < height ? -1 : box.Min.Y + crossing > height ? 1 : 0;
    }

    private bool IsUnder(Vector2 place) =>
        place.Y > _root.BarAt(place.X) && place.Y < _root.Bounds.Max.Y + (Below * _root.Bounds.Size.Y);

    /// <summary>The leftmost and the rightmost point of a bar.</summary>
    private static (Vector2 Left, Vector2 Right) Ends(PlacedSymbol bar)
    {
        var (left, right) = (bar.Bounds.Min with { X = float.PositiveInfinity }, bar.Bounds.Max with { X = float.NegativeInfinity });
        foreach (var point in bar.Strokes.SelectMany(stroke => stroke.Points).Select(point => point.Position))
            (left, right) = (point.X < left.X ? point : left, point.X > right.X ? point : right);
        return (left, right);
    }
}
