using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Sheet;

/// <summary>What is typeset at a calculation: its answer, and the line that says what was read. It is laid out once.</summary>
internal sealed class CalculationLook
{
    /// <summary>The size of the line that says what was read, and its distance from the ink, in window units.</summary>
    private const float LineSize = 15, LineGap = 14;

    /// <summary>The least size of a message, in window units, and its share of the ink's.</summary>
    private const float SmallestMessage = 14, MessageShare = 0.45f;

    private static readonly ConditionalWeakTable<PaperCalculation, CalculationLook> Looks = [];

    private readonly PaperCalculation _calculation;
    private readonly MathLayout? _line, _number;

    private CalculationLook(PaperCalculation calculation)
    {
        _calculation = calculation;
        // An answer that comes from elsewhere is only a place in the formula, and a number in the expression.
        var isLinked = calculation.GoesOnFrom is not null || calculation.Symbols.Any(symbol => symbol.Label == ' ');
        if (calculation.Reading?.Formula is { } formula && calculation.Symbols.Length > 1)
            _line = isLinked && calculation.Expression is { } expression ? MathTypesetter.Lay(expression) : MathTypesetter.Lay(formula);
        if (calculation.Answer is { IsFault: false } answer)
            _number = MathTypesetter.LayNumber(answer.Number);
    }

    public static CalculationLook Of(PaperCalculation calculation) => Looks.GetValue(calculation, one => new(one));

    /// <summary>The box around the answer, in pixels; null if there is none.</summary>
    public Box? AnswerBox(PaperSpace space)
    {
        if (_calculation.Answer is not { } answer)
            return null;
        var at = space.ToPixel(answer.At);
        var size = Size(answer, space);
        var before = Before(answer, size);
        return _number is { } number
            ? new(at.X, at.Y - number.Ascent * size, before + number.Width * size, number.Height * size)
            : new(at.X, at.Y - size * Font.Default.CapHeight, Font.Default.Measure(answer.Text, size), size * Font.Default.CapHeight);
    }

    public void DrawAnswer(DrawList list, PaperSpace space, Vector2 by, Rgba number, Rgba message, Rgba doubt)
    {
        if (_calculation.Answer is not { } answer)
            return;
        var at = space.ToPixel(answer.At) + by;
        var size = Size(answer, space);
        if (_number is null)
        {
            list.Text(answer.Text, at, size, message);
            return;
        }
        var before = Before(answer, size);
        if (before > 0)
            list.Text(Name, at, size, number);
        MathPainter.Draw(list, _number, at + new Vector2(before, 0), size, number);
        if (_calculation.IsDoubtful)
        {
            var box = AnswerBox(space)!.Value;
            Underline(list, new(box.X + by.X, box.Right + by.X), box.Bottom + by.Y + 6 * space.PixelRatio, space.PixelRatio, doubt);
        }
    }

    /// <summary>The box of the small line that says what was read, in pixels; null if there is none.</summary>
    /// <param name="space">Where the paper is.</param>
    /// <param name="all">All calculations: the line gives way to their ink.</param>
    public Box? LineBox(PaperSpace space, ImmutableArray<PaperCalculation> all)
    {
        if (_line is null)
            return null;
        var (size, gap) = (LineSize * space.PixelRatio, LineGap * space.PixelRatio);
        var ink = space.ToPixels(_calculation.Bounds);
        var below = new Box(ink.X, ink.Bottom + gap, _line.Width * size, _line.Height * size);
        // Under a column the answer comes first.
        if (AnswerBox(space) is { } answer && answer.Grown(4 * space.PixelRatio).Overlaps(below))
            below = below with { Y = answer.Bottom + gap + 6 * space.PixelRatio };
        var above = below with { Y = ink.Y - gap - below.Height };
        return IsFree(below) || !IsFree(above) ? below : above;

        bool IsFree(Box box) =>
            all.All(other => other.Id == _calculation.Id || !space.ToPixels(other.Bounds).Overlaps(box));
    }

    /// <summary>The left end of that line's baseline, and pixels per em.</summary>
    public (Vector2 At, float Size)? LinePlace(PaperSpace space, ImmutableArray<PaperCalculation> all)
    {
        var size = LineSize * space.PixelRatio;
        return LineBox(space, all) is { } box ? (new(box.X, box.Y + _line!.Ascent * size), size) : null;
    }

    public void DrawLine(DrawList list, PaperSpace space, ImmutableArray<PaperCalculation> all, Rgba text, Rgba doubt)
    {
        if (LinePlace(space, all) is not var (at, size))
            return;
        MathPainter.Draw(list, _line!, at, size, text);
        MathPainter.Underline(list, _line!, at, size, symbol => IsDoubtful(symbol), doubt);
    }

    /// <summary>The symbol of the small line under a pixel.</summary>
    public PaperSymbol? SymbolInLine(Vector2 pixel, PaperSpace space, ImmutableArray<PaperCalculation> all) =>
        LinePlace(space, all) is var (at, size) && _line!.SymbolAt((pixel - at) / size, reach: 0.1f) is { } symbol
            && symbol < _calculation.Symbols.Length ? _calculation.Symbols[symbol] : null;

    /// <summary>A dotted line from left to right.</summary>
    public static void Underline(DrawList list, (float Left, float Right) span, float y, float ratio, Rgba color) =>
        MathPainter.DottedLine(list, new(span.Left, y), new(span.Right, y), 1.4f * ratio, 5.5f * ratio, color);

    private const string Name = "? = ";

    private bool IsDoubtful(int symbol) => symbol < _calculation.Symbols.Length && _calculation.Symbols[symbol].IsDoubtful;

    private float Size(Answer answer, PaperSpace space)
    {
        var size = answer.Height * space.Scale / Font.Default.CapHeight;
        return _number is null ? MathF.Max(MathF.Min(size, SmallestMessage * space.PixelRatio), size * MessageShare) : size;
    }

    private static float Before(Answer answer, float size) => answer.IsNamed ? Font.Default.Measure(Name, size) : 0;
}
