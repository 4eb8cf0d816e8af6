using System.Numerics;
using GpuDigits.Pictures.Typesetting;

namespace GpuDigits.Scenes.Painting;

/// <summary>Draws typeset formulas in the window.</summary>
internal static class MathPainter
{
    /// <summary>The room below a symbol, the radius of a dot and the distance between dots of an underline, in em.</summary>
    private const float Below = 0.1f, DotRadius = 0.035f, DotStep = 0.14f;

    /// <param name="list">The list to draw into.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="at">The left end of its baseline.</param>
    /// <param name="size">Pixels per em.</param>
    /// <param name="fill">The colour.</param>
    public static void Draw(DrawList list, MathLayout formula, Vector2 at, float size, Rgba fill)
    {
        foreach (var run in formula.Runs)
            list.Text(run.Text, at + (run.At * size), run.Size * size, fill);
        foreach (var line in formula.Lines)
        {
            for (var i = 1; i < line.Path.Length; i++)
                list.Line(at + (line.Path[i - 1] * size), at + (line.Path[i] * size), line.Thickness * size, fill);
        }
    }

    /// <summary>Draws a dotted line below some of the symbols.</summary>
    /// <param name="list">The list to draw into.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="at">The left end of its baseline.</param>
    /// <param name="size">Pixels per em.</param>
    /// <param name="isMarked">Whether a symbol of a number is underlined.</param>
    /// <param name="fill">The colour.</param>
    public static void Underline(DrawList list, MathLayout formula, Vector2 at, float size, Func<int, bool> isMarked, Rgba fill)
    {
        foreach (var (symbol, box) in formula.Symbols)
        {
            if (isMarked(symbol))
            {
                DottedLine(list, at + (new Vector2(box.Left, box.Bottom + Below) * size),
                    at + (new Vector2(box.Right, box.Bottom + Below) * size), DotRadius * size, DotStep * size, fill);
            }
        }
    }

    /// <summary>Dots from one point to another, evenly spread.</summary>
    /// <param name="list">The list to draw into.</param>
    /// <param name="from">The centre of the first dot.</param>
    /// <param name="to">The centre of the last dot.</param>
    /// <param name="radius">The radius of a dot.</param>
    /// <param name="step">The distance between dots, about.</param>
    /// <param name="fill">The colour.</param>
    public static void DottedLine(DrawList list, Vector2 from, Vector2 to, float radius, float step, Rgba fill)
    {
        var steps = Math.Max(1, (int)MathF.Round(Vector2.Distance(from, to) / step));
        for (var i = 0; i <= steps; i++)
        {
            var dot = Vector2.Lerp(from, to, (float)i / steps);
            list.Capsule(dot, dot, radius, radius, fill);
        }
    }
}
