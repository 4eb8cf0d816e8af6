using System.Drawing;
using System.Numerics;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Pictures.Typesetting;

/// <summary>
/// Lays formulas out as mathematics is typeset: fractions with a bar, raised exponents, roots, brackets that grow. Styles, spaces and
/// the exponent's height follow D. E. Knuth, The TeXbook, chapter 18 and appendix G, with the measures of the program's font.
/// </summary>
public static class MathTypesetter
{
    /// <summary>Thickness of bars, of roots, and of brackets that have grown, in em.</summary>
    private const float BarThickness = 0.07f, RootThickness = 0.08f, BracketThickness = 0.09f;

    /// <summary>Between a bar and what it divides or covers; how far a bar is longer at each end, in em.</summary>
    private const float Clearance = 0.13f, Overhang = 0.05f;

    /// <summary>The size of a style: display, text, script, script of a script.</summary>
    private static readonly float[] Sizes = [1, 1, 0.7f, 0.5f];

    /// <summary>The height of the fraction bar above the baseline: the middle of a minus.</summary>
    private static readonly float Axis = (Font.Default.HeightsOf('−').Bottom + Font.Default.HeightsOf('−').Top) / 2;

    private enum Kind { Start, Number, Inner, Bracket, Prefix, Tight, Binary, Relation }

    /// <summary>Lays out a formula as it was read; its numbers come back in <see cref="MathLayout.Symbols"/>.</summary>
    public static MathLayout Lay(Formula formula) => Row(formula.Parts.AsSpan(), 0).ToLayout();

    /// <summary>Lays out an expression.</summary>
    public static MathLayout Lay(Expression expression) => Lay(ExpressionParts.Of(expression));

    /// <summary>
    /// Lays out a number as <see cref="Value"/> writes it: <c>182</c>, <c>−7/2</c> with a bar, <c>≈1.5e−9</c> as a power of ten.
    /// </summary>
    public static MathLayout LayNumber(string text) => Lay(ExpressionParts.OfNumber(text));

    private static MathBlock Row(ReadOnlySpan<FormulaPart> parts, int style)
    {
        var (row, size) = (new MathBlock(), Sizes[style]);
        var (before, raisedHeight) = (Kind.Start, 0f);
        while (parts.Length > 0)
        {
            if (parts[0] is PowerPart power)
            {
                var exponent = Row(power.Exponent.Parts.AsSpan(), Script(style));
                var raise = MathF.Max(
                    raisedHeight - (0.35f * Sizes[Script(style)]), MathF.Max(0.4f * size, exponent.Descent + (Clearance * size)));
                row.Append(exponent, 0.04f * size, raise);
                (before, raisedHeight) = (Kind.Inner, raise + exponent.Ascent);
                parts = parts[1..];
                continue;
            }

            var (block, kind, count) = First(parts, before, style);
            row.Append(block, Space(before, kind) * size * (style > 1 ? 0.5f : 1));
            (before, raisedHeight) = (kind, block.Ascent);
            parts = parts[count..];
        }

        return row;
    }

    /// <summary>The block of the first parts that belong together, and how many they are.</summary>
    private static (MathBlock Block, Kind Kind, int Count) First(ReadOnlySpan<FormulaPart> parts, Kind before, int style)
    {
        switch (parts[0])
        {
            case FractionPart fraction:
                return (Fraction(fraction, style), Kind.Inner, 1);
            case RootPart root:
                return (Root(root, style), Kind.Inner, 1);
            default:
                var count = 1;
                while (IsOfNumber(parts[0]) && count < parts.Length && IsOfNumber(parts[count]))
                    count++;
                return End(parts) is { } end and > 0
                    ? (Bracketed(parts[..(end + 1)], style), Kind.Bracket, end + 1)
                    : (Signs(parts[..count], style), KindOf((SymbolPart)parts[0], before), count);
        }
    }

    private static bool IsOfNumber(FormulaPart part) => part is SymbolPart { Label: (>= '0' and <= '9') or '.' or ',' };

    /// <summary>Where the bracket closes that the parts begin with; −1 if it does not, or if there is none.</summary>
    private static int End(ReadOnlySpan<FormulaPart> parts)
    {
        var open = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            open += parts[i] switch { SymbolPart { Label: '(' } => 1, SymbolPart { Label: ')' } => -1, _ => 0 };
            if (open <= 0)
                return i > 0 && open == 0 ? i : -1;
        }

        return -1;
    }

    private static Kind KindOf(SymbolPart symbol, Kind before) => symbol.Label switch
    {
        '=' or '≈' => Kind.Relation,
        '+' or '-' or '−' when before is Kind.Start or Kind.Prefix or Kind.Binary or Kind.Relation => Kind.Prefix,
        '+' or '-' or '−' or '×' or '÷' or '·' => Kind.Binary,
        '/' or '%' or '(' or ')' => Kind.Tight,
        _ => Kind.Number,
    };

    /// <summary>The space between neighbours, in em.</summary>
    private static float Space(Kind before, Kind next) => (before, next) switch
    {
        (Kind.Start, _) => 0,
        (Kind.Relation, _) or (_, Kind.Relation) => 5 / 18f,
        (Kind.Binary, _) or (_, Kind.Binary) => 4 / 18f,
        (Kind.Prefix, Kind.Inner) => 2 / 18f,
        (Kind.Prefix or Kind.Tight, _) or (_, Kind.Tight) => 0.02f,
        (Kind.Inner, _) or (_, Kind.Inner) => 3 / 18f,
        _ => 0.04f,
    };

    private static MathBlock Signs(ReadOnlySpan<FormulaPart> parts, int style)
    {
        var block = new MathBlock();
        var text = new char[parts.Length];
        var symbols = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var symbol = (SymbolPart)parts[i];
            symbols[i] = symbol.Symbol;
            text[i] = symbol.Label == '-' ? '−' : symbol.Label;
        }

        block.Append(new(text), symbols, Sizes[style]);
        return block;
    }

    private static MathBlock Fraction(FractionPart fraction, int style)
    {
        var (block, size, inner) = (new MathBlock(), Sizes[style], Math.Min(style + 1, Sizes.Length - 1));
        var (top, bottom) = (Row(fraction.Numerator.Parts.AsSpan(), inner), Row(fraction.Denominator.Parts.AsSpan(), inner));
        var (axis, thickness) = (Axis * size, BarThickness * size);
        var away = (Clearance * size) + (thickness / 2);
        block.Width = MathF.Max(top.Width, bottom.Width) + (2 * Overhang * size);
        block.Place(top, (block.Width - top.Width) / 2, -axis - away - top.Descent);
        block.Place(bottom, (block.Width - bottom.Width) / 2, -axis + away + bottom.Ascent);
        block.Draw(thickness, new(thickness / 2, -axis), new(block.Width - (thickness / 2), -axis));
        block.Mark(fraction.Bar, new(0, -axis - (thickness / 2), block.Width, thickness));
        return block;
    }

    /// <summary>The sign: a short rise to the hook, down to the foot, up to the bar, and along it.</summary>
    private static MathBlock Root(RootPart root, int style)
    {
        var (block, size) = (new MathBlock(), Sizes[style]);
        var content = Row(root.Radicand.Parts.AsSpan(), style);
        var thickness = RootThickness * size;
        var (bar, foot) = (-content.Ascent - (Clearance * size) - (thickness / 2), MathF.Max(content.Descent, 0.02f * size));
        var hook = foot - (0.4f * MathF.Min(foot - bar, size));
        var left = thickness / 2;
        if (root.Index is not null)
        {
            // The index stands on the hook, and ends where the rising line begins.
            var index = Row(root.Index.Parts.AsSpan(), Sizes.Length - 1);
            var baseline = hook - (1.5f * thickness) - index.Descent;
            var end = (0.22f * size) + (0.22f * size * (foot - baseline - index.Descent) / (foot - bar)) - (1.5f * thickness);
            left = MathF.Max(left, index.Width - end);
            block.Place(index, left + end - index.Width, baseline);
        }

        var rise = left + (0.44f * size);
        block.Width = rise + thickness + content.Width + (Overhang * size) + (thickness / 2);
        block.Place(content, rise + thickness, 0);
        block.Draw(thickness, new(left, hook + (0.05f * size)), new(left + (0.1f * size), hook), new(left + (0.22f * size), foot),
            new(rise, bar), new(block.Width - (thickness / 2), bar));
        block.Mark(root.Sign, RectangleF.FromLTRB(left - (thickness / 2), bar, rise, foot));
        return block;
    }

    /// <summary>Brackets and what stands in them; they grow with it, both by the same amount on either side of the axis.</summary>
    private static MathBlock Bracketed(ReadOnlySpan<FormulaPart> parts, int style)
    {
        var (block, size) = (new MathBlock(), Sizes[style]);
        var content = Row(parts[1..^1], style);
        var (bottom, top) = Font.Default.HeightsOf('(');
        if (content.Ascent <= top * size && content.Descent <= -bottom * size)
        {
            block.Append(Signs(parts[..1], style));
            block.Append(content);
            block.Append(Signs(parts[^1..], style));
            return block;
        }

        var reach = MathF.Max(content.Ascent - (Axis * size), content.Descent + (Axis * size));
        var bulge = MathF.Min((0.16f * size) + (0.06f * reach), 0.3f * size);
        var (thickness, gap) = (BracketThickness * size, 0.06f * size);
        var begin = thickness + bulge + gap;
        block.Place(content, begin, 0);
        block.Width = (2 * begin) + content.Width;
        Grown(parts[0], 0, 1);
        Grown(parts[^1], block.Width, -1);
        return block;

        void Grown(FormulaPart bracket, float edge, int side)
        {
            const int Steps = 16;
            // A cubic curve whose middle lies at the edge.
            var (ends, control) = (thickness / 2 + bulge, (thickness / 2) - (bulge / 3));
            var path = new Vector2[Steps + 1];
            for (var i = 0; i <= Steps; i++)
            {
                var t = i / (float)Steps;
                var (outer, middle) = ((t * t * t) + ((1 - t) * (1 - t) * (1 - t)), 3 * t * (1 - t));
                var y = -reach + (2 * reach * ((3 * t * t * (1 - t) * 0.75f) + (3 * t * (1 - t) * (1 - t) * 0.25f) + (t * t * t)));
                path[i] = new(edge + (side * ((outer * ends) + (middle * control))), y - (Axis * size));
            }

            block.Draw(thickness, path);
            block.Mark(((SymbolPart)bracket).Symbol,
                new(side > 0 ? edge : edge - thickness - bulge, (-Axis * size) - reach, thickness + bulge, 2 * reach));
        }
    }

    private static int Script(int style) => Math.Min(Math.Max(style, 1) + 1, Sizes.Length - 1);
}
