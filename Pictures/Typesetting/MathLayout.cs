using System.Collections.Immutable;
using System.Drawing;
using System.Numerics;

namespace GpuDigits.Pictures.Typesetting;

/// <summary>Characters side by side in the program's <see cref="Font"/>.</summary>
/// <param name="Text">The characters.</param>
/// <param name="At">The left end of the baseline.</param>
/// <param name="Size">The em of the run: 1, or less in exponents and nested fractions.</param>
public sealed record MathRun(string Text, Vector2 At, float Size);

/// <summary>A line through points with round ends: a fraction bar, a root, a bracket that has grown.</summary>
/// <param name="Path">Two points or more.</param>
/// <param name="Thickness">The thickness of the line.</param>
public sealed record MathLine(ImmutableArray<Vector2> Path, float Thickness);

/// <summary>Where a symbol stands.</summary>
/// <param name="Symbol">Its number in the formula.</param>
/// <param name="Box">The box around it; of a root, around its sign without the bar.</param>
public sealed record MathSymbol(int Symbol, RectangleF Box);

/// <summary>
/// A typeset formula. All lengths are in em of the text: x from the left end of the formula to the right, y from the baseline downwards.
/// </summary>
/// <param name="Width">From the left end to the right end.</param>
/// <param name="Ascent">How far it reaches above the baseline.</param>
/// <param name="Descent">How far it reaches below the baseline.</param>
/// <param name="Runs">The characters.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Symbols">The symbols that have a number.</param>
public sealed record MathLayout(
    float Width, float Ascent, float Descent, ImmutableArray<MathRun> Runs, ImmutableArray<MathLine> Lines,
    ImmutableArray<MathSymbol> Symbols)
{
    /// <summary>Ascent and descent.</summary>
    public float Height => Ascent + Descent;

    /// <summary>The symbol whose box contains a point, the smallest one; or, if none does, the nearest.</summary>
    /// <param name="at">The point, in em from the left end of the baseline.</param>
    /// <param name="reach">How far the nearest may be away, in em.</param>
    public int? SymbolAt(Vector2 at, float reach = 0.2f)
    {
        var found = Symbols.Select(one => (one.Symbol, Far: Distance(one.Box, at), Area: one.Box.Width * one.Box.Height))
            .Where(one => one.Far <= reach).OrderBy(one => one.Far).ThenBy(one => one.Area).Take(1).ToArray();
        return found is [var first] ? first.Symbol : null;
    }

    private static float Distance(RectangleF box, Vector2 at) =>
        Vector2.Distance(at, Vector2.Clamp(at, new(box.Left, box.Top), new(box.Right, box.Bottom)));
}
