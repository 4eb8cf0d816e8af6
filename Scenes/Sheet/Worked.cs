using System.Text;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A calculation that was worked out.</summary>
/// <param name="Expression">What is calculated; null if it is no arithmetic.</param>
/// <param name="Result">The answer's number, or why there is none; null if nothing is asked for.</param>
/// <param name="Asks">Whether the answer is a number that was asked for by a ? or an empty place.</param>
internal sealed record Worked(Expression? Expression, Value? Result, bool Asks = false)
{
    /// <summary>Around the number of another calculation in a text, until it is known whether it needs brackets.</summary>
    private const char Open = '\uE000', Close = '\uE001';

    /// <summary>The longest expression that takes the place of its rounded number.</summary>
    private const int LongestPart = 300;

    private static readonly Worked Nothing = new(null, null);

    /// <summary>Works out a text.</summary>
    /// <param name="text">
    /// In the notation of <see cref="Engine.Calculator.Expression.TryParse"/>; numbers of others as <see cref="AsNumber"/> gives
    /// them. Null: nothing was read.
    /// </param>
    public static Worked Of(string? text)
    {
        if (text is null)
            return Nothing;
        text = Bracketed(text);
        if (!Expression.TryParse(text, out var expression, out _))
        {
            var asked = WithEmptyPlaces(text);
            if (asked == text || !Expression.TryParse(asked, out expression, out _))
                return Nothing;
        }

        if (expression is not Equation equation)
            return new(expression, null);
        var asks = equation.Degree > 0;
        if (asks ? equation.Sides.Length < 2 : !equation.IsOpen)
            return new(expression, null);
        return new(expression, equation.Evaluate(), asks);
    }

    /// <summary>The number, to be put into the text of another calculation; null if there is none.</summary>
    public string? AsNumber()
    {
        if (Result is not { Fault: null } value)
            return null;
        if (!value.IsExact && !Asks && Expression is Equation equation
            && equation.Answered.ToPlain() is { Length: <= LongestPart } part)
            return $"{Open}({part}){Close}";
        var (top, bottom) = (value.Number.Numerator, value.Number.Denominator);
        var text = bottom.IsOne ? $"{top}" : $"(({top})/({bottom}))";
        return $"{Open}{(top.Sign < 0 && bottom.IsOne ? $"({text})" : text)}{Close}";
    }

    /// <summary>Puts brackets around the numbers of others where they would grow together with what stands beside them.</summary>
    private static string Bracketed(string text)
    {
        if (!text.Contains(Open, StringComparison.Ordinal))
            return text;
        var written = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != Open)
            {
                written.Append(text[i]);
                continue;
            }

            var end = text.IndexOf(Close, i);
            var part = text[(i + 1)..end];
            var grows = (i > 0 && IsGrown(text[i - 1], ".,)%?")) || (end + 1 < text.Length && IsGrown(text[end + 1], ".,(√?^%"));
            written.Append(grows ? $"({part})" : part);
            i = end;
        }

        return written.ToString();
    }

    private static bool IsGrown(char sign, string signs) =>
        char.IsAsciiDigit(sign) || sign is Open or Close || signs.Contains(sign, StringComparison.Ordinal);

    /// <summary>
    /// Puts a ? where a number is left out: between an operation and an = that something stands behind, and before an operation at the
    /// beginning of an equation.
    /// </summary>
    private static string WithEmptyPlaces(string text)
    {
        var first = text.AsSpan().TrimStart(' ');
        var equals = first.IndexOf('=');
        var isLeftOut = equals >= 2 && "×÷/*·".Contains(first[0], StringComparison.Ordinal) && first[equals..].TrimEnd(" =").Length > 0;
        var last = text.AsSpan().TrimEnd(" =").Length;
        for (var i = text.IndexOf('='); i >= 0 && i < last; i = text.IndexOf('=', i + 1))
        {
            var before = text.AsSpan(0, i).TrimEnd(' ').Length;
            if (before == 0 || !"-+−×÷/*·".Contains(text[before - 1], StringComparison.Ordinal))
                continue;
            text = text.Insert(before, "?");
            (i, last) = (i + 1, last + 1);
        }

        return isLeftOut ? "?" + text : text;
    }
}
