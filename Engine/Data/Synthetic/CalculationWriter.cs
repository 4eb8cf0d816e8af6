using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// Lays a formula out on the paper as a person would and writes its symbols. Lengths are in digit heights of the outermost line.
/// </summary>
internal sealed class CalculationWriter(SyntheticHand hand, PenRandom random)
{
    private PenRandom _random = random;

    /// <summary>Writes parts from left to right; the middle of the line is y = 0.</summary>
    public InkBox Line(ReadOnlySpan<FormulaPart> parts, float size)
    {
        var pieces = new List<(InkBox Box, FormulaPart Part)>();
        float right = 0, shift = 0, drift = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            var last = i;
            var piece = part switch
            {
                SymbolPart { Label: '(' } => Group(parts[i..((last = Closing(parts, i)) + 1)], size),
                SymbolPart symbol => hand.Write(symbol.Symbol, symbol.Label, size),
                FractionPart fraction => Fraction(fraction, size),
                RootPart root => Root(root, size),
                PowerPart power => Exponent(power, pieces[^1].Box, size),
                _ => throw new ArgumentException($"Nobody knows how to write {part}.", nameof(parts)),
            };
            if (part is SymbolPart { Label: '/' })
            {
                shift = hand.SlashShift * size;
                for (var k = pieces.Count - 1; k >= 0 && !IsOperator(pieces[k].Part); k--)
                    pieces[k].Box.Move(new(0, -shift));
            }
            else if (IsOperator(part))
            {
                shift = 0;
            }

            drift += _random.Spread(hand.Drift) * size;
            var below = part is PowerPart ? 0 : drift + (part is SymbolPart { Label: '/' } ? 0 : shift);
            var left = pieces.Count == 0 ? 0 : right + Gap(pieces[^1].Part, part) * size;
            piece.Move(new(left - piece.Bounds.Min.X, below));
            right = MathF.Max(right - 0.3f * size, piece.Bounds.Max.X);
            pieces.Add((piece, parts[last]));
            i = last;
        }

        var line = new InkBox();
        foreach (var (box, _) in pieces)
            line.Add(box);
        return line;
    }

    private static bool IsOperator(FormulaPart part) =>
        part is SymbolPart { Label: '+' or '-' or '×' or '÷' or '=' or '·' or '*' or '/' };

    private float Gap(FormulaPart before, FormulaPart part)
    {
        var spread = _random.Spread(hand.GapVariation);
        if (part is PowerPart)
            return spread + 0.06f + MathF.Max(0, hand.DigitGap) / 3;
        if (part is SymbolPart { Label: '.' or ',' } || before is SymbolPart { Label: '.' or ',' })
            return MathF.Max(-0.05f, spread + hand.DigitGap / 2 + 0.1f);
        return spread + (IsOperator(before) || IsOperator(part) ? hand.OperatorGap : hand.DigitGap);
    }

    private static int Closing(ReadOnlySpan<FormulaPart> parts, int open)
    {
        var depth = 0;
        for (var i = open; i < parts.Length; i++)
        {
            if (parts[i] is not SymbolPart { Label: '(' or ')' } bracket)
                continue;

            depth += bracket.Label == '(' ? 1 : -1;
            if (depth == 0)
                return i;
        }

        return open;
    }

    /// <summary>Brackets as high as what stands between them; a single bracket has its usual height.</summary>
    private InkBox Group(ReadOnlySpan<FormulaPart> parts, float size)
    {
        if (parts.Length < 3)
            return hand.Write(((SymbolPart)parts[0]).Symbol, '(', size);

        var inner = Line(parts[1..^1], size);
        var margin = hand.BracketMargin * size;
        var top = MathF.Min(inner.Bounds.Min.Y - margin, -0.4f * size);
        var bottom = MathF.Max(inner.Bounds.Max.Y + margin, 0.4f * size);
        var open = Bracket(parts[0]);
        var close = Bracket(parts[^1]);
        var gap = MathF.Max(0, hand.DigitGap) / 2 * size;
        open.Move(new(inner.Bounds.Min.X - gap - open.Bounds.Max.X, 0));
        close.Move(new(inner.Bounds.Max.X + gap - close.Bounds.Min.X, 0));
        open.Add(inner);
        open.Add(close);
        return open;

        InkBox Bracket(FormulaPart part)
        {
            var symbol = (SymbolPart)part;
            return hand.WriteBracket(symbol.Symbol, symbol.Label, top + Slip(), bottom + Slip(), size);
        }

        float Slip() => _random.Spread(0.06f) * size;
    }

    private InkBox Exponent(PowerPart power, InkBox @base, float size)
    {
        var small = size * hand.ExponentSize * PortableMath.Exp(_random.Spread(0.08f));
        var box = Line(power.Exponent.Parts.AsSpan(), small);
        var drop = hand.ExponentDrop + _random.Spread(0.1f);
        // A minus alone is as high as a digit.
        var bottom = MathF.Max(box.Bounds.Max.Y, 0.4f * small);
        box.Move(new(0, @base.Bounds.Min.Y + drop * size - bottom));
        return box;
    }

    private InkBox Fraction(FractionPart fraction, float size)
    {
        var small = size * hand.FractionSize;
        InkBox upper = Line(fraction.Numerator.Parts.AsSpan(), small), lower = Line(fraction.Denominator.Parts.AsSpan(), small);
        var width = MathF.Max(upper.Bounds.Size.X, lower.Bounds.Size.X);
        var length = MathF.Max(width * _random.Between(0.9f, 1.3f) + _random.Between(0, 0.7f) * size, 0.5f * size);
        var bar = hand.WriteBar(fraction.Bar, length, size);
        bar.Move(new(0, _random.Spread(0.06f) * size));
        Place(upper, bar.Bounds.Center.Y - Gap() - upper.Bounds.Max.Y);
        Place(lower, bar.Bounds.Center.Y + Gap() - lower.Bounds.Min.Y);

        var order = _random.Uniform();
        return order < 0.75f ? Joined(upper, bar, lower) : order < 0.92f ? Joined(bar, upper, lower) : Joined(upper, lower, bar);

        void Place(InkBox box, float down)
        {
            var off = (length - box.Bounds.Size.X) * _random.Between(-0.15f, 0.15f);
            box.Move(new(length / 2 + off - box.Bounds.Center.X, down));
        }

        float Gap() => MathF.Max(-0.02f, hand.FractionGap + _random.Spread(0.05f)) * small + bar.Bounds.Size.Y / 3;
    }

    private InkBox Root(RootPart root, float size)
    {
        var content = Line(root.Radicand.Parts.AsSpan(), size * hand.RootSize);
        var over = _random.Between(0.04f, 0.6f) * size;
        var top = MathF.Min(content.Bounds.Min.Y, -0.4f * size) - over;
        var bottom = MathF.Max(content.Bounds.Max.Y, 0.4f * size) + _random.Spread(0.1f) * size;
        var before = _random.Between(0, 0.4f) * size;
        var length = MathF.Max(before + content.Bounds.Size.X + _random.Between(-0.12f, 0.55f) * size, 0.4f * size);
        var sign = hand.WriteRoot(root.Sign, length, top, bottom);
        content.Move(new(before - content.Bounds.Min.X, 0));

        var index = new InkBox();
        if (root.Index is not null)
        {
            index = Line(root.Index.Parts.AsSpan(), size * _random.Between(0.3f, 0.55f));
            var hook = MathF.Min(sign.Bounds.Min.X + 0.35f * size, -0.05f * size);
            index.Move(new(hook - index.Bounds.Max.X + _random.Spread(0.05f) * size,
                top + _random.Between(0.2f, 0.5f) * (bottom - top) - index.Bounds.Max.Y));
        }

        var order = _random.Uniform();
        if (order < 0.3f && sign.Strokes.Count > 1)
        {
            var (symbol, bar) = sign.Strokes[^1];
            var late = new InkBox();
            late.Add(symbol, bar);
            var hook = new InkBox();
            foreach (var (_, path) in sign.Strokes.SkipLast(1))
                hook.Add(symbol, path);
            return Joined(index, hook, content, late);
        }

        return order < 0.65f ? Joined(index, sign, content) : order < 0.93f ? Joined(sign, index, content) : Joined(content, sign, index);
    }

    private static InkBox Joined(params ReadOnlySpan<InkBox> boxes)
    {
        var joined = new InkBox();
        foreach (var box in boxes)
            joined.Add(box);
        return joined;
    }
}
