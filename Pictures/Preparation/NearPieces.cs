using System.Numerics;
using GpuDigits.Engine.Ink.Tracing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// Pieces of ink that are near each other. Texture and print have thousands of pieces, so that not all pairs are compared: pieces lie in
/// the cells of grids, one for each power of two that is their extent, and a piece looks only into the cells around it.
/// </summary>
internal static class NearPieces
{
    /// <summary>
    /// How far from each other, beside and above each other, two pieces of one line of writing may be, in their mean extents.
    /// </summary>
    private const float Beside = 2, Above = 0.8f;

    /// <summary>The pieces in groups: each is near another one of its group. Groups and pieces come in the order of the pieces.</summary>
    public static List<InkComponent[]> Groups(IReadOnlyList<InkComponent> pieces)
    {
        var roots = Enumerable.Range(0, pieces.Count).ToArray();
        var grids = new SortedDictionary<int, Dictionary<(int X, int Y), List<int>>>();
        // The larger of two is there first.
        foreach (var at in Enumerable.Range(0, pieces.Count).OrderByDescending(at => pieces[at].Extent))
        {
            var piece = pieces[at];
            foreach (var (side, grid) in grids)
            {
                // No piece of this grid, and so no reach, is larger than a cell; its corner lies in the cell.
                int x = (int)(Beside * side) + side, y = (int)(Above * side) + side;
                for (var row = Cell(piece.Top - y, side); row <= Cell(piece.Top + piece.Height + y, side); row++)
                {
                    for (var column = Cell(piece.Left - x, side); column <= Cell(piece.Left + piece.Width + x, side); column++)
                    {
                        if (!grid.TryGetValue((column, row), out var others))
                            continue;
                        foreach (var other in others)
                        {
                            if (Root(at) != Root(other) && AreNear(piece, pieces[other]))
                                roots[Root(at)] = Root(other);
                        }
                    }
                }
            }

            var own = (int)BitOperations.RoundUpToPowerOf2((uint)piece.Extent);
            if (!grids.TryGetValue(own, out var cells))
                grids[own] = cells = [];
            var place = (Cell(piece.Left, own), Cell(piece.Top, own));
            if (!cells.TryGetValue(place, out var there))
                cells[place] = there = [];
            there.Add(at);
        }

        return [.. pieces.Index().GroupBy(one => Root(one.Index), one => one.Item).Select(group => group.ToArray())];

        int Root(int at)
        {
            while (roots[at] != at)
                at = roots[at] = roots[roots[at]];
            return at;
        }
    }

    /// <summary>Whether two pieces may belong to one line of writing.</summary>
    internal static bool AreNear(InkComponent a, InkComponent b)
    {
        var reach = (a.Extent + b.Extent) / 2f;
        float x = Gap(a.Left, a.Width, b.Left, b.Width) / Beside, y = Gap(a.Top, a.Height, b.Top, b.Height) / Above;
        return (x * x) + (y * y) <= reach * reach;

        static int Gap(int first, int length, int second, int other) =>
            Math.Max(0, Math.Max(second - first - length, first - second - other));
    }

    private static int Cell(int at, int side) => (int)MathF.Floor((float)at / side);
}
