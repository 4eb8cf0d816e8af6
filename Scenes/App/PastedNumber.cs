using GpuDigits.Engine.Calculator;

namespace GpuDigits.Scenes.App;

/// <summary>A number in a text from another program: digits of any script, at most one point or comma, and a sign before them.</summary>
internal static class PastedNumber
{
    private const int LongestShown = 24;

    /// <summary>The step that enters the number; null if the text is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="complaint">What is wrong, in one line; empty if nothing is.</param>
    public static CalculatorInput? Parse(string text, out string complaint)
    {
        var number = string.Concat(text.Trim().Take(1 + 2 * LongestShown).Select(Characters.Plain));
        var isNegative = number.StartsWith('-') || number.StartsWith('−');
        var unsigned = isNegative || number.StartsWith('+') ? number[1..] : number;
        // 1,234 is a thousand to some people and one to others.
        var isAmbiguous = unsigned.IndexOf(',') is > 0 and < 4 and var comma && unsigned.Length == comma + 4 && unsigned[0] != '0';
        var marks = unsigned.Select(character => character switch
        {
            >= '0' and <= '9' => CalculatorInput.Digit(SavedDigit.Typed(character - '0')),
            '.' or ',' => CalculatorInput.Point,
            _ => null,
        }).ToList();
        if (isNegative)
            marks.Add(CalculatorInput.Negate);
        var step = marks.Contains(null) ? null : CalculatorInput.TryNumber([.. marks.OfType<CalculatorInput>()]);
        complaint = step is null ? $"Not pasted: \"{Shown(text)}\" is no number such as −12.5"
            : isAmbiguous ? $"Not pasted: {Shown(text)} may be {unsigned.Replace(',', '.')} or {unsigned.Replace(",", "")}"
            : "";
        return isAmbiguous ? null : step;
    }

    /// <summary>The beginning of a text, in one line.</summary>
    private static string Shown(string text)
    {
        var line = string.Concat(text.Trim().Take(LongestShown + 1).Select(character => char.IsControl(character) ? ' ' : character));
        return line.Length > LongestShown ? line[..LongestShown] + "…" : line;
    }
}
