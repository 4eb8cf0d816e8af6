using System.Numerics;
using GpuDigits.Engine.Reading;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A typeset formula in a box: as large as it fits, centred from top to bottom.</summary>
/// <param name="Math">The formula.</param>
/// <param name="At">The left end of its baseline, in pixels.</param>
/// <param name="Size">Pixels per em.</param>
internal readonly record struct PlacedFormula(MathLayout Math, Vector2 At, float Size)
{
    /// <param name="formula">The formula.</param>
    /// <param name="room">Where, in pixels.</param>
    /// <param name="size">Pixels per em, if there is room.</param>
    /// <param name="align">The place from left to right.</param>
    public static PlacedFormula In(Formula formula, Box room, float size, Align align = Align.Left)
    {
        var math = MathTypesetter.Lay(formula);
        size = MathF.Min(size, MathF.Min(room.Width / MathF.Max(math.Width, 1e-3f), room.Height / MathF.Max(math.Height, 1e-3f)));
        var x = align switch
        {
            Align.Left => room.X,
            Align.Centre => room.Centre.X - size * math.Width / 2,
            _ => room.Right - size * math.Width,
        };
        return new(math, new(x, room.Centre.Y + size * (math.Ascent - math.Descent) / 2), size);
    }

    /// <summary>The box of a symbol, in pixels; null if it has none.</summary>
    public Box? BoxOf(int symbol)
    {
        foreach (var one in Math.Symbols)
            if (one.Symbol == symbol)
                return new(At.X + Size * one.Box.Left, At.Y + Size * one.Box.Top, Size * one.Box.Width, Size * one.Box.Height);
        return null;
    }

    /// <summary>The symbol at a pixel; null if there is none.</summary>
    public int? SymbolAt(Vector2 pixel) => Math.SymbolAt((pixel - At) / Size);

    public void Draw(DrawList list, Rgba fill) => MathPainter.Draw(list, Math, At, Size, fill);
}
