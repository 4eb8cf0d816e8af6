using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

/// <summary>
/// Writes a calculation in the notation of <see cref="WrittenCalculation.Plain"/> as boxes where a tidy hand would write: digits are one
/// unit high, exponents and fractions smaller. Each symbol then moves and grows a little by chance, and the line may rise or fall.
/// </summary>
internal sealed class WrittenFormula(int seed, float tremble = 0.04f, float drift = 0)
{
    private readonly Random _random = new(seed);

    /// <summary>Height of a digit in pad pixels.</summary>
    private const float Unit = 60;

    /// <summary>The symbols, in the order in which they stand in the text.</summary>
    public PlacedSymbol[] Place(string plain)
    {
        var at = 0;
        var boxes = Row(plain, ref at, 1);
        Assert.Equal(plain.Length, at);
        return [.. boxes.Select(Symbol)];
    }

    /// <summary>A symbol that fills a box as its label does.</summary>
    public static PlacedSymbol Symbol(char label, float left, float top, float right, float bottom)
    {
        var (width, height) = (right - left, bottom - top);
        Vector2[] path = label switch
        {
            '-' => [new(left, top), new(right, bottom)],
            '√' => [new(left, top + (0.6f * height)), new(left + MathF.Min(0.2f * height, 0.3f * width), bottom),
                new(left + MathF.Min(0.45f * height, 0.5f * width), top), new(right, top)],
            _ => [new(left, top), new(right, top), new(left, bottom), new(right, bottom)],
        };
        var stroke = new Stroke([.. path.Select(point => new InkPoint(point.X, point.Y, 0))]);
        return new(label, stroke.Bounds, [stroke]);
    }

    private PlacedSymbol Symbol(Box box)
    {
        var size = new Vector2(box.Right - box.Left, box.Bottom - box.Top);
        var move = new Vector2(Chance(), Chance()) * tremble * box.Size;
        // Signs that enclose others grow with them only.
        var grow = box.Label is '-' or '√' ? Vector2.Zero : new Vector2(Chance(), Chance()) * tremble * size;
        var fall = drift * box.Left;
        var tilt = box.Label == '-' ? drift * size.X : 0;
        return Symbol(
            box.Label == '·' ? '.' : box.Label, Unit * (box.Left + move.X), Unit * (box.Top + move.Y + fall),
            Unit * (box.Right + move.X + grow.X), Unit * (box.Bottom + move.Y + grow.Y + fall + tilt));
    }

    private float Chance() => (_random.NextSingle() * 2) - 1;

    /// <summary>Writes up to the end or to a bracket that closes, the middle of the line at 0.</summary>
    private static List<Box> Row(string text, ref int at, float size)
    {
        var row = new List<Box>();
        float pen = 0;
        for (var open = 0; at < text.Length && (text[at] is not (')' or ',') || open > 0 || (text[at] == ',' && !IsInRoot(text, at)));)
        {
            List<Box> part;
            if (text[at] == '^')
            {
                at += 2;
                part = Row(text, ref at, 0.6f * size);
                at++;
                part = Move(part, 0, row[^1].Top - (0.2f * size));
            }
            else if (IsFraction(text, at))
            {
                part = Fraction(text, ref at, size);
            }
            else if (text[at] == '√' || text[at] == 'r')
            {
                part = Root(text, ref at, size);
            }
            else
            {
                open += text[at] switch { '(' => 1, ')' => -1, _ => 0 };
                part = [Sign(text[at++], size)];
            }

            row.AddRange(Move(part, pen - part.Min(box => box.Left), 0));
            pen = row.Max(box => box.Right) + (0.2f * size);
        }

        return row;
    }

    private static List<Box> Fraction(string text, ref int at, float size)
    {
        at += 2;
        var above = Row(text, ref at, 0.9f * size);
        at += 3;
        var below = Row(text, ref at, 0.9f * size);
        at += 2;
        var width = MathF.Max(Width(above), Width(below)) + (0.3f * size);
        return
        [
            new('-', 0, 0, width, 0, size),
            .. Move(above, ((width - Width(above)) / 2) - above.Min(box => box.Left), (-0.25f * size) - above.Max(box => box.Bottom)),
            .. Move(below, ((width - Width(below)) / 2) - below.Min(box => box.Left), (0.25f * size) - below.Min(box => box.Top)),
        ];
    }

    private static List<Box> Root(string text, ref int at, float size)
    {
        List<Box> index = [];
        if (text[at] == 'r')
        {
            at += "root(".Length;
            index = Row(text, ref at, 0.4f * size);
            at++;
        }
        else
        {
            at += 2;
        }

        var inside = Row(text, ref at, size);
        at++;
        var (top, bottom) = (inside.Min(box => box.Top) - (0.2f * size), inside.Max(box => box.Bottom));
        var hook = 0.5f * (bottom - top);
        inside = Move(inside, hook - inside.Min(box => box.Left), 0);
        var sign = new Box('√', 0, top, inside.Max(box => box.Right) + (0.1f * size), bottom, size);
        if (index.Count > 0)
            index = Move(index, (0.2f * hook) - index.Max(box => box.Right), top + (0.4f * (bottom - top)) - index.Max(box => box.Bottom));
        return [sign, .. index, .. inside];
    }

    private static Box Sign(char label, float size)
    {
        var (width, height, middle) = label switch
        {
            '1' => (0.15f, 1, 0),
            '+' or '×' or '÷' or '*' => (0.6f, 0.6f, 0.05f),
            '-' => (0.5f, 0, 0.05f),
            '=' => (0.6f, 0.3f, 0.05f),
            '/' => (0.4f, 1.3f, 0),
            '(' or ')' => (0.25f, 1.4f, 0),
            '.' => (0.05f, 0.05f, 0.45f),
            '·' => (0.05f, 0.05f, -0.1f),
            ',' => (0.1f, 0.35f, 0.6f),
            _ => (0.55f, 1, 0),
        };
        return new(label, 0, size * (middle - (height / 2)), size * width, size * (middle + (height / 2)), size);
    }

    private static float Width(List<Box> boxes) => boxes.Max(box => box.Right) - boxes.Min(box => box.Left);

    private static List<Box> Move(List<Box> boxes, float right, float down) => boxes.ConvertAll(box => box with
    {
        Left = box.Left + right,
        Right = box.Right + right,
        Top = box.Top + down,
        Bottom = box.Bottom + down,
    });

    /// <summary>Whether "((…)/(…))" begins here.</summary>
    private static bool IsFraction(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("(("))
            return false;
        var open = 0;
        for (var i = at + 1; i < text.Length; i++)
        {
            open += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (open == 0)
                return text.AsSpan(i).StartsWith(")/(");
        }

        return false;
    }

    /// <summary>Whether a comma ends the index of a root.</summary>
    private static bool IsInRoot(string text, int at)
    {
        var root = text.LastIndexOf("root(", at, StringComparison.Ordinal);
        return root >= 0 && text.AsSpan(root + "root(".Length, at - root - "root(".Length).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private readonly record struct Box(char Label, float Left, float Top, float Right, float Bottom, float Size);
}
