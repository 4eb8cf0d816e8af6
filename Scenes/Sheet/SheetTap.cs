using System.Numerics;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// Tells a tap on a symbol from a written dot. Ink is the usual case: a tap is short, stays in its place, comes after a pause, and hits the
/// symbol itself. The dots of ÷ and a decimal point stand beside ink and not on it, and follow the stroke before them quickly.
/// </summary>
internal static class SheetTap
{
    /// <summary>The longest way of a tap in window units, and its longest time in seconds.</summary>
    public const float LongestWay = 6;

    /// <inheritdoc cref="LongestWay"/>
    public const double LongestTime = 0.5;

    /// <summary>Who puts the pen down again within this time after a stroke goes on writing, in seconds.</summary>
    public const double Flow = 0.35;

    /// <summary>How far from the edge of ink a tap may be, and the least size of a symbol with an inside, in window units.</summary>
    private const float Reach = 2.5f, LeastInside = 26;

    /// <summary>The symbol that is hit at a point of the paper; null if none is.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="at">The point, in ink units.</param>
    /// <param name="radius">The radius of the pen, in ink units.</param>
    /// <param name="unit">Ink units in one window unit.</param>
    public static (PaperCalculation Calculation, PaperSymbol Symbol)? SymbolAt(Paper paper, Vector2 at, float radius, float unit)
    {
        var reach = radius + Reach * unit;
        (PaperCalculation, PaperSymbol)? best = null;
        var nearest = float.PositiveInfinity;
        foreach (var calculation in paper.Calculations)
        {
            if (!calculation.Bounds.Contains(at, reach))
                continue;
            foreach (var symbol in calculation.Symbols)
            {
                if (!symbol.Bounds.Contains(at, reach) || symbol.Label == ' ')
                    continue;
                var far = DistanceTo(paper, symbol, at);
                if (far > reach && HasInside(symbol, unit) && symbol.Bounds.Contains(at))
                    far = reach;
                if (far <= reach && far < nearest)
                    (nearest, best) = (far, (calculation, symbol));
            }
        }
        return best;
    }

    /// <summary>What stands inside a root or beside a bar is not theirs; a dot between two lines may be missing there.</summary>
    private static bool HasInside(PaperSymbol symbol, float unit) =>
        char.IsAsciiDigit(symbol.Label) && MathF.Min(symbol.Bounds.Size.X, symbol.Bounds.Size.Y) >= LeastInside * unit / 2
        && symbol.Bounds.Extent >= LeastInside * unit;

    private static float DistanceTo(Paper paper, PaperSymbol symbol, Vector2 at)
    {
        var nearest = float.PositiveInfinity;
        foreach (var stroke in paper.Strokes)
            if (symbol.StrokeIds.Contains(stroke.Id))
                nearest = MathF.Min(nearest, stroke.Ink.DistanceTo(at, at));
        return nearest;
    }
}
